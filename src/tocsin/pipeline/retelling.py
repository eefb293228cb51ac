"""A copy told by the reading of its original: every quote moved to where the copy has the same words.

Only what changes nothing is told so: whole sentences left out, and a byline, dateline or credit at either
end. One other word in a sentence ("allegedly" taken out) and the copy has to be read like any other text.
"""

import dataclasses
import difflib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Mapping
from datetime import timedelta
from typing import Any

from tocsin.model import Document, Reading, Span
from tocsin.model.ids import make_event_id, make_statement_id
from tocsin.pipeline.repeating import retell

MOST_WORDS = 3000
"""Texts are aligned word by word; longer ones take longer to align than to read."""
MOST_DAYS = timedelta(days=2)
"""What "on Monday" means in a wire story is reckoned from the day it was written, not from a late reprint."""
MOST_FURNITURE_WORDS = 20
MOST_SLIDE = 60
_WORD = re.compile(r"\w+|[^\w\s]")
# "HELSINKI, Nov 19 (Agency) -", "By Jane Doe", "Reporting by ...; editing by ...", "Read more: ...".
_FURNITURE = re.compile(
    r"""^(?:
        (?:by|from|via|(?:additional\ )?reporting\ by|editing\ by|writing\ by|source:|photo:|image:)\b.*
      | (?:read\ (?:more|also|the\ full)|follow\ us|subscribe|sign\ up|share\ this|all\ rights\ reserved)\b.*
      | (?:first\ |originally\ )?published\ (?:by|in|on|at)\b.*
      | (?:\(c\)|©).*
      | (?-i:[A-Z][A-Z .'-]{2,30})(?:,\ [\w .]{2,20})?\ ?(?:\([^()]{1,30}\))?\ ?[-\u2013\u2014:]?
      | \([^()]{1,30}\)\ ?[-\u2013\u2014:]?
    )$""",
    re.VERBOSE | re.IGNORECASE,
)

Place = tuple[int, int] | None


class _LostWordsError(Exception):
    """Words that a quote needs are not in the copy; never leaves this module."""


class _Gone(_LostWordsError):  # noqa: N818 - what is told by it is no fault
    """The copy has none of the words of a quote."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Alignment:
    """Where the words of the original stand in the copy: word by word, None for those it left out.

    `dropped` are words of the original that are furniture: a sentence that they open is whole without them.
    """

    words: tuple[tuple[int, int], ...]
    places: tuple[Place, ...]
    dropped: frozenset[int]

    def find(self, start: int, end: int) -> tuple[int, int]:
        """Return where the copy has the words from start to end, all of them."""
        first = bisect_right(self.words, start, key=lambda word: word[1])
        last = bisect_left(self.words, end, key=lambda word: word[0])
        met = [n for n in range(first, last) if n not in self.dropped]
        there = [self.places[n] for n in met]
        if not any(there):
            raise _Gone
        begin, close = there[0], there[-1]
        if begin is None or close is None or not all(there):
            raise _LostWordsError
        return (
            begin[0] + max(start - self.words[met[0]][0], 0),
            close[1] - max(self.words[met[-1]][1] - end, 0),
        )


def retell_copy(reading: Reading, document: Document) -> Reading | None:
    """Return the reading of a text as that of its copy; None where the copy may say something else."""
    original = reading.document
    if original.lang != document.lang or not _are_near(original, document) or not reading.sentences:
        return None
    if original.text == document.text:
        return retell(reading, document)
    alignment = _align(reading, document)
    return _move_reading(reading, document, alignment) if alignment else None


def _are_near(original: Document, document: Document) -> bool:
    if original.published_at is None or document.published_at is None:
        return original.published_at is document.published_at
    return abs(document.published_at - original.published_at) <= MOST_DAYS


def _align(reading: Reading, document: Document) -> _Alignment | None:
    """Align two texts; None where anything but sentences left out and furniture put round them differs."""
    left, right = _cut(reading.document.text), _cut(document.text)
    if max(len(left), len(right)) > MOST_WORDS:
        return None
    text = reading.document.text
    a, b = [text[s:e] for s, e in left], [document.text[s:e] for s, e in right]
    places: list[Place] = [None] * len(a)
    dropped: set[int] = set()
    gaps: list[tuple[int, int]] = []
    openings = {bisect_left(left, (sentence.start, 0)) for sentence in reading.sentences} | {len(a)}
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
        if tag == "equal":
            places[i1:i2] = right[j1:j2]
            continue
        is_edge = j1 == 0 or j2 == len(b)
        if j2 > j1 and not (is_edge and _is_furniture(document.text, right[j1:j2])):
            return None
        if tag == "delete":
            gaps.append((i1, i2))
        if i2 > i1 and (i1 == 0 or i2 == len(a)) and _is_furniture(text, left[i1:i2]):
            dropped.update(range(i1, i2))
    for gap in gaps:
        _slide(a, places, gap, openings)
    alignment = _Alignment(tuple(left), tuple(places), frozenset(dropped))
    return alignment if _leaves_out_sentences(alignment, reading.sentences) else None


def _slide(words: list[str], places: list[Place], gap: tuple[int, int], openings: Container[int]) -> None:
    """Let what was left out begin and end where sentences do, if the same words allow it.

    "It left. It came." without its second sentence lacks "It came." as much as ". It came".
    """
    start, end = gap
    if start in openings and end in openings:
        return
    for step in (-1, 1):
        first, last = start, end
        for _ in range(MOST_SLIDE):
            left, right = (first - 1, last - 1) if step < 0 else (first, last)
            if left < 0 or right >= len(words) or words[left] != words[right]:
                break
            first, last = first + step, last + step
            if first in openings and last in openings:
                moved = places[first:start] + places[end:last]
                gone: list[Place] = [None] * (end - start)
                places[min(first, start) : max(last, end)] = [*gone, *moved] if step < 0 else [*moved, *gone]
                return


def _cut(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in _WORD.finditer(text)]


def _is_furniture(text: str, words: list[tuple[int, int]]) -> bool:
    """Whether words at either end of a text are a byline, a dateline or a credit."""
    given = text[words[0][0] : words[-1][1]]
    lines = [" ".join(line.split()) for line in re.split(r"\n|(?<=[.;|])\s", given)]
    return len(words) <= MOST_FURNITURE_WORDS and all(
        _FURNITURE.match(line.rstrip(".;| ")) for line in lines if line.strip(".;|* ")
    )


def _leaves_out_sentences(alignment: _Alignment, sentences: Iterable[Span]) -> bool:
    """Whether each sentence is there whole, or wholly left out."""
    for sentence in sentences:
        try:
            alignment.find(sentence.start, sentence.end)
        except _Gone:
            continue
        except _LostWordsError:
            return False
    return True


def _move_reading(reading: Reading, document: Document, alignment: _Alignment) -> Reading | None:
    try:
        statements, statement_ids = [], {}
        for statement in reading.statements:
            moved = _move_or_drop(statement, statement.content, alignment, document.id, {})
            if moved is not None:
                new_id = make_statement_id(moved.content[0]) + _ordinal(statement.id)
                statement_ids[statement.id] = new_id
                statements.append(dataclasses.replace(moved, id=new_id))
        events = []
        for event in reading.events:
            moved = _move_or_drop(event, (event.trigger,), alignment, document.id, statement_ids)
            if moved is None:
                continue
            if event.statement_id is not None and event.statement_id not in statement_ids:
                return None
            events.append(dataclasses.replace(moved, id=make_event_id(moved.trigger) + _ordinal(event.id)))
        return Reading(
            document=document,
            sentences=tuple(_keep(reading.sentences, lambda one: one, alignment, document.id)),
            statements=tuple(statements),
            events=tuple(events),
            remarks=tuple(_keep(reading.remarks, lambda one: one.span, alignment, document.id)),
            persons=None
            if reading.persons is None
            else tuple(_keep(reading.persons, lambda one: one.span, alignment, document.id)),
        )
    except _LostWordsError:
        return None


def _ordinal(name: str) -> str:
    """Return the ".1" that tells two findings at one place apart."""
    _, dot, number = name.rpartition(".")
    return f".{number}" if dot and number.isdigit() else ""


def _move_or_drop(
    found: Any, anchors: Iterable[Span], alignment: _Alignment, name: str, ids: Mapping[str, str]
) -> Any:
    """Return a finding moved to the copy; None where the copy left out the words that it stands on."""
    gone = [_is_gone(span, alignment) for span in anchors]
    return None if all(gone) else _move(found, alignment, name, ids)


def _is_gone(span: Span, alignment: _Alignment) -> bool:
    try:
        alignment.find(span.start, span.end)
    except _Gone:
        return True
    return False


def _keep(found: Iterable[Any], anchor: Any, alignment: _Alignment, name: str) -> Iterable[Any]:
    for one in found:
        if not _is_gone(anchor(one), alignment):
            yield _move(one, alignment, name, {})


def _move(value: Any, alignment: _Alignment, name: str, ids: Mapping[str, str]) -> Any:
    """Return a value of the model with every span at its place in the copy."""
    if isinstance(value, Span):
        return Span(name, *alignment.find(value.start, value.end))
    if type(value) is str:
        return ids.get(value, value)
    if isinstance(value, tuple):
        return tuple(_move(one, alignment, name, ids) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
        return dataclasses.replace(
            value, **{key: _move(one, alignment, name, ids) for key, one in fields.items()}
        )
    return value
