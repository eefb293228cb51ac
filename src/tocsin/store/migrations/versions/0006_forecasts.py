"""Forecasts as they were issued, and what came of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"

KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "forecasts",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("unit", KEY, nullable=False),
        sa.Column("profile", KEY, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_index("forecasts_by_end", "forecasts", ["ends_on", "id"])
    op.create_table(
        "outcomes",
        sa.Column("forecast_id", KEY, sa.ForeignKey("forecasts.id"), primary_key=True),
        sa.Column("scored_at", MOMENT, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
    )
