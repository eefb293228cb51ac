"""What the sources of the index have in common: an entry before it has a number, and the letters we read."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from tocsin.gazetteer.folding import is_capitals

# Latin and Cyrillic with their signs: the reader meets no other letters.
LETTERS_WE_READ = re.compile(r"[\W\d_A-Za-z\u00aa-\u024f\u0250-\u02ff\u1e00-\u1eff\u0400-\u052f]+")
SHORTEST_OTHER_NAME = 3
LONGEST_OTHER_NAME = 60


class Draft(NamedTuple):
    """One entry to be indexed; `division` is the narrowest GeoNames code it lies in or is, "US.TX.453"."""

    kind: str
    name: str
    code: str
    geonames_id: int
    population: int
    division: str
    lat: float
    lon: float
    radius_km: int
    country: str
    main_names: tuple[str, ...]
    other_names: tuple[str, ...]


def choose_names(names: Iterable[str]) -> list[str]:
    """Keep the names in letters that we read; codes ("KGD"), numbers and the shortest ones go."""
    return [
        name
        for name in names
        if SHORTEST_OTHER_NAME <= len(name) <= LONGEST_OTHER_NAME
        and LETTERS_WE_READ.fullmatch(name)
        and not is_capitals(name)
        and not name[0].isdigit()
    ]
