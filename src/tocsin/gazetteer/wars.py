"""Which acts are combat: wars with their days, the countries they are fought in, and who fights whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from tocsin.gazetteer.tables import read_date, read_rows, split_names


@dataclass(frozen=True, slots=True, kw_only=True)
class War:
    """One war; in its theatre harm is combat whoever does it, beyond it only between the sides."""

    id: str
    name: str
    since: date
    until: date | None
    theatre: frozenset[str]
    sides: tuple[frozenset[str], frozenset[str]]

    def was_fought_on(self, day: date | None) -> bool:
        """Tell whether the war covers a day; an unknown day may lie in any war."""
        return day is None or (self.since <= day and (self.until is None or day <= self.until))


def is_war_zone(country: str | None, *, on: date | None) -> bool:
    """Tell whether a war was fought in the country on a day."""
    return country is not None and any(country in war.theatre for war in _wars_on(on))


def fights_in(actors: Iterable[str], country: str, *, on: date | None) -> bool:
    """Tell whether one of the actors fought in a war whose theatre the country was on a day."""
    named = frozenset(actors)
    return any(country in war.theatre and any(named & side for side in war.sides) for war in _wars_on(on))


def are_at_war(actors: Iterable[str], others: Iterable[str], *, on: date | None) -> bool:
    """Tell whether one of the actors fought one of the others on a day."""
    left, right = frozenset(actors), frozenset(others)
    for one, other in (war.sides for war in _wars_on(on)):
        if (left & one and right & other) or (left & other and right & one):
            return True
    return False


def is_belligerent(actors: Iterable[str], *, on: date | None) -> bool:
    """Tell whether one of the actors fought in a war on a day."""
    named = frozenset(actors)
    return any(named & side for war in _wars_on(on) for side in war.sides)


def _wars_on(day: date | None) -> tuple[War, ...]:
    return tuple(war for war in all_wars() if war.was_fought_on(day))


@cache
def all_wars() -> tuple[War, ...]:
    """Return every war of the table, in its order."""
    return tuple(_read_war(row) for row in read_rows("wars.csv"))


def _read_war(row: dict[str, str]) -> War:
    since = read_date(row["since"])
    return War(
        id=row["id"],
        name=row["name"],
        since=since if since is not None else date.min,
        until=read_date(row["until"]),
        theatre=frozenset(split_names(row["theatre"])),
        sides=(frozenset(split_names(row["one_side"])), frozenset(split_names(row["other_side"]))),
    )
