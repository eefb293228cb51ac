"""Carry the ids of mentions over to a new reading of the same report, so that judgements stay on them."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from tocsin.model import Event, Reading, Span

Rank = tuple[int, int, int, int, int]
OFFSETS = re.compile(r"^(?P<document>.+)-e(?P<start>\d+)-(?P<end>\d+)(?:\.\d+)?$")


def carry_ids(old: Reading, new: Reading, *, judged: Iterable[str] = ()) -> Reading:
    """Return the new reading with the ids that its mentions had in the old one.

    A mention is the one of the old reading whose trigger it overlaps (of several the one with the same words,
    then of the same type, then with most of its words), else the only one of its type in its sentence.
    `judged` are mentions of the report that an earlier reading lost and a judgement still names: whatever now
    overlaps such a one and is no other has its id again.
    """
    found = _match(old.events, new.events)
    found |= _match_in_sentences(old, new, found)
    taken = {event.id for event in old.events}
    lost = [name for name in dict.fromkeys(judged) if name not in taken]
    found |= _match_lost(lost, new, found)
    ids = _number(new.events, found, taken={*taken, *lost})
    return replace(
        new, events=tuple(replace(event, id=name) for event, name in zip(new.events, ids, strict=True))
    )


def _match(old: Iterable[Event], new: Iterable[Event]) -> dict[int, str]:
    """Return by place in the new reading the id of the old mention whose trigger it overlaps, one for one."""
    pairs: list[tuple[Rank, int, str]] = []
    for place, event in enumerate(new):
        for order, known in enumerate(old):
            if event.trigger.overlaps(known.trigger):
                pairs.append((_rank(known, event, order, place), place, known.id))
    found: dict[int, str] = {}
    for _, place, name in sorted(pairs):
        if place not in found and name not in found.values():
            found[place] = name
    return found


def _rank(known: Event, event: Event, order: int, place: int) -> Rank:
    """Return the key that puts the likeliest pair first."""
    one, two = known.trigger, event.trigger
    shared = min(one.end, two.end) - max(one.start, two.start)
    return (one != two, not _are_alike(known, event), -shared, order, place)


def _are_alike(known: Event, event: Event) -> bool:
    if known.threat_type or event.threat_type:
        return known.threat_type == event.threat_type
    return known.event_type == event.event_type


def _match_in_sentences(old: Reading, new: Reading, found: Mapping[int, str]) -> dict[int, str]:
    """Match what is left where a sentence holds one mention of a type in either reading."""
    left = [event for event in old.events if event.id not in set(found.values())]
    fresh = [(place, event) for place, event in enumerate(new.events) if place not in found]
    before = Counter(_locate(new, event) for event in left)
    after = Counter(_locate(new, event) for _, event in fresh)
    homes = {_locate(new, event): event.id for event in left}
    return {
        place: homes[key]
        for place, event in fresh
        if (key := _locate(new, event)) in homes and before[key] == after[key] == 1
    }


def _locate(reading: Reading, event: Event) -> tuple[int, str | None]:
    starts = reading.sentences
    sentence = bisect_right(starts, event.trigger.start, key=lambda span: span.start)
    return sentence if starts else -1 - event.trigger.start, event.threat_type or event.event_type


def _match_lost(lost: Iterable[str], new: Reading, found: Mapping[int, str]) -> dict[int, str]:
    again: dict[int, str] = {}
    for name in lost:
        match = OFFSETS.match(name)
        if match is None or match["document"] != new.document.id:
            continue
        trigger = Span(new.document.id, int(match["start"]), int(match["end"]))
        places = (
            place
            for place, event in enumerate(new.events)
            if place not in found and place not in again and event.trigger.overlaps(trigger)
        )
        place = next(places, None)
        if place is not None:
            again[place] = name
    return again


def _number(events: Iterable[Event], found: Mapping[int, str], *, taken: Iterable[str]) -> list[str]:
    """Return an id for each mention: the one it had, else its own, told apart where another has that."""
    used = {*taken}
    ids: list[str] = []
    for place, event in enumerate(events):
        name, ordinal = found.get(place) or event.id, 0
        while place not in found and name in used:
            ordinal += 1
            name = f"{event.id.partition('.')[0]}.{ordinal}"
        used.add(name)
        ids.append(name)
    return ids
