"""What is collected: sources, hosts, requests with their raw bodies, items and their versions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"

KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "watched_sources",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("address", KEY, nullable=False, unique=True),
        sa.Column("host", KEY, nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("lease_until", MOMENT),
        sa.Column("lease_by", KEY),
    )
    op.create_index("watched_sources_by_due", "watched_sources", ["enabled", "due_at"])
    op.create_table(
        "source_errors",
        sa.Column("source_id", KEY, primary_key=True),
        sa.Column("kind", KEY, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("last_reason", sa.Text, nullable=False),
    )

    op.create_table(
        "hosts",
        sa.Column("host", KEY, primary_key=True),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("robots", sa.Text),
        sa.Column("robots_at", MOMENT),
        sa.Column("lease_until", MOMENT),
        sa.Column("lease_by", KEY),
    )

    op.create_table(
        "bodies",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )

    op.create_table(
        "captures",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("source_id", KEY, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("charset", sa.Text),
        sa.Column("headers", sa.Text, nullable=False),
        sa.Column("body_id", KEY, sa.ForeignKey("bodies.id"), nullable=False),
    )
    op.create_index("captures_by_moment", "captures", ["at", "number"])
    op.create_table(
        "items",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("source_id", KEY, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("host", KEY),
        sa.Column("digest", KEY, nullable=False),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.Column("recheck_at", MOMENT),
        sa.Column("rechecks", sa.Integer, nullable=False),
        sa.Column("gone_at", MOMENT),
    )
    op.create_index("items_by_source", "items", ["source_id", "first_seen_at"])
    op.create_index("items_by_recheck", "items", ["recheck_at"])
    op.create_table(
        "versions",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("item_id", KEY, sa.ForeignKey("items.id"), nullable=False),
        sa.Column("source_id", KEY, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("stage", KEY, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("host", KEY),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("reason_kind", KEY),
        sa.Column("reason", sa.Text),
        sa.Column("text_digest", KEY),
        sa.Column("copy_of", sa.Integer),
        sa.Column("capture_number", sa.Integer),
        sa.Column("document_id", KEY),
        sa.Column("lang", KEY),
        sa.Column("published_at", MOMENT),
        sa.Column("is_empty", sa.Boolean, nullable=False),
        sa.Column("item", sa.Text, nullable=False),
        sa.Column("dates", sa.Text, nullable=False),
        sa.Column("document", sa.Text),
        sa.Column("lease_until", MOMENT),
        sa.Column("lease_by", KEY),
    )
    op.create_index("versions_by_item", "versions", ["item_id", "ordinal"], unique=True)
    op.create_index("versions_by_stage", "versions", ["stage", "due_at", "number"])
    op.create_index("versions_by_source", "versions", ["source_id", "stage"])
    op.create_index("versions_by_text", "versions", ["text_digest"])
    op.create_index("versions_by_document", "versions", ["document_id"])
    op.create_table(
        "translations",
        sa.Column("document_id", KEY, primary_key=True),
        sa.Column("original_id", KEY, nullable=False),
        sa.Column("lang", KEY, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("pieces", sa.Text, nullable=False),
    )
    op.create_index("translations_by_original", "translations", ["original_id"])
