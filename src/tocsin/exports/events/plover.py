"""PLOVER JSON: one event a line in the fields that the PLOVER manual (draft of 2021) names.

PLOVER lets a provider add named fields: ours begin with `tocsin:`, the epistemic status first, because the
format itself has no place for talk.
"""

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from tocsin.exports.events.base import EventChoice, Tally, choose_events, find_days, quote_sentence
from tocsin.model import Event, Participant, Reading
from tocsin.model.codec import encode
from tocsin.ontology import quad_of


class PloverExporter:
    """Writes PLOVER event objects."""

    name = "plover"
    label = "PLOVER JSON"

    def write(
        self, readings: Iterable[Reading], stream: BinaryIO, choice: EventChoice, *, version: str
    ) -> Tally:
        """Write one object a line; acts without a PLOVER type (spying, say) have a null event."""
        tally = Tally()
        for reading, event in choose_events(readings, choice, tally):
            line = json.dumps(_make_entry(reading, event, version), ensure_ascii=False)
            stream.write(line.encode("utf-8") + b"\n")
        return tally


def _make_entry(reading: Reading, event: Event, version: str) -> dict[str, Any]:
    document = reading.document
    first, last = find_days(reading, event)
    return {
        "id": event.id,
        "date": encode(first),
        "source": [_make_party(party) for party in event.actors],
        "target": [_make_party(party) for party in event.recipients],
        "event": event.event_type,
        "mode": event.mode,
        "context": list(event.contexts),
        "quad": quad_of(event.event_type) if event.event_type else None,
        "score": event.score,
        "text": quote_sentence(reading, event),
        "location": _make_location(event),
        "publication": document.publisher or document.source_id,
        "publicationDate": encode(document.published_at),
        "language": document.lang,
        "url": document.url,
        "version": f"tocsin {version}",
        "tocsin:status": event.status.value,
        "tocsin:background": event.background,
        "tocsin:certainty": event.certainty,
        "tocsin:factuality": event.factuality,
        "tocsin:end_date": encode(last),
        "tocsin:date_precision": event.date.precision if event.date else "publication",
        "tocsin:threat_type": event.threat_type,
        "tocsin:subtype": event.subtype,
        "tocsin:holders": encode(event.holders),
        "tocsin:counts": encode(event.counts),
        "tocsin:trigger": encode(event.trigger),
        "tocsin:document_id": document.id,
    }


def _make_party(party: Participant) -> dict[str, Any]:
    code = " ".join(part for part in (party.country, party.sector) if part)
    return {"code": code, "name": party.name, "tocsin:actor_id": party.actor_id}


def _make_location(event: Event) -> dict[str, Any] | None:
    place = event.place
    if place is None:
        return None
    return {
        "name": place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        "country": place.country,
        "precision": place.precision,
        "tocsin:gazetteer_id": place.gazetteer_id,
    }
