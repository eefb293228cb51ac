"""Cursors: where a list was left, so that what comes in at its front moves nothing out of sight."""

import base64
import hashlib
import json
from binascii import Error as Base64Error
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import HTTPException

CURSOR_PATTERN = "^[A-Za-z0-9_-]{4,120}$"
SEARCHED = 2_000
"""How far a row may have moved since the last page to be found again."""
MOST_AT = 2**53


@dataclass(frozen=True, slots=True)
class Cursor:
    """The number of rows that were given, and what marks the last of them."""

    at: int
    mark: str


def mark_row(row: dict[str, Any]) -> str:
    """Return what tells a row from the others of its list."""
    named = row.get("id") or json.dumps(row, sort_keys=True, default=str)
    return hashlib.sha256(str(named).encode()).hexdigest()[:12]


def write_cursor(cursor: Cursor) -> str:
    """Return a cursor as it goes into an address."""
    return base64.urlsafe_b64encode(f"{cursor.at}:{cursor.mark}".encode()).decode().rstrip("=")


def read_cursor(words: str) -> Cursor:
    """Return the cursor of an address, which must be one that was given out."""
    try:
        plain = base64.urlsafe_b64decode(words + "=" * (-len(words) % 4)).decode("ascii")
    except (Base64Error, ValueError) as error:
        raise _refuse(words) from error
    at, colon, mark = plain.partition(":")
    if not colon or not at.isdigit() or not 0 < int(at) < MOST_AT:
        raise _refuse(words)
    cursor = Cursor(int(at), mark)
    if write_cursor(cursor) != words:
        raise _refuse(words)
    return cursor


def find_start(rows: Sequence[dict[str, Any]], cursor: Cursor | None) -> int:
    """Return where a list goes on: after the row that was given last, wherever it stands now."""
    if cursor is None:
        return 0
    near = cursor.at - 1
    if near < len(rows) and mark_row(rows[near]) == cursor.mark:
        return cursor.at
    low = max(0, near - SEARCHED)
    # What came in moved it back more often than what went moved it forward: the later half first.
    for start, stop in ((near, near + SEARCHED), (low, near)):
        for place, row in enumerate(rows[start:stop], start=start):
            if mark_row(row) == cursor.mark:
                return place + 1
    raise HTTPException(404, "the list has changed too much since this cursor was given; begin without it")


def _refuse(words: str) -> HTTPException:
    return HTTPException(
        404, f"cursor {words!r:.60} is none of this desk; wanted one from `next`; begin without it"
    )
