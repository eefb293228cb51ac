"""The .json and .csv twins of every list: the same query, the same rows, the total stated."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from typing import Any

from starlette.responses import JSONResponse, Response, StreamingResponse

from tocsin.desk.asking import Asked
from tocsin.desk.base import Table
from tocsin.desk.paging import cut_page
from tocsin.exports import ExportContext, find_exporter
from tocsin.exports.csv import guard_cell
from tocsin.model import Incident
from tocsin.version import __version__

CSV_TYPE = "text/csv; charset=utf-8"
TOTAL_HEADER = "X-Total-Count"
ROWS_AT_ONCE = 200
"""Rows of a CSV that are made before they are sent on."""


def answer_json(table: Table, asked: Asked) -> Response:
    """Return one page of the rows as JSON, with the total and the address of the next page."""
    part = cut_page(table.items, asked)
    body = {
        "schema": f"tocsin.{table.name}/1",
        "profile": table.profile,
        "total": part.total,
        "more_than_total": part.is_cut,
        "page": part.page,
        "pages": part.pages,
        "next": part.next_url,
        "items": part.rows,
    }
    return JSONResponse(body, headers={TOTAL_HEADER: str(part.total)})


def answer_csv(table: Table, *, asked: Asked, made_at: datetime) -> Response:
    """Return all rows as CSV, whatever page is asked for: a table must never be cut without saying so."""
    headers = {"Content-Disposition": f'attachment; filename="tocsin-{table.name}.csv"'}
    if not getattr(table.items, "is_cut", False):
        headers[TOTAL_HEADER] = str(len(table.items))
    if table.incidents is not None:
        parts = _export_incidents(table, table.incidents, asked=asked, made_at=made_at)
    else:
        parts = _write_rows(table.items)
    # The first part is made here, so that what cannot be made is still answered by an error.
    first = next(parts, b"")
    return StreamingResponse(chain([first], parts), media_type=CSV_TYPE, headers=headers)


def _export_incidents(
    table: Table, incidents: Iterable[Incident], *, asked: Asked, made_at: datetime
) -> Iterator[bytes]:
    context = ExportContext(
        profile=table.profile or "",
        generated_at=made_at,
        version=__version__,
        since=asked.raw.get("since"),
        until=asked.raw.get("until"),
    )
    exporter = find_exporter("csv")
    waiting, is_first = iter(incidents), True
    while (some := tuple(islice(waiting, ROWS_AT_ONCE))) or is_first:
        stream = io.BytesIO()
        exporter.write(some, stream, context)
        content = stream.getvalue()
        yield content if is_first else content.partition(b"\n")[2]
        is_first = False


def _write_rows(items: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    waiting = iter(items)
    some = list(islice(waiting, ROWS_AT_ONCE))
    names = list(dict.fromkeys(name for item in some for name in item))
    lines: list[list[Any]] = [names]
    while lines:
        lines += [[guard_cell(_flatten(item.get(name))) for name in names] for item in some]
        text = io.StringIO(newline="")
        csv.writer(text).writerows(lines)
        yield text.getvalue().encode("utf-8")
        some, lines = list(islice(waiting, ROWS_AT_ONCE)), []
        if some:
            lines = [[guard_cell(_flatten(some[0].get(name))) for name in names]]
            some = some[1:]


def _flatten(value: Any) -> str | int | float | None:
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return "|".join(value)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    plain: str | int | float | None = value
    return plain
