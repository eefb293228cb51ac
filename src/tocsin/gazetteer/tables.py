"""Read the gazetteer's data files and fold names so that spellings of one name meet."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files

# Letters that Unicode does not decompose into a base letter and a mark.
PLAIN_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "ð": "d",
        "þ": "th",
        "’": "'",
        "‘": "'",
        "–": "-",
    }
)
DETERMINERS = frozenset({"the", "a", "an"})
# "US", "UN", "IS", "WHO", "PET": short capitals mean nothing in lower case ("us", "is", "who", "pet").
LONGEST_ACRONYM = 5
DOTTED_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
MAX_NAME_CHARS = 200


def read_rows(filename: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one data file of this package."""
    text = (files("tocsin.gazetteer") / "data" / filename).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def split_names(cell: str) -> tuple[str, ...]:
    """Split a cell of names parted by `|`."""
    return tuple(name for name in cell.split("|") if name)


def read_date(cell: str) -> date | None:
    """Read an ISO date, or None from an empty cell."""
    return date.fromisoformat(cell) if cell else None


def is_acronym(name: str) -> bool:
    """Tell whether a name is short capitals, to be matched as written."""
    letters = name.replace(".", "")
    return 1 < len(letters) <= LONGEST_ACRONYM and letters.isupper() and letters.isalpha()


def drop_determiner(name: str) -> str:
    """Drop a leading article: "the Kremlin" is found as "Kremlin"."""
    head, space, rest = name.partition(" ")
    return rest if space and head.lower() in DETERMINERS else name


@lru_cache(maxsize=8_192)
def fold_name(name: str) -> str:
    """Fold case, accents, apostrophes, spaces, a leading article and defense/defence."""
    return fold_new_name(name)


def fold_new_name(name: str) -> str:
    """Fold a name without remembering it: for indexes of many names, each met once."""
    folded = name[:MAX_NAME_CHARS].casefold()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded.translate(PLAIN_LETTERS))
        folded = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    folded = drop_determiner(" ".join(folded.split()))
    if "." in folded:
        folded = DOTTED_INITIALS.sub(lambda initials: initials.group().replace(".", ""), folded)
    return folded.replace("defense", "defence")


def make_key(name: str) -> str:
    """Make the index key of a name: acronyms keep their capitals, all else is folded."""
    bare = drop_determiner(name.strip())
    return bare.replace(".", "") if is_acronym(bare) else fold_name(bare)


def list_query_keys(name: str) -> tuple[str, ...]:
    """List the keys under which a name met in text may be found, most literal first."""
    key = make_key(name)
    folded = fold_name(name)
    return (key,) if key == folded else (key, folded)
