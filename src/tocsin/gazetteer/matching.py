"""Find the longest name of a place that begins at a word of a text."""

from collections.abc import Sequence

from tocsin.gazetteer.places import has_name

LONGEST_NAME_WORDS = 7
# "Suwałki gap", "Red sea", "Kerch bridge", but nothing that ends in "of" or "s".
SHORTEST_LAST_WORD = 3


def find_longest(words: Sequence[str], start: int, *, longest: int = LONGEST_NAME_WORDS) -> int | None:
    """Return the end of the longest run words[start:end] that names a place; None where none does.

    The first word begins with a capital or a digit, the last one too, or is no particle: "Port of Riga",
    "Estlink 2", "Suwałki gap", not "reading".
    """
    if not _is_name_word(words[start]):
        return None
    for end in range(min(start + longest, len(words)), start, -1):
        if _may_end_name(words[end - 1]) and has_name(" ".join(words[start:end])):
            return end
    return None


def _may_end_name(word: str) -> bool:
    return _is_name_word(word) or (len(word) >= SHORTEST_LAST_WORD and word.isalpha())


def _is_name_word(word: str) -> bool:
    first = word[:1]
    return first.isupper() or first.isdigit()
