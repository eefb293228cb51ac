"""The description of the interface: what each route takes and answers, held to by tests that try it."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from tocsin.desk.api.cursors import CURSOR_PATTERN
from tocsin.desk.api.lists import CURSOR, LIMIT, MOST
from tocsin.desk.api.logs import MOST_NUMBER, read_after
from tocsin.desk.api.models import Error
from tocsin.desk.asking import (
    LAST_PAGE,
    LONGEST_VALUE,
    PAIR_PATTERN,
    STATE_PATTERN,
    Filter,
    read_code,
    read_count,
    read_day,
    read_number,
    read_pair,
    read_state,
    read_text,
)
from tocsin.desk.base import DeskSettings
from tocsin.desk.naming import ID_SCHEMA

SCHEME = "key"
TRIMMED = r"^[^ ]([\s\S]*[^ ])?$"
SCHEMAS: dict[Callable[..., Any], dict[str, Any]] = {
    read_day: {"type": "string", "format": "date"},
    read_number: {"type": "integer", "minimum": 1, "maximum": LAST_PAGE},
    read_count: {"type": "integer", "minimum": 0, "maximum": LAST_PAGE},
    read_state: {"type": "string", "pattern": STATE_PATTERN},
    read_pair: {"type": "string", "pattern": PAIR_PATTERN},
    read_after: {"type": "integer", "minimum": 0, "maximum": MOST_NUMBER},
    read_code: {"type": "string", "pattern": "^[A-Za-z0-9._:-]{1,200}$"},
    read_text: {"type": "string", "pattern": TRIMMED, "maxLength": LONGEST_VALUE},
    LIMIT.read: {"type": "integer", "minimum": 1, "maximum": MOST},
    CURSOR.read: {"type": "string", "pattern": CURSOR_PATTERN},
}
ANY_TEXT: dict[str, Any] = {"type": "string", "pattern": TRIMMED, "maxLength": LONGEST_VALUE}
WHY = {
    400: "What was asked for cannot be read; the message says what was given and what was wanted.",
    401: "Nobody is signed in, or the key is none.",
    403: "The account or key may not do this.",
    404: "There is no such thing here.",
    408: "The request did not come in time.",
    409: "It was taken back already.",
    412: "What you decide on has changed since; read it again.",
    413: "More was sent than is taken.",
    415: "Something else than JSON was sent.",
    428: "If-Match is missing.",
    429: "Too many requests; Retry-After says when to ask again.",
    500: "What was asked for cannot be made here; the message says why.",
    503: "The store cannot be read at present.",
}
READING = (400, 401, 403, 404, 429, 503)
WRITING = (*READING, 408, 409, 412, 413, 415, 428)
OPEN_PATHS = ("/health", "/ready")


def describe_filter(entry: Filter, settings: DeskSettings) -> dict[str, Any]:
    """Return a filter as a parameter."""
    schema = SCHEMAS.get(entry.read, ANY_TEXT)
    choices = entry.choices() if entry.choices is not None else None
    if entry.name == "profile":
        choices = tuple(settings.profiles)
    elif entry.name == "question":
        choices = tuple(question.id for question in settings.questions)
    if choices:
        schema = {"type": "string", "enum": list(choices)}
    return {
        "name": entry.name,
        "in": "query",
        "required": False,
        "description": entry.help,
        "schema": dict(schema),
    }


def describe_parameters(
    path: str, filters: Iterable[Filter], settings: DeskSettings, *, ids: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Return the parameters of a route: the ids in its path, then its filters."""
    named = [
        {"name": name, "in": "path", "required": True, "schema": dict(ids or ID_SCHEMA)}
        for name in re.findall(r"{(\w+)}", path)
    ]
    return [*named, *(describe_filter(entry, settings) for entry in filters)]


def describe_errors(statuses: Iterable[int]) -> dict[int | str, dict[str, Any]]:
    """Return what a route answers where something is wrong: always the one shape."""
    return {status: {"model": Error, "description": WHY[status]} for status in statuses}


IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of what you decide on, as it was read.",
    "schema": {"type": "string", "minLength": 1},
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "An ETag that you have: 304 and no body while it still holds.",
    "schema": {"type": "string"},
}


def describe(app: FastAPI, settings: DeskSettings) -> None:
    """Let the application describe itself whole: with its keys, where it has accounts."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            described = get_openapi(
                title=app.title, version=app.version, description=app.description, routes=app.routes
            )
            if settings.access.has_accounts:
                _add_security(described)
            app.openapi_schema = described
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _add_security(described: dict[str, Any]) -> None:
    schemes = described.setdefault("components", {}).setdefault("securitySchemes", {})
    schemes[SCHEME] = {"type": "http", "scheme": "bearer", "description": "A key, made by `tocsin keys add`."}
    described["security"] = [{SCHEME: []}]
    for path in OPEN_PATHS:
        for operation in described["paths"].get(path, {}).values():
            operation["security"] = [{}]
