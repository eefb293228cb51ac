"""Find who meets whom in the keys of an index when new holders come in."""

from collections.abc import Collection, Iterable, Mapping

from tocsin.register.neighbours import REACH, Holder, Meeting, list_new_meetings, list_parted
from tocsin.store.base import LinkIndex

Held = Mapping[int, Collection[Holder]]


def meet(
    index: LinkIndex, wanted: Held, fresh: Held, *, reach: int = REACH
) -> tuple[set[Meeting], set[Meeting]]:
    """Return the pairs that the wanted holders of keys meet in, and the known pairs that fresh ones part.

    `fresh` are those of the wanted that the index does not know yet.
    """
    met: set[Meeting] = set()
    parted: set[Meeting] = set()
    for key, holders in wanted.items():
        known = {
            found
            for moment, number in holders
            for found in index.find_neighbours(key, moment, number, most=reach)
        }
        new = set(fresh.get(key, ()))
        if not known and len(holders) + len(new) < 2:
            continue
        met |= list_new_meetings({*known, *new}, holders, reach=reach)
        if new and len(known) + len(holders) > reach:
            parted |= list_parted({*known, *(set(holders) - new)}, new, reach=reach)
    return met, parted


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
