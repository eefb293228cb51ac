"""Cut a report's text into rows and marked runs by offsets, so that marks may overlap."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tocsin.desk.marks import Mark, mark_event
from tocsin.model import Event, Reading, Span, Statement

PART_CHARACTERS = 60_000
"""A page shows about this much of a report; longer ones come in parts."""
HERE = "here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A stretch of text with what it is marked as; `anchor` and `mark` stand at its start."""

    start: int
    end: int
    classes: tuple[str, ...]
    anchor: str | None = None
    mark: Mark | None = None
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Characters that all have the same marks, with the layers that begin there."""

    text: str
    classes: str
    opening: tuple[Layer, ...]
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRow:
    """A stretch of the report beside what was read from it."""

    start: int
    end: int
    runs: tuple[Run, ...]
    ends_paragraph: bool
    events: tuple[Event, ...]
    statements: tuple[Statement, ...]


def anchor_of(event_id: str, document_id: str) -> str:
    """Return the anchor of an event on its report's page: `e12-20`."""
    return event_id.removeprefix(f"{document_id}-")


def lay_out(reading: Reading, *, here: tuple[int, int] | None = None) -> tuple[TextRow, ...]:
    """Return the whole text in rows: each sentence with findings is one, the text between them another."""
    text = reading.document.text
    layers = tuple(_list_layers(reading, here))
    rows = []
    for start, end in _cut_rows(reading):
        shown = start + len(text[start:end].rstrip())
        rows.append(
            TextRow(
                start=start,
                end=end,
                ends_paragraph=text[shown:end].count("\n") > 1,
                runs=tuple(cut_runs(text, start, shown, layers)),
                events=tuple(event for event in reading.events if start <= event.trigger.start < end),
                statements=tuple(s for s in reading.statements if start <= s.content[0].start < end),
            )
        )
    return tuple(rows)


def cut_runs(text: str, start: int, end: int, layers: Iterable[Layer]) -> Iterator[Run]:
    """Yield the text of [start, end) in runs that begin and end where some layer does."""
    near = [layer for layer in layers if layer.start < end and start < layer.end]
    edges = {start, end}
    for layer in near:
        edges |= {max(start, layer.start), min(end, layer.end)}
    ordered = sorted(edges)
    for left, right in zip(ordered, ordered[1:], strict=False):
        over = [layer for layer in near if layer.start <= left and right <= layer.end]
        classes = dict.fromkeys(name for layer in over for name in layer.classes)
        yield Run(
            text=text[left:right],
            classes=" ".join(classes),
            opening=tuple(layer for layer in over if layer.start == left),
            label="; ".join(layer.label for layer in over if layer.label),
        )


def cut_parts(rows: Sequence[TextRow]) -> tuple[tuple[TextRow, ...], ...]:
    """Return the rows in parts of bounded length, at least one."""
    parts: list[list[TextRow]] = [[]]
    length = 0
    for row in rows:
        if parts[-1] and length + row.end - row.start > PART_CHARACTERS:
            parts.append([])
            length = 0
        parts[-1].append(row)
        length += row.end - row.start
    return tuple(tuple(part) for part in parts)


def _list_layers(reading: Reading, here: tuple[int, int] | None) -> Iterator[Layer]:
    document_id = reading.document.id
    for statement in reading.statements:
        anchor: str | None = anchor_of(statement.id, document_id)
        for span in statement.content:
            label = f"statement: {statement.act.value}, {statement.form.value}"
            yield Layer(start=span.start, end=span.end, classes=("said",), anchor=anchor, label=label)
            anchor = None
        for voice in statement.attributions:
            yield from _mark(voice.speaker, "speaker")
            yield from _mark(voice.cue, "cue")
    for event in reading.events:
        shown = mark_event(event.status)
        yield Layer(
            start=event.trigger.start,
            end=event.trigger.end,
            classes=("trigger", f"f-{shown.family}", f"s-{shown.code}"),
            anchor=anchor_of(event.id, document_id),
            mark=shown,
            label=f"event: {shown.word}",
        )
    if here is not None:
        end = min(here[1], len(reading.document.text))
        if here[0] < end:
            yield Layer(start=here[0], end=end, classes=(HERE,), anchor=HERE, label="the words you came for")


def _mark(span: Span | None, name: str) -> Iterator[Layer]:
    if span is not None:
        yield Layer(start=span.start, end=span.end, classes=(name,), label=name)


def _cut_rows(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield stretches that tile the text: cut before and after each sentence that something was read from."""
    length = len(reading.document.text)
    telling = [*(event.trigger for event in reading.events), *(s.content[0] for s in reading.statements)]
    starts = sorted(span.start for span in telling)
    edges = {0, length}
    sentences = sorted(reading.sentences)
    for index, sentence in enumerate(sentences):
        until = sentences[index + 1].start if index + 1 < len(sentences) else length
        if any(sentence.start <= start < until for start in starts):
            edges |= {sentence.start, until}
        elif sentence.start % PART_CHARACTERS > until % PART_CHARACTERS:
            edges.add(sentence.start)  # so that a long text without findings still comes in parts
    if not sentences:
        edges |= set(range(0, length, PART_CHARACTERS))
    ordered = sorted(edge for edge in edges if edge <= length)
    yield from zip(ordered, ordered[1:], strict=False)
