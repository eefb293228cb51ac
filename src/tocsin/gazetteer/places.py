"""Find places by name: our own table first, then countries, then towns by population."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from tocsin.gazetteer.countries import Country, all_countries, country_of_demonym, find_country
from tocsin.gazetteer.entries import list_by_name
from tocsin.gazetteer.tables import drop_determiner, list_query_keys, make_key, read_rows, split_names
from tocsin.gazetteer.towns import Town, find_town_by_id, find_towns

# Only a radius to draw: half the width of an average country and of a town.
COUNTRY_RADIUS_KM = 300.0
TOWN_RADIUS_KM = 10.0
# "Turkish airspace" and "Syrian territory" lie somewhere in the country.
TERRITORY_WORDS = frozenset({"airspace", "territory", "soil"})
TOWN_ID_PREFIX = "geonames:"
COUNTRY_ID_PREFIX = "country:"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEntry:
    """One place a name may mean; `precision` says what the point stands for."""

    id: str
    name: str
    lat: float
    lon: float
    country: str | None
    precision: str
    radius_km: float
    kind: str
    population: int = 0


def find_places(name: str) -> tuple[PlaceEntry, ...]:
    """List the places a name may mean, best first."""
    if not name or name == name.lower():
        return ()  # "the baltic" in lower case is no name, nor is "nice" or "reading"
    listed = _look_up(_listed_by_name(), name)
    if any(entry.kind == "person" for entry in list_by_name(name)):
        return listed  # "Harris" and "Bennett" are towns too, but a known office holder is meant
    country = find_country(name) or _find_territory(name)
    countries = () if country is None else (_make_country_place(country),)
    towns = tuple(_make_town_place(town) for town in find_towns(name))
    return (*listed, *countries, *towns)


def resolve_place(name: str, *, countries: Collection[str] = ()) -> PlaceEntry | None:
    """Choose one place for a name: in the given countries if any is, else the best known."""
    candidates = find_places(name)
    head, comma, tail = name.partition(",")
    if not candidates and comma:
        return _resolve_within(head.strip(), tail.strip(), countries=countries)
    inside = tuple(place for place in candidates if place.country in countries)
    return next(iter(inside or candidates), None)


def _resolve_within(head: str, tail: str, *, countries: Collection[str]) -> PlaceEntry | None:
    """Resolve "Kerman, Iran": what stands after the last comma contains the place, and stands in for it."""
    container = resolve_place(tail.rpartition(",")[2].strip(), countries=countries)
    if container is None or container.country is None:
        return resolve_place(head, countries=countries)
    inside = (place for place in find_places(head) if place.country == container.country)
    return next(inside, container)


def _find_territory(name: str) -> Country | None:
    people, _, ground = name.rpartition(" ")
    return country_of_demonym(drop_determiner(people)) if ground in TERRITORY_WORDS else None


def find_place_by_id(place_id: str) -> PlaceEntry | None:
    """Find a place by its gazetteer id."""
    if place_id.startswith(TOWN_ID_PREFIX):
        town = find_town_by_id(place_id.removeprefix(TOWN_ID_PREFIX))
        return _make_town_place(town) if town is not None else None
    if place_id.startswith(COUNTRY_ID_PREFIX):
        country = find_country(place_id.removeprefix(COUNTRY_ID_PREFIX))
        return _make_country_place(country) if country is not None else None
    return next((place for place, _ in _read_listed() if place.id == place_id), None)


def iter_names() -> Iterator[tuple[str, str]]:
    """Yield (name, place id) for phrase matching: every name of our table, and countries of several words."""
    for place, names in _read_listed():
        for name in names:
            yield name, place.id
    for country in all_countries():
        for name in (country.name, *country.other_names):
            if " " in name:
                yield name, COUNTRY_ID_PREFIX + country.iso3


@cache
def _read_listed() -> tuple[tuple[PlaceEntry, tuple[str, ...]], ...]:
    rows = read_rows("places.csv")
    return tuple((_read_place(row), (row["name"], *split_names(row["aliases"]))) for row in rows)


def _read_place(row: dict[str, str]) -> PlaceEntry:
    return PlaceEntry(
        id=row["id"],
        name=row["name"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        country=row["country"] or None,
        precision=row["precision"],
        radius_km=float(row["radius_km"]),
        kind=row["kind"],
    )


@cache
def _listed_by_name() -> dict[str, tuple[PlaceEntry, ...]]:
    index: defaultdict[str, list[PlaceEntry]] = defaultdict(list)
    for place, names in _read_listed():
        for key in _list_keys(names):
            index[key].append(place)
    return {key: tuple(places) for key, places in index.items()}


def _list_keys(names: Iterable[str]) -> set[str]:
    return {make_key(name) for name in names}


def _look_up(index: dict[str, tuple[PlaceEntry, ...]], name: str) -> tuple[PlaceEntry, ...]:
    return next((index[key] for key in list_query_keys(name) if key in index), ())


def _make_country_place(country: Country) -> PlaceEntry:
    return PlaceEntry(
        id=COUNTRY_ID_PREFIX + country.iso3,
        name=country.name,
        lat=country.lat,
        lon=country.lon,
        country=country.iso3,
        precision="country",
        radius_km=COUNTRY_RADIUS_KM,
        kind="country",
    )


def _make_town_place(town: Town) -> PlaceEntry:
    return PlaceEntry(
        id=TOWN_ID_PREFIX + town.geonames_id,
        name=town.name,
        lat=round(town.lat, 4),
        lon=round(town.lon, 4),
        country=town.country,
        precision="settlement",
        radius_km=TOWN_RADIUS_KM,
        kind="settlement",
        population=town.population,
    )
