"""What linking needs to look only at what a report or a judgement touches."""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_index("incident_rows_by_mention", "incident_rows", ["founding_event_id"])
    op.create_table("pending", _key("kind"), _key("id"))
    op.create_table(
        "mentions",
        _number("number"),
        sa.Column("event_id", KEY, nullable=False),
        sa.Column("document_id", KEY, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_index("mentions_by_document", "mentions", ["document_id"])
    op.create_table(
        "texts",
        _number("number"),
        sa.Column("document_id", KEY, sa.ForeignKey("documents.id"), nullable=False),
    )
    op.create_table("holders", _number("key"), _number("moment"), _number("number"), sqlite_with_rowid=False)
    op.create_table("edges", _number("number"), _number("other"), sqlite_with_rowid=False)
    op.create_table("copies", _key("document_id"), _key("other_id"))
    op.create_table("origins", _key("document_id"), sa.Column("root", KEY, nullable=False))
    op.create_index("origins_by_root", "origins", ["root"])
    op.create_table("persons", _key("surname"), _key("name"), sa.Column("moment", MOMENT, nullable=False))
    _create_subjects()
    # Nothing is known of any mention yet: the next linking looks at all documents.
    op.execute("INSERT INTO pending (kind, id) SELECT 'document', id FROM documents")


def _create_subjects() -> None:
    """Note what each judgement is about; linking itself is made anew, because its rules are newer."""
    subjects = op.create_table(
        "judgement_subjects",
        _key("subject"),
        sa.Column("judgement_id", KEY, sa.ForeignKey("judgements.id"), primary_key=True),
    )
    known = sa.table("judgements", sa.column("id"), sa.column("payload"))
    for judgement_id, payload in op.get_bind().execute(sa.select(known.c.id, known.c.payload)).all():
        named = sorted(set(json.loads(payload)["subjects"]))
        op.bulk_insert(subjects, [{"subject": name, "judgement_id": judgement_id} for name in named])


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, KEY, primary_key=True)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, NUMBER, primary_key=True, autoincrement=False)
