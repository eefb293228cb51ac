"""Read airports and air bases from the installed package, for the index to be built."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tocsin.gazetteer.drafts import Draft, choose_names

PACKAGE = "airportsdata"
AIRPORT_RADIUS_KM = 3
# Belgium's points are degrees and minutes read as decimals there (Liège's is 31 km off); ours are right.
MISREAD = frozenset({"BE"})
MILITARY = re.compile(
    r"\b(?:air ?base|air force|AFB|RAF|RNAS|military|naval air|army air|NAS|MCAS|AAF)\b", re.IGNORECASE
)
# A strip without an IATA code is named in no news, unless soldiers or travellers use it.
NOTED = re.compile(r"\binternational\b", re.IGNORECASE)
LAST_WORDS = re.compile(
    r"(?: international| intl| regional| municipal)?(?: airport| airfield| aerodrome)$", re.IGNORECASE
)
AIR_BASE = re.compile(
    r" (?:air ?base|air force base|afb|military air ?base|military airport)$", re.IGNORECASE
)


def read_airports(codes: Mapping[str, str]) -> Iterator[Draft]:
    """Yield the airports with an IATA code and the military airfields of known countries."""
    import airportsdata  # imported here: only the building of the index needs it

    for icao, row in airportsdata.load().items():
        country = codes.get(row["country"])
        is_military = MILITARY.search(row["name"]) is not None
        is_known = row["iata"] or is_military or NOTED.search(row["name"])
        if country is not None and is_known and row["country"] not in MISREAD:
            yield _draft(icao, row, country, is_military=is_military)


def _draft(icao: str, row: Mapping[str, Any], country: str, *, is_military: bool) -> Draft:
    others = [
        row["name"],
        *_shorten(row["name"], row["city"]),
        *_name_by_city(row["city"], is_military=is_military),
    ]
    return Draft(
        kind="base" if is_military else "airport",
        name=row["name"],
        code=icao,
        geonames_id=0,
        population=0,
        division=row["country"],
        lat=row["lat"],
        lon=row["lon"],
        radius_km=AIRPORT_RADIUS_KM,
        country=country,
        main_names=(),
        other_names=tuple(choose_names(others)),
    )


def _shorten(name: str, city: str) -> Iterator[str]:
    """Yield "Keflavik Airport" of "Keflavik International Airport", "Gatwick" of "London Gatwick Airport"."""
    bare = LAST_WORDS.sub("", name)
    if bare != name:
        yield f"{bare} Airport"
        yield f"{bare} International Airport"
        if city and bare.startswith(f"{city} ") and len(bare) > len(city) + 4:
            rest = bare.removeprefix(f"{city} ").strip("-– ")
            yield rest
            yield f"{rest} Airport"
    if AIR_BASE.search(name) is not None:
        yield AIR_BASE.sub(" Air Base", name)
        yield AIR_BASE.sub(" airbase", name)


def _name_by_city(city: str, *, is_military: bool) -> Iterator[str]:
    if city and is_military:
        yield f"{city} Air Base"
    elif city:
        yield f"{city} Airport"
        yield f"{city} International Airport"
