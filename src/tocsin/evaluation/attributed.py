"""Attributions as sets of words of a text, so that punctuation at the edges of spans is not scored."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
EDGES = " \t\r\n\u00a0\"“”„‟«»'‘’,.;:!?()[]–—-"
"""White space and punctuation that a span may begin or end with, or that parts two spans of one content."""
OPENING, CLOSING, STRAIGHT = "“„«", "”»", '"'
DIRECT_SHARE = 0.9
"""Content is direct where nine words in ten stand between double marks, mixed where any does."""

Range = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributed:
    """One attribution of a text: its trimmed spans, the words they touch, and how it is quoted."""

    content: tuple[Range, ...]
    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content_words: frozenset[int]
    source_words: frozenset[int]
    cue_words: frozenset[int]
    form: str


class Words:
    """The words of a text by character, and which of them are quoted."""

    def __init__(self, text: str) -> None:
        self.text = text
        places = [match.span() for match in WORD.finditer(text)]
        self._is_word = [text[start].isalnum() for start, _ in places]
        self._at = {char: index for index, span in enumerate(places) for char in range(*span)}
        inside = bytearray(len(text))
        for start, end in _find_quoted(text):
            inside[start:end] = b"\1" * (end - start)
        self._is_quoted = [bool(inside[start]) for start, _ in places]

    def trim(self, spans: Iterable[Sequence[int]]) -> tuple[Range, ...]:
        """Return spans without white space and punctuation at the edges; two that only these part are one."""
        joined: list[Range] = []
        for start, end in sorted(filter(None, (self._trim_one(*span) for span in spans))):
            if joined and not self.text[joined[-1][1] : start].strip(EDGES):
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return tuple(joined)

    def _trim_one(self, start: int, end: int) -> Range | None:
        while start < end and self.text[start] in EDGES:
            start += 1
        while start < end and self.text[end - 1] in EDGES:
            end -= 1
        return (start, end) if start < end else None

    def touch(self, spans: Iterable[Range]) -> frozenset[int]:
        """Return the words that spans touch, or their marks where they hold no word."""
        tokens = {self._at[char] for span in spans for char in range(*span) if char in self._at}
        words = frozenset(token for token in tokens if self._is_word[token])
        return words or frozenset(tokens)

    def judge_form(self, words: frozenset[int]) -> str:
        """Return direct, mixed or indirect by the share of quoted words."""
        share = sum(self._is_quoted[word] for word in words) / len(words) if words else 0.0
        return "direct" if share >= DIRECT_SHARE else "mixed" if share > 0 else "indirect"

    def attribute(self, raw: Mapping[str, Any]) -> Attributed | None:
        """Return one raw attribution of a gold or prediction line; None where it has no content."""
        content, source, cue = (self.trim(raw.get(part) or ()) for part in ("content", "source", "cue"))
        words = self.touch(content)
        return (
            Attributed(
                content=content,
                source=source,
                cue=cue,
                content_words=words,
                source_words=self.touch(source),
                cue_words=self.touch(cue),
                form=self.judge_form(words),
            )
            if content
            else None
        )


def _find_quoted(text: str) -> Iterable[Range]:
    """Yield what stands between double marks; a mark left open reaches to its paragraph's end."""
    for paragraph in re.finditer(r"[^\n]+", text):
        opened: int | None = None
        for place in range(paragraph.start(), paragraph.end()):
            char = text[place]
            if opened is None and char in OPENING + STRAIGHT:
                opened = place
            elif opened is not None and char in CLOSING + STRAIGHT:
                yield opened, place + 1
                opened = None
        if opened is not None and text[opened] in OPENING:
            yield opened, paragraph.end()


LEAST_DICE = 0.5
"""Two contents are one where they share this much of their words."""
WIDEST_SOURCE = 3
WIDEST_SOURCE_MORE = 4
"""A source with more words than 3 times the gold's and 4 casts a net and names nobody."""


def pair_contents(gold: Sequence[frozenset[int]], found: Sequence[frozenset[int]]) -> list[tuple[int, int]]:
    """Pair contents one to one by Dice of their words, best first, then in the order of the text."""
    candidates = sorted(
        (-2 * len(one & two) / (len(one) + len(two)), i, j)
        for i, one in enumerate(gold)
        for j, two in enumerate(found)
        if one & two
    )
    left: set[int] = set()
    right: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for dice, i, j in candidates:
        if -dice >= LEAST_DICE and i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((i, j))
    return pairs


def share_source(gold: Attributed, found: Attributed) -> bool:
    """Whether both have no source, or sources that share a word without casting a wide net."""
    if not gold.source and not found.source:
        return True
    widest = WIDEST_SOURCE * len(gold.source_words) + WIDEST_SOURCE_MORE
    return bool(gold.source_words & found.source_words) and len(found.source_words) <= widest
