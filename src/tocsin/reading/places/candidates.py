"""The places that a name may mean, as written or without the words that only describe it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from tocsin.gazetteer import PlaceEntry, country_of_demonym, find_candidates
from tocsin.languages.placewords import PlaceWords

KEPT_NAMES = 8_192
LONGEST_NAME_WORDS = 8
POSSESSIVES = ("'s", "’s")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean.

    `is_shortened` where only a part of the words is its name, `is_people` where they name a country's people.
    """

    entry: PlaceEntry
    is_shortened: bool = False
    is_people: bool = False


@lru_cache(maxsize=KEPT_NAMES)
def list_candidates(name: str, words: PlaceWords) -> tuple[Candidate, ...]:
    """List what a name may mean, in the gazetteer's order; a people's adjective means its country."""
    if len(name.split()) > LONGEST_NAME_WORDS:
        return ()
    country = country_of_demonym(strip_possessive(name))
    for number, shape in enumerate(shorten(name, words)):
        found = tuple(_name_division(entry) for entry in find_candidates(shape))
        # "Spanish", "Canadian" and "German" are hamlets too, but "Georgia" is not a people.
        if found and (country is None or found[0].kind in {"country", "admin1"}):
            return tuple(Candidate(entry, is_shortened=number > 0) for entry in found)
    if country is None:
        return ()
    return tuple(Candidate(entry, is_people=True) for entry in find_candidates(country.name)[:1])


def _name_division(entry: PlaceEntry) -> PlaceEntry:
    """Return a region of our own table as the division that it is: "Texas", "Bavaria"."""
    is_division = entry.kind == "region" and entry.precision == "admin1" and entry.admin1 is not None
    return replace(entry, kind="admin1") if is_division else entry


def strip_possessive(name: str) -> str:
    """Return the name without the ending of "Moscow's"."""
    for ending in POSSESSIVES:
        name = name.strip().removesuffix(ending)
    return name


def shorten(name: str, words: PlaceWords) -> Iterator[str]:
    """Yield the name as written, then without directions, "city of" or "oblast"."""
    name = strip_possessive(name)
    yield name
    parts = name.split()
    while len(parts) > 1 and parts[0].lower() in words.directions:
        parts = parts[1:]
    bare = " ".join(parts)
    if bare != name:
        yield bare
    for head in words.generic_heads:
        if bare.lower().startswith(f"{head} "):
            yield bare[len(head) + 1 :]
    for tail in words.generic_tails:
        if bare.lower().endswith(f" {tail}"):
            yield bare[: -len(tail) - 1]
