"""Find actors by name or office, and code noun phrases to an actor, a country and a PLOVER sector."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tocsin.gazetteer.agents import find_exact_agent, sector_of_agent
from tocsin.gazetteer.countries import country_of_metonym, find_country_by_code
from tocsin.gazetteer.entries import (
    BLOCS,
    ActorEntry,
    all_actors,
    choose_entry,
    find_actor_by_id,
    find_listed,
    holders_of_unique_role,
    is_listed,
    list_by_name,
    office_holders,
)
from tocsin.gazetteer.naming import KEPT_PHRASES, POSSESSIVE, Parting, Tie, part_country
from tocsin.gazetteer.tables import drop_determiner, fold_name

__all__ = [
    "ActorEntry",
    "ActorRef",
    "all_actors",
    "compose_actor",
    "find_actor",
    "find_actor_by_id",
    "sector_of_agent",
]

COURTESY_TITLES = frozenset({"mr", "mrs", "ms", "sir", "mr.", "mrs.", "ms.", "dr", "dr.", "gen.", "lt."})
GROUP_KINDS = frozenset({"armed_group", "hacker_group"})
# "A European Commission spokesperson" speaks for the body: its sector says more than "official" does.
OFFICIAL_SECTORS = frozenset({"GOV"})
LONGEST_PHRASE_CHARS = 300
MOST_WORDS_BEFORE = 3
SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRef:
    """What a noun phrase says of an actor; `tie` tells a country's own from those for or backed by it."""

    name: str
    actor_id: str | None
    country: str | None
    sector: str | None
    tie: Tie = "of"


def find_actor(name: str, *, on: date | None = None) -> ActorEntry | None:
    """Find a known actor by name, alias, metonym, organ of a state or, given a day, by office."""
    return _find(_clean(name), on)


@lru_cache(maxsize=KEPT_PHRASES)
def _find(phrase: str, on: date | None) -> ActorEntry | None:
    if not phrase:
        return None
    listed = list_by_name(phrase)
    if listed:
        return choose_entry(listed, on=on)
    return _find_seat(phrase) or _find_titled_person(phrase, on=on) or _find_by_country(phrase, on=on)


def compose_actor(phrase: str, *, on: date | None = None) -> ActorRef | None:
    """Code a noun phrase ("Polish border guards", "pro-Russian hackers"), or None where it names nobody."""
    return _compose(_clean(phrase), on)


@lru_cache(maxsize=KEPT_PHRASES)
def _compose(cleaned: str, on: date | None) -> ActorRef | None:
    entry = find_actor(cleaned, on=on)
    if entry is not None:
        name = entry.name if is_listed(entry.id) else cleaned
        return ActorRef(name=name, actor_id=entry.id, country=entry.country, sector=entry.sector)
    member = _compose_of_body(cleaned, on=on)
    if member is not None:
        return member
    parting = part_country(cleaned)
    if parting is not None:
        return _compose_of_country(cleaned, parting)
    sector = sector_of_agent(cleaned)
    return ActorRef(name=cleaned, actor_id=None, country=None, sector=sector) if sector else None


def _clean(phrase: str) -> str:
    return POSSESSIVE.sub("", drop_determiner(SPACES.sub(" ", phrase[:LONGEST_PHRASE_CHARS]).strip()))


def _find_seat(phrase: str) -> ActorEntry | None:
    country = country_of_metonym(phrase) if phrase != phrase.lower() else None
    return find_actor_by_id(f"{country.iso3}.GOV") if country is not None else None


def _find_by_country(phrase: str, *, on: date | None) -> ActorEntry | None:
    parting = part_country(phrase)
    if parting is None or parting.before or parting.tie != "of" or not parting.rest:
        return _find_holder(holders_of_unique_role(fold_name(phrase)), on=on)
    holder = _find_holder(office_holders(parting.country, fold_name(parting.rest)), on=on)
    holder = holder or _find_holder(holders_of_unique_role(fold_name(phrase)), on=on)
    return holder or _find_titled_person(parting.rest, on=on) or _find_organ(parting, on=on)


def _find_organ(parting: Parting, *, on: date | None) -> ActorEntry | None:
    agent = find_exact_agent(parting.rest)
    if agent is not None and agent.unit:
        return find_actor_by_id(f"{parting.country}.{agent.unit}")
    # "Russia's Federal Security Service": the country repeats what the name already says.
    listed = find_listed(parting.rest, on=on)
    return listed if listed is not None and listed.country == parting.country else None


def _find_holder(holders: tuple[ActorEntry, ...], *, on: date | None) -> ActorEntry | None:
    """Find who held an office on a day; without a day an office names nobody."""
    if on is None:
        return None
    return choose_entry((holder for holder in holders if holder.held_on(on)), on=on)


def _find_titled_person(phrase: str, *, on: date | None) -> ActorEntry | None:
    """Find the person in "Russian Foreign Minister Sergei Lavrov", "President Putin", "Mr. Xi Jinping"."""
    words = phrase.split()
    for start in range(1, len(words)):
        persons = tuple(entry for entry in list_by_name(" ".join(words[start:])) if entry.kind == "person")
        if persons and _is_title(" ".join(words[:start])):
            return choose_entry(persons, on=on)
    return None


def _is_title(words: str) -> bool:
    return fold_name(words) in COURTESY_TITLES or sector_of_agent(words) is not None


def _compose_of_body(phrase: str, *, on: date | None) -> ActorRef | None:
    """Code people of a named body: "FBI agents", "Assad's government"; a group's fighters are the group."""
    words = phrase.split()
    # "top Hezbollah commander": words in small letters may stand before the body.
    start = next((at for at, word in enumerate(words) if word[:1].isupper()), 0)
    start = start if start <= MOST_WORDS_BEFORE else 0
    for end in range(len(words) - 1, start, -1):
        head, rest = _clean(" ".join(words[start:end])), " ".join(words[end:])
        body = find_listed(head, on=on) or _find_seat(head)
        if body is None or body.kind == "state" or body.id in BLOCS:
            continue
        sector = sector_of_agent(rest) or _sector_of_title(rest)
        if sector is None and (rest[:1].isupper() or not is_listed(body.id) or body.kind == "person"):
            continue  # "Paris attack", "Merkel era": no actor
        if body.kind in GROUP_KINDS:
            return ActorRef(name=phrase, actor_id=body.id, country=body.country, sector=body.sector)
        sector = body.sector if sector is None or sector in OFFICIAL_SECTORS else sector
        return ActorRef(name=phrase, actor_id=None, country=body.country, sector=sector)
    return None


def _sector_of_title(phrase: str) -> str | None:
    """Return the sector of the longest leading role: "Prime Minister Haider Abadi"."""
    words = phrase.split()
    sectors = (sector_of_agent(" ".join(words[:end])) for end in range(len(words) - 1, 0, -1))
    return next((sector for sector in sectors if sector), None)


def _compose_of_country(phrase: str, parting: Parting) -> ActorRef | None:
    country = None if parting.tie == "anti" else parting.country
    if parting.rest:
        sector = sector_of_agent(parting.rest) or _sector_of_title(parting.rest)
        if sector is None and parting.rest.split()[-1][:1].isupper():
            return None  # "Swedish Match", "French Connection": a name we do not know
        return ActorRef(name=phrase, actor_id=None, country=country, sector=sector, tie=parting.tie)
    named = find_country_by_code(parting.country)
    if named is None or parting.tie != "of":
        return ActorRef(name=phrase, actor_id=None, country=country, sector=None, tie=parting.tie)
    # "Russian" (as in "Russian strike") means the state; "Russians" and "two ethnic Greeks" are people.
    is_adjective = parting.country_words in named.demonyms[:1]
    actor_id = named.iso3 if is_adjective and not parting.before else None
    return ActorRef(name=phrase, actor_id=actor_id, country=country, sector=None if is_adjective else "CVL")
