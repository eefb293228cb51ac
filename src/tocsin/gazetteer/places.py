"""Find places by name: our own table first, then countries, then divisions, towns and airports."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache, lru_cache

from tocsin.gazetteer.countries import (
    Country,
    all_countries,
    country_of_demonym,
    find_country,
    find_country_by_code,
)
from tocsin.gazetteer.entries import list_by_name
from tocsin.gazetteer.folding import fold_place_name, is_capitals, make_place_key
from tocsin.gazetteer.mapped import ID_MARK, Record
from tocsin.gazetteer.opening import open_index
from tocsin.gazetteer.supplement import PlaceEntry, all_listed, find_listed_places, list_names
from tocsin.gazetteer.tables import drop_determiner

# Only a radius to draw: half the width of an average country.
COUNTRY_RADIUS_KM = 300.0
# "Turkish airspace" and "Syrian territory" lie somewhere in the country.
TERRITORY_WORDS = frozenset({"airspace", "territory", "soil"})
GEONAMES_PREFIX = "geonames:"
AIRPORT_PREFIX = "airport:"
COUNTRY_PREFIX = "country:"
PRECISIONS = {
    "settlement": "settlement",
    "airport": "site",
    "base": "site",
    "admin1": "admin1",
    "admin2": "admin2",
}
# "Odessa" is another name of Odesa and the main name of a town in Texas a ninth its size: Odesa is meant.
OTHER_NAME_WEIGHT = 0.13
# "Buenos Aires" and "Lublin" are towns first, then the divisions around them, which hold more people.
DIVISION_WEIGHTS = {"admin1": 0.1, "admin2": 0.02}
# What `find_places` takes for known without a hint; the rest is for those who weigh the context.
NOTED_TOWN = 15_000
# "KYIV" in a headline is the town; "IS", "EU" and "WHO" are no towns, though some are called so.
SHORTEST_HEADLINE_NAME = 4


@lru_cache(maxsize=4_096)
def find_candidates(name: str) -> tuple[PlaceEntry, ...]:
    """List every place of exactly this name but for spelling, whatever its size, best first."""
    listed, indexed = find_listed_places(name), _find_indexed(name)
    country = find_country(name)
    if country is None:
        return _merge(listed, indexed)
    # "Scotland" is filed as another name of the kingdom; the place is the division of that name.
    nations = tuple(place for place in indexed if _is_nation(place, country, name))
    return _merge((*listed, *nations, _make_country_place(country)), indexed)


def find_places(name: str) -> tuple[PlaceEntry, ...]:
    """List the places a name may mean where nothing is known of the text, best first."""
    if not name or name == name.lower():
        return ()  # "the baltic" in lower case is no name, nor is "nice" or "reading"
    if any(entry.kind == "person" for entry in list_by_name(name)):
        return find_listed_places(
            name
        )  # "Harris" and "Bennett" are towns, but a known office holder is meant
    country = _find_territory(name)
    grounds = () if country is None else (_make_country_place(country),)
    return (*_choose_noted(find_candidates(name)), *grounds)


def has_name(name: str) -> bool:
    """Tell whether any place has this name, in a few microseconds."""
    return bool(find_listed_places(name)) or find_country(name) is not None or _is_indexed(name)


def resolve_place(name: str, *, countries: Collection[str] = ()) -> PlaceEntry | None:
    """Choose one place for a name: in the given countries if any is, else the best known."""
    candidates = find_places(name)
    head, comma, tail = name.partition(",")
    if not candidates and comma:
        return _resolve_within(head.strip(), tail.strip(), countries=countries)
    inside = tuple(place for place in candidates if place.country in countries)
    return next(iter(inside or candidates), None)


def find_place_by_id(place_id: str) -> PlaceEntry | None:
    """Find a place by its gazetteer id."""
    if place_id.startswith(COUNTRY_PREFIX):
        country = find_country_by_code(place_id.removeprefix(COUNTRY_PREFIX))
        return _make_country_place(country) if country is not None else None
    for prefix in (GEONAMES_PREFIX, AIRPORT_PREFIX):
        if place_id.startswith(prefix):
            found = next(open_index().find(ID_MARK + place_id.removeprefix(prefix)), None)
            return _make_place(found[0], is_main=True) if found is not None else None
    listed = all_listed().get(place_id)
    return _complete(listed) if listed is not None else None


def list_containers(place: PlaceEntry) -> tuple[PlaceEntry, ...]:
    """List what a place lies in, narrowest first: Austin lies in Travis County, Texas, the United States."""
    found: list[PlaceEntry] = []
    if place.geonames_id is not None:
        record = next(open_index().find(ID_MARK + place.geonames_id), None)
        numbers = () if record is None else (record[0].admin2, record[0].admin1)
        divisions = (open_index().read(number) for number in numbers if number is not None)
        found += [_make_place(division, is_main=True) for division in divisions]
    country = find_country_by_code(place.country) if place.country else None
    if country is not None:
        found.append(_make_country_place(country))
    return tuple(container for container in found if container.geonames_id != place.geonames_id)


def is_within(place: PlaceEntry, container: PlaceEntry) -> bool:
    """Tell whether a place lies in a country or a division, as far as codes tell."""
    if place.country is None or place.country != container.country:
        return False
    if container.kind == "country":
        return place.kind != "country"
    if (
        container.admin1 is None
        or container.precision not in {"admin1", "admin2"}
        or container.id == place.id
    ):
        return False
    if container.admin2 is not None:
        return (place.admin1, place.admin2) == (container.admin1, container.admin2)
    return place.admin1 == container.admin1


def iter_names() -> Iterator[tuple[str, str]]:
    """Yield (name, place id) for phrase matching: every name of our table, and countries of several words."""
    yield from list_names()
    for country in all_countries():
        for name in (country.name, *country.other_names):
            if " " in name:
                yield name, COUNTRY_PREFIX + country.iso3


def _is_nation(place: PlaceEntry, country: Country, name: str) -> bool:
    is_part = place.kind == "admin1" and place.country == country.iso3 and place.is_main_name
    return is_part and fold_place_name(name) != fold_place_name(country.name)


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


def _choose_noted(places: tuple[PlaceEntry, ...]) -> tuple[PlaceEntry, ...]:
    divided = {place.country for place in places if place.kind.startswith("admin") and _is_noted(place)}
    return tuple(
        place
        for place in places
        # "Loviisa" is a small town before it is the division of that name around it.
        if _is_noted(place) or (place.kind == "settlement" and place.country in divided)
    )


def _is_noted(place: PlaceEntry) -> bool:
    if not place.id.startswith(GEONAMES_PREFIX):
        return True
    return place.population >= NOTED_TOWN and (place.is_main_name or place.kind == "settlement")


def _merge(ours: tuple[PlaceEntry, ...], theirs: tuple[PlaceEntry, ...]) -> tuple[PlaceEntry, ...]:
    """Join both lists; what is in both stands where ours does, with what GeoNames adds."""
    completed = tuple(_complete(place) for place in ours)
    known = {place.geonames_id for place in completed if place.geonames_id is not None}
    return (
        *completed,
        *(place for place in theirs if place.geonames_id is None or place.geonames_id not in known),
    )


def _complete(place: PlaceEntry) -> PlaceEntry:
    """Add to a place of our table what the index knows of it."""
    if place.geonames_id is None or place.kind == "country":
        return place
    found = next(open_index().find(ID_MARK + place.geonames_id), None)
    if found is None:
        return place
    same = _make_place(found[0], is_main=True)
    return replace(place, population=same.population, admin1=same.admin1, admin2=same.admin2)


@lru_cache(maxsize=16_384)
def _is_indexed(name: str) -> bool:
    if is_capitals(name):
        return any(True for _ in _list_records(name))
    return open_index().has(fold_place_name(name))


def _list_records(name: str) -> Iterator[tuple[Record, bool]]:
    """Yield the entries of a name; of one in capitals those kept so, and large towns ("KYIV")."""
    index = open_index()
    if not is_capitals(name):
        yield from index.find(fold_place_name(name))
        return
    yield from index.find(make_place_key(name))
    if len(name) >= SHORTEST_HEADLINE_NAME:
        for record, is_main in index.find(fold_place_name(name)):
            if record.population >= NOTED_TOWN:
                yield record, is_main


def _find_indexed(name: str) -> tuple[PlaceEntry, ...]:
    found = {record.number: (record, is_main) for record, is_main in _list_records(name)}
    ordered = sorted(found.values(), key=lambda pair: (-_weigh(*pair), pair[0].number))
    return tuple(_make_place(record, is_main=is_main) for record, is_main in ordered)


def _weigh(record: Record, is_main: bool) -> float:
    weight = record.population * (1.0 if is_main else OTHER_NAME_WEIGHT)
    return weight * DIVISION_WEIGHTS.get(record.kind, 1.0)


@cache
def _make_country_place(country: Country) -> PlaceEntry:
    number = open_index().country_ids.get(country.iso3)
    return PlaceEntry(
        id=COUNTRY_PREFIX + country.iso3,
        name=country.name,
        lat=country.lat,
        lon=country.lon,
        country=country.iso3,
        precision="country",
        radius_km=COUNTRY_RADIUS_KM,
        kind="country",
        geonames_id=str(number) if number else None,
    )


def _make_place(record: Record, *, is_main: bool) -> PlaceEntry:
    index = open_index()
    first, second = (
        index.read(number).code if number is not None else "" for number in (record.admin1, record.admin2)
    )
    return PlaceEntry(
        id=f"{GEONAMES_PREFIX}{record.geonames_id}" if record.geonames_id else AIRPORT_PREFIX + record.code,
        name=record.name,
        lat=round(record.lat, 4),
        lon=round(record.lon, 4),
        country=record.country,
        precision=PRECISIONS[record.kind],
        radius_km=float(record.radius_km),
        kind=record.kind,
        population=record.population,
        geonames_id=str(record.geonames_id) if record.geonames_id else None,
        admin1=first.rpartition(".")[2] or None,
        admin2=second.rpartition(".")[2] or None,
        is_main_name=is_main,
    )
