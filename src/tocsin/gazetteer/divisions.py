"""Read first and second-level divisions (states, oblasts, counties) for the index to be built."""

import gzip
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import NamedTuple

from tocsin.gazetteer.drafts import Draft, choose_names
from tocsin.gazetteer.tables import read_rows, split_names

TABLE = "divisions.tsv.gz"
# What a division is called in its own language and in English; "Kharkivska oblast" is news' "Kharkiv region".
TYPE_WORDS = (
    "oblast|oblast'|voblasć|voblast|krai|kray|raion|rayon|rajon|okrug|respublika|republic|county|province|region"
    "|governorate|voivodeship|district|department|state|prefecture|län|fylke|sheng|shi|zizhiqu|municipality|parish"
)
TYPE_AT_END = re.compile(rf"^(?P<bare>.{{3,}}?),? (?:{TYPE_WORDS})$", re.IGNORECASE)
ENGLISH_AT_END = re.compile(
    r"^[A-Z][\w' -]+ (?:Oblast|Krai|County|Province|Region|Governorate|Voivodeship|Prefecture)$"
)
NATIVE_AT_END = re.compile(
    r"\b(?:oblast'?|voblasć|krai|kray|respublika|län|fylke|sheng|zizhiqu)$", re.IGNORECASE
)
# Every first-level division is also called by these in news: "Zhytomyr region", "Kandahar province".
FIRST_LEVEL_WORDS = ("region", "province")


class Division(NamedTuple):
    """One row of the table; `towns` are the GeoNames ids of those in no narrower division."""

    geonames_id: int
    code: str
    name: str
    type: str
    names: tuple[str, ...]
    lat: float
    lon: float
    radius_km: int
    population: int
    towns: tuple[int, ...]


def read_divisions() -> list[Division]:
    """Read the table, first level before second."""
    packed = (files("tocsin.gazetteer") / "data" / TABLE).read_bytes()
    return [_read_division(line) for line in gzip.decompress(packed).decode().splitlines()]


def map_towns(divisions: list[Division]) -> dict[int, str]:
    """Map the id of each town to the code of the narrowest division it lies in."""
    return {town: division.code for division in divisions for town in division.towns}


def draft_divisions(divisions: list[Division], codes: Mapping[str, str]) -> Iterator[Draft]:
    """Yield the divisions of known countries with the names by which news calls them."""
    short = {row["code"]: split_names(row["names"]) for row in read_rows("divisions.csv")}
    for division in divisions:
        country = codes.get(division.code[:2])
        if country is not None:
            yield _draft(division, country, short.get(division.code, ()))


def _draft(division: Division, country: str, short: tuple[str, ...]) -> Draft:
    names = choose_names(division.names)
    is_first = division.code.count(".") == 1
    name = _choose_name(division.name, names)
    words = [*(FIRST_LEVEL_WORDS if is_first else ()), division.type]
    others = [form for other in names for form in (other, _strip(other), *_vary(other, words))]
    return Draft(
        kind="admin1" if is_first else "admin2",
        name=name,
        code=division.code,
        geonames_id=division.geonames_id,
        population=division.population,
        division=division.code,
        lat=division.lat,
        lon=division.lon,
        radius_km=division.radius_km,
        country=country,
        main_names=(division.name, *_vary(division.name, words)),
        other_names=(*others, _strip(division.name), *short),
    )


def _choose_name(name: str, names: list[str]) -> str:
    """Choose the English name where the main one is "Donetska oblast"."""
    if NATIVE_AT_END.search(name) is None:
        return name
    return next((other for other in names if ENGLISH_AT_END.match(other)), name)


def _strip(name: str) -> str:
    """Return a name without its type: "Pokrovsk Raion" is Pokrovsk, as its town is."""
    match = TYPE_AT_END.match(name)
    return match["bare"] if match else name


def _vary(name: str, words: list[str]) -> list[str]:
    """List what else the name is called, with the types of English news: "Kharkiv region"."""
    return [f"{_strip(name)} {word}" for word in words if word]


def _read_division(line: str) -> Division:
    number, code, name, kind, names, lat, lon, radius, population, towns = line.split("\t")
    ids, last = [], 0
    for step in towns.split():
        last += int(step)
        ids.append(last)
    return Division(
        geonames_id=int(number),
        code=code,
        name=name,
        type=kind.lower(),
        names=split_names(names),
        lat=float(lat),
        lon=float(lon),
        radius_km=int(radius),
        population=int(population),
        towns=tuple(ids),
    )
