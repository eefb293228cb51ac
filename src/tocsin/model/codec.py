"""Model objects to plain JSON values and back: the one place that knows both sides."""

import dataclasses
import types
import typing
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from tocsin.model.document import Span
from tocsin.model.edtf import write_edtf, write_incident_edtf
from tocsin.model.event import DateRange
from tocsin.model.incident import Incident
from tocsin.model.reading import Reading

READING_SCHEMA = "tocsin.reading/1"
INCIDENT_SCHEMA = "tocsin.incident/1"

T = TypeVar("T")


def encode(value: Any) -> Any:
    """Turn a model object into JSON values: a span becomes [start, end], a moment ISO 8601 in UTC."""
    # Most values are texts and numbers, which are what they are.
    kind = type(value)
    if kind is str or value is None or kind is float or kind is int or kind is bool:
        return value
    match value:
        case Span():
            return [value.start, value.end]
        case StrEnum():
            return value.value
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case tuple() | list():
            return [encode(item) for item in value]
        case frozenset():
            return [encode(item) for item in sorted(value)]
    if dataclasses.is_dataclass(value):
        fields = {name: encode(getattr(value, name)) for name in _name_fields(kind)}  # type: ignore[arg-type]
        return {**fields, "edtf": write_edtf(value)} if isinstance(value, DateRange) else fields
    return value


@cache
def _name_fields(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def encode_reading(reading: Reading) -> dict[str, Any]:
    """Turn a reading into the object that `tocsin read --format jsonl` prints."""
    return {"schema": READING_SCHEMA, **encode(reading)}


def encode_incident(incident: Incident) -> dict[str, Any]:
    """Turn an incident into the object that `tocsin incidents --format jsonl` prints."""
    return {
        "schema": INCIDENT_SCHEMA,
        **encode(incident),
        "date_edtf": write_incident_edtf(incident),
        "rules": dict(incident.rules),
    }


def decode(kind: type[T], raw: Any, *, document_id: str = "") -> T:
    """Build a model object from JSON values; a span belongs to the `document_id` given or beside it."""
    result: T = _find_decoder(kind)(raw, document_id)  # type: ignore[arg-type]
    return result


def decode_reading(raw: dict[str, Any]) -> Reading:
    """Build a reading from what `encode_reading` made."""
    return decode(Reading, raw, document_id=raw["document"]["id"])


Decoder = Callable[[Any, str], Any]


@cache
def _find_decoder(kind: Any) -> Decoder:
    """Return what builds a type from JSON values: its annotations are looked at once, not at every value."""
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        inner = _find_decoder(next(arm for arm in typing.get_args(kind) if arm is not type(None)))
        return lambda raw, document_id: None if raw is None else inner(raw, document_id)
    if origin is tuple:
        return _make_tuple_decoder(typing.get_args(kind))
    if origin is frozenset:
        item = _find_decoder(typing.get_args(kind)[0])
        return lambda raw, document_id: frozenset([item(one, document_id) for one in raw])
    if kind is Span:
        return lambda raw, document_id: Span(document_id, raw[0], raw[1])
    if kind is datetime or kind is date:
        return lambda raw, _: kind.fromisoformat(raw)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda raw, _: kind(raw)
    if dataclasses.is_dataclass(kind):
        return _make_fields_decoder(kind)
    return lambda raw, _: raw


def _make_fields_decoder(kind: Any) -> Decoder:
    # Filled at the first use: a type may hold its own kind.
    decoders: dict[str, Decoder] = {}

    def build(raw: Any, document_id: str) -> Any:
        if not decoders:
            hints = typing.get_type_hints(kind)
            decoders.update(
                {field.name: _find_decoder(hints[field.name]) for field in dataclasses.fields(kind)}
            )
        owner = raw.get("document_id", document_id)
        return kind(**{name: build(raw[name], owner) for name, build in decoders.items() if name in raw})

    return build


def _make_tuple_decoder(arms: tuple[Any, ...]) -> Decoder:
    items = [_find_decoder(arm) for arm in arms if arm is not Ellipsis]
    if len(arms) == 2 and arms[1] is Ellipsis:
        each = items[0]
        return lambda raw, document_id: tuple([each(item, document_id) for item in raw])
    return lambda raw, document_id: tuple(
        build(item, document_id) for build, item in zip(items, raw, strict=True)
    )
