"""Fold the names of places, one or a million at once, so that the spellings of one name meet."""

import re
import unicodedata
from functools import lru_cache

from tocsin.gazetteer.tables import MAX_NAME_CHARS, PLAIN_LETTERS

# "Kharkiv's Saltivka", "Sana'a", "Rivne-Luninets'": apostrophes, primes and dots are written or left out.
DROPPED = re.compile(r"[.'`´ʹʺʻʼʽʾʿˈ′″‘’‛“”\"·]+")
MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0487]+")
OTHER_SIGNS = re.compile(r"[^\w\n]+|_+")
EDGES = re.compile(r"^ +| +$", re.MULTILINE)
ARTICLE = re.compile(r"^the (?=\w)", re.MULTILINE)
# "Saint Petersburg" is "St. Petersburg"; "Fort Drum" is "Ft. Drum".
SHORTENED = ((re.compile(r"\b(?:saint|sainte|ste)\b"), "st"), (re.compile(r"\bmount\b"), "mt"))
SHORTENED += ((re.compile(r"\bfort\b"), "ft"),)
# "US", "TX", "NSW", "ZNPP": capitals alone mean something else in lower case.
LONGEST_CAPITALS = 5
CAPITALS_MARK = "="


def fold_lines(text: str) -> str:
    """Fold names, one a line, and return as many lines in the same order."""
    folded = DROPPED.sub("", text.casefold())
    if not folded.isascii():
        folded = MARKS.sub("", unicodedata.normalize("NFKD", folded.translate(PLAIN_LETTERS)))
    folded = EDGES.sub("", OTHER_SIGNS.sub(" ", folded))
    folded = ARTICLE.sub("", folded)
    for pattern, short in SHORTENED:
        folded = pattern.sub(short, folded)
    return folded


@lru_cache(maxsize=16_384)
def fold_place_name(name: str) -> str:
    """Fold case, accents, dashes, apostrophes, dots, a leading "the", and Saint, Mount and Fort."""
    return fold_lines(" ".join(name[:MAX_NAME_CHARS].split()))


def is_capitals(name: str) -> bool:
    """Tell whether a name is two to five capitals with or without dots, to be matched as written."""
    letters = name.replace(".", "").replace(" ", "")
    return 1 < len(letters) <= LONGEST_CAPITALS and letters.isalpha() and letters.isupper()


def make_place_key(name: str) -> str:
    """Make the key under which a name is kept."""
    if is_capitals(name):
        return CAPITALS_MARK + name.replace(".", "").replace(" ", "")
    return fold_place_name(name)


def list_place_keys(name: str) -> tuple[str, ...]:
    """List the keys under which a name met in text may be kept, most literal first."""
    folded = fold_place_name(name)
    return (make_place_key(name), folded) if is_capitals(name) else (folded,)
