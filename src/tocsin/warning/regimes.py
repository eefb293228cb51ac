"""What changed in our own reading: sources, volume, rules; so that nothing fires on ourselves."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tocsin.model import Incident

RECENT_WEEKS = 8
LARGE_SHARE = 0.2
"""A source that brings a fifth of what is read changes what can be counted; a single new title does not."""
LEAST_DOCUMENTS = 8
SETTLED_WEEKS = 56
"""A source read for a year and a month is in the baseline as it is in the present."""
VOLUME_CHANGE = 1.5
MODEL, REREAD = "model", "reread"
"""Entries of the log: another reader reads from now on; all that is stored was read by one reader again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """Which source each document came from, when documents were published, and the log of our own changes."""

    sources: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)
    changes: tuple[tuple[date, str, str], ...] = ()

    def find_new_sources(self, on: date) -> frozenset[str]:
        """Return the sources that have brought a large share of late and were not read a year ago."""
        begin, recent = self._first_days(on), Counter(self._list_recent(on))
        start = min(begin.values(), default=on)
        total = sum(recent.values())
        return frozenset(
            source
            for source, number in recent.items()
            if number >= max(LEAST_DOCUMENTS, LARGE_SHARE * total)
            and begin[source] > on - timedelta(weeks=SETTLED_WEEKS)
            and begin[source] > start + timedelta(weeks=RECENT_WEEKS)
        )

    def is_comparable(self, incident: Incident, new_sources: frozenset[str]) -> bool:
        """Whether an incident would have been known without the new sources: like is held against like."""
        if not new_sources:
            return True
        told = {self.sources.get(document_id, "") for document_id in incident.document_ids}
        return bool(told - new_sources)

    def compare_volume(self, on: date, *, days: int = 28) -> float | None:
        """Return documents a day in the last `days` over those of the year before, None without one."""
        edge = on - timedelta(days=days)
        recent = sum(edge < day <= on for day in self.days.values())
        before = sum(edge - timedelta(weeks=52) < day <= edge for day in self.days.values())
        whole = min(self.days.values(), default=on) <= edge - timedelta(weeks=52)
        return (recent / days) / (before / 364) if before and whole else None

    def describe(self, on: date) -> tuple[str, ...]:
        """Say what of our own reading changed of late, a sentence each."""
        told = [f"source {name} is new and left out of the comparison" for name in self.find_new_sources(on)]
        volume = self.compare_volume(on)
        if volume is not None and not 1 / VOLUME_CHANGE <= volume <= VOLUME_CHANGE:
            told.append(f"{volume:.1f} times as many documents a week were read as in the year before")
        edge = on - timedelta(weeks=RECENT_WEEKS)
        told += [f"{kind} changed on {day}: {what}" for day, kind, what in self.changes if edge < day <= on]
        return tuple(sorted(told))

    def broke_lately(self, on: date) -> bool:
        """Whether the reader changed within the recent weeks: then counts cannot be compared.

        Once all reports are read again by one reader they can. A change of the register's rules is none: a
        replay makes every week by the rules of today.
        """
        edge = on - timedelta(weeks=RECENT_WEEKS)
        told = [(day, kind) for day, kind, _ in self.changes if day <= on and kind in (MODEL, REREAD)]
        last = max(enumerate(told), key=lambda entry: (entry[1][0], entry[0]), default=None)
        return last is not None and last[1][1] == MODEL and last[1][0] > edge

    def _first_days(self, on: date) -> dict[str, date]:
        first: dict[str, date] = {}
        for document_id, source in self.sources.items():
            day = self.days.get(document_id)
            if day is not None and day <= on:
                first[source] = min(day, first.get(source, day))
        return first

    def _list_recent(self, on: date) -> Iterable[str]:
        edge = on - timedelta(weeks=RECENT_WEEKS)
        return (
            source
            for document_id, source in self.sources.items()
            if (day := self.days.get(document_id)) is not None and edge < day <= on
        )
