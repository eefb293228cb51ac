"""Choose the pairs of mentions worth comparing: alike in kind, place and time, or in rare words."""

import heapq
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tocsin.register.comparing import DISCOVERY_TOLERANCE_DAYS, FAMILIES, are_kin
from tocsin.register.mentions import Mention

# Mentions share a block where their days, widened, touch the same stretch of this length.
STRETCH_DAYS = 8
WIDEN_DAYS = DISCOVERY_TOLERANCE_DAYS
# A mention dated to a season or a year lies in too many stretches; words must find it.
MOST_STRETCHES = 6
# In a crowded block each mention meets only its next neighbours in time; words find the others.
MOST_IN_BLOCK = 120
NEIGHBOURS_IN_BLOCK = 40
# A name in so few mentions is rare: it ties follow-ups to an act told weeks before.
MOST_FOR_RARE_NAME = 25
RARE_NAME_DAYS = 60
TEXT_NEIGHBOURS = 12
TEXT_NEIGHBOUR_DAYS = 14
LEAST_LIKENESS = 0.12
# Terms in more mentions than this tell nothing apart and cost most of the time.
MOST_FOR_TERM = 200
CELL_DEGREES = 2.0

Pair = tuple[int, int]


def list_block_keys(mention: Mention) -> tuple[str, ...]:
    """Return the keys under which a mention meets those that may be the same act."""
    blocks = (
        f"{kind} {place} {stretch}"
        for kind in list_kinds(mention)
        for place in list_place_keys(mention)
        for stretch in _list_stretches(mention)
    )
    month = mention.published_at.toordinal() // RARE_NAME_DAYS
    names = (f"name {name} {part}" for name in mention.names for part in (month, month + 1))
    assets = (f"asset {asset}" for asset in mention.assets)
    return tuple(sorted({*blocks, *names, *assets}))


def find_candidates(mentions: Sequence[Mention]) -> tuple[Pair, ...]:
    """Return pairs of positions to compare, each once, the earlier mention first."""
    pairs: set[Pair] = set()
    for source in (_pair_by_block, _pair_by_document, _pair_by_name, _pair_by_asset, _pair_by_text):
        pairs.update((left, right) if left < right else (right, left) for left, right in source(mentions))
    return tuple(sorted(pair for pair in pairs if are_kin(mentions[pair[0]], mentions[pair[1]])))


def _pair_by_block(mentions: Sequence[Mention]) -> Iterator[Pair]:
    blocks: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for index, mention in enumerate(mentions):
        for kind in list_kinds(mention):
            for place in list_place_keys(mention):
                for stretch in _list_stretches(mention):
                    blocks[(kind, place, stretch)].append(index)
    for members in blocks.values():
        yield from _pair_members(mentions, members)


def list_kinds(mention: Mention) -> tuple[str, ...]:
    """Return the kinds of act under which a mention is filed: its type families and its event type."""
    event = mention.event
    families = tuple(
        f"family {number}" for number, family in enumerate(FAMILIES) if event.threat_type in family
    )
    own = (event.threat_type,) if event.threat_type else ()
    return (*own, *families, *((event.event_type,) if event.event_type else ()))


def list_place_keys(mention: Mention) -> tuple[str, ...]:
    """Return the places under which a mention is filed: country, cell, name, or whom it was done to."""
    place = mention.event.place
    keys: set[str] = set()
    if place is not None:
        keys.add(place.country or place.name.lower())
        if place.lat is not None and place.lon is not None and place.precision != "country":
            keys |= set(_list_cells(place.lat, place.lon))
    keys |= mention.recipients
    if place is None or not place.country:
        keys |= mention.actors
    return tuple(sorted(keys))


def _list_cells(lat: float, lon: float) -> Iterator[str]:
    """Yield the cell of a point and the neighbours above and to the right, so that an edge parts nobody."""
    row, column = int(lat // CELL_DEGREES), int(lon // CELL_DEGREES)
    for up in (0, 1):
        for right in (0, 1):
            yield f"cell {row + up} {column + right}"


def _list_stretches(mention: Mention) -> range:
    first = (mention.start.toordinal() - WIDEN_DAYS) // STRETCH_DAYS
    last = (mention.end.toordinal() + WIDEN_DAYS) // STRETCH_DAYS
    return range(first, last + 1) if last - first < MOST_STRETCHES else range(0)


def _pair_members(mentions: Sequence[Mention], members: list[int]) -> Iterator[Pair]:
    if len(members) <= MOST_IN_BLOCK:
        reach = len(members)
    else:
        members = sorted(members, key=lambda index: (mentions[index].start, index))
        reach = NEIGHBOURS_IN_BLOCK
    for position, left in enumerate(members):
        for right in members[position + 1 : position + 1 + reach]:
            if _touch(mentions[left], mentions[right]):
                yield left, right


def _touch(left: Mention, right: Mention) -> bool:
    reach = 2 * WIDEN_DAYS
    return (right.start - left.end).days <= reach and (left.start - right.end).days <= reach


def _pair_by_document(mentions: Sequence[Mention]) -> Iterator[Pair]:
    documents: dict[str, list[int]] = defaultdict(list)
    for index, mention in enumerate(mentions):
        documents[mention.document_id].append(index)
    for members in documents.values():
        for position, left in enumerate(members):
            for right in members[position + 1 : position + 1 + MOST_IN_BLOCK]:
                yield left, right


def _pair_by_name(mentions: Sequence[Mention]) -> Iterator[Pair]:
    holders = _index_terms((mention.names for mention in mentions), most=MOST_FOR_RARE_NAME)
    for members in holders.values():
        for position, left in enumerate(members):
            for right in members[position + 1 :]:
                if _days_between(mentions[left], mentions[right]) <= RARE_NAME_DAYS:
                    yield left, right


def _pair_by_asset(mentions: Sequence[Mention]) -> Iterator[Pair]:
    """Yield the mentions of one cable, pipeline or airport, each with its next neighbours in time."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index, mention in enumerate(mentions):
        for asset in mention.assets:
            holders[asset].append(index)
    for _, members in sorted(holders.items()):
        for position, left in enumerate(members):
            for right in members[position + 1 : position + 1 + NEIGHBOURS_IN_BLOCK]:
                yield left, right


def _pair_by_text(mentions: Sequence[Mention]) -> Iterator[Pair]:
    """Yield for each mention its nearest in words among those published in the two weeks after it."""
    holders = _index_terms((mention.terms for mention in mentions), most=MOST_FOR_TERM)
    days = [mention.published_at.toordinal() for mention in mentions]
    for index, mention in enumerate(mentions):
        end = bisect_right(days, days[index] + TEXT_NEIGHBOUR_DAYS)
        likeness: dict[int, float] = defaultdict(float)
        for term, weight in mention.terms.items():
            members = holders.get(term, ())
            for other in members[bisect_right(members, index) : bisect_left(members, end)]:
                likeness[other] += weight * mentions[other].terms[term]
        near = [(-score, other) for other, score in likeness.items() if score >= LEAST_LIKENESS]
        for _, other in heapq.nsmallest(TEXT_NEIGHBOURS, near):
            yield index, other


def _index_terms(sets: Iterable[Iterable[str]], *, most: int) -> Mapping[str, list[int]]:
    """Return which positions hold a term, without terms that only one or too many hold."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index, terms in enumerate(sets):
        for term in terms:
            holders[term].append(index)
    return {term: members for term, members in holders.items() if 1 < len(members) <= most}


def _days_between(left: Mention, right: Mention) -> int:
    return abs((left.published_at - right.published_at).days)
