"""Notices on their way out: to whom each alert was sent, or still has to be."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"

KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "deliveries",
        sa.Column("alert_id", KEY, primary_key=True),
        sa.Column("target", KEY, primary_key=True),
        sa.Column("due_at", MOMENT),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_index("deliveries_by_moment", "deliveries", ["due_at"])
