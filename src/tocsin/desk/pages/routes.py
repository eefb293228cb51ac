"""The interface for programs: every route with its parameters, from the OpenAPI description."""

from dataclasses import dataclass, field
from typing import Any

from tocsin.desk.asking import Asked
from tocsin.desk.base import Desk, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One route: address, sentence, and parameters with what they do."""

    path: str
    summary: str
    parameters: tuple[tuple[str, str], ...]
    example: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutesContext:
    """What the template of the page gets."""

    routes: tuple[Route, ...] = field(metadata={"help": "Every route that answers with JSON or CSV."})
    description_url: str = field(metadata={"help": "The address of the OpenAPI description."})
    openapi: str = field(metadata={"help": "The version of OpenAPI it is written in."})


def make_context(_desk: Desk, _asked: Asked, description: dict[str, Any]) -> RoutesContext:
    """Gather what the page shows."""
    routes = tuple(
        Route(
            path=path,
            summary=operation.get("summary", ""),
            parameters=tuple((p["name"], p.get("description", "")) for p in operation.get("parameters", ())),
            example=None if "{" in path else path,
        )
        for path, operations in description["paths"].items()
        for operation in operations.values()
    )
    return RoutesContext(routes=routes, description_url="/api/openapi.json", openapi=description["openapi"])


PAGE = Page(
    path="/api",
    template="routes.html",
    context=RoutesContext,
    make=make_context,
    summary="The interface for programs.",
)
