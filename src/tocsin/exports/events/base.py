"""Which coded events leave, and what every exporter of them does: streams them and counts the rows."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import BinaryIO, Protocol

from tocsin.model import COUNTING, EpistemicStatus, Event, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChoice:
    """Which events leave: by status (those that count unless told otherwise), day and background."""

    statuses: frozenset[EpistemicStatus] = COUNTING
    background: bool = False
    since: date | None = None
    until: date | None = None

    def takes(self, reading: Reading, event: Event) -> bool:
        """Whether an event leaves; the days are those on which it was, else that of its report."""
        first, last = find_days(reading, event)
        if (self.since or self.until) and (first is None or last is None):
            return False
        fits_since = self.since is None or (last is not None and last >= self.since)
        fits_until = self.until is None or (first is not None and first <= self.until)
        fits_status = event.status in self.statuses and (self.background or not event.background)
        return fits_status and fits_since and fits_until


@dataclass(slots=True)
class Tally:
    """What left and what did not: rows written, and events left out by their status."""

    rows: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def describe(self) -> str:
        """Return the tally in words, for the line that every export ends with."""
        out = ", ".join(f"{status} {count}" for status, count in sorted(self.left_out.items()))
        return f"{self.rows} events written" + (f"; left out: {out}" if out else "")


class EventExporter(Protocol):
    """One format of coded events."""

    name: str
    label: str

    def write(
        self, readings: Iterable[Reading], stream: BinaryIO, choice: EventChoice, *, version: str
    ) -> Tally:
        """Write the chosen events as they come and return how many there were."""


def choose_events(
    readings: Iterable[Reading], choice: EventChoice, tally: Tally
) -> Iterator[tuple[Reading, Event]]:
    """Yield the chosen events with their readings and keep the tally."""
    for reading in readings:
        for event in reading.events:
            if choice.takes(reading, event):
                tally.rows += 1
                yield reading, event
            else:
                why = "background" if event.background and event.status in choice.statuses else event.status
                tally.left_out[str(why)] += 1


def find_days(reading: Reading, event: Event) -> tuple[date | None, date | None]:
    """Return the first and last day of an event, that of its report where the text gives none."""
    if event.date is not None:
        return event.date.start, event.date.end
    published = reading.document.published_at
    day = published.astimezone(UTC).date() if published else None
    return day, day


def find_sentence_number(reading: Reading, event: Event) -> int | None:
    """Return the number of the sentence that an event stands in, from 1."""
    for number, sentence in enumerate(reading.sentences, start=1):
        if sentence.start <= event.trigger.start < sentence.end:
            return number
    return None


def quote_sentence(reading: Reading, event: Event) -> str:
    """Return the sentence that an event stands in, or its trigger where none is kept."""
    number = find_sentence_number(reading, event)
    return reading.document.quote(reading.sentences[number - 1] if number else event.trigger)


def clean_cell(value: object) -> str:
    """Return a value as a cell of a tab-separated file: one line, no tab, empty for nothing."""
    if value is None:
        return ""
    text = ";".join(value) if isinstance(value, tuple | list) else str(value)
    return "".join(char if char.isprintable() else " " for char in text)
