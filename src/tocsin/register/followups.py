"""Tell the first word of an act from a later text that only comes back to it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from tocsin.register.mentions import Mention

# Texts of the same days tell an act together, and none of them is a look back.
DAYS_BEFORE = timedelta(days=3)
CELL_DEGREES = 3.0


def find_followups(
    mentions: Sequence[Mention],
    opening: Sequence[int],
    *,
    earliest: Mapping[tuple[str, str], datetime] | None = None,
) -> frozenset[int]:
    """Return the opening mentions that come back to an act of their kind and place told days before.

    They may join an incident and open none. Where nothing older is known, they open one: a text that looks
    back is still the only word of an act that nobody told before. `earliest` says when an act of a kind was
    first told of a place, where these mentions are not all that are known.
    """
    if earliest is None:
        earliest = find_earliest(mentions[index] for index in opening)
    followups = {
        index for index in opening if mentions[index].looks_back and _is_known(mentions[index], earliest)
    }
    return frozenset(followups | set(_follow_along(mentions, opening, followups)))


def find_earliest(opening: Iterable[Mention]) -> dict[tuple[str, str], datetime]:
    """Return when each kind of act was first told of each place by a text that does not look back."""
    earliest: dict[tuple[str, str], datetime] = {}
    for mention in opening:
        if not mention.looks_back:
            for key in list_told_keys(mention):
                earliest[key] = min(earliest.get(key, mention.published_at), mention.published_at)
    return earliest


def _follow_along(mentions: Sequence[Mention], opening: Sequence[int], followups: set[int]) -> Iterator[int]:
    """Yield what says no place beside a follow-up of its kind: "dragging its anchor and so cutting"."""
    told = {(mentions[index].document_id, mentions[index].event.threat_type) for index in followups}
    for index in opening:
        mention = mentions[index]
        is_placeless = mention.place is None and not mention.assets
        if mention.looks_back and is_placeless and (mention.document_id, mention.event.threat_type) in told:
            yield index


def _is_known(mention: Mention, earliest: Mapping[tuple[str, str], datetime]) -> bool:
    moments = (earliest.get(key) for key in list_told_keys(mention))
    return any(moment is not None and mention.published_at - moment >= DAYS_BEFORE for moment in moments)


def list_told_keys(mention: Mention) -> Iterator[tuple[str, str]]:
    """Yield kind and place, for each way of saying where; one that says nothing has no key."""
    kind, place = mention.event.threat_type, mention.place
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
