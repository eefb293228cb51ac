"""The .json and .csv twins of every list: the same query, the same rows, the total stated."""

import csv
import io
import json
from datetime import datetime
from typing import Any

from starlette.responses import JSONResponse, Response

from tocsin.desk.asking import Asked
from tocsin.desk.base import Table
from tocsin.desk.paging import cut_page
from tocsin.exports import ExportContext, find_exporter
from tocsin.exports.csv import guard_cell
from tocsin.version import __version__

CSV_TYPE = "text/csv; charset=utf-8"
TOTAL_HEADER = "X-Total-Count"


def answer_json(table: Table, asked: Asked) -> Response:
    """Return one page of the rows as JSON, with the total and the address of the next page."""
    part = cut_page(table.items, asked)
    body = {
        "schema": f"tocsin.{table.name}/1",
        "profile": table.profile,
        "total": part.total,
        "page": part.page,
        "pages": part.pages,
        "next": part.next_url,
        "items": part.rows,
    }
    return JSONResponse(body, headers={TOTAL_HEADER: str(part.total)})


def answer_csv(table: Table, *, asked: Asked, made_at: datetime) -> Response:
    """Return all rows as CSV, whatever page is asked for: a table must never be cut without saying so."""
    if table.incidents is not None:
        content = _export_incidents(table, asked=asked, made_at=made_at)
    else:
        content = _write_rows(table.items)
    headers = {
        TOTAL_HEADER: str(len(table.items)),
        "Content-Disposition": f'attachment; filename="tocsin-{table.name}.csv"',
    }
    return Response(content, media_type=CSV_TYPE, headers=headers)


def _export_incidents(table: Table, *, asked: Asked, made_at: datetime) -> bytes:
    stream = io.BytesIO()
    context = ExportContext(
        profile=table.profile or "",
        generated_at=made_at,
        version=__version__,
        since=asked.raw.get("since"),
        until=asked.raw.get("until"),
    )
    find_exporter("csv").write(table.incidents or (), stream, context)
    return stream.getvalue()


def _write_rows(items: tuple[dict[str, Any], ...]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    names = list(dict.fromkeys(name for item in items for name in item))
    writer.writerow(names)
    for item in items:
        writer.writerow([guard_cell(_flatten(item.get(name))) for name in names])
    return text.getvalue().encode("utf-8")


def _flatten(value: Any) -> str | int | float | None:
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return "|".join(value)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    plain: str | int | float | None = value
    return plain
