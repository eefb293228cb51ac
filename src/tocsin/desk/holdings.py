"""What the store holds, in the short form that lists need, kept in memory until the store changes."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Any, TypeVar

from tocsin.desk.wording import clean_line, label_threat
from tocsin.model import EpistemicStatus, Event, Incident, Reading, Span, Statement
from tocsin.pipeline.replaying import Replay, replay_query
from tocsin.pipeline.views import Query
from tocsin.store.base import Store, StoreCounts

T = TypeVar("T")
FIRST_CHARACTERS = 90
"""A report without a title is called by so much of its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One report in a list: its name, where it is from, and how many mentions of each status it has."""

    id: str
    title: str
    publisher: str
    url: str | None
    published_at: datetime | None
    statuses: tuple[tuple[EpistemicStatus, int], ...]
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Verbatim words of a report with the place where they stand."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """Who said what: the voices (outermost first), the act, the words, and the acts told of inside."""

    id: str
    report: ReportRow
    voices: tuple[tuple[str, str], ...]
    actor_ids: tuple[str, ...]
    act: str
    form: str
    posture: str | None
    words: tuple[Words, ...]
    about: tuple[tuple[EpistemicStatus, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """All reports and statements in short form, newest first."""

    reports: tuple[ReportRow, ...]
    statements: tuple[StatementRow, ...]


class Holdings:
    """Reads the store once for each state of it, whatever the number of pages asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._stamp: tuple[StoreCounts, datetime | None] | None = None
        self._kept: dict[object, Any] = {}

    def keep(self, key: object, make: Callable[[], T]) -> T:
        """Return what `make` makes, made again only after the store has changed."""
        stamp = (self._store.count(), self._store.load_linked_at())
        with self._lock:
            if stamp != self._stamp:
                self._stamp, self._kept = stamp, {}
            if key in self._kept:
                kept: T = self._kept[key]
                return kept
        made = make()
        with self._lock:
            if stamp == self._stamp:
                self._kept[key] = made
        return made

    def forget(self) -> None:
        """Read the store anew at the next asking: a decision changes what counts alone do not tell."""
        with self._lock:
            self._stamp, self._kept = None, {}

    def list_incidents(self) -> tuple[Incident, ...]:
        """Return the incidents of the last linking."""
        return self.keep("incidents", self._store.list_incidents)

    def load_shelf(self) -> Shelf:
        """Return all reports and statements in short form."""
        return self.keep("shelf", lambda: _make_shelf(self._store))

    def replay(self, query: Query, *, false_alarms_per_year: float) -> Replay:
        """Return the alerts that would have fired, each week judged by what had been reported by then."""
        return self.keep(
            ("replay", query, false_alarms_per_year),
            lambda: replay_query(self._store, query, false_alarms_per_year=false_alarms_per_year),
        )

    def find_newest_day(self) -> date | None:
        """Return the day of the newest report: what "data as of" means."""
        moments = [row.published_at for row in self.load_shelf().reports if row.published_at]
        return max(moments).date() if moments else None


def _make_shelf(store: Store) -> Shelf:
    reports: list[ReportRow] = []
    statements: list[StatementRow] = []
    for reading in store.iter_readings():
        row = make_report_row(reading)
        reports.append(row)
        statements.extend(make_statement_row(reading, row, entry) for entry in reading.statements)
    reports.sort(key=lambda row: _newest_first(row))
    statements.sort(key=lambda entry: (*_newest_first(entry.report), entry.words[0].span.start))
    return Shelf(reports=tuple(reports), statements=tuple(statements))


def _newest_first(row: ReportRow) -> tuple[float, str]:
    return (-row.published_at.timestamp() if row.published_at else float("inf"), row.id)


def make_report_row(reading: Reading) -> ReportRow:
    """Return a report in short form; one without a title is called by its first words."""
    document = reading.document
    tally = Counter(event.status for event in reading.events)
    return ReportRow(
        id=document.id,
        title=clean_line(document.title or "") or _take_first_words(document.text) or document.id,
        publisher=document.publisher or "no publisher given",
        url=document.url,
        published_at=document.published_at,
        statuses=tuple((status, tally[status]) for status in EpistemicStatus if tally[status]),
        statements=len(reading.statements),
    )


def _take_first_words(text: str) -> str:
    """Return the beginning of a text as a label, cut between words."""
    line = clean_line(text[: FIRST_CHARACTERS + 1])
    if len(text) <= FIRST_CHARACTERS:
        return line
    return (line.rpartition(" ")[0] or line[:FIRST_CHARACTERS]) + " …"


def make_statement_row(reading: Reading, row: ReportRow, statement: Statement) -> StatementRow:
    """Return a statement in short form, with the acts told of inside it."""
    return StatementRow(
        id=statement.id,
        report=row,
        voices=tuple((voice.name or "an unnamed voice", voice.kind.value) for voice in statement.voices),
        actor_ids=tuple(voice.actor_id for voice in statement.voices if voice.actor_id),
        act=statement.act.value,
        form=statement.form.value,
        posture=statement.posture,
        words=tuple(Words(span=span, text=reading.document.quote(span)) for span in statement.content),
        about=tuple(
            (event.status, describe_act(event))
            for event in reading.events
            if event.statement_id == statement.id
        ),
    )


def describe_act(event: Event) -> str:
    """Return what an event codes in few words: "Sabotage on land against Estonia"."""
    act = label_threat(event.threat_type) if event.threat_type else (event.event_type or "").capitalize()
    aimed = ", ".join(dict.fromkeys(recipient.name for recipient in event.recipients))
    return act + (f" against {aimed}" if aimed else "")
