"""Parquet files, through DuckDB (the `analytics` extra): one document a row, columns as the keys of JSONL."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from tocsin.errors import DocumentError
from tocsin.model import Document
from tocsin.sources.base import Intake, Unread
from tocsin.sources.jsonl import READ_KEYS, make_entry_document

ROWS_AT_ONCE = 500
"""Rows taken from DuckDB together: a file larger than memory is read in such pieces."""


def iter_parquet(path: str, intake: Intake) -> Iterator[Document | Unread]:
    """Yield a document for every row; a row that holds none is told and the rest goes on."""
    try:
        import duckdb
    except ImportError:
        yield Unread(
            name=path, reason="is Parquet, which DuckDB reads; pip install 'tocsin[analytics]' brings it"
        )
        return
    try:
        with duckdb.connect() as connection:
            # One thread keeps the rows in their order and the memory small.
            connection.execute("SET threads = 1; SET TimeZone = 'UTC'")
            yield from _iter_rows(connection, path, intake)
    except duckdb.Error as error:
        first = str(error).partition("\n")[0]
        yield Unread(name=path, reason=f"is no Parquet that can be read ({first:.120}); wanted a column text")


def _iter_rows(connection: Any, path: str, intake: Intake) -> Iterator[Document | Unread]:
    described = connection.execute("DESCRIBE SELECT * FROM read_parquet([?])", [path]).fetchall()
    names = [row[0] for row in described if row[0] in READ_KEYS]
    if "text" not in names:
        yield Unread(name=path, reason="has no column 'text'; wanted one document a row")
        return
    columns = ", ".join(f'"{name}"' for name in names)
    rows = connection.execute(f"SELECT {columns} FROM read_parquet([?])", [path])
    number = 0
    while some := rows.fetchmany(ROWS_AT_ONCE):
        for row in some:
            number += 1
            try:
                entry = {name: _write_moment(cell) for name, cell in zip(names, row, strict=True)}
                yield make_entry_document(entry, intake)
            except DocumentError as error:
                yield Unread(name=f"{path}:{number}", reason=str(error))


def _write_moment(cell: object) -> object:
    """Return a day or moment as ISO 8601, for the parser that all inputs share; one without zone is UTC."""
    if isinstance(cell, datetime):
        return (cell.replace(tzinfo=UTC) if cell.tzinfo is None else cell).isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell
