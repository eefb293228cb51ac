"""The words that say when."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from tocsin.errors import OntologyError
from tocsin.languages.wordfile import parse_word_file, read_words

TABLES = (
    "months",
    "weekdays",
    "seasons",
    "quarters",
    "halves",
    "holidays",
    "units",
    "numbers",
    "centuries",
    "tens",
    "ones",
    "decades",
)
LISTS = (
    "today",
    "yesterday",
    "tomorrow",
    "overnight",
    "dayparts",
    "hours",
    "zones",
    "back",
    "here",
    "ahead",
    "before",
    "after",
    "early",
    "middle",
    "late",
    "answered_at_once",
    "opening",
    "closing",
    "ended",
    "introducing",
    "holding",
    "discovering",
    "judging",
    "repeating",
    "past_helpers",
    "future_helpers",
    "future_governors",
    "future_words",
)
# What a {name} in a pattern captures: the words of these tables or lists, or figures.
SLOTS = {
    "month": ("months",),
    "weekday": ("weekdays",),
    "season": ("seasons",),
    "ordinal": ("quarters",),
    "half": ("halves",),
    "holiday": ("holidays",),
    "tens": ("decades",),
    "unit": ("units",),
    "number": ("numbers",),
    "shift": ("back", "here", "ahead"),
    "direction": ("before", "after"),
    "edge": ("early", "middle", "late"),
    "today": ("today",),
    "yesterday": ("yesterday",),
    "tomorrow": ("tomorrow",),
    "overnight": ("overnight",),
    "daypart": ("dayparts",),
    "hour": ("hours",),
}
FIGURES = {
    "clock": r"\d{{1,2}}(?:[:.]\d\d)? ?(?:a\.?m\.?|p\.?m\.?)(?:,? (?:{zones}))?",
    "day": r"(?P<day{n}>\d{{1,2}})(?:st|nd|rd|th)?",
    "year": r"(?P<year{n}>(?:1[789]|20)\d\d(?!\d|,\d|\.\d)|(?:{spoken})(?!-))",
}
# The words that may stand for figures.
FIGURE_WORDS: dict[str, tuple[str, ...]] = {"clock": (), "day": (), "year": ("centuries",)}
DIGITS = "0123456789"
NUMBER_FIGURES = r"\d{1,3}"
# A year as it is spoken: "nineteen ninety-seven", "two thousand and four". The last century stands alone too.
SPOKEN_YEAR = r"(?:{centuries})[ -](?:{tens})(?:[ -](?:{ones}))?|{millennium}(?:(?: and)? (?:{tens}|{ones}))?"
SLOT = re.compile(r"\{([a-z]+)(_2)?\}")
# A group without a group in it: what it holds may be left out or may be one of several.
INNERMOST = re.compile(r"\((?:[^()\\]|\\.)*\)[?*]?")
# A short form of a month takes its full stop with it; the text on both sides must not run on.
EDGES = (r"(?<![\w.$€£-])", r"(?![\w%]|\.\d)")


@dataclass(frozen=True, slots=True)
class TimePattern:
    """An order in which time words stand, and how to work out what they mean."""

    kind: str
    regex: re.Pattern[str]
    needs: tuple[tuple[str, ...], ...] = ()
    """Of each tuple at least one is in any text, case folded, in which the pattern can be found."""

    def may_match(self, folded: str) -> bool:
        """Whether the pattern can be found in a text, case folded: a look that spares most searches."""
        return all(any(word in folded for word in words) for words in self.needs)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWords:
    """The words that say when: numbered words by table, plain words by list, and the orders they stand in."""

    tables: Mapping[str, Mapping[str, Any]]
    lists: Mapping[str, frozenset[str]]
    patterns: tuple[TimePattern, ...]
    any_word: re.Pattern[str]

    def number(self, table: str, word: str) -> Any:
        """Return what a word stands for in a table; None where it is not there."""
        return self.tables[table].get(word.lower())

    def has(self, name: str, word: str) -> bool:
        """Whether the word is in the list of this name."""
        return word.lower() in self.lists[name]


def load_times(path: Traversable) -> TimeWords:
    """Load the words from a language's data file."""
    return parse_times(path.read_text(encoding="utf-8"), file=path.name)


def parse_times(text: str, *, file: str = "times.toml") -> TimeWords:
    """Build the words from TOML text, or raise an OntologyError that names the fault."""
    raw = parse_word_file(text, file=file)
    tables = {name: _read_table(raw, name, file=file) for name in TABLES}
    lists = {name: read_words(raw.get(name), name, file=file) for name in LISTS}
    words = {**{name: tuple(table) for name, table in tables.items()}, **lists}
    patterns = tuple(_read_pattern(entry, words, file=file) for entry in raw.get("patterns", ()))
    return TimeWords(
        tables=tables,
        lists={name: frozenset(group) for name, group in lists.items()},
        patterns=patterns,
        any_word=_build_any_word(words),
    )


def _read_table(raw: dict[str, Any], name: str, *, file: str) -> dict[str, Any]:
    table = raw.get(name)
    if not isinstance(table, dict) or not table:
        raise OntologyError(f"{file}: {name} is {table!r}; give a table of words")
    return table


def _read_pattern(entry: dict[str, Any], words: Mapping[str, tuple[str, ...]], *, file: str) -> TimePattern:
    kind, pattern = entry.get("kind"), entry.get("pattern")
    if not isinstance(kind, str) or not isinstance(pattern, str):
        raise OntologyError(f"{file}: a pattern is {entry!r}; give it a kind and a pattern")

    def fill(slot: re.Match[str]) -> str:
        return _fill_slot(slot.group(1), slot.group(2) or "", words, file=file)

    try:
        regex = re.compile(EDGES[0] + f"(?:{SLOT.sub(fill, pattern)})" + EDGES[1], re.IGNORECASE)
    except re.error as error:
        raise OntologyError(f"{file}: pattern {pattern!r} does not compile: {error}") from error
    return TimePattern(kind, regex, tuple(_find_needs(pattern, words)))


def _find_needs(pattern: str, words: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield, for each slot that a pattern cannot do without, the words one of which it needs."""
    while (bare := INNERMOST.sub("", pattern)) != pattern:
        pattern = bare
    for slot in SLOT.finditer(pattern) if "|" not in pattern else ():
        if pattern.startswith("?", slot.end()):
            continue
        name = slot.group(1)
        groups = FIGURE_WORDS[name] if name in FIGURE_WORDS else SLOTS[name]
        figures = tuple(DIGITS) if name in FIGURE_WORDS or name == "number" else ()
        yield (*figures, *(word.casefold() for group in groups for word in words[group]))


def _fill_slot(name: str, suffix: str, words: Mapping[str, tuple[str, ...]], *, file: str) -> str:
    if name in FIGURES:
        return FIGURES[name].format(
            n=suffix,
            spoken=_build_spoken_year(words),
            zones="|".join(words["zones"]),
        )
    if name not in SLOTS:
        raise OntologyError(f"{file}: unknown slot {name!r}; known: {', '.join((*FIGURES, *SLOTS))}")
    choices = [re.escape(word) for group in SLOTS[name] for word in words[group]]
    if name == "number":
        choices.append(NUMBER_FIGURES)
    # Longest first: "sept" before "sep".
    return f"(?P<{name}{suffix}>{'|'.join(sorted(choices, key=len, reverse=True))})"


def _build_spoken_year(words: Mapping[str, tuple[str, ...]]) -> str:
    *centuries, millennium = words["centuries"]
    return SPOKEN_YEAR.format(
        centuries="|".join(centuries),
        millennium=millennium,
        tens="|".join(words["tens"]),
        ones="|".join(words["ones"]),
    )


def _build_any_word(words: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    """Build the one quick look that tells whether a sentence can hold a time at all."""
    names = (
        "months",
        "weekdays",
        "seasons",
        "quarters",
        "units",
        "today",
        "yesterday",
        "tomorrow",
        "overnight",
        "holidays",
        "hours",
        "dayparts",
        "centuries",
        "decades",
    )
    choices = sorted({re.escape(word) for name in names for word in words[name]}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(choices)}|weekend)|\d{{4}}|\d ?[ap]\.?m\b|\d0s\b", re.IGNORECASE)
