"""What each name of a text is said to lie in, and which mentions must therefore mean one place."""

import re
from collections import defaultdict
from collections.abc import Sequence

from tocsin.languages.placewords import PlaceWords
from tocsin.reading.places.candidates import Candidate, list_candidates, strip_possessive
from tocsin.reading.places.naming import Toponym
from tocsin.reading.places.weighing import Holder, Unit

# As in "Paris, Texas" and "Paris (Texas)".
STRICT_GAP = re.compile(r",? ?\(?\s*|,\s+")
# As in "Paris in Texas" and "the city of Paris in eastern Texas".
LOOSE_GAP = re.compile(r",? (?:in|of|on) (?:the )?(?:[a-z]+ )?")
# As in "Kentucky's Laurel County" and "the Ohio town of Paris".
OWNING_GAP = re.compile(r"['’]s? (?:[a-z]+ ){0,3}|,? [a-z]+ (?:of|in|near) ")
HOLDING = frozenset({"country", "admin1"})
MOST_HOLDERS = 2


def make_units(
    text: str, toponyms: Sequence[Toponym], words: PlaceWords
) -> tuple[list[Unit], list[int | None]]:
    """Gather the mentions that must mean one place, and tell for each name which unit is its."""
    options = [list_candidates(name.text, words) for name in toponyms]
    holders = [_find_holder(text, toponyms, options, number) for number in range(len(toponyms))]
    keys = [strip_possessive(name.text).casefold() for name in toponyms]
    held: defaultdict[str, list[Holder]] = defaultdict(list)
    gathered: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for number, (key, holder) in enumerate(zip(keys, holders, strict=True)):
        if holder is not None:
            held[key].append(holder)
        if options[number]:
            inside = () if holder is None else tuple(other.entry.id for other in holder.candidates)
            gathered.setdefault((key, inside), []).append(number)
    units: list[Unit] = []
    unit_of: list[int | None] = [None] * len(toponyms)
    for (key, _), numbers in gathered.items():
        for number in numbers:
            unit_of[number] = len(units)
        first = numbers[0]
        count = sum(toponyms[number].chance for number in numbers)
        units.append(Unit(key, options[first], holders[first], tuple(held[key]), count))
    return units, unit_of


def _find_holder(
    text: str, toponyms: Sequence[Toponym], options: Sequence[tuple[Candidate, ...]], number: int
) -> Holder | None:
    strict: list[Candidate] = []
    for last in range(number, min(number + MOST_HOLDERS, len(toponyms) - 1)):
        if not STRICT_GAP.fullmatch(text, toponyms[last].end, toponyms[last + 1].start):
            break
        strict += _list_holding(options[last + 1])
    if strict:
        return Holder(tuple(strict), is_strict=True)
    loose: list[Candidate] = []
    if number + 1 < len(toponyms) and LOOSE_GAP.fullmatch(
        text, toponyms[number].end, toponyms[number + 1].start
    ):
        loose += _list_holding(options[number + 1])
    if number and OWNING_GAP.fullmatch(text, toponyms[number - 1].end, toponyms[number].start):
        loose += _list_holding(options[number - 1])
    return Holder(tuple(loose), is_strict=False) if loose else None


def _list_holding(candidates: Sequence[Candidate]) -> list[Candidate]:
    return [other for other in candidates if other.entry.kind in HOLDING]
