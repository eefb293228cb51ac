"""How alike a text is to the one it copies, and the index by which near-duplicates meet."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("versions", sa.Column("sketch", sa.LargeBinary))
    # Null beside a copy: it was found before likeness was measured, and so word for word.
    op.add_column("versions", sa.Column("likeness", sa.Float))
    op.create_index("versions_by_original", "versions", ["copy_of"])
    op.create_table(
        "sketch_bands",
        sa.Column("band", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("sketch_bands_by_moment", "sketch_bands", ["at"])
