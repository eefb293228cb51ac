"""Read the mapped index of places: names by the hash of their key, entries as fixed-width records."""

import json
import mmap
import struct
from bisect import bisect_left
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

MAGIC = b"tocsin-places-2\n"
HEAD = struct.Struct("<16sI")
# name, GeoNames id, population, admin1 and admin2 (number + 1), lat, lon, radius, country, kind.
RECORD = struct.Struct("<IIIIIffHHB")
KINDS = ("settlement", "admin1", "admin2", "airport", "base")
MAIN_NAME_BIT = 1 << 31
# Keys of ids live beside the names; no folded name begins with this sign.
ID_MARK = "#"


class Record(NamedTuple):
    """One entry of the index as stored; `admin1` and `admin2` are numbers of other records or None."""

    number: int
    name: str
    code: str
    geonames_id: int
    population: int
    admin1: int | None
    admin2: int | None
    lat: float
    lon: float
    radius_km: int
    country: str
    kind: str


def hash_key(key: str) -> int:
    """Hash a key to 64 bits; two of a million names share one with a chance of one in 30 million."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


class MappedIndex:
    """An index file mapped into memory: nothing is read before it is asked for."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if len(self._map) < HEAD.size:
            raise ValueError(f"{path} is cut short")
        magic, size = HEAD.unpack_from(self._map)
        if magic != MAGIC:
            raise ValueError(f"{path} is no index of places of this version")
        header = json.loads(self._map[HEAD.size : HEAD.size + size])
        sections: dict[str, list[int]] = header["sections"]
        if header["length"] != len(self._map):
            raise ValueError(f"{path} is cut short")
        self._countries: list[str] = header["countries"]
        self.country_ids: dict[str, int] = header["country_ids"]
        view = memoryview(self._map)
        parts = {name: view[start : start + length] for name, (start, length) in sections.items()}
        self._keys = parts["keys"].cast("Q")
        self._firsts = parts["firsts"].cast("I")
        self._postings = parts["postings"].cast("I")
        self._records = parts["records"]
        self._name_start = sections["names"][0]

    def has(self, key: str) -> bool:
        """Tell whether any entry has the key."""
        return self._find(key) is not None

    def find(self, key: str) -> Iterator[tuple[Record, bool]]:
        """Yield each entry of the key and whether the key is its main name."""
        number = self._find(key)
        if number is None:
            return
        for posting in self._postings[self._firsts[number] : self._firsts[number + 1]]:
            yield self.read(posting & ~MAIN_NAME_BIT), bool(posting & MAIN_NAME_BIT)

    def read(self, number: int) -> Record:
        """Read one entry by its number."""
        row = RECORD.unpack_from(self._records, number * RECORD.size)
        start = self._name_start + row[0]
        name, _, code = self._map[start : self._map.find(b"\n", start)].decode().partition("\t")
        return Record(
            number=number,
            name=name,
            code=code,
            geonames_id=row[1],
            population=row[2],
            admin1=row[3] - 1 if row[3] else None,
            admin2=row[4] - 1 if row[4] else None,
            lat=row[5],
            lon=row[6],
            radius_km=row[7],
            country=self._countries[row[8]],
            kind=KINDS[row[9]],
        )

    def __len__(self) -> int:
        return len(self._records) // RECORD.size

    def _find(self, key: str) -> int | None:
        wanted = hash_key(key)
        number = bisect_left(self._keys, wanted)
        return number if number < len(self._keys) and self._keys[number] == wanted else None
