"""Read our own table of places: seas, straits, bases, plants, lines, regions, by the names of news."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from tocsin.gazetteer.folding import list_place_keys, make_place_key
from tocsin.gazetteer.tables import read_rows, split_names


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEntry:
    """One place a name may mean; `precision` says what the point stands for.

    `admin1` and `admin2` are GeoNames codes within the country ("TX", "453"). `is_main_name` is False where
    the name asked for is only one of the alternate names that GeoNames collects, often noise.
    """

    id: str
    name: str
    lat: float
    lon: float
    country: str | None
    precision: str
    radius_km: float
    kind: str
    population: int = 0
    geonames_id: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    is_main_name: bool = True


@cache
def all_listed() -> dict[str, PlaceEntry]:
    """Return every place of the table by its id, in its order."""
    return {row["id"]: _read_place(row) for row in read_rows("places.csv")}


@cache
def list_names() -> tuple[tuple[str, str], ...]:
    """Return (name, place id) for every name of the table."""
    return tuple(
        (name, row["id"])
        for row in read_rows("places.csv")
        for name in (row["name"], *split_names(row["aliases"]))
    )


def find_listed_places(name: str) -> tuple[PlaceEntry, ...]:
    """List the places of the table by this name, in its order."""
    by_key, places = _ids_by_key(), all_listed()
    ids = dict.fromkeys(place_id for key in list_place_keys(name) for place_id in by_key.get(key, ()))
    return tuple(places[place_id] for place_id in ids)


@cache
def _ids_by_key() -> dict[str, tuple[str, ...]]:
    ids: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for name, place_id in list_names():
        ids[make_place_key(name)][place_id] = None
    return {key: tuple(found) for key, found in ids.items()}


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
        geonames_id=row["geonames_id"] or None,
    )
