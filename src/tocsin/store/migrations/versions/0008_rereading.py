"""Which reader read each document, and the user's table of publishers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"

KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    # Null: read before readers were noted, and so by an older one.
    op.add_column("documents", sa.Column("reader", KEY))
    op.create_index("documents_by_reader", "documents", ["reader"])
    op.create_table(
        "publishers",
        sa.Column("name", KEY, primary_key=True),
        sa.Column("payload", sa.Text, nullable=False),
    )
