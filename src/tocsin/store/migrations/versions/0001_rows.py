"""The rows: documents and what was read from them, the register, and the logs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_readings()
    _create_register()
    _create_logs()


def _create_readings() -> None:
    op.create_table(
        "documents",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", KEY, nullable=False, unique=True),
        sa.Column("source_id", KEY),
        sa.Column("published_at", MOMENT),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("sentences", sa.Text, nullable=False),
        sa.Column("remarks", sa.Text, nullable=False),
    )
    op.create_index("documents_by_publication", "documents", ["published_at", "id"])
    op.create_table(
        "statements",
        sa.Column("document_id", KEY, sa.ForeignKey("documents.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_table(
        "events",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("document_id", KEY, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("event_type", KEY),
        sa.Column("threat_type", KEY),
        sa.Column("status", KEY, nullable=False),
        sa.Column("background", sa.Boolean, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_index("events_by_document", "events", ["document_id", "position"], unique=True)
    op.create_index("events_by_status", "events", ["status"])
    op.create_index("events_by_threat", "events", ["threat_type", "status"])
    op.create_table(
        "claims",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("event_id", KEY, sa.ForeignKey("events.id"), nullable=False),
        sa.Column("field", KEY, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_index("claims_by_event", "claims", ["event_id", "field"])


def _create_register() -> None:
    op.create_table(
        "incident_rows",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("founding_event_id", KEY, nullable=False),
        sa.Column("minted_at", MOMENT, nullable=False),
    )
    op.create_table(
        "memberships",
        sa.Column("event_id", KEY, sa.ForeignKey("events.id"), primary_key=True),
        sa.Column("incident_id", KEY, sa.ForeignKey("incident_rows.id"), primary_key=True),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
    )
    op.create_index("memberships_by_incident", "memberships", ["incident_id"])
    op.create_table(
        "incidents",
        sa.Column("id", KEY, sa.ForeignKey("incident_rows.id"), primary_key=True),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("status", KEY, nullable=False),
        sa.Column("threat_type", KEY),
        sa.Column("start_date", sa.Date),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_index("incidents_by_threat", "incidents", ["threat_type", "status"])
    op.create_table(
        "aliases",
        sa.Column("alias", KEY, primary_key=True),
        sa.Column("incident_id", KEY, sa.ForeignKey("incident_rows.id"), nullable=False),
    )
    op.create_table(
        "judgements",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("payload", sa.Text, nullable=False),
    )


def _create_logs() -> None:
    op.create_table(
        "sources",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("name", KEY, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("reliability", KEY, nullable=False),
    )
    op.create_table(
        "failures",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "changes",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    meta = op.create_table(
        "meta",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    # This row is also the lock by which linkings wait for one another.
    op.bulk_insert(meta, [{"key": "linked_documents", "value": "0"}])
