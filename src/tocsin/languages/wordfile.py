"""What every file of words needs: its TOML read, its lists of words checked, faults named in one line."""

import tomllib
from typing import Any

from tocsin.errors import OntologyError


def parse_word_file(text: str, *, file: str) -> dict[str, Any]:
    """Return the tables of a word file, or raise an OntologyError that names it."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(f"{file}: not valid TOML: {error}; mend the file") from error


def read_words(words: Any, name: str, *, file: str) -> tuple[str, ...]:
    """Return a list of words in its order, or raise an OntologyError where it is none."""
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise OntologyError(f"{file}: {name} is {words!r}; give a list of words")
    return tuple(words)
