"""What lists of millions need: light records and their words, publishers, who said what; visits, samples."""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tocsin.model.ids import make_number
from tocsin.store.lightening import gather_words, lighten

revision = "0012"
down_revision = "0011"

KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CHUNK = 500


def upgrade() -> None:
    _add_columns()
    _create_tables()
    _fill_documents()
    _fill_sayings()
    _fill_incidents()
    _index_words()


def _add_columns() -> None:
    op.add_column("documents", sa.Column("publisher", KEY))
    op.add_column("statements", sa.Column("act", KEY))
    op.add_column("statements", sa.Column("said_at", MOMENT))
    op.add_column("incidents", sa.Column("number", NUMBER))
    op.add_column("incidents", sa.Column("turn", sa.Integer))
    op.add_column("incidents", sa.Column("light", sa.Text))
    op.add_column("incidents", sa.Column("words", sa.Text))
    op.create_index("incidents_by_number", "incidents", ["number"])
    op.create_index("incidents_by_turn", "incidents", ["turn"])
    op.create_index("documents_by_publisher", "documents", ["publisher", "published_at", "id"])
    op.create_index("statements_by_moment", "statements", ["said_at", "document_id", "position"])
    op.create_index("statements_by_act", "statements", ["act", "said_at", "document_id", "position"])


def _create_tables() -> None:
    op.create_table(
        "voices",
        sa.Column("number", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("actor_id", KEY),
        sa.Column("folded", sa.Text, nullable=False),
    )
    op.create_table(
        "sayings",
        sa.Column("voice", NUMBER, sa.ForeignKey("voices.number"), primary_key=True, autoincrement=False),
        sa.Column("document_id", KEY, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("said_at", MOMENT),
    )
    op.create_index("sayings_by_voice", "sayings", ["voice", "said_at", "document_id", "position"])
    op.create_index("sayings_by_document", "sayings", ["document_id"])
    op.create_table(
        "visits",
        sa.Column("analyst", KEY, primary_key=True),
        sa.Column("seen_at", MOMENT, nullable=False),
    )
    op.create_table(
        "samples",
        sa.Column("name", KEY, primary_key=True),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_table(
        "codings",
        sa.Column("sample", KEY, sa.ForeignKey("samples.name"), primary_key=True),
        sa.Column("incident_id", KEY, primary_key=True),
        sa.Column("reader", KEY, primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
    )


def _fill_documents() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("UPDATE documents SET publisher = payload::json->>'publisher'")
        op.execute("UPDATE statements SET act = payload::json->>'act'")
    else:
        op.execute("UPDATE documents SET publisher = json_extract(payload, '$.publisher')")
        op.execute("UPDATE statements SET act = json_extract(payload, '$.act')")
    op.execute(
        "UPDATE statements SET said_at = "
        "(SELECT published_at FROM documents WHERE documents.id = statements.document_id)"
    )


def _fill_sayings() -> None:
    """Note who says what: a voice is its name with the actor meant."""
    statements = sa.table("statements", *map(sa.column, ("document_id", "position", "said_at", "payload")))
    voices = sa.table("voices", *map(sa.column, ("number", "name", "actor_id", "folded")))
    sayings = sa.table("sayings", *map(sa.column, ("voice", "document_id", "position", "said_at")))
    known: set[int] = set()
    bind = op.get_bind()
    found = bind.execute(sa.select(statements).order_by(statements.c.document_id, statements.c.position))
    for some in found.partitions(CHUNK):
        new, said = {}, {}
        for row in some:
            for voice in json.loads(row.payload).get("attributions", ()):
                name, actor_id = voice.get("name"), voice.get("actor_id")
                if name is None and actor_id is None:
                    continue
                number = make_number(f"{name or ''}\n{actor_id or ''}")
                if number not in known:
                    new[number] = {
                        "number": number,
                        "name": name or "",
                        "actor_id": actor_id,
                        "folded": (name or "").casefold(),
                    }
                said[number, row.document_id, row.position] = row.said_at
        known |= set(new)
        if new:
            bind.execute(sa.insert(voices), list(new.values()))
        if said:
            rows = [
                {"voice": v, "document_id": d, "position": p, "said_at": at} for (v, d, p), at in said.items()
            ]
            bind.execute(sa.insert(sayings), rows)


def _fill_incidents() -> None:
    incidents = sa.table("incidents", *map(sa.column, ("id", "payload", "number", "turn", "light", "words")))
    bind = op.get_bind()
    ids = list(bind.scalars(sa.select(incidents.c.id)))
    for start in range(0, len(ids), CHUNK):
        wanted = sa.select(incidents.c.id, incidents.c.payload).where(
            incidents.c.id.in_(ids[start : start + CHUNK])
        )
        for row in bind.execute(wanted).all():
            raw = json.loads(row.payload)
            bind.execute(
                sa.update(incidents)
                .where(incidents.c.id == row.id)
                .values(
                    number=make_number(row.id),
                    turn=0,
                    light=json.dumps(lighten(raw), separators=(",", ":")),
                    words=gather_words(raw),
                )
            )


def _index_words() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX incidents_search ON incidents USING gin "
            "(to_tsvector('simple', coalesce(words, '')))"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE incidents_search USING fts5("
        "words, content='incidents', content_rowid='number', tokenize='unicode61 remove_diacritics 2')"
    )
    add = "INSERT INTO incidents_search(rowid, words) VALUES (new.number, new.words)"
    drop = (
        "INSERT INTO incidents_search(incidents_search, rowid, words) "
        "VALUES ('delete', old.number, old.words)"
    )
    op.execute(f"CREATE TRIGGER incidents_search_add AFTER INSERT ON incidents BEGIN {add}; END")
    op.execute(f"CREATE TRIGGER incidents_search_drop AFTER DELETE ON incidents BEGIN {drop}; END")
    op.execute(f"CREATE TRIGGER incidents_search_change AFTER UPDATE ON incidents BEGIN {drop}; {add}; END")
    op.execute("INSERT INTO incidents_search(incidents_search) VALUES ('rebuild')")
