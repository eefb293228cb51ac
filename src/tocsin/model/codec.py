"""Model objects to plain JSON values and back: the one place that knows both sides."""

import dataclasses
import types
import typing
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
        fields = {field.name: encode(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {**fields, "edtf": write_edtf(value)} if isinstance(value, DateRange) else fields
    return value


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
    result: T = _decode(kind, raw, document_id)
    return result


def decode_reading(raw: dict[str, Any]) -> Reading:
    """Build a reading from what `encode_reading` made."""
    return decode(Reading, raw, document_id=raw["document"]["id"])


@cache
def _fields_of(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    hints = typing.get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in dataclasses.fields(kind))


def _decode(kind: Any, raw: Any, document_id: str) -> Any:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        if raw is None:
            return None
        inner = next(arm for arm in typing.get_args(kind) if arm is not type(None))
        return _decode(inner, raw, document_id)
    if origin is tuple:
        return _decode_tuple(typing.get_args(kind), raw, document_id)
    if origin is frozenset:
        return frozenset(_decode_tuple((typing.get_args(kind)[0], Ellipsis), raw, document_id))
    if kind is Span:
        return Span(document_id, raw[0], raw[1])
    if kind is datetime:
        return datetime.fromisoformat(raw)
    if kind is date:
        return date.fromisoformat(raw)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(raw)
    if dataclasses.is_dataclass(kind):
        owner = raw.get("document_id", document_id)
        present = [(name, hint) for name, hint in _fields_of(kind) if name in raw]  # type: ignore[arg-type]
        return kind(**{name: _decode(hint, raw[name], owner) for name, hint in present})  # type: ignore[operator]
    return raw


def _decode_tuple(arms: tuple[Any, ...], raw: Any, document_id: str) -> tuple[Any, ...]:
    if len(arms) == 2 and arms[1] is Ellipsis:
        return tuple(_decode(arms[0], item, document_id) for item in raw)
    return tuple(_decode(arm, item, document_id) for arm, item in zip(arms, raw, strict=True))
