"""Every list of the desk for programs: the rows of its page, cut by cursor, in one envelope."""

from collections.abc import Callable
from typing import Any

from fastapi import Request
from starlette.responses import JSONResponse, Response

from tocsin.desk.api.cursors import Cursor, find_start, mark_row, read_cursor, write_cursor
from tocsin.desk.asking import PAGE, Asked, Filter, read_address
from tocsin.desk.base import Desk, Page
from tocsin.desk.failing import API
from tocsin.desk.seeing import Endpoint, see_as
from tocsin.desk.twins import TOTAL_HEADER
from tocsin.errors import InputError

FEW, MOST = 50, 200


def read_limit(name: str, value: str) -> int:
    """Take how many rows a page has at most."""
    if not (value.isascii() and value.isdigit()) or len(value) > 3 or not 1 <= int(value) <= MOST:
        raise InputError(f"filter {name!r} is {value!r:.60}; wanted a whole number from 1 to {MOST}")
    return int(value)


def read_place(_name: str, value: str) -> Cursor:
    """Take the place where a page ended."""
    return read_cursor(value)


LIMIT = Filter(name="limit", help=f"How many rows at most, 1 to {MOST}; {FEW} by default.", read=read_limit)
CURSOR = Filter(name="cursor", help="Where the last page ended, from its `next`.", read=read_place)
CURSOR_FILTERS = (LIMIT, CURSOR)


def filters_of(page: Page) -> tuple[Filter, ...]:
    """Return what a list can be asked for: the filters of its page, and a cursor in place of a number."""
    return (*(entry for entry in page.filters if entry.name != PAGE), *CURSOR_FILTERS)


def make_list(desk: Desk, page: Page) -> Endpoint:
    """Return the endpoint of a list."""
    tabulate: Callable[[Desk, Asked], Any] = page.tabulate  # type: ignore[assignment]

    def answer(request: Request) -> Response:
        given = request.query_params.multi_items()
        asked = read_address(request.url.path, given, filters_of(page), strict=True)
        table = tabulate(see_as(desk, request), asked)
        start = find_start(table.items, asked.get(CURSOR.name))
        rows = tuple(table.items[start : start + (asked.get(LIMIT.name) or FEW)])
        end = start + len(rows)
        total, is_cut = len(table.items), getattr(table.items, "is_cut", False)
        has_more = end < total or (is_cut and bool(rows))
        following = write_cursor(Cursor(end, mark_row(rows[-1]))) if rows and has_more else None
        body = {
            "schema": f"tocsin.{table.name}/1",
            "profile": table.profile,
            "total": total,
            "total_is_least": is_cut,
            "next": asked.url(cursor=following) if following else None,
            "items": rows,
        }
        return JSONResponse(body, headers={TOTAL_HEADER: str(total)})

    return answer


def path_of(page: Page) -> str:
    """Return the address of a page's list or thing for programs."""
    return f"{API}{page.path}"
