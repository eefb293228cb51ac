"""A document's text in pieces that can be parsed, and the stretches of it that are left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_PIECE_CHARS = 20_000
"""A parse takes about 1 kB a character at its peak; reading grows a little faster than the piece."""

# A cut stands in the second half of a piece, so that pieces are no smaller than need be.
CUTS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"[.!?]['\"”’»)]*\s"), re.compile(r"\s"))
# No word, and hardly an address, is longer; encoded pictures and broken files are.
LONG_RUN = re.compile(r"\S{400,}")
# Shorter pieces cost too little to be judged.
JUDGED_CHARS = 1_000
FEWEST_LETTERS = 0.25
LONGEST_MEAN_WORD = 30
JUDGED_WORDS = 1_000
FEWEST_DISTINCT_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A stretch [start, end) of the text that is not read, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a text: where it starts, what is parsed of it, and what is left out.

    What is left out is blank, so that every character keeps its place.
    """

    offset: int
    text: str
    left_out: tuple[LeftOut, ...] = ()


def cut_text(text: str, *, max_chars: int = MAX_PIECE_CHARS) -> Iterator[Piece]:
    """Yield the pieces of a text, cut at a paragraph where there is one, else at a line, a sentence."""
    blanked, left_out = _blank_runs(text)
    start = 0
    while True:
        end = _find_cut(blanked, start, max_chars)
        within = tuple(one for one in left_out if start <= one.start < end)
        yield _judge_piece(start, blanked[start:end], within)
        start = end
        if start >= len(text):
            return


def _blank_runs(text: str) -> tuple[str, tuple[LeftOut, ...]]:
    left_out = tuple(
        LeftOut(start=match.start(), end=match.end(), reason="no white space, so no words")
        for match in LONG_RUN.finditer(text)
    )
    # A blank line in its place keeps the sentence before from running over it.
    return LONG_RUN.sub(lambda match: "\n\n" + " " * (len(match.group()) - 2), text), left_out


def _find_cut(text: str, start: int, max_chars: int) -> int:
    stop = start + max_chars
    if stop >= len(text):
        return len(text)
    for mark in CUTS:
        ends = [match.end() for match in mark.finditer(text, start + max_chars // 2, stop)]
        if ends:
            return ends[-1]
    return stop


def _judge_piece(offset: int, text: str, left_out: tuple[LeftOut, ...]) -> Piece:
    reason = _find_fault(text)
    if reason is None:
        return Piece(offset=offset, text=text, left_out=left_out)
    whole = LeftOut(start=offset, end=offset + len(text), reason=reason)
    return Piece(offset=offset, text="", left_out=(whole,))


def _find_fault(text: str) -> str | None:
    """Return why a piece is not read: what is no language costs as much as what is."""
    words = text.split()
    signs = sum(map(len, words))
    if signs >= JUDGED_CHARS and sum(map(str.isalpha, text)) < FEWEST_LETTERS * signs:
        return "hardly any letters, so no words"
    if signs >= JUDGED_CHARS and signs > LONGEST_MEAN_WORD * len(words):
        return "hardly any white space, so no words"
    if len(words) >= JUDGED_WORDS and len(set(words)) < FEWEST_DISTINCT_WORDS:
        return "the same few words over and over"
    return None
