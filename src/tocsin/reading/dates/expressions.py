"""The words of a passage that say when: runs of text in an order of the language's time words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span as Tokens

from tocsin.languages.timewords import TimePattern, TimeWords
from tocsin.reading.grammar import is_plural
from tocsin.reading.passage import Passage

# "Black Friday", "the May government", "Sun": names, not days.
NAMES_OF_OTHERS = frozenset({"PERSON", "ORG", "PRODUCT", "WORK_OF_ART", "LAW", "GPE", "NORP", "FAC"})
# Kinds that are named like people and things.
NAMELIKE = frozenset({"weekday", "month", "season", "year", "holiday"})
# Kinds that are an expression of time only after a preposition: "in the year", but "the year was hard".
INTRODUCED = frozenset({"this_unit", "hour"})
LONGEST_SENTENCE_CHARS = 5_000


@dataclass(frozen=True, slots=True)
class Expression:
    """Words of a passage, characters [start, end), in an order that says when."""

    pattern: TimePattern
    match: re.Match[str]
    start: int
    end: int


def find_expressions(passage: Passage, words: TimeWords) -> Iterator[Expression]:
    """Yield the runs of words that may say when, in text order."""
    for sentence in passage.doc.sents:
        text = sentence.text[:LONGEST_SENTENCE_CHARS]
        if not words.any_word.search(text):
            continue
        for pattern, match in _find_matches(text, words):
            start = sentence.start_char
            yield Expression(pattern, match, start + match.start(), start + match.end())


def read_given(passage: Passage, words: TimeWords, given: Sequence[tuple[int, int]]) -> Iterator[Expression]:
    """Yield each given range of the document with the longest order of words in it."""
    for start, end in sorted(given):
        first, last = start - passage.offset, end - passage.offset
        if first < 0 or last > len(passage.text):
            continue
        matches = list(_find_matches(passage.text[first:last], words))
        if matches:
            pattern, match = max(matches, key=lambda pair: pair[1].end() - pair[1].start())
            yield Expression(pattern, match, first, last)


def _find_matches(text: str, words: TimeWords) -> Iterator[tuple[TimePattern, re.Match[str]]]:
    """Yield the matches in text order; of two that overlap the longer stays, of equals the first listed."""
    folded = text.casefold()
    likely = (pattern for pattern in words.patterns if pattern.may_match(folded))
    found = [(pattern, match) for pattern in likely for match in pattern.regex.finditer(text)]
    found.sort(key=lambda pair: pair[1].start() - pair[1].end())
    kept: list[tuple[TimePattern, re.Match[str]]] = []
    for pattern, match in found:
        if all(match.end() <= other.start() or other.end() <= match.start() for _, other in kept):
            kept.append((pattern, match))
    yield from sorted(kept, key=lambda pair: pair[1].start())


def is_time(tokens: Tokens, expression: Expression, words: TimeWords) -> bool:
    """Whether the words are an expression of time here: "May" is a month, "may" is not."""
    kind, groups = expression.pattern.kind, expression.match.groupdict()
    names = ("month", "month_2", "weekday", "weekday_2", "holiday")
    if any(groups.get(name) and not groups[name][0].isupper() for name in names):
        return False
    doc, root = tokens.doc, tokens.root
    before = doc[tokens.start - 1].lower_ if tokens.start > 0 else ""
    if words.has("repeating", before):
        return False
    if kind in NAMELIKE and root.ent_type_ in NAMES_OF_OTHERS:
        return False
    if kind in INTRODUCED:
        return words.has("introducing", before) or bool(groups.get("edge"))
    if kind == "holiday":
        introduced = words.has("introducing", before) or words.has("holding", before)
        return introduced or bool(groups.get("shift") or groups.get("year"))
    if kind in {"month", "season"}:
        return _is_month(tokens, groups, before, words)
    if kind == "year":
        return _is_year(tokens, before, words)
    return True


def _is_month(tokens: Tokens, groups: dict[str, str | None], before: str, words: TimeWords) -> bool:
    root = tokens.root
    if "season" in groups and root.pos_ not in {"NOUN", "PROPN"}:
        return False
    marked = any(groups.get(name) for name in ("edge", "shift", "year"))
    is_date = root.ent_type_ == "DATE" and root.pos_ == "PROPN"
    return bool(marked or words.has("introducing", before) or is_date)


def _is_year(tokens: Tokens, before: str, words: TimeWords) -> bool:
    doc, root = tokens.doc, tokens.root
    after = doc[tokens.end] if tokens.end < len(doc) else None
    counted = after is not None and is_plural(after) and root.dep_ == "nummod"
    named = words.has("introducing", before) or root.ent_type_ in {"DATE", "EVENT"}
    return named and not (counted and root.ent_type_ not in {"DATE", "EVENT"})
