"""One record as an analyst opens it: its mentions with why each was linked, and who speaks in its reports."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tocsin.model import Document, Event, Incident, Membership, Span
from tocsin.model.codec import encode, encode_incident
from tocsin.pipeline.judging import find_incident
from tocsin.pipeline.originals import Original, find_originals, list_quoted
from tocsin.pipeline.pages import find_pages
from tocsin.register import PersonClaim, learn_persons, make_table
from tocsin.store.base import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionView:
    """One mention of a record: its report, that report's letter and the rule of it, and why it was linked."""

    event: Event
    document: Document
    membership: Membership
    reliability: str
    reliability_rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """A record with its mentions, first told first, and what its reports teach about those who speak."""

    incident: Incident
    mentions: tuple[MentionView, ...]
    persons: tuple[PersonClaim, ...]
    originals: Mapping[Span, Original]
    """The words of the original behind each quote that stands in a translation."""
    pages: Mapping[Span, int]
    """The page of each quote of a report that has pages."""


def view_record(store: Store, incident_id: str) -> RecordView:
    """Return the record with an id, an alias or the beginning of one."""
    incident = find_incident(store, incident_id)
    table = make_table(store.list_publishers())
    found = (store.load_reading(document_id) for document_id in incident.document_ids)
    readings = tuple(reading for reading in found if reading is not None)
    places = {place.event_id: place for place in store.list_places(incident.id)}
    mentions = []
    for reading in readings:
        letter, rule = table.rate(reading.document)
        mentions += [
            MentionView(
                event=event,
                document=reading.document,
                membership=places[event.id],
                reliability=letter,
                reliability_rule=rule,
            )
            for event in reading.events
            if event.id in places
        ]
    return RecordView(
        incident=incident,
        mentions=tuple(mentions),
        persons=learn_persons(readings),
        originals=find_originals(store, list_quoted(incident)),
        pages=find_pages(incident, (reading.document for reading in readings)),
    )


def encode_record(view: RecordView) -> dict[str, Any]:
    """Turn a record into what `tocsin show --format json` prints: the incident, its mentions, its persons."""
    return {
        **encode_incident(view.incident),
        "mentions": [_encode_mention(mention) for mention in view.mentions],
        "persons": [encode(claim) for claim in view.persons],
    }


def describe_persons(claims: Iterable[PersonClaim]) -> dict[str, list[PersonClaim]]:
    """Return by name what is claimed of each person, the name itself left out."""
    persons: dict[str, list[PersonClaim]] = {}
    for claim in claims:
        known = persons.setdefault(claim.name, [])
        if claim.field != "name":
            known.append(claim)
    return persons


def _encode_mention(mention: MentionView) -> dict[str, Any]:
    document = mention.document
    return {
        "event_id": mention.event.id,
        "trigger": document.quote(mention.event.trigger),
        "status": mention.event.status.value,
        "score": mention.membership.score,
        "reasons": list(mention.membership.reasons),
        "document_id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "published_at": encode(document.published_at),
        "reliability": mention.reliability,
        "reliability_rule": mention.reliability_rule,
    }
