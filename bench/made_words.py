"""Made-up words for stores and texts of made-up things: they are in no gazetteer and no dictionary."""

import random

SYLLABLES = (
    "bar",
    "tel",
    "gin",
    "mor",
    "sun",
    "ast",
    "rick",
    "dov",
    "len",
    "pur",
    "kav",
    "hol",
    "wex",
    "nim",
)


def make_word(chance: random.Random, syllables: int | None = None) -> str:
    """Return a word of so many syllables, of two to four where none are asked for."""
    return "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 4)) if syllables is None else syllables))
