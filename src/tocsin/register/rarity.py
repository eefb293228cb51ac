"""How rare a word is in news, by a table that ships: what a pair scores depends on no other report.

The table counts sentences of public-domain texts of the US government (`scripts/make_rarity.py`).
"""

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("rarity.tsv")
PER = 100_000
# A term that is not in the table stands in about so many of 100,000 sentences.
UNLISTED = 3


def rate_rarity(term: str) -> float:
    """Return how much a shared term says: 1 for one in every sentence, about 11 for one in none."""
    return math.log((1 + PER) / (1 + _load_table().get(term, UNLISTED))) + 1.0


@cache
def _load_table() -> Mapping[str, int]:
    lines = TABLE.read_text("utf-8").splitlines()[1:]
    return {term: int(count) for term, _, count in (line.partition("\t") for line in lines)}
