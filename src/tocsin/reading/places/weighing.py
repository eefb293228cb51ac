"""What speaks for each place that a name may mean, apart from the other names of the text."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.gazetteer import PlaceEntry, find_country_by_code, is_within
from tocsin.reading.places.candidates import Candidate

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

# Kinds that are weighed alike; all others are sites: an airport, a port, a plant.
KINDS = {
    "country": "country",
    "admin1": "admin1",
    "admin2": "admin2",
    "settlement": "settlement",
    "continent": "region",
    "region": "region",
    "sea": "region",
    "gulf": "region",
    "strait": "region",
}
SITE = "site"
SMALL_TOWN = 1_000
LARGE_CITY = 300_000
# Ids of places that our own table does not list. What it lists is what news means by the name: without
# people, it is weighed as a city of this size. "North Sea" is no village on Long Island.
INDEXED = ("geonames:", "country:", "airport:")
LISTED_PEOPLE = 10_000_000

OWN = (
    "population",
    "country",
    "admin1",
    "admin2",
    "region",
    "site",
    "small",
    "other_name",
    "other_name_of_city",
    "capital",
    "contained",
    "loosely_contained",
    "contained_elsewhere",
    "home",
)
SUPPORT = ("in_country", "in_admin1", "near", "around")
FEATURES = OWN + SUPPORT
NUMBER = {name: index for index, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class Holder:
    """What a name is said to lie in; strictly after a comma, loosely after "in" or behind an owner."""

    candidates: tuple[Candidate, ...]
    is_strict: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """One name of a text in one container: it means one place; `count` is how often it is named."""

    key: str
    candidates: tuple[Candidate, ...]
    holder: Holder | None
    held_elsewhere: tuple[Holder, ...]
    count: float


@dataclass(frozen=True, slots=True)
class Table:
    """The candidates of all units, one a row; areas and keys are numbered from 1, points in radians.

    `country_key` and `admin1_key` number the pairs of an area and a key.
    """

    unit_of: Numbers
    bounds: tuple[tuple[int, int], ...]
    lat: Floats
    lon: Floats
    country: Numbers
    admin1: Numbers
    is_point: Floats
    key: Numbers
    country_key: Numbers
    admin1_key: Numbers
    count: Floats
    features: Floats


def make_table(units: Sequence[Unit], *, home: str | None) -> Table:
    """Lay out the candidates of the units; `home` is the country the text comes from."""
    rows = [(number, candidate) for number, unit in enumerate(units) for candidate in unit.candidates]
    features = np.zeros((len(rows), len(FEATURES)))
    for row, (number, candidate) in zip(features, rows, strict=True):
        _describe(row, candidate.entry, units[number], home)
    entries = [candidate.entry for _, candidate in rows]
    country = _number([entry.country for entry in entries])
    admin1 = _number([(entry.country, entry.admin1) if entry.admin1 else None for entry in entries])
    key = _number([units[number].key for number, _ in rows])
    ends = np.cumsum([len(unit.candidates) for unit in units]).tolist()
    return Table(
        unit_of=np.array([number for number, _ in rows], dtype=np.int64),
        bounds=tuple(zip([0, *ends[:-1]], ends, strict=True)),
        lat=np.radians([entry.lat for entry in entries]),
        lon=np.radians([entry.lon for entry in entries]),
        country=country,
        admin1=admin1,
        is_point=np.array([name_kind(entry) not in {"country", "region"} for entry in entries], dtype=float),
        key=key,
        country_key=_number_pairs(country, key),
        admin1_key=_number_pairs(admin1, key),
        count=np.array([units[number].count for number, _ in rows], dtype=float),
        features=features,
    )


def _number_pairs(area: Numbers, key: Numbers) -> Numbers:
    _, numbers = np.unique(area * (key.max(initial=0) + 1) + key, return_inverse=True)
    return numbers


def name_kind(entry: PlaceEntry) -> str:
    """Return the kind that a place is weighed as."""
    return KINDS.get(entry.kind, SITE)


def is_listed(entry: PlaceEntry) -> bool:
    """Whether a place stands in our own table of seas, sites and regions."""
    return not entry.id.startswith(INDEXED)


def _describe(row: Floats, entry: PlaceEntry, unit: Unit, home: str | None) -> None:
    kind = name_kind(entry)
    people = max(entry.population, LISTED_PEOPLE if is_listed(entry) else 0)
    row[NUMBER["population"]] = np.log10(people + 10)
    if kind == "settlement":
        row[NUMBER["small"]] = entry.population < SMALL_TOWN
        is_capital = _is_capital(entry)
        row[NUMBER["capital"]] = is_capital
        # "Washington" is no odd name of "Washington, D.C."
        is_other = not entry.is_main_name and not is_capital
        row[NUMBER["other_name"]] = is_other
        row[NUMBER["other_name_of_city"]] = is_other and entry.population >= LARGE_CITY
    else:
        row[NUMBER[kind]] = 1
    row[NUMBER["home"]] = home is not None and entry.country == home
    if unit.holder is None:
        row[NUMBER["contained_elsewhere"]] = any(_is_inside(entry, holder) for holder in unit.held_elsewhere)
    else:
        name = "contained" if unit.holder.is_strict else "loosely_contained"
        row[NUMBER[name]] = _is_inside(entry, unit.holder)


def _is_capital(entry: PlaceEntry) -> bool:
    country = find_country_by_code(entry.country) if entry.country else None
    if country is None or country.capital_lat is None or country.capital_lon is None:
        return False
    near = abs(country.capital_lat - entry.lat) < 0.2 and abs(country.capital_lon - entry.lon) < 0.2
    return near and entry.name.startswith(country.capital)


def _is_inside(entry: PlaceEntry, holder: Holder) -> bool:
    return any(is_within(entry, other.entry) for other in holder.candidates)


def _number(values: Sequence[object]) -> Numbers:
    """Number equal values alike from 1; None is 0."""
    known: dict[object, int] = {None: 0}
    return np.array([known.setdefault(value, len(known)) for value in values], dtype=np.int64)


def believe(table: Table, scores: Floats) -> Floats:
    """Turn scores into the probability of each candidate within its unit."""
    top = np.full(len(table.bounds), -np.inf)
    np.maximum.at(top, table.unit_of, scores)
    power = np.exp(scores - top[table.unit_of])
    total = np.bincount(table.unit_of, weights=power, minlength=len(table.bounds))
    chances: Floats = power / total[table.unit_of]
    return chances
