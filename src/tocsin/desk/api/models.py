"""What the interface for programs answers with, as pydantic models: the source of its description."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from tocsin.model import EpistemicStatus, JudgementKind, SpeechAct
from tocsin.model.account import Role, Scope

MOST_REASON = 2_000
Words = Annotated[str, Field(max_length=MOST_REASON)]


class Answer(BaseModel):
    """The root of what is answered."""

    model_config = ConfigDict(extra="forbid")


class ErrorBody(Answer):
    """What went wrong: the HTTP status, and one line with what was given, what was wanted, what to do."""

    status: int
    message: str


class Error(Answer):
    """The one shape of every error."""

    error: ErrorBody


class Report(Answer):
    """One report in short form."""

    id: str
    title: str
    publisher: str
    url: str | None
    published_at: datetime | None
    statements: int
    events_by_status: dict[EpistemicStatus, int]


class StatementRow(Answer):
    """Who said what, in verbatim words; `content` are the characters [start, end) of the report."""

    id: str
    document_id: str
    publisher: str
    published_at: datetime | None
    voices: list[str]
    kinds: list[str]
    act: SpeechAct
    form: str
    posture: str | None
    words: list[str]
    content: list[tuple[int, int]]


class AlertRow(BaseModel):
    """When something became more frequent than the year before it."""

    model_config = ConfigDict(extra="allow")

    id: str
    unit: str
    detector: str
    level: str
    on: date
    reason: str
    statistic: float
    threshold: float
    detectable_change: str
    watch_next: str
    incident_ids: list[str]


class ForecastRow(BaseModel):
    """A forecast as it was issued, with its naive rivals and, later, what happened."""

    model_config = ConfigDict(extra="allow")

    id: str
    unit: str
    profile: str
    starts_on: date
    ends_on: date
    as_of: date
    made_at: datetime
    median: float
    low_90: float
    high_90: float
    chance_of_any: float
    happened: int | None
    incident_ids: list[str]
    model: str


class SourceRow(BaseModel):
    """A publisher with its last report."""

    model_config = ConfigDict(extra="allow")

    publisher: str
    reports: int
    last_report: datetime | None
    reliability: str | None


class PositionRow(BaseModel):
    """What one voice wants done about a tracked question; `span` are the characters of its words."""

    model_config = ConfigDict(extra="allow")

    question: str
    document_id: str
    span: list[int]
    quote: str
    holder: str | None
    kind: str
    through: list[str]
    posture: str
    said_at: datetime | None


class WaitingRow(BaseModel):
    """A record that waits for a decision, in short form."""

    model_config = ConfigDict(extra="allow")

    id: str
    title: str
    threat_type: str | None
    status: str
    attribution: str
    review_state: str
    start_date: date | None
    reports: int
    origins: int


class IndicatorRow(BaseModel):
    """What a sign that is watched says on a day."""

    model_config = ConfigDict(extra="allow")

    id: str
    label: str
    question: str
    state: str
    on: date
    value: float | None
    polarity: str
    depth: int
    reason: str
    incident_ids: list[str]


class PairRow(BaseModel):
    """A week between two states: the value of a measure, and the incidents it counts."""

    model_config = ConfigDict(extra="allow")

    pair: str | None
    start: date
    value: float
    incident_ids: list[str]


class ScoreRow(BaseModel):
    """How one system of forecasts did, on the forecasts whose time is over."""

    model_config = ConfigDict(extra="allow")

    system: str
    crps_log1p: float | None
    scored: int
    waiting: int


class SearchRow(BaseModel):
    """A saved search: its name and everything that it asks for."""

    model_config = ConfigDict(extra="allow")

    name: str
    profile: str
    kind: str
    threat_types: list[str]
    countries: list[str]
    words: str
    made_at: datetime


class SampleRow(BaseModel):
    """A sample for second readers: how many records, and who has read how many."""

    model_config = ConfigDict(extra="allow")

    name: str
    profile: str
    seed: int
    records: int
    made_by: str
    made_at: datetime
    readers: list[str]


class Row(BaseModel):
    """One row of a list."""

    model_config = ConfigDict(extra="allow")


class Change(Answer):
    """One change of a record between two linkings; `number` orders all changes, and never changes."""

    number: int
    incident_id: str
    at: datetime
    kind: Literal["new", "changed", "merged", "gone"]
    field: str | None
    before: str | None
    after: str | None
    cause: str
    documents: list[str]


class Changes(Answer):
    """Changes after a cursor; `next` always leads on, so that it can be asked again later."""

    next: str
    at_end: bool
    items: list[Change]


class JudgementRow(Answer):
    """A decision: on what, by whom, when, why, and whether it still holds."""

    id: str
    kind: JudgementKind
    subjects: list[str]
    value: str | None
    by: str
    reason: str
    decided_at: datetime
    withdrawn_at: datetime | None


class Delta(Answer):
    """One change of a record, in its history."""

    incident_id: str
    at: datetime
    kind: str
    field: str | None
    before: str | None
    after: str | None
    cause: str
    documents: list[str]


class History(Answer):
    """What happened to one record, oldest first: changes, and decisions that named it."""

    incident_id: str
    changes: list[Delta]
    judgements: list[JudgementRow]


class Decided(Answer):
    """What a decision did; the record may have gone into another, whose id is given with its tag."""

    judgement: JudgementRow
    changes: list[Delta]
    incident_id: str | None
    etag: str | None


class DeedRow(Answer):
    """An entry of the audit log."""

    number: int
    at: datetime
    who: str
    what: str
    subject: str
    detail: str
    address: str


class Me(Answer):
    """Who asks, and what he may do."""

    name: str
    role: Role | None
    via: Literal["alone", "session", "key"]
    scopes: list[Scope]


class Readiness(BaseModel):
    """Whether the store answers."""

    model_config = ConfigDict(extra="allow")

    status: Literal["ok", "degraded", "down"]


class StreamItem(Answer):
    """One message of the stream of changes; the name of the event is its `kind`, the id its `number`."""

    number: int
    incident_id: str
    kind: Literal["new", "changed", "merged", "gone"]
    at: datetime
    cause: str
    changes: list[dict[str, Any]]
    incident: dict[str, Any] | None


class _Decision(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    reason: Words = ""


class ReviewDecision(_Decision):
    """How far the review of the record is."""

    action: Literal["review"]
    value: str = Field(min_length=1, max_length=80)


class _ReasonedDecision(_Decision):
    reason: str = Field(min_length=1, max_length=MOST_REASON)


class StatusDecision(_ReasonedDecision):
    """The status of the record, over the one computed from its claims."""

    action: Literal["status"]
    value: str = Field(min_length=1, max_length=80)


class ValueDecision(_ReasonedDecision):
    """The value of a field, over the one computed from its claims; an empty one empties the field."""

    action: Literal["set"]
    field: str = Field(min_length=1, max_length=80)
    value: Words


class MergeDecision(_ReasonedDecision):
    """The record is one with another."""

    action: Literal["merge"]
    value: str = Field(min_length=1, max_length=80)


class SplitDecision(_ReasonedDecision):
    """Some mentions of the record are another incident."""

    action: Literal["split"]
    mentions: list[Annotated[str, Field(max_length=200)]] = Field(min_length=1, max_length=200)


Decision = Annotated[
    ReviewDecision | StatusDecision | ValueDecision | MergeDecision | SplitDecision,
    Field(discriminator="action"),
]
"""A decision on one record."""
