"""An index over the words of documents."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        # PostgreSQL refuses more than 1 MB of words in one entry, hence only the start of a long text.
        op.execute(
            "CREATE INDEX documents_search ON documents USING gin "
            "(to_tsvector('simple', coalesce(title, '') || ' ' || left(text, 200000)))"
        )
        return
    # The words are indexed beside the table, not copied; documents never change, so one trigger is enough.
    op.execute(
        "CREATE VIRTUAL TABLE documents_search USING fts5("
        "title, text, content='documents', content_rowid='number', tokenize='unicode61 remove_diacritics 2')"
    )
    op.execute(
        "CREATE TRIGGER documents_search_add AFTER INSERT ON documents BEGIN "
        "INSERT INTO documents_search(rowid, title, text) VALUES (new.number, new.title, new.text); END"
    )
    op.execute("INSERT INTO documents_search(documents_search) VALUES ('rebuild')")
