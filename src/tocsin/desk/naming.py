"""Ids in addresses: what can be one, before the store is asked."""

import re

from fastapi import HTTPException, Request

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,79}")
ID_SCHEMA = {"type": "string", "pattern": f"^{ID.pattern}$"}


def read_id(request: Request) -> str:
    """Return the id in the address of a request; a 404 for what can be none."""
    given = str(next(iter(request.path_params.values())))
    if not ID.fullmatch(given):
        raise HTTPException(
            404,
            f"{given!r:.60} is no id; wanted letters, digits, dots and dashes; follow the link again",
        )
    return given
