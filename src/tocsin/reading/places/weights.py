"""The scalar weights of recognition and resolution, read from their file."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from tocsin.errors import OntologyError
from tocsin.reading.places.signs import CONTEXT
from tocsin.reading.places.signs import FEATURES as SIGNS
from tocsin.reading.places.weighing import FEATURES, OWN, Floats

FILE = "weights.toml"
TABLES = {
    "place_first": OWN,
    "place_later": FEATURES,
    "name_first": SIGNS,
    "name_later": (*SIGNS, *CONTEXT),
}


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of places and of names, each without and with what the rest of the text says."""

    place_first: Floats
    place_later: Floats
    name_first: Floats
    name_later: Floats


@cache
def load_weights() -> Weights:
    """Return the weights that the package brings."""
    return parse_weights((files("tocsin.reading.places") / FILE).read_text(encoding="utf-8"))


def parse_weights(text: str) -> Weights:
    """Read weights from TOML text, or raise an OntologyError that names what is missing or unknown."""
    tables = tomllib.loads(text)
    return Weights(
        **{name: _read_table(tables.get(name, {}), name, wanted) for name, wanted in TABLES.items()}
    )


def _read_table(table: Mapping[str, float], name: str, wanted: Sequence[str]) -> Floats:
    odd = set(table) ^ set(wanted)
    if odd:
        raise OntologyError(f"{FILE}: {name} and {min(odd)!r} do not fit; wanted exactly {', '.join(wanted)}")
    return np.array([table[feature] for feature in wanted], dtype=float)
