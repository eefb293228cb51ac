"""Where a time expression is seen from: the day of writing, what was named before, which way it looks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tocsin.languages.timewords import TimeWords
from tocsin.reading.dates.units import Days

Parts = Mapping[str, str]
"""What the slots of a pattern caught, in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a passage named before: the last day, the last stretch of any length, the last quarter."""

    day: date | None = None
    days: Days | None = None
    quarter: Days | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewpoint:
    """Where an expression is seen from: publication, what was named before it, and which way it looks.

    `is_limit` is set after "until" and "by": a date without a year is then the nearest. `is_over` is set for
    what must lie behind: it is then the last one.
    """

    published: date | None
    memory: Memory
    ahead: bool
    words: TimeWords
    is_limit: bool = False
    is_over: bool = False

    @property
    def known(self) -> date:
        """The day of publication; an expression that needs it cannot be worked out without."""
        if self.published is None:
            raise LookupError("no day of publication")
        return self.published

    @property
    def named(self) -> Days:
        """The stretch named last; an expression that needs it cannot be worked out without."""
        if self.memory.days is None:
            raise LookupError("nothing named before")
        return self.memory.days


def shift_of(parts: Parts, words: TimeWords) -> int | None:
    """Return -1, 0 or 1 for last, this, next; None where no such word stands."""
    word = parts.get("shift")
    if word is None:
        return None
    return -1 if words.has("back", word) else 1 if words.has("ahead", word) else 0


def count_of(parts: Parts, view: Viewpoint) -> int:
    """Return the number that stands before a unit; 1 where none does."""
    if "number" not in parts:
        return 1
    known: int | None = view.words.number("numbers", parts["number"])
    return int(parts["number"]) if known is None else known


def year_of(parts: Parts, view: Viewpoint, *, slot: str = "year") -> int:
    """Return the year that a slot caught, in figures or spoken: "1997", "nineteen ninety-seven"."""
    text = parts[slot]
    if text.isdigit():
        return int(text)
    year = 0
    for word, number in view.words.tables["centuries"].items():
        if text.startswith(word):
            year, text = 100 * number, text[len(word) :]
            break
    for word in re.split(r"[\s-]+", text):
        year += view.words.number("tens", word) or view.words.number("numbers", word) or 0
    return year


def clip_edge(days: Days, parts: Parts, view: Viewpoint) -> Days:
    """Cut a period that holds publication: "earlier this month" ends, "later this month" starts there.

    The start, middle or end of another period is not narrowed: the words do not say where it ends.
    """
    now = view.published
    if now is None or not days.start <= now <= days.end:
        return days
    edge = parts.get("edge", "")
    if view.words.has("late", edge) and edge != "late":
        return Days(now, days.end, days.precision)
    if view.ahead:
        return Days(now, days.end, days.precision)
    return Days(days.start, now, days.precision)
