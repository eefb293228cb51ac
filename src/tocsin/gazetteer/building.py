"""Build the index of places: one file of sorted key hashes, postings, records and names, to be mapped."""

import json
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

import numpy as np

from tocsin.gazetteer.airports import read_airports
from tocsin.gazetteer.countries import all_countries
from tocsin.gazetteer.divisions import draft_divisions, map_towns, read_divisions
from tocsin.gazetteer.drafts import Draft
from tocsin.gazetteer.folding import fold_lines, is_capitals, make_place_key
from tocsin.gazetteer.geonames import read_country_ids, read_towns
from tocsin.gazetteer.mapped import HEAD, ID_MARK, KINDS, MAGIC, MAIN_NAME_BIT

RECORD_TYPE = np.dtype(
    [(name, "<u4") for name in ("name", "geonames_id", "population", "admin1", "admin2")]
    + [("lat", "<f4"), ("lon", "<f4"), ("radius", "<u2"), ("country", "<u2"), ("kind", "u1")]
)
LARGEST_COUNT = 2**32 - 1
# With codes of their own in ISO 3166, in news parts of the countries they belong to.
PARTS_OF_COUNTRIES = {"AX": "FIN", "SJ": "NOR"}


def build_index(path: Path) -> None:
    """Write the index of every place of the installed packages."""
    write_index(path, list(read_drafts()), country_ids=read_country_ids())


def write_index(path: Path, drafts: list[Draft], *, country_ids: Mapping[str, int]) -> None:
    """Write the index of some entries; a division comes before what lies in it."""
    countries = sorted({draft.country for draft in drafts})
    names = bytearray()
    starts: list[int] = []
    for draft in drafts:
        starts.append(len(names))
        names += f"{draft.name}\t{draft.code}\n".encode()
    keys, firsts, postings = _index_names(drafts)
    sections = {
        "keys": keys.tobytes(),
        "firsts": firsts.tobytes(),
        "postings": postings.tobytes(),
        "records": _pack_records(drafts, starts, countries).tobytes(),
        "names": bytes(names),
    }
    _write(path, sections, {"countries": countries, "country_ids": country_ids})


def read_drafts() -> Iterator[Draft]:
    """Yield every entry of every source: divisions, then towns, then airports."""
    codes = {country.iso2: country.iso3 for country in all_countries()} | PARTS_OF_COUNTRIES
    divisions = read_divisions()
    yield from draft_divisions(divisions, codes)
    yield from read_towns(codes, map_towns(divisions))
    yield from read_airports(codes)


def _pack_records(drafts: list[Draft], starts: list[int], countries: list[str]) -> np.ndarray:
    numbers = {
        draft.code: number + 1 for number, draft in enumerate(drafts) if draft.kind.startswith("admin")
    }
    places = {country: number for number, country in enumerate(countries)}
    rows = [
        (
            start,
            draft.geonames_id,
            min(draft.population, LARGEST_COUNT),
            numbers.get(".".join(draft.division.split(".")[:2]), 0),
            numbers.get(draft.division, 0) if draft.division.count(".") > 1 else 0,
            draft.lat,
            draft.lon,
            draft.radius_km,
            places[draft.country],
            KINDS.index(draft.kind),
        )
        for draft, start in zip(drafts, starts, strict=True)
    ]
    return np.array(rows, dtype=RECORD_TYPE)


def _index_names(drafts: list[Draft]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return sorted distinct key hashes, where the postings of each begin, and the postings."""
    names, numbers = _list_names(drafts)
    keys = _fold_names(names)
    for number, draft in enumerate(drafts):
        identity = str(draft.geonames_id) if draft.geonames_id else draft.code
        keys.append(ID_MARK + identity)
        numbers.append(number | MAIN_NAME_BIT)
    hashes = np.frombuffer(
        b"".join(blake2b(key.encode(), digest_size=8).digest() for key in keys), dtype="<u8"
    )
    postings = np.array(numbers, dtype="<u4")
    bare = postings & np.uint32(MAIN_NAME_BIT - 1)
    order = np.lexsort((~(postings >> np.uint32(31)), bare, hashes))
    hashes, postings, bare = hashes[order], postings[order], bare[order]
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = (hashes[1:] != hashes[:-1]) | (bare[1:] != bare[:-1])
    hashes, postings = hashes[is_new], postings[is_new]
    distinct, firsts = np.unique(hashes, return_index=True)
    return distinct, np.append(firsts, len(hashes)).astype("<u4"), postings


def _list_names(drafts: list[Draft]) -> tuple[list[str], list[int]]:
    names: list[str] = []
    numbers: list[int] = []
    for number, draft in enumerate(drafts):
        mains = (draft.name, *draft.main_names)
        names += (*mains, *draft.other_names)
        numbers += [number | MAIN_NAME_BIT] * len(mains) + [number] * len(draft.other_names)
    return names, numbers


def _fold_names(names: list[str]) -> list[str]:
    """Fold all names at once, which takes a tenth of the time of one by one; plain ones apart."""
    keys: dict[str, str] = {name: "" for name in names}
    for part in ([name for name in keys if name.isascii()], [name for name in keys if not name.isascii()]):
        lines = "\n".join(" ".join(name.split()) for name in part)
        keys.update(zip(part, fold_lines(lines).split("\n") if part else (), strict=True))
    keys.update({name: make_place_key(name) for name in keys if is_capitals(name)})
    return [keys[name] for name in names]


def _write(path: Path, sections: dict[str, bytes], facts: dict[str, object]) -> None:
    """Write a fixed head, the JSON header, and the sections, each at a multiple of eight bytes."""
    lengths = {name: len(content) for name, content in sections.items()}
    size = len(json.dumps(facts)) + 64 * (len(sections) + 2)
    size += -(HEAD.size + size) % 8
    start, table = HEAD.size + size, {}
    for name, length in lengths.items():
        table[name] = [start, length]
        start += length + -length % 8
    header = json.dumps({**facts, "sections": table, "length": start}).encode().ljust(size)
    with path.open("wb") as file:
        file.write(HEAD.pack(MAGIC, size))
        file.write(header)
        for content in sections.values():
            file.write(content.ljust(len(content) + -len(content) % 8, b"\0"))
