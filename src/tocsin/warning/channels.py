"""Channels of a series: acts, alleged acts, threats and plans, denials, cooperation; never added up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date

from tocsin.model import CLAIMS, INTENT, EpistemicStatus, Event, Reading
from tocsin.ontology.plover import quad_of

ACTS, ALLEGED, INTENDED, DENIED, COOPERATION = "acts", "alleged", "intent", "denials", "cooperation"
CHANNELS: Mapping[str, str] = {
    ACTS: "incidents that the profile counts",
    ALLEGED: "acts that somebody alleges and nobody states",
    INTENDED: "threats, plans, calls and possibilities: not done",
    DENIED: "acts that somebody denies",
    COOPERATION: "acts of cooperation that happened, PLOVER quads 1 and 2",
}
VERBAL, MATERIAL = frozenset({1, 3}), frozenset({2, 4})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One mention as a series counts it: once an origin, on a day, in a channel, for its units."""

    event_id: str
    document_id: str
    origin: str
    day: date
    channel: str | None
    units: tuple[str, ...]
    score: float | None
    quad: int | None
    status: EpistemicStatus
    pairs: tuple[tuple[str, str], ...]


def channel_of(event: Event) -> str | None:
    """Return the channel of a mention; None for hostile acts that happened, which incidents count."""
    if event.background:
        return None
    if event.status is EpistemicStatus.DENIED:
        return DENIED
    if event.status in CLAIMS:
        return ALLEGED
    if event.status in INTENT:
        return INTENDED
    cooperates = event.event_type is not None and quad_of(event.event_type) in (1, 2)
    return COOPERATION if event.status.counts and cooperates else None


def list_mentions(readings: Iterable[Reading], *, origins: Mapping[str, str]) -> tuple[Mention, ...]:
    """Return the mentions of dated reports, one an origin, act, status and parties: copies count once.

    A mention lies on the day of its report, for talk is news when it is said.
    """
    seen: set[tuple[object, ...]] = set()
    found = []
    for reading in readings:
        published = reading.document.published_at
        if published is None:
            continue
        origin = origins.get(reading.document.id, reading.document.id)
        for event in reading.events:
            if event.background:
                continue
            pairs, units = pairs_of(event), units_of_event(event)
            key = (origin, event.event_type, event.threat_type, event.status, pairs, units)
            if key in seen:
                continue
            seen.add(key)
            found.append(
                Mention(
                    event_id=event.id,
                    document_id=reading.document.id,
                    origin=origin,
                    day=published.astimezone(UTC).date(),
                    channel=channel_of(event),
                    units=units,
                    score=event.score,
                    quad=quad_of(event.event_type) if event.event_type else None,
                    status=event.status,
                    pairs=pairs,
                )
            )
    return tuple(found)


def pairs_of(event: Event) -> tuple[tuple[str, str], ...]:
    """Return who did or would do it to whom, by country; nobody is paired with himself."""
    actors = sorted({party.country for party in event.actors if party.country})
    hit = sorted({party.country for party in event.recipients if party.country})
    return tuple((one, other) for one in actors for other in hit if one != other)


def units_of_event(event: Event) -> tuple[str, ...]:
    """Return the units a mention belongs to: all, its type, whom it hits, where, and its pairs."""
    hit = sorted({party.country for party in event.recipients if party.country})
    place = event.place.country if event.place else None
    return (
        "all",
        *((f"type:{event.threat_type}",) if event.threat_type else ()),
        *(f"target:{country}" for country in hit),
        *((f"place:{place}",) if place else ()),
        *(f"pair:{one}>{other}" for one, other in pairs_of(event)),
    )
