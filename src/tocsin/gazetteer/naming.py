"""Take a noun phrase apart into the country it names and the rest: "Russia's Foreign Ministry"."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tocsin.gazetteer.countries import country_of_demonym, find_country
from tocsin.gazetteer.entries import BLOCS, list_by_name
from tocsin.gazetteer.tables import drop_determiner

Tie = Literal["of", "pro", "anti", "linked"]

# "Russia-linked hackers" and "Kremlin-backed forces" have a tie to the country; they are not it.
LINKS = frozenset(
    ("linked", "backed", "sponsored", "aligned", "affiliated", "controlled", "led", "funded", "supported")
    + ("supplied", "trained", "installed", "appointed", "friendly", "allied", "supporting")
)
LONGEST_COUNTRY_WORDS = 5
# News names the same parties over and over; a phrase is of 300 characters at most (actors.py).
KEPT_PHRASES = 16_384
POSSESSIVE = re.compile(r"['’]s?$")
PREPOSITIONS = (
    " of",
    " from",
    " in",
    " to",
    " with",
    " against",
    " on",
    " by",
    " near",
    " at",
    " for",
    " the",
)
OF = re.compile(r" (?:of|from|in) ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """What a phrase says before, about and after the country that it names."""

    country: str
    tie: Tie
    before: str
    rest: str
    country_words: str


@lru_cache(maxsize=KEPT_PHRASES)
def part_country(phrase: str) -> Parting | None:
    """Part a phrase at the first country, people or alliance that it names."""
    words = drop_determiner(phrase.strip()).split()
    for start in range(len(words)):
        if any(word[0].isupper() for word in words[1:start]):
            break  # the country must come before the first name
        parting = _part_at(words, start)
        if parting is not None and (parting.rest or not parting.before.endswith(PREPOSITIONS)):
            return parting  # "two ethnic Greeks", but not "the ambassador to Poland"
    return _part_of_country(phrase)  # "President of Ukraine"


def _part_at(words: list[str], start: int) -> Parting | None:
    for end in range(min(len(words), start + LONGEST_COUNTRY_WORDS), start, -1):
        found = _read_country_word(" ".join(words[start:end]))
        if found is not None:
            code, tie = found
            return Parting(
                country=code,
                tie=tie,
                before=" ".join(words[:start]),
                rest=" ".join(words[end:]),
                country_words=" ".join(words[start:end]),
            )
    return None


def _part_of_country(phrase: str) -> Parting | None:
    """Part "the Ministry of Defence of the Republic of Moldova" at the first "of" that a country follows."""
    for of in OF.finditer(phrase):
        country_words = phrase[of.end() :]
        code = _code_of(country_words)
        if code is not None:
            rest = drop_determiner(phrase[: of.start()])
            return Parting(country=code, tie="of", before="", rest=rest, country_words=country_words)
    return None


def _read_country_word(words: str) -> tuple[str, Tie] | None:
    head, _, tail = words.partition("-")
    if head.lower() in ("pro", "anti") and tail:
        code = _code_of(tail)
        return (code, "pro" if head.lower() == "pro" else "anti") if code else None
    head, _, tail = words.rpartition("-")
    if head and tail.lower() in LINKS:
        code = _code_of(head)
        return (code, "linked") if code else None
    code = _code_of(POSSESSIVE.sub("", words)) or _code_of(words)
    return (code, "of") if code else None


@lru_cache(maxsize=KEPT_PHRASES)
def _code_of(words: str) -> str | None:
    bare = drop_determiner(words)
    if not bare[:1].isupper():
        return None
    country = country_of_demonym(bare) or find_country(bare)
    if country is not None:
        return country.iso3
    named = {entry.id for entry in list_by_name(bare)}
    bloc = next(iter(named & BLOCS), None)
    if bloc is not None:
        return bloc
    # "Kremlin-backed": a seat of government names its country, a capital may be only a town.
    return "RUS" if bare == "Kremlin" else None
