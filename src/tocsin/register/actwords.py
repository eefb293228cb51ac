"""Bring words for one act to one form: "acquired", "acquisition" and "takeover" name one kind of thing."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("actwords.toml")
# A stem of so many letters tells most English verbs apart and brings their nouns home.
LONGEST_STEM = 6
SHORTEST_STEM = 3


@cache
def find_act_word(word: str) -> str:
    """Return the family or the stem of a word, given in lower case."""
    families, endings = _load()
    found = families.get(word) or families.get(word.rstrip("s"))
    if found is not None:
        return found
    stem = _strip(word, endings)
    return families.get(stem, stem)


def _strip(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)][:LONGEST_STEM]
    return word[:LONGEST_STEM]


@cache
def _load() -> tuple[Mapping[str, str], tuple[str, ...]]:
    table = tomllib.loads(TABLE.read_text("utf-8"))
    endings = tuple(table["endings"])
    families: dict[str, str] = {}
    for family in table["families"]:
        for word in family:
            for form in (word, _strip(word, endings)):
                families.setdefault(form, f"={family[0]}")
    return families, endings
