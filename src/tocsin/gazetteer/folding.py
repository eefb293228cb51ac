"""Fold the names of places, one or a million at once, so that the spellings of one name meet."""

import re
import unicodedata
from functools import lru_cache

from tocsin.gazetteer.tables import MAX_NAME_CHARS, PLAIN_LETTERS

# "Sana'a", "Rivne-Luninets'", "St. Petersburg": apostrophes, primes and dots are written or left out.
DROPPED = ".'`´ʹʺʻʼʽʾʿˈ′″‘’‛“”\"·"
MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0487]+")
OTHER_SIGNS = re.compile(r"[^\w\n]+|_+")
# "Saint Petersburg" is "St. Petersburg"; "Fort Drum" is "Ft. Drum".
LONG_WORDS = re.compile(r"\b(?:saint|sainte|ste|mount|fort)\b")
SHORT_WORDS = {"saint": "st", "sainte": "st", "ste": "st", "mount": "mt", "fort": "ft"}
# "US", "TX", "NSW", "ZNPP": capitals alone mean something else in lower case.
LONGEST_CAPITALS = 5
CAPITALS_MARK = "="


def fold_lines(text: str) -> str:
    """Fold names, one a line, and return as many lines in the same order."""
    folded = text.casefold()
    for sign in DROPPED:
        folded = folded.replace(sign, "")
    if not folded.isascii():
        for letter, plain in PLAIN_LETTERS.items():
            folded = folded.replace(chr(letter), plain)
        folded = MARKS.sub("", unicodedata.normalize("NFKD", folded))
    folded = "\n" + OTHER_SIGNS.sub(" ", folded) + "\n"
    folded = folded.replace("\n ", "\n").replace(" \n", "\n").replace("\nthe ", "\n")
    return LONG_WORDS.sub(lambda word: SHORT_WORDS[word.group()], folded[1:-1])


@lru_cache(maxsize=16_384)
def fold_place_name(name: str) -> str:
    """Fold case, accents, dashes, apostrophes, dots, a leading "the", and Saint, Mount and Fort."""
    return fold_lines(" ".join(name[:MAX_NAME_CHARS].split()))


def is_capitals(name: str) -> bool:
    """Tell whether a name is two to five capitals with or without dots, to be matched as written."""
    if not name.isupper() or len(name) > 2 * LONGEST_CAPITALS:
        return False
    letters = name.replace(".", "").replace(" ", "")
    return 1 < len(letters) <= LONGEST_CAPITALS and letters.isalpha()


def make_place_key(name: str) -> str:
    """Make the key under which a name is kept."""
    if is_capitals(name):
        return CAPITALS_MARK + name.replace(".", "").replace(" ", "")
    return fold_place_name(name)


def list_place_keys(name: str) -> tuple[str, ...]:
    """List the keys under which a name met in text may be kept, most literal first."""
    folded = fold_place_name(name)
    return (make_place_key(name), folded) if is_capitals(name) else (folded,)
