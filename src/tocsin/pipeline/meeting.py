"""Find who meets whom in the keys of an index when new holders come in."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from tocsin.register.neighbours import REACH, Holder, Meeting, list_new_meetings, list_parted
from tocsin.store.base import LinkIndex

KEYS_AT_ONCE = 256
"""So many keys are looked up together: what stands near them all is held in memory."""

Held = Mapping[int, Collection[Holder]]


def meet(
    index: LinkIndex, wanted: Held, fresh: Held, *, reach: int = REACH
) -> tuple[set[Meeting], set[Meeting]]:
    """Return the pairs that the wanted holders of keys meet in, and the known pairs that fresh ones part.

    `fresh` are those of the wanted that the index does not know yet.
    """
    met: set[Meeting] = set()
    parted: set[Meeting] = set()
    for key, holders, known in _look_round(index, wanted, reach):
        new = set(fresh.get(key, ()))
        if not known and len(holders) + len(new) < 2:
            continue
        met |= list_new_meetings({*known, *new}, holders, reach=reach)
        if new and len(known) + len(holders) > reach:
            parted |= list_parted({*known, *(set(holders) - new)}, new, reach=reach)
    return met, parted


def _look_round(
    index: LinkIndex, wanted: Held, reach: int
) -> Iterator[tuple[int, Collection[Holder], set[Holder]]]:
    """Yield each key with its wanted holders and the known ones near them, looked up many at a time."""
    left = iter(wanted.items())
    while some := dict(islice(left, KEYS_AT_ONCE)):
        neighbours = index.find_neighbours(some, most=reach)
        for key, holders in some.items():
            yield key, holders, neighbours.get(key, set())


def keep_meeting(
    index: LinkIndex,
    keys: Iterable[int],
    one: Holder,
    other: Holder,
    fresh: Held,
    *,
    reach: int = REACH,
) -> bool:
    """Whether two known holders still meet in one of the keys they share, fresh holders counted."""
    low, high = sorted((one, other))
    for key in sorted(keys):
        between = index.count_between(key, low, high, most=reach)
        between += sum(low < holder < high for holder in fresh.get(key, ()))
        if between < reach:
            return True
    return False
