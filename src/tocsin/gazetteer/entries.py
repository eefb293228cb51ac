"""Hold the table of known actors: rows read once, found by id or by name."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from tocsin.gazetteer.agents import names_of_units
from tocsin.gazetteer.countries import Country, all_countries, find_country_by_code
from tocsin.gazetteer.tables import list_query_keys, make_key, read_date, read_rows, split_names

BLOCS = frozenset({"NATO", "EUU", "UNO"})
KIND_OF_SECTOR = {"GOV": "government", "MIL": "armed_forces", "LEG": "government"}
SMALL_WORDS = frozenset({"of", "the", "and", "for"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorEntry:
    """One known actor; a person has one entry for each term of office."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    country: str | None
    sector: str | None
    roles: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def held_on(self, day: date) -> bool:
        """Tell whether the entry's term covers a day, both ends included."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def find_actor_by_id(actor_id: str, *, on: date | None = None) -> ActorEntry | None:
    """Find an actor by its stable id; organs that every state has are made from the id ("POL.GOV.MFA")."""
    found = choose_entry(_entries_by_id().get(actor_id, ()), on=on)
    return found if found is not None else _make_organ(actor_id)


def is_listed(actor_id: str) -> bool:
    """Tell whether an actor has a row of its own, rather than an id made from a country and an organ."""
    return actor_id in _entries_by_id()


def find_listed(name: str, *, on: date | None = None) -> ActorEntry | None:
    """Find an actor of the table by exactly this name or alias."""
    return choose_entry(list_by_name(name), on=on)


def list_by_name(name: str) -> tuple[ActorEntry, ...]:
    """List the entries with this name; a name in lower case meets only names in lower case."""
    keys = list_query_keys(name)
    index = _entries_by_name()
    found = next((index[key] for key in keys if key in index), ())
    if name != name.lower():
        return found
    return tuple(entry for entry in found if _has_lower_case_name(entry))


def _has_lower_case_name(entry: ActorEntry) -> bool:
    return any(name == name.lower() for name in (entry.name, *entry.aliases))


def choose_entry(entries: Iterable[ActorEntry], *, on: date | None) -> ActorEntry | None:
    """Choose the entry whose term covers the day, else the last begun; None where two actors fit."""
    candidates = tuple(entries)
    if on is not None:
        candidates = tuple(entry for entry in candidates if entry.held_on(on)) or candidates
    if len({entry.id for entry in candidates}) != 1:
        return None
    return max(candidates, key=lambda entry: entry.since or date.min)


@cache
def all_actors() -> tuple[ActorEntry, ...]:
    """Return every listed actor: states first, then the authored rows."""
    states = (_make_state(country) for country in all_countries())
    return (*states, *(_read_entry(row) for row in read_rows("actors.csv")))


def office_holders(country: str, role: str) -> tuple[ActorEntry, ...]:
    """Return who held an office of a country, from the table's terms."""
    return tuple(entry for entry in _entries_by_role().get(role, ()) if entry.country == country)


def holders_of_unique_role(role: str) -> tuple[ActorEntry, ...]:
    """Return who held an office whose words name its body: "Kremlin spokesman", "FBI director"."""
    holders = _entries_by_role().get(role, ())
    return holders if len({entry.country for entry in holders}) == 1 and " " in role else ()


@cache
def _entries_by_role() -> dict[str, tuple[ActorEntry, ...]]:
    by_role: dict[str, list[ActorEntry]] = defaultdict(list)
    for entry in all_actors():
        for role in dict.fromkeys(entry.roles):
            by_role[role].append(entry)
    return {role: tuple(entries) for role, entries in by_role.items()}


def _read_entry(row: dict[str, str]) -> ActorEntry:
    return ActorEntry(
        id=row["id"],
        name=row["name"],
        aliases=split_names(row["aliases"]),
        kind=row["kind"],
        country=row["country"] or None,
        sector=row["sector"] or None,
        roles=split_names(row["role"]),
        since=read_date(row["since"]),
        until=read_date(row["until"]),
    )


def _make_state(country: Country) -> ActorEntry:
    return ActorEntry(
        id=country.iso3,
        name=country.name,
        aliases=country.other_names,
        kind="state",
        country=country.iso3,
        sector="GOV",
    )


def _make_organ(actor_id: str) -> ActorEntry | None:
    code, _, unit = actor_id.partition(".")
    country = find_country_by_code(code)
    phrase = names_of_units().get(unit)
    if country is None or phrase is None:
        return None
    sector = unit.split(".")[0]
    kind = "ministry" if "ministry" in phrase else KIND_OF_SECTOR.get(sector, "agency")
    adjective = country.demonyms[0] if country.demonyms else country.name
    title = " ".join(word if word in SMALL_WORDS else word.capitalize() for word in phrase.split())
    state = _make_state(country)
    return replace(state, id=actor_id, name=f"{adjective} {title}", aliases=(), kind=kind, sector=sector)


@cache
def _entries_by_id() -> dict[str, tuple[ActorEntry, ...]]:
    index: defaultdict[str, list[ActorEntry]] = defaultdict(list)
    for entry in all_actors():
        index[entry.id].append(entry)
    return {actor_id: tuple(entries) for actor_id, entries in index.items()}


@cache
def _entries_by_name() -> dict[str, tuple[ActorEntry, ...]]:
    index: defaultdict[str, list[ActorEntry]] = defaultdict(list)
    for entry in all_actors():
        for key in {make_key(name) for name in (entry.name, *entry.aliases)}:
            index[key].append(entry)
    return {key: tuple(entries) for key, entries in index.items()}
