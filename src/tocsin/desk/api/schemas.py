"""The models that need a schema file, and the envelope of lists."""

import json
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, RootModel, WithJsonSchema, create_model

from tocsin.desk.api import models

T = TypeVar("T")

ROWS: dict[str, type[BaseModel]] = {
    "/reports": models.Report,
    "/statements": models.StatementRow,
    "/alerts": models.AlertRow,
    "/forecasts": models.ForecastRow,
    "/positions": models.PositionRow,
    "/review": models.WaitingRow,
    "/indicators": models.IndicatorRow,
    "/pairs": models.PairRow,
    "/scorecard": models.ScoreRow,
    "/searches": models.SearchRow,
    "/samples": models.SampleRow,
    "/sources": models.SourceRow,
}
"""The rows of each list by its page; a list that is not here has rows without a schema of their own."""


class Listing(BaseModel, Generic[T]):
    """A page of a list: `next` leads to the rest, and is null at its end."""

    model_config = ConfigDict(extra="forbid")

    schema_: str = Field(alias="schema")
    profile: str | None
    total: int
    total_is_least: bool
    next: str | None
    items: list[T]


class Sheet(BaseModel, Generic[T]):
    """A numbered page of a list, as the page for people shows it."""

    model_config = ConfigDict(extra="allow")

    schema_: str = Field(alias="schema")
    profile: str | None
    total: int
    page: int
    pages: int
    next: str | None
    items: list[T]


class DeedListing(BaseModel):
    """A page of the audit log."""

    model_config = ConfigDict(extra="forbid")

    next: str | None
    items: list[models.DeedRow]


def find_row(path: str) -> type[BaseModel]:
    """Return the model of the rows of a page's list."""
    if path == "/incidents":
        return make_file_model("incident", name="ListedIncident", also={"counted": {"type": "boolean"}})
    return ROWS.get(path, models.Row)


def find_thing(path: str) -> type[BaseModel]:
    """Return the model of the thing of a page."""
    if path.startswith("/incidents/"):
        return make_file_model("incident", name="Incident")
    if path.startswith("/reports/"):
        return make_file_model("reading", name="Reading")
    return models.Row


def make_file_model(file: str, *, name: str, also: dict[str, Any] | None = None) -> type[BaseModel]:
    """Return a model whose schema is that of a file that ships, with properties of its own added."""
    return _make(file, name, json.dumps(also or {}, sort_keys=True))


@cache
def _make(file: str, name: str, also: str) -> type[BaseModel]:
    text = (files("tocsin.model") / "schemas" / f"{file}.schema.json").read_text("utf-8")
    raw = json.loads(text)
    parts = raw.pop("$defs", {})
    schema = {key: _inline(value, parts) for key, value in raw.items() if not key.startswith("$")}
    more = json.loads(also)
    schema["properties"] = {**schema["properties"], **more}
    schema["required"] = [*schema.get("required", ()), *more]
    shaped = Annotated[dict[str, Any], WithJsonSchema({**schema, "title": name})]
    return create_model(name, __base__=RootModel[shaped])


def _inline(value: Any, parts: dict[str, Any]) -> Any:
    """Put the parts of a schema where they are named: a description has one place for all of them."""
    if isinstance(value, list):
        return [_inline(entry, parts) for entry in value]
    if not isinstance(value, dict):
        return value
    if "prefixItems" in value:
        # A pair of places in a text. Readers of descriptions that know drafts before 2020 only stumble here.
        value = {**value, "items": value["prefixItems"][0]}
        del value["prefixItems"]
    if "$ref" in value:
        return _inline(parts[value["$ref"].rpartition("/")[2]], parts)
    return {key: _inline(entry, parts) for key, entry in value.items()}
