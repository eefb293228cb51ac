"""Quotation marks: which stretches of a text are quoted, paragraph by paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Opening mark -> the marks that close it. Low-high and guillemets both ways round: Europe's press has them.
DOUBLE_PAIRS = {
    "“": '”"',
    "„": '“”"',
    "«": "»",
    "»": "«",
    "‟": "”",
    '"': '"”',
}
SINGLE_PAIRS = {"‘": "’'", "'": "'’", "‹": "›"}
# No passage between single marks, and no look ahead for end marks, goes farther: long texts stay cheap.
LONGEST_SINGLE = 600
PARAGRAPH = re.compile(r"[^\n]+")
# Typewriter habits: two apostrophes or backticks for one double mark. Both widths stay as they are.
TYPED_MARKS = (("''", '"\0'), ("``", '"\0'), ("’’", '"\0'), ("‘‘", '"\0'))


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters [start, end) of a quoted passage with its marks; `closed` is False where the end mark lacks.

    `continues` is True where an unclosed quotation of the paragraph before goes on here.
    """

    start: int
    end: int
    closed: bool = True
    continues: bool = False


def find_quotes(text: str) -> tuple[Quote, ...]:
    """Return the outermost quoted passages in the order of the text; each paragraph starts afresh."""
    for typed, mark in TYPED_MARKS:
        text = text.replace(typed, mark)
    quotes: list[Quote] = []
    left_open = False
    for paragraph in PARAGRAPH.finditer(text):
        found = list(_pair_marks(text, paragraph.start(), paragraph.end()))
        if found and left_open and not text[paragraph.start() : found[0].start].strip():
            found[0] = Quote(found[0].start, found[0].end, found[0].closed, continues=True)
        left_open = bool(found) and not found[-1].closed
        quotes += found
    return tuple(quotes)


def _pair_marks(text: str, start: int, end: int) -> Iterator[Quote]:
    position = start
    while position < end:
        mark = text[position]
        if mark in DOUBLE_PAIRS and _can_open(text, position, start):
            close = _find_close(text, position, end, DOUBLE_PAIRS[mark])
        elif mark in SINGLE_PAIRS and _can_open_single(text, position, start):
            close = _find_close_single(text, position, end, SINGLE_PAIRS[mark])
            if close is None:
                # An apostrophe (“'90s”, “’twas”): single marks are taken only where they close.
                position += 1
                continue
        else:
            position += 1
            continue
        if close is None:
            stop = len(text[:end].rstrip())
            if stop > position + 1:
                yield Quote(position, stop, closed=False)
            return
        if text[position + 1 : close].strip(" \0"):
            stop = close + 1 + (text[close + 1 : close + 2] == "\0")
            yield Quote(position, stop)
        position = close + 1


def _can_open(text: str, position: int, start: int) -> bool:
    """Whether a double mark here opens; an inch mark (6" pipe) or a stray end mark does not."""
    mark = text[position]
    after = text[position + 1 : position + 2]
    if mark == "»":
        # »so« in German style; a lone » after a word is a stray end.
        return (position == start or text[position - 1].isspace()) and bool(after) and not after.isspace()
    if mark != '"':
        return True
    before = text[position - 1] if position > start else " "
    if after == "\0":
        after = text[position + 2 : position + 3]
    return not before.isalnum() and bool(after) and not (after.isspace() and not before.isspace())


def _find_close(text: str, position: int, end: int, closers: str) -> int | None:
    mark, depth = text[position], 0
    for index in range(position + 1, end):
        char = text[index]
        if char == mark and char not in closers:
            depth += 1
        elif char in closers:
            if char == '"' and mark == '"' and _opens_inside(text, index, end):
                depth += 1
                continue
            if depth == 0:
                return index
            depth -= 1
    return None


def _opens_inside(text: str, index: int, end: int) -> bool:
    """Whether a straight mark inside straight marks can only open: a space before, a letter after."""
    after = text[index + 1] if index + 1 < end else " "
    return False if not after.isalnum() else text[index - 1].isspace() and _closes_twice(text, index, end)


def _closes_twice(text: str, index: int, end: int) -> bool:
    # `"He said "no" to it," she said.`: nested straight marks need two end marks ahead before a new opening.
    ahead = 0
    for position in range(index + 1, min(end, index + LONGEST_SINGLE)):
        if text[position] != '"':
            continue
        if text[position - 1].isspace():
            break
        ahead += 1
    return ahead >= 2


def _can_open_single(text: str, position: int, start: int) -> bool:
    before = text[position - 1] if position > start else " "
    after = text[position + 1 : position + 2]
    return (before.isspace() or before in "([—–-") and (after.isalpha() or after in '“"[')


def _find_close_single(text: str, position: int, end: int, closers: str) -> int | None:
    for index in range(position + 2, min(end, position + LONGEST_SINGLE)):
        if text[index] not in closers or text[index - 1].isspace():
            continue
        after = text[index + 1] if index + 1 < end else " "
        # "the workers' rights": a plural's apostrophe looks the same, so an end of clause is wanted first.
        plural = text[index - 1] == "s" and after == " " and _has_closer_ahead(text, index, end, closers)
        if not after.isalnum() and not plural:
            return index
    return None


def _has_closer_ahead(text: str, index: int, end: int, closers: str) -> bool:
    """Whether another end mark follows before anything opens."""
    for position in range(index + 1, min(end, index + LONGEST_SINGLE)):
        if text[position] in SINGLE_PAIRS and text[position - 1].isspace() and text[position] != "’":
            return False
        if text[position] in closers and text[position - 1] in ".,!?":
            return True
    return False
