"""What every linking changed in the register."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "deltas",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("incident_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_index("deltas_by_incident", "deltas", ["incident_id", "number"])
    op.create_index("deltas_by_moment", "deltas", ["at", "number"])
