"""What only grows, for programs: changes of records, decisions, and who did what; all by cursor."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from starlette.responses import JSONResponse, Response

from tocsin.desk.api.cursors import Cursor, find_start, mark_row, write_cursor
from tocsin.desk.api.lists import CURSOR, CURSOR_FILTERS, FEW, LIMIT
from tocsin.desk.api.things import encode_judgement
from tocsin.desk.asking import Asked, Filter, read_address, read_number, read_text
from tocsin.desk.base import Desk
from tocsin.desk.seeing import Endpoint, see_as
from tocsin.errors import InputError
from tocsin.model.codec import encode

MOST_NUMBER = 2**53


def read_after(name: str, value: str) -> int:
    """Take the number of a change, 0 for the beginning."""
    if not (value.isascii() and value.isdigit()) or len(value) > 16 or int(value) > MOST_NUMBER:
        raise InputError(f"filter {name!r} is {value!r:.60}; wanted the number of a change, 0 to begin")
    return int(value)


AFTER = Filter(name="after", help="Only changes after this number; 0 by default.", read=read_after)
BEFORE = Filter(name="before", help="Only entries below this number.", read=read_number)
CHANGE_FILTERS = (AFTER, LIMIT)
JUDGEMENT_FILTERS = CURSOR_FILTERS
AUDIT_FILTERS = (Filter(name="who", help="Only what one person did.", read=read_text), BEFORE, LIMIT)


def make_changes(desk: Desk) -> Endpoint:
    """Return the endpoint of all changes of records: what is new, changed, merged and gone."""

    def answer(request: Request) -> Response:
        asked = _read(request, CHANGE_FILTERS)
        most, after = asked.get(LIMIT.name) or FEW, asked.get(AFTER.name) or 0
        found = see_as(desk, request).store.read_deltas(after=after, most=most + 1)
        shown = found[:most]
        last = shown[-1][0] if shown else after
        body = {
            "next": asked.url(after=last),
            "at_end": len(found) <= most,
            "items": [{"number": number, **encode(delta)} for number, delta in shown],
        }
        return JSONResponse(body)

    return answer


def make_judgements(desk: Desk) -> Endpoint:
    """Return the endpoint of all decisions, newest first, those taken back included."""

    def answer(request: Request) -> Response:
        asked = _read(request, JUDGEMENT_FILTERS)
        found = see_as(desk, request).store.list_judgements()
        rows = [encode_judgement(judgement) for judgement in reversed(found)]
        return _answer_rows("judgements", rows, asked)

    return answer


def make_audit(desk: Desk) -> Endpoint:
    """Return the endpoint of the audit log, newest first."""

    def answer(request: Request) -> Response:
        asked = _read(request, AUDIT_FILTERS)
        most = asked.get(LIMIT.name) or FEW
        deeds = see_as(desk, request).store.accounts.list_deeds(
            before=asked.get(BEFORE.name), who=asked.get("who"), most=most + 1
        )
        shown = deeds[:most]
        following = asked.url(before=shown[-1].number) if len(deeds) > most else None
        return JSONResponse({"next": following, "items": [encode(deed) for deed in shown]})

    return answer


def _answer_rows(name: str, rows: Sequence[dict[str, Any]], asked: Asked) -> Response:
    start = find_start(rows, asked.get(CURSOR.name))
    shown = rows[start : start + (asked.get(LIMIT.name) or FEW)]
    end = start + len(shown)
    following = write_cursor(Cursor(end, mark_row(shown[-1]))) if shown and end < len(rows) else None
    body = {
        "schema": f"tocsin.{name}/1",
        "profile": None,
        "total": len(rows),
        "total_is_least": False,
        "next": asked.url(cursor=following) if following else None,
        "items": shown,
    }
    return JSONResponse(body)


def _read(request: Request, filters: tuple[Filter, ...]) -> Asked:
    return read_address(request.url.path, request.query_params.multi_items(), filters, strict=True)
