"""Coded text as Parquet, through DuckDB (the `analytics` extra): readings, statements and events as rows."""

import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from tocsin.errors import ExportError
from tocsin.exports.events.base import quote_sentence
from tocsin.model import Event, Participant, Reading, Statement
from tocsin.model.codec import decode_reading, encode_reading

Cell = str | bool | int | float | date | datetime | list[str] | None
SqlType = Literal["VARCHAR", "BOOLEAN", "BIGINT", "DOUBLE", "DATE", "TIMESTAMP", "VARCHAR[]"]

ROWS_AT_ONCE = 200
"""Readings taken from a file together when coded output is loaded."""
_SMALLEST_LINE_LIMIT = 1_000_000
_UNFIT = re.compile("[\0\ud800-\udfff]")
"""What Parquet text cannot hold: NUL and lone surrogates."""


def _tell_published(reading: Reading) -> datetime | None:
    """Return the moment of publication in UTC, without its zone: DuckDB's TIMESTAMP has none."""
    moment = reading.document.published_at
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else None


def _list_distinct(parties: tuple[Participant, ...], name: str) -> list[str]:
    return list(dict.fromkeys(value for party in parties if (value := getattr(party, name))))


READING_COLUMNS: tuple[tuple[str, SqlType, Callable[[Reading], Cell]], ...] = (
    ("document_id", "VARCHAR", lambda r: r.document.id),
    ("external_id", "VARCHAR", lambda r: r.document.external_id),
    ("source_id", "VARCHAR", lambda r: r.document.source_id),
    ("publisher", "VARCHAR", lambda r: r.document.publisher),
    ("url", "VARCHAR", lambda r: r.document.url),
    ("title", "VARCHAR", lambda r: r.document.title),
    ("published_at", "TIMESTAMP", _tell_published),
    ("lang", "VARCHAR", lambda r: r.document.lang),
    ("characters", "BIGINT", lambda r: len(r.document.text)),
    ("statements", "BIGINT", lambda r: len(r.statements)),
    ("events", "BIGINT", lambda r: len(r.events)),
    ("remarks", "VARCHAR[]", lambda r: [remark.message for remark in r.remarks]),
    ("reading", "VARCHAR", lambda r: json.dumps(encode_reading(r))),
)
"""Name, SQL type and reader of each column of a reading; `reading` is all of it, as `tocsin read` prints."""

STATEMENT_COLUMNS: tuple[tuple[str, SqlType, Callable[[Reading, Statement], Cell]], ...] = (
    ("document_id", "VARCHAR", lambda r, s: r.document.id),
    ("statement_id", "VARCHAR", lambda r, s: s.id),
    ("published_at", "TIMESTAMP", lambda r, s: _tell_published(r)),
    ("act", "VARCHAR", lambda r, s: s.act.value),
    ("form", "VARCHAR", lambda r, s: s.form.value),
    ("posture", "VARCHAR", lambda r, s: s.posture),
    ("posture_modality", "VARCHAR", lambda r, s: s.posture_modality),
    ("speaker", "VARCHAR", lambda r, s: s.attributions[-1].name),
    ("speaker_kind", "VARCHAR", lambda r, s: s.attributions[-1].kind.value),
    ("speaker_actor_id", "VARCHAR", lambda r, s: s.attributions[-1].actor_id),
    ("voices", "VARCHAR[]", lambda r, s: [voice.name or voice.kind.value for voice in s.voices]),
    ("start", "BIGINT", lambda r, s: s.content[0].start),
    ("end", "BIGINT", lambda r, s: s.content[-1].end),
    ("quote", "VARCHAR", lambda r, s: " ... ".join(r.document.quote(span) for span in s.content)),
)
"""The columns of a statement; `speaker` is the innermost voice, `voices` all of them, outermost first."""

EVENT_COLUMNS: tuple[tuple[str, SqlType, Callable[[Reading, Event], Cell]], ...] = (
    ("document_id", "VARCHAR", lambda r, e: r.document.id),
    ("event_id", "VARCHAR", lambda r, e: e.id),
    ("published_at", "TIMESTAMP", lambda r, e: _tell_published(r)),
    ("event_type", "VARCHAR", lambda r, e: e.event_type),
    ("mode", "VARCHAR", lambda r, e: e.mode),
    ("contexts", "VARCHAR[]", lambda r, e: list(e.contexts)),
    ("threat_type", "VARCHAR", lambda r, e: e.threat_type),
    ("subtype", "VARCHAR", lambda r, e: e.subtype),
    ("status", "VARCHAR", lambda r, e: e.status.value),
    ("counted", "BOOLEAN", lambda r, e: e.is_counted),
    ("background", "BOOLEAN", lambda r, e: e.background),
    ("time", "VARCHAR", lambda r, e: e.time.value),
    ("factuality", "DOUBLE", lambda r, e: e.factuality),
    ("certainty", "DOUBLE", lambda r, e: e.certainty),
    ("unsure", "BOOLEAN", lambda r, e: e.unsure),
    ("actors", "VARCHAR[]", lambda r, e: _list_distinct(e.actors, "name")),
    ("actor_ids", "VARCHAR[]", lambda r, e: _list_distinct(e.actors, "actor_id")),
    ("actor_countries", "VARCHAR[]", lambda r, e: _list_distinct(e.actors, "country")),
    ("recipients", "VARCHAR[]", lambda r, e: _list_distinct(e.recipients, "name")),
    ("recipient_ids", "VARCHAR[]", lambda r, e: _list_distinct(e.recipients, "actor_id")),
    ("recipient_countries", "VARCHAR[]", lambda r, e: _list_distinct(e.recipients, "country")),
    ("place", "VARCHAR", lambda r, e: e.place.name if e.place else None),
    ("country", "VARCHAR", lambda r, e: e.place.country if e.place else None),
    ("latitude", "DOUBLE", lambda r, e: e.place.lat if e.place else None),
    ("longitude", "DOUBLE", lambda r, e: e.place.lon if e.place else None),
    ("geo_precision", "VARCHAR", lambda r, e: e.place.precision if e.place else None),
    ("start_date", "DATE", lambda r, e: e.date.start if e.date else None),
    ("end_date", "DATE", lambda r, e: e.date.end if e.date else None),
    ("date_precision", "VARCHAR", lambda r, e: e.date.precision if e.date else None),
    ("outcome", "VARCHAR", lambda r, e: e.outcome),
    ("score", "DOUBLE", lambda r, e: e.score),
    ("statement_id", "VARCHAR", lambda r, e: e.statement_id),
    ("start", "BIGINT", lambda r, e: e.trigger.start),
    ("end", "BIGINT", lambda r, e: e.trigger.end),
    ("trigger", "VARCHAR", lambda r, e: r.document.quote(e.trigger)),
    ("sentence", "VARCHAR", lambda r, e: quote_sentence(r, e)),
)
"""The columns of an event; `counted` is true for what enters current counts: no talk and no history."""

TABLES = ("readings", "statements", "events")
_TYPES: dict[str, dict[str, SqlType]] = {
    "readings": {name: kind for name, kind, _ in READING_COLUMNS},
    "statements": {name: kind for name, kind, _ in STATEMENT_COLUMNS},
    "events": {name: kind for name, kind, _ in EVENT_COLUMNS},
}

Row = dict[str, Cell]


def make_coded_rows(reading: Reading) -> dict[str, list[Row]]:
    """Return the rows of one reading by table."""
    return {
        "readings": [{name: read(reading) for name, _, read in READING_COLUMNS}],
        "statements": [
            {name: read(reading, statement) for name, _, read in STATEMENT_COLUMNS}
            for statement in reading.statements
        ],
        "events": [
            {name: read(reading, event) for name, _, read in EVENT_COLUMNS} for event in reading.events
        ],
    }


def write_coded_table(table: str, rows: Sequence[Row]) -> bytes:
    """Return the rows of one table as a Parquet file, zstd-compressed, in the order given."""
    lines = [json.dumps({key: _clean(cell) for key, cell in row.items()}).encode() for row in rows]
    limit = max([_SMALLEST_LINE_LIMIT, *(len(line) + 2 for line in lines)])
    kinds = ", ".join(f"'{name}': '{kind}'" for name, kind in _TYPES[table].items())
    # A connection costs more than the rows of a batch: one is kept, and each thread has a cursor of it.
    with tempfile.TemporaryDirectory() as folder, _open_writer().cursor() as connection:
        source, target = Path(folder) / "rows.jsonl", Path(folder) / "rows.parquet"
        source.write_bytes(b"\n".join(lines))
        # DuckDB takes rows from a file many times faster than one by one.
        connection.execute(
            f"COPY (SELECT * FROM read_json('{source}', format = 'newline_delimited', columns = {{{kinds}}},"
            f" maximum_object_size = {limit})) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
        )
        return target.read_bytes()


def iter_coded_readings(paths: Iterable[Path]) -> Iterator[Reading]:
    """Yield the readings that files of the table `readings` hold, in order."""
    with _connect() as connection:
        for path in paths:
            rows = connection.execute("SELECT reading FROM read_parquet([?])", [str(path)])
            while some := rows.fetchmany(ROWS_AT_ONCE):
                for (raw,) in some:
                    yield decode_reading(json.loads(raw))


def require_duckdb() -> Any:
    """Return DuckDB, or say how to get it: before hours of work, not after them."""
    try:
        import duckdb
    except ImportError:
        raise ExportError(
            "coded Parquet needs DuckDB, which is not installed; pip install 'tocsin[analytics]' brings it"
        ) from None
    return duckdb


@cache
def _open_writer() -> Any:
    return _connect()


def _connect() -> Any:
    connection = require_duckdb().connect()
    # The processes are many: one thread each, which also keeps the rows in order.
    connection.execute("SET threads = 1")
    return connection


def _clean(cell: Cell) -> Any:
    """Return a cell as JSON holds it, without what Parquet text cannot hold (NUL, lone surrogates)."""
    if isinstance(cell, str):
        return _UNFIT.sub("\ufffd", cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return [_clean(item) for item in cell] if isinstance(cell, list) else cell
