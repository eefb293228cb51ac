"""Find countries by name, adjective or the bodies that stand for them, and tell alliance members by date."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from tocsin.gazetteer.tables import list_query_keys, make_key, read_date, read_rows, split_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One country with the names by which news text calls it."""

    iso3: str
    iso2: str
    name: str
    other_names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: str
    capital_lat: float | None
    capital_lon: float | None
    lat: float
    lon: float
    metonyms: tuple[str, ...]
    nato_since: date | None
    eu_since: date | None
    eu_until: date | None


def find_country(name: str) -> Country | None:
    """Find a country by its name, another name or its ISO 3166 alpha-3 code."""
    return _look_up(_countries_by_name(), name)


def country_of_demonym(word: str) -> Country | None:
    """Find the country of an adjective or a people: "Polish", "Poles"."""
    if not any(letter.isupper() for letter in word):
        return None  # "polish", "turkey" and "swede" are words, not peoples
    return _look_up(_countries_by_demonym(), word)


def country_of_metonym(phrase: str) -> Country | None:
    """Find the country whose government a capital or a seat stands for: "the Kremlin", "Downing Street"."""
    return _look_up(_countries_by_metonym(), phrase)


def is_nato_member(iso3: str, on: date) -> bool:
    """Tell whether a country was a member of NATO on a day."""
    country = _countries_by_code().get(iso3)
    return country is not None and country.nato_since is not None and country.nato_since <= on


def is_eu_member(iso3: str, on: date) -> bool:
    """Tell whether a country was a member of the European Union on a day, the last day included."""
    country = _countries_by_code().get(iso3)
    if country is None or country.eu_since is None or on < country.eu_since:
        return False
    return country.eu_until is None or on <= country.eu_until


@cache
def all_countries() -> tuple[Country, ...]:
    """Return every country, ordered by code."""
    return tuple(_read_country(row) for row in read_rows("countries.csv"))


def find_country_by_code(iso3: str) -> Country | None:
    """Find a country by its ISO 3166 alpha-3 code alone."""
    return _countries_by_code().get(iso3)


def _read_country(row: dict[str, str]) -> Country:
    return Country(
        iso3=row["iso3"],
        iso2=row["iso2"],
        name=row["name"],
        other_names=split_names(row["other_names"]),
        demonyms=split_names(row["demonyms"]),
        capital=row["capital"],
        capital_lat=float(row["capital_lat"]) if row["capital_lat"] else None,
        capital_lon=float(row["capital_lon"]) if row["capital_lon"] else None,
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        metonyms=split_names(row["metonyms"]),
        nato_since=read_date(row["nato_since"]),
        eu_since=read_date(row["eu_since"]),
        eu_until=read_date(row["eu_until"]),
    )


@cache
def _countries_by_code() -> dict[str, Country]:
    return {country.iso3: country for country in all_countries()}


@cache
def _countries_by_name() -> dict[str, Country]:
    return _index(lambda country: (country.iso3, country.name, *country.other_names))


@cache
def _countries_by_demonym() -> dict[str, Country]:
    return _index(lambda country: country.demonyms)


@cache
def _countries_by_metonym() -> dict[str, Country]:
    return _index(lambda country: country.metonyms)


def _index(names_of: Callable[[Country], Iterable[str]]) -> dict[str, Country]:
    index: dict[str, Country] = {}
    for country in all_countries():
        for name in names_of(country):
            index.setdefault(make_key(name), country)
    return index


def _look_up(index: dict[str, Country], name: str) -> Country | None:
    return next((index[key] for key in list_query_keys(name) if key in index), None)
