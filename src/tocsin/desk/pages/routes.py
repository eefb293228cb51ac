"""The interface for programs: every route with its parameters, from the OpenAPI description."""

from dataclasses import dataclass, field, replace
from typing import Any

from tocsin.desk.asking import Asked
from tocsin.desk.base import Desk, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One route: address, method, sentence, and parameters with what they do."""

    path: str
    method: str
    summary: str
    parameters: tuple[tuple[str, str], ...]
    example: str | None
    twin: str | None = None
    """The address of the same rows as CSV."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutesContext:
    """What the template of the page gets."""

    routes: tuple[Route, ...] = field(metadata={"help": "Every route for programs."})
    description_url: str = field(metadata={"help": "The address of the OpenAPI description."})
    openapi: str = field(metadata={"help": "The version of OpenAPI it is written in."})


def make_context(_desk: Desk, _asked: Asked, description: dict[str, Any]) -> RoutesContext:
    """Gather what the page shows."""
    routes = tuple(
        Route(
            path=path,
            method=method.upper(),
            summary=operation.get("summary", ""),
            parameters=tuple((p["name"], p.get("description", "")) for p in operation.get("parameters", ())),
            example=path if _can_be_followed(path, operation) else None,
        )
        for path, operations in description["paths"].items()
        for method, operation in operations.items()
    )
    return RoutesContext(
        routes=_join_twins(routes), description_url="/api/openapi.json", openapi=description["openapi"]
    )


def _join_twins(routes: tuple[Route, ...]) -> tuple[Route, ...]:
    """Return the routes with each list once, its CSV beside its JSON."""
    sheets = {route.path: route for route in routes}
    joined = []
    for route in routes:
        stem, dot, ending = route.path.rpartition(".")
        if ending == "csv" and f"{stem}.json" in sheets:
            continue
        twin = f"{stem}.csv" if dot and ending == "json" and f"{stem}.csv" in sheets else None
        joined.append(replace(route, twin=twin))
    return tuple(joined)


def _can_be_followed(path: str, operation: dict[str, Any]) -> bool:
    """Whether a link leads to an answer: not where an id is wanted, and not to a stream, which has no end."""
    content = operation.get("responses", {}).get("200", {}).get("content", {})
    return "{" not in path and "text/event-stream" not in content


PAGE = Page(
    path="/api",
    template="routes.html",
    context=RoutesContext,
    make=make_context,
    summary="The interface for programs.",
)
