"""Gather the names and numbers that stand round a mention: what tells one act from another of its kind."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tocsin.register.rarity import rate_rarity
from tocsin.register.terms import STOP_WORDS, TERM, normalize_term

# What stands within so many characters of the act counts whole, what stands farther off by half.
NEAR_CHARACTERS = 400
FAR_CHARACTERS = 2_400
FAR_WEIGHT = 0.5
# So many terms of a context are kept, the weightiest, and so many names of several words and ages.
MOST_TERMS = 48
MOST_FULL_NAMES = 16
# A context shorter than some seven names is not stretched: two briefs that both name one town share little.
LEAST_LENGTH = 50.0
# A brief of a sentence or two has no topic beside its act.
LEAST_PIECES = 4
PIECE_END = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+|\n+")
FULL_NAME = re.compile(r"\b[A-Z][\w’'-]*[a-z][\w’'-]*(?: (?:[A-Z]\. )?[A-Z][\w’'-]*[a-z][\w’'-]*)+")
WORD = re.compile(r"[\w’'-]{2,}")
AGE = re.compile(r"\b(\d{1,2})[- ]years?[- ]old\b|, (\d{1,2}),")
# Mentions of one text come one after another: a few texts are enough.
TEXTS_KEPT = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Names and numbers by weight (of length 1 together, less where few), names of several words, ages.

    `topic` are all words by weight, names and numbers among them; a brief has none.
    """

    terms: Mapping[str, float]
    topic: Mapping[str, float]
    full_names: frozenset[str]
    ages: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    terms: Counter[str]
    words: Counter[str]
    full_names: frozenset[str]
    ages: frozenset[str]


def gather_context(text: str, title: str | None, start: int, end: int) -> Context:
    """Return the context of the characters [start, end) of a text under a title."""
    counted: dict[str, float] = {}
    topic: dict[str, float] = {}
    full_names: Counter[str] = Counter()
    ages: set[str] = set()
    near = _list_near(text, title, start, end)
    for weight, piece in near:
        for held, found in ((counted, piece.terms), (topic, piece.words)):
            for term, count in found.items():
                held[term] = held.get(term, 0.0) + weight * count
        for name in piece.full_names:
            full_names[name] += 1
        ages |= piece.ages
    ranked = sorted(full_names.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST_FULL_NAMES]
    return Context(
        terms=_weigh(counted, least=LEAST_LENGTH),
        topic=_weigh(topic, least=LEAST_LENGTH) if len(near) >= LEAST_PIECES else {},
        full_names=frozenset(name for name, _ in ranked),
        ages=frozenset(ages),
    )


def _weigh(counted: Mapping[str, float], *, least: float) -> dict[str, float]:
    """Return the weightiest terms as parts of a vector of length 1, of less where they weigh little."""
    weighted = {term: (1.0 + math.log1p(count)) * rate_rarity(term) for term, count in counted.items()}
    kept = sorted(weighted.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST_TERMS]
    length = max(math.sqrt(sum(weight * weight for _, weight in kept)), least)
    return {term: round(weight / length, 4) for term, weight in sorted(kept)}


def _list_near(text: str, title: str | None, start: int, end: int) -> list[tuple[float, _Piece]]:
    near = [(1.0, piece) for piece in (_cut(title) if title else ())]
    for piece in _cut(text):
        gap = max(piece.start - end, start - piece.end, 0)
        if gap <= FAR_CHARACTERS:
            near.append((1.0 if gap <= NEAR_CHARACTERS else FAR_WEIGHT, piece))
    return near


@lru_cache(maxsize=TEXTS_KEPT)
def _cut(text: str) -> tuple[_Piece, ...]:
    """Return the sentences of a text with the names, numbers and ages in them."""
    pieces = []
    start = 0
    for end in (*(match.end() for match in PIECE_END.finditer(text)), len(text)):
        if text[start:end].strip():
            pieces.append(_count(text, start, end))
        start = end
    return tuple(pieces)


def _count(text: str, start: int, end: int) -> _Piece:
    sentence = text[start:end]
    # The first word of a sentence is capitalised whatever it is.
    every = [match.group() for match in TERM.finditer(sentence)]
    words = every[1:]
    names = (normalize_term(word) for word in words if word[0].isupper() or word[0].isdigit())
    full: set[str] = set()
    for match in FULL_NAME.finditer(sentence):
        parts = [normalize_term(word) for word in WORD.findall(match.group())]
        full |= {
            f"{one} {two}" for one, two in zip(parts, parts[1:], strict=False) if not {one, two} & STOP_WORDS
        }
    return _Piece(
        start,
        end,
        Counter(name for name in names if name not in STOP_WORDS),
        Counter(term for word in every if (term := normalize_term(word)) not in STOP_WORDS),
        frozenset(full),
        frozenset(one or two for one, two in AGE.findall(sentence)),
    )
