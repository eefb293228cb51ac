"""Pair what shares a key: in a crowded key each holder meets only its next neighbours in time.

Which pairs meet depends on who holds the keys and on nothing else, so that one report more changes only the
pairs round it, and any order of arrival ends with the same pairs.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

# In a key with more holders than this each meets so many before it and so many after it.
REACH = 24
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Holder = tuple[int, int]
"""A moment in microseconds since 1970, and the number of what holds the key."""
Meeting = tuple[int, int]
"""Two numbers, the smaller first."""


def make_moment(moment: datetime) -> int:
    """Return microseconds since 1970."""
    return (moment - EPOCH) // MICROSECOND


def read_moment(moment: int) -> datetime:
    """Return the moment of so many microseconds since 1970."""
    return EPOCH + moment * MICROSECOND


def list_meetings(holders: Mapping[int, Iterable[Holder]], *, reach: int = REACH) -> set[Meeting]:
    """Return all pairs that meet, where every holder of every key is given."""
    return {pair for held in holders.values() for pair in _pair(sorted(held), None, reach)}


def list_new_meetings(
    known: Iterable[Holder], fresh: Collection[Holder], *, reach: int = REACH
) -> set[Meeting]:
    """Return the pairs of one key that meet with a fresh holder in them.

    `known` are at least the next `reach` older holders on either side of every fresh one.
    """
    numbers = {number for _, number in fresh}
    return set(_pair(sorted({*known, *fresh}), numbers, reach))


def list_parted(known: Iterable[Holder], fresh: Collection[Holder], *, reach: int = REACH) -> set[Meeting]:
    """Return the pairs of older holders that met in a key until the fresh ones came between them."""
    new = {number for _, number in fresh}
    old_place, parted = 0, set()
    places: list[tuple[int, int, int]] = []
    for place, (_, number) in enumerate(sorted({*known, *fresh})):
        if number in new:
            continue
        for number_before, place_before, old_before in reversed(places[-reach:]):
            if place - place_before > reach and old_place - old_before <= reach:
                parted.add(_order(number_before, number))
        places.append((number, place, old_place))
        old_place += 1
    return parted


def _pair(ordered: Sequence[Holder], numbers: Collection[int] | None, reach: int) -> Iterator[Meeting]:
    for place, (_, left) in enumerate(ordered):
        for _, right in ordered[place + 1 : place + 1 + reach]:
            if numbers is None or left in numbers or right in numbers:
                yield _order(left, right)


def _order(left: int, right: int) -> Meeting:
    return (left, right) if left < right else (right, left)
