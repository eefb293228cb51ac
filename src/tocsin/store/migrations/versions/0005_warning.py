"""Alerts that fired, mutes, saved searches, and the history of indicators."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"

KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("unit", KEY, nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_index("alerts_by_day", "alerts", ["on", "id"])
    op.create_table(
        "mutes",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("unit", KEY, nullable=False),
        sa.Column("lifted_at", MOMENT),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_table(
        "searches",
        sa.Column("name", KEY, primary_key=True),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_table(
        "indicator_states",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("indicator", KEY, nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_index("indicator_states_by_indicator", "indicator_states", ["indicator", "on"])
