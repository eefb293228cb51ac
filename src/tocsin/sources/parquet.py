"""Parquet: one document a row, by the same names as JSON lines."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from tocsin.errors import DocumentError
from tocsin.model import Document
from tocsin.sources.base import Intake, Unread, make_document, parse_moment
from tocsin.sources.decoding import check_size

if TYPE_CHECKING:
    import duckdb

MARK = b"PAR1"
MEMORY = "1GB"
ROWS_AT_ONCE = 256
_WANTED = ("text", "id", "title", "url", "published_at", "date", "source", "publisher", "lang")


def read_parquet(stream: BinaryIO, name: str, intake: Intake) -> Iterator[Document | Unread]:
    """Yield a document for every row that holds one; a row that holds none is told and the rest goes on."""
    import importlib.util

    if importlib.util.find_spec("duckdb") is None:
        raise DocumentError(
            "is Parquet, which DuckDB reads; pip install 'tocsin[analytics]', or save it as JSONL"
        )
    with tempfile.TemporaryDirectory() as folder:
        # DuckDB takes stars in a path for patterns: a copy has a name without any.
        path = Path(folder) / "rows.parquet"
        with path.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
        yield from _read_rows(path, name, intake)


def _read_rows(path: Path, name: str, intake: Intake) -> Iterator[Document | Unread]:
    import duckdb

    settings: dict[str, str | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "threads": 1,
        "autoinstall_known_extensions": False,
    }
    try:
        with duckdb.connect(config={**settings, "autoload_known_extensions": False}) as connection:
            rows = _select(connection, path, intake.max_bytes)
            names = [column[0] for column in rows.description]
            number = 0
            while found := rows.fetchmany(ROWS_AT_ONCE):
                for row in found:
                    number += 1
                    yield _make_outcome(dict(zip(names, row, strict=True)), f"{name}:{number}", intake)
            if not number:
                yield Unread(name=name, reason="has no rows; wanted one document a row")
    except (duckdb.Error, UnicodeDecodeError) as error:
        raise DocumentError(f"is broken Parquet ({type(error).__name__}); write it again") from None


def _select(
    connection: "duckdb.DuckDBPyConnection", path: Path, max_chars: int
) -> "duckdb.DuckDBPyConnection":
    described = connection.execute("SELECT * FROM read_parquet(?) LIMIT 0", [str(path)]).description or []
    columns = {str(column[0]): str(column[1]) for column in described}
    if "text" not in columns:
        given = ", ".join(list(columns)[:10])
        raise DocumentError(f"has no column 'text' (it has {given}); wanted the names of JSON lines")
    # One character over the limit tells that a text is too long; the rest of it need not be brought in.
    chosen = [f'left(CAST("{c}" AS VARCHAR), {max_chars + 1}) AS "{c}"' for c in _WANTED if c in columns]
    return connection.execute(f"SELECT {', '.join(chosen)} FROM read_parquet(?)", [str(path)])  # noqa: S608


def _make_outcome(row: dict[str, Any], name: str, intake: Intake) -> Document | Unread:
    try:
        check_size(len(row["text"] or ""), intake.max_bytes)
        moment = row.get("published_at") or row.get("date")
        return make_document(
            text=row["text"] or "",
            intake=intake,
            title=row.get("title"),
            url=row.get("url"),
            publisher=row.get("publisher"),
            source=row.get("source"),
            external_id=row.get("id"),
            published_at=parse_moment(moment) if moment else None,
            lang=row.get("lang"),
        )
    except DocumentError as error:
        return Unread(name=name, reason=str(error))
