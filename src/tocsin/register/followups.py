"""Tell the first word of an act from a later text that only comes back to it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from tocsin.register.mentions import Mention

# Texts of the same days tell an act together, and none of them is a look back.
DAYS_BEFORE = 3
CELL_DEGREES = 3.0


def find_followups(mentions: Sequence[Mention], opening: Sequence[int]) -> frozenset[int]:
    """Return the opening mentions that come back to an act of their kind and place told days before.

    They may join an incident and open none. Where nothing older is known, they open one: a text that looks
    back is still the only word of an act that nobody told before.
    """
    earliest: dict[tuple[str, str], datetime] = {}
    followups: set[int] = set()
    for index in sorted(opening):
        mention = mentions[index]
        if mention.looks_back and _is_known(mention, earliest):
            followups.add(index)
        elif not mention.looks_back:
            for key in _list_keys(mention):
                earliest.setdefault(key, mention.published_at)
    return frozenset(followups | set(_follow_along(mentions, opening, followups)))


def _follow_along(mentions: Sequence[Mention], opening: Sequence[int], followups: set[int]) -> Iterator[int]:
    """Yield what says no place beside a follow-up of its kind: "dragging its anchor and so cutting"."""
    told = {(mentions[index].document_id, mentions[index].event.threat_type) for index in followups}
    for index in opening:
        mention = mentions[index]
        is_placeless = mention.event.place is None and not mention.assets
        if mention.looks_back and is_placeless and (mention.document_id, mention.event.threat_type) in told:
            yield index


def _is_known(mention: Mention, earliest: dict[tuple[str, str], datetime]) -> bool:
    latest = mention.published_at - timedelta(days=DAYS_BEFORE)
    moments = (earliest.get(key) for key in _list_keys(mention))
    return any(moment is not None and moment <= latest for moment in moments)


def _list_keys(mention: Mention) -> Iterator[tuple[str, str]]:
    """Yield kind and place, for each way of saying where; one that says nothing has no key."""
    kind, place = mention.event.threat_type, mention.event.place
    if kind is None:
        return
    for asset in sorted(mention.assets):
        yield kind, asset
    if place is None:
        return
    yield kind, place.gazetteer_id or place.name.lower()
    if place.lat is not None and place.lon is not None and place.precision != "country":
        row, column = int(place.lat // CELL_DEGREES), int(place.lon // CELL_DEGREES)
        yield kind, f"cell {row} {column}"
