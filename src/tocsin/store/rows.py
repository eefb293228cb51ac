"""Model objects to rows and back."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Row

from tocsin.errors import StoreError
from tocsin.model import (
    Claim,
    Delta,
    Document,
    Event,
    Incident,
    Judgement,
    Membership,
    NamedPerson,
    Reading,
    Remark,
    Span,
    Statement,
)
from tocsin.model.codec import decode, encode
from tocsin.model.ids import make_number
from tocsin.store.base import Failure
from tocsin.store.lightening import gather_words, lighten

T = TypeVar("T")

# A failure is our own note about strangers' input: enough to find the file and the cause, no more.
FAILURE_NAME_LENGTH = 1000
FAILURE_REASON_LENGTH = 2000


def dump(value: Any) -> str:
    """Return a model object as JSON in ASCII, which every backend holds whatever the words are."""
    return json.dumps(encode(value), separators=(",", ":"))


def load(kind: type[T], payload: str, *, row: str, document_id: str = "") -> T:
    """Return the model object that `dump` was given; `row` names it if it cannot be read."""
    return _build(kind, _parse(payload, row=row), row=row, document_id=document_id)


def make_document_row(reading: Reading, *, seen_at: datetime) -> dict[str, Any]:
    """Return the row of a document; its text has its own column, its persons stand beside its fields."""
    document = reading.document
    payload = encode(document)
    del payload["text"]
    payload["persons"] = encode(reading.persons)
    return {
        "id": document.id,
        "source_id": document.source_id,
        "published_at": document.published_at,
        "seen_at": seen_at,
        "title": document.title,
        "text": document.text,
        "payload": json.dumps(payload, separators=(",", ":")),
        "sentences": dump(reading.sentences),
        "remarks": dump(reading.remarks),
        "publisher": document.publisher,
    }


def make_statement_rows(reading: Reading) -> list[dict[str, Any]]:
    """Return the rows of a reading's statements, in the order of the text."""
    return [
        {
            "document_id": reading.document.id,
            "position": position,
            "id": statement.id,
            "payload": dump(statement),
            "act": statement.act.value,
            "said_at": reading.document.published_at,
        }
        for position, statement in enumerate(reading.statements)
    ]


def make_saying_rows(reading: Reading) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows of the voices of a reading, and of what each says."""
    voices: dict[int, dict[str, Any]] = {}
    sayings: dict[tuple[int, int], dict[str, Any]] = {}
    for position, statement in enumerate(reading.statements):
        for voice in statement.attributions:
            if voice.name is None and voice.actor_id is None:
                continue
            name = voice.name or ""
            number = make_number(f"{name}\n{voice.actor_id or ''}")
            voices[number] = {
                "number": number,
                "name": name,
                "actor_id": voice.actor_id,
                "folded": name.casefold(),
            }
            sayings[number, position] = {
                "voice": number,
                "document_id": reading.document.id,
                "position": position,
                "said_at": reading.document.published_at,
            }
    return list(voices.values()), list(sayings.values())


def make_event_rows(reading: Reading) -> list[dict[str, Any]]:
    """Return the rows of a reading's events, in the order of the text."""
    return [
        {
            "id": event.id,
            "document_id": reading.document.id,
            "position": position,
            "event_type": event.event_type,
            "threat_type": event.threat_type,
            "status": event.status.value,
            "background": event.background,
            "payload": dump(event),
        }
        for position, event in enumerate(reading.events)
    ]


def make_claim_rows(claims: Iterable[Claim], *, seen_at: datetime) -> list[dict[str, Any]]:
    """Return the rows of claims, seen at this moment where they do not say when."""
    seen = (
        replace(claim, first_seen=claim.first_seen or seen_at, last_seen=claim.last_seen or seen_at)
        for claim in claims
    )
    return [
        {"id": claim.id, "event_id": claim.event_id, "field": claim.field, "payload": dump(claim)}
        for claim in seen
    ]


def make_incident_row(incident: Incident, *, turn: int = 0) -> dict[str, Any]:
    """Return the row of an assembled incident, written by the linking of that number."""
    raw = encode(incident)
    return {
        "number": make_number(incident.id),
        "turn": turn,
        "light": json.dumps(lighten(raw), separators=(",", ":")),
        "words": _make_storable(gather_words(raw)),
        "id": incident.id,
        "kind": incident.kind,
        "status": incident.status.value,
        "threat_type": incident.threat_type,
        "start_date": incident.start_date,
        "payload": json.dumps(raw, separators=(",", ":")),
    }


def make_membership_row(membership: Membership) -> dict[str, Any]:
    """Return the row of a mention's place."""
    return {
        "event_id": membership.event_id,
        "incident_id": membership.incident_id,
        "score": membership.score,
        "reasons": dump(membership.reasons),
    }


def make_judgement_row(judgement: Judgement) -> dict[str, Any]:
    """Return the row of a judgement; its withdrawal stands in a column, because it comes later."""
    return {
        "id": judgement.id,
        "kind": judgement.kind.value,
        "decided_at": judgement.decided_at,
        "withdrawn_at": judgement.withdrawn_at,
        "payload": dump(replace(judgement, withdrawn_at=None)),
    }


def make_delta_row(delta: Delta) -> dict[str, Any]:
    """Return the row of a change of a record."""
    return {"incident_id": delta.incident_id, "at": delta.at, "payload": dump(delta)}


def make_failure_row(failure: Failure) -> dict[str, Any]:
    """Return the row of a failure, its words made storable: a failure must never fail itself."""
    name = _make_storable(failure.name[:FAILURE_NAME_LENGTH])
    reason = _make_storable(failure.reason[:FAILURE_REASON_LENGTH])
    digest = hashlib.sha256(f"{len(name)}:{name}{reason}".encode()).hexdigest()[:16]
    return {"id": "f" + digest, "name": name, "reason": reason, "at": failure.at}


def build_document(row: Row[Any]) -> Document:
    """Return the document of a row."""
    return _build_document(row, _parse(row.payload, row=row.id))


def _build_document(row: Row[Any], payload: Any) -> Document:
    """Return the document of a row whose payload is parsed; its text has its own column."""
    if not isinstance(payload, dict):
        raise _refuse_row(row.id, f"is no {Document.__name__}: no object")
    return _build(Document, {**payload, "text": row.text}, row=row.id, document_id=row.id)


def build_reading(
    document_row: Row[Any], statement_rows: Iterable[Row[Any]], event_rows: Iterable[Row[Any]]
) -> Reading:
    """Return the reading of a document from its rows."""
    owner = document_row.id
    payload = _parse(document_row.payload, row=owner)
    document = _build_document(document_row, payload)
    # None where the reading was stored before names of persons were kept.
    persons = payload.get("persons")
    return Reading(
        document=document,
        sentences=_build_all(Span, _parse(document_row.sentences, row=owner), row=owner),
        statements=tuple(load(Statement, r.payload, row=r.id, document_id=owner) for r in statement_rows),
        events=tuple(load(Event, r.payload, row=r.id, document_id=owner) for r in event_rows),
        remarks=_build_all(Remark, _parse(document_row.remarks, row=owner), row=owner),
        persons=None if persons is None else _build_all(NamedPerson, persons, row=owner),
    )


def _build_all(kind: type[T], values: Iterable[Any], *, row: str) -> tuple[T, ...]:
    """Return the model objects of a document that its own row holds."""
    return tuple(_build(kind, value, row=row, document_id=row) for value in values)


def build_membership(row: Row[Any]) -> Membership:
    """Return the membership of a row."""
    reasons = tuple(_parse(row.reasons, row=row.event_id))
    return Membership(event_id=row.event_id, incident_id=row.incident_id, score=row.score, reasons=reasons)


def build_judgement(row: Row[Any]) -> Judgement:
    """Return the judgement of a row."""
    return replace(load(Judgement, row.payload, row=row.id), withdrawn_at=row.withdrawn_at)


def _build(kind: type[T], raw: Any, *, row: str, document_id: str) -> T:
    try:
        return decode(kind, raw, document_id=document_id)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise _refuse_row(row, f"is no {kind.__name__}: {error}") from error


def _parse(payload: str, *, row: str) -> Any:
    try:
        return json.loads(payload)
    except ValueError as error:
        raise _refuse_row(row, f"is no JSON: {error}") from error


def _refuse_row(row: str, cause: str) -> StoreError:
    return StoreError(
        f"row {row!r} of the store {cause}; wanted a row that tocsin wrote; "
        "run `tocsin doctor` and go back to a backup copy"
    )


def _make_storable(text: str) -> str:
    # A file name that is no UTF-8 reaches Python with lone surrogates.
    return "".join("\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in text)
