"""What lists of millions ask of a store: rows in short form, counted and cut by the store itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from tocsin.model import Delta, Incident, Statement

NO_PUBLISHER = "no publisher given"


class Stamp(NamedTuple):
    """What changes whenever reports do, and whenever the register does: cheap to ask for."""

    reports: str
    register: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportQuery:
    """Which reports are listed; None leaves a side open. `words` must all stand in title or text.

    `without` names reports that are left out: a few, as each is looked at.
    """

    publisher: str | None = None
    since: date | None = None
    until: date | None = None
    words: str | None = None
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBrief:
    """A report in short form: `opening` is the beginning of its text, `statuses` counts its mentions."""

    id: str
    title: str | None
    publisher: str | None
    url: str | None
    published_at: datetime | None
    opening: str
    statuses: Mapping[str, int]
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementQuery:
    """Which statements are listed: a voice's name in part or the code of an actor, an act, days, words.

    `without` names reports whose statements are left out.
    """

    speaker: str | None = None
    act: str | None = None
    since: date | None = None
    until: date | None = None
    words: str | None = None
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementBrief:
    """A statement with its words, its report, and the events told of inside it (as stored)."""

    statement: Statement
    words: tuple[str, ...]
    report: ReportBrief
    about: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What the newest rows of a list hold: how many were looked at, and counts by act and by voice."""

    looked_at: int
    acts: Mapping[str, int]
    voices: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherCount:
    """How many reports of a publisher are stored, and the moment of the newest."""

    publisher: str | None
    reports: int
    last: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Records drawn for a second reader, once and for all: `incident_ids` in the order of coding."""

    name: str
    profile: str
    seed: int
    incident_ids: tuple[str, ...]
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """What one reader coded one record of a sample as; a field left empty is not in `values`."""

    sample: str
    incident_id: str
    reader: str
    at: datetime
    values: Mapping[str, str]


class ShelfStore(Protocol):
    """The part of a store that lists ask: no method reads more than it returns, or says its bound."""

    def load_stamp(self) -> Stamp:
        """Return what tells one state of the store from another."""

    def count_linked(self) -> int:
        """Return how many reports the last linking knew."""

    def find_newest_moment(self) -> datetime | None:
        """Return when the newest report was published."""

    def count_reports(self, query: ReportQuery, *, most: int) -> int:
        """Return how many reports a query lists, at most so many where it has words."""

    def list_reports(self, query: ReportQuery, *, skip: int, take: int) -> tuple[ReportBrief, ...]:
        """Return a stretch of the reports, newest first, those without a day last."""

    def iter_reports(self, query: ReportQuery) -> Iterator[ReportBrief]:
        """Yield all reports of a query in the same order."""

    def load_reports(self, document_ids: Sequence[str]) -> tuple[ReportBrief, ...]:
        """Return reports by id, in the order given; those not stored are left out."""

    def count_publishers(self, *, without: Sequence[str] = ()) -> tuple[PublisherCount, ...]:
        """Return every publisher of a stored report, most reports first; a few reports may be left out."""

    def load_judged_stamp(self) -> str:
        """Return what changes whenever a judgement comes or is taken back."""

    def count_rows_of(self, document_ids: Sequence[str]) -> Mapping[str, int]:
        """Return how many statements, events and claims some reports have, by the name of the table."""

    def count_statements(self, query: StatementQuery, *, most: int) -> int:
        """Return how many statements a query lists, at most so many."""

    def list_statements(self, query: StatementQuery, *, skip: int, take: int) -> tuple[StatementBrief, ...]:
        """Return a stretch of the statements, newest first."""

    def iter_statements(self, query: StatementQuery) -> Iterator[StatementBrief]:
        """Yield all statements of a query in the same order."""

    def tally_statements(self, query: StatementQuery, *, most: int) -> Tally:
        """Count acts and voices of the newest statements of a query."""

    def list_lights(self, *, after_turn: int | None = None) -> tuple[tuple[int, int, str], ...]:
        """Return number, turn and light form (JSON) of incidents, after a turn those written later."""

    def count_incidents(self) -> int:
        """Return how many incidents there are."""

    def list_numbers(self) -> frozenset[int]:
        """Return the numbers of all incidents."""

    def load_lights(self, numbers: Iterable[int]) -> tuple[Incident, ...]:
        """Return incidents by number in light form, in the order given."""

    def load_raw(self, numbers: Iterable[int]) -> tuple[dict[str, Any], ...]:
        """Return the JSON values of incidents by number, in the order given."""

    def search_incidents(self, words: str, *, most: int) -> frozenset[int]:
        """Return the numbers of incidents in which every word stands or begins a word, at most so many."""

    def list_places_of_report(self, document_id: str) -> Mapping[str, str]:
        """Return for each linked mention of a report the incident it belongs to."""

    def list_changes_since(self, moment: datetime, *, most: int) -> tuple[Delta, ...]:
        """Return the newest changes of records after a moment, newest first."""

    def list_last_changes(self) -> Mapping[str, datetime]:
        """Return when each record changed last, by its id."""

    def load_forecast_stamp(self) -> str:
        """Return what changes whenever a forecast is issued or scored."""

    def load_seen(self, analyst: str) -> datetime | None:
        """Return up to which moment an analyst has seen what changed."""

    def mark_seen(self, analyst: str, *, at: datetime) -> None:
        """Note up to which moment an analyst has seen what changed."""

    def add_sample(self, sample: Sample) -> None:
        """Store a sample; one of that name that is there already is refused."""

    def list_samples(self) -> tuple[Sample, ...]:
        """Return the samples, newest first."""

    def save_coding(self, coding: Coding) -> None:
        """Store what a reader coded, in place of what the same reader coded before."""

    def list_codings(self, sample: str) -> tuple[Coding, ...]:
        """Return what was coded of a sample, by incident and reader."""
