"""What the register holds: claims with evidence, judgements, attribution acts, incidents."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from tocsin.model.document import Span
from tocsin.model.event import Place
from tocsin.model.marking import Marking
from tocsin.model.publisher import Grade


class Stance(StrEnum):
    """What a claim does to the value it names."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    UPDATES = "updates"
    RETRACTS = "retracts"


class IncidentStatus(StrEnum):
    """How far an incident is established; computed, never typed in without a reason."""

    CANDIDATE = "candidate"
    REPORTED = "reported"
    CORROBORATED = "corroborated"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    REFUTED = "refuted"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class AttributionState(StrEnum):
    """How far blame is established, weakest first."""

    NONE = "none"
    HINTED = "hinted"
    SUSPECTED = "suspected"
    ATTRIBUTED_SINGLE = "attributed_single"
    ATTRIBUTED_MULTIPLE = "attributed_multiple"
    ADJUDICATED = "adjudicated"


class JudgementKind(StrEnum):
    """What an analyst (or a rule) decided."""

    SAME = "same"
    DIFFERENT = "different"
    VALUE = "value"
    STATUS = "status"
    COPY = "copy"
    RESPONSE = "response"
    REVIEW = "review"
    MARKING = "marking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The verbatim words behind a claim, and where they stand."""

    document_id: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One value for one field of one event, by whom, with the words that say so.

    `grade` is given to a claim within its incident, where it is known what else is told.
    """

    id: str
    event_id: str
    field: str
    value: str
    holders: tuple[str, ...]
    interested: bool = False
    stance: Stance = Stance.SUPPORTS
    evidence: tuple[Evidence, ...]
    reported_at: dt.datetime | None = None
    first_seen: dt.datetime | None = None
    last_seen: dt.datetime | None = None
    grade: Grade | None = None

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError("a claim needs evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A decision on mentions or incidents: who, when, why; withdrawn, never deleted."""

    id: str
    kind: JudgementKind
    subjects: tuple[str, ...]
    value: str | None = None
    by: str
    reason: str = ""
    decided_at: dt.datetime
    withdrawn_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionAct:
    """One attributor laying (or refusing to lay) an incident at somebody's door."""

    attributor: str
    attributor_kind: str
    act: str
    towards: str | None
    interested: bool = False
    confidence_words: str | None = None
    date: dt.date | None = None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionView:
    """The acts of attribution and what they add up to by rule."""

    state: AttributionState = AttributionState.NONE
    contested: bool = False
    denied: bool = False
    retracted: bool = False
    acts: tuple[AttributionAct, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A child of an incident, which never counts as a hybrid act: a step of law, an effect, an answer.

    `code` is one of the codebook's responses (`r_expel`) or legal stages (`charged`); `plover` the event type
    with its mode. `linked_by` names the rule that tied it, or says which judgement did; `reasons` say why.
    """

    code: str
    actor: str | None = None
    towards: str | None = None
    on: dt.date | None = None
    plover: str | None = None
    linked_by: str
    reasons: tuple[str, ...] = ()
    holders: tuple[str, ...]
    reported_at: dt.datetime | None = None
    claim_ids: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    """An incident's identity: minted once from its founding mention, and kept."""

    id: str
    founding_event_id: str
    minted_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One mention's place in an incident, with the reasons for it."""

    event_id: str
    incident_id: str
    score: float = 1.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Mentions judged to be one happening; assembled from claims by named rules, never edited."""

    id: str
    kind: str = "hybrid"
    title: str
    threat_type: str | None = None
    subtype: str | None = None
    secondary_types: tuple[str, ...] = ()
    event_type: str | None = None
    status: IncidentStatus
    outcome: str = "unknown"
    start_date: dt.date | None = None
    end_date: dt.date | None = None
    date_precision: str | None = None
    places: tuple[Place, ...] = ()
    target_countries: tuple[str, ...] = ()
    target_sectors: tuple[str, ...] = ()
    severity: int = 0
    attribution: AttributionView = AttributionView()
    responses: tuple[Response, ...] = ()
    reports: int
    origins: int
    credibility: int = 6
    review_state: str = "new"
    marking: Marking = Marking.CLEAR
    claims: tuple[Claim, ...] = ()
    aliases: tuple[str, ...] = ()
    event_ids: tuple[str, ...] = ()
    document_ids: tuple[str, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()
    first_reported_at: dt.datetime | None = None
    last_reported_at: dt.datetime | None = None
    judged_at: dt.datetime | None = field(default=None, compare=False)
    """When a decision on it, or on a report of it, was last given or taken back: a version, no part of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """One change of a record between two linkings: what the register said before, and what after.

    `kind` is `new`, `changed`, `merged` (into the record `after`) or `gone` (its mentions open none any
    more). `cause` is `reports` (new ones came in), `judgement`, or `linking` (rules, or what other reports
    taught). `documents` are the reports that came in.
    """

    incident_id: str
    at: dt.datetime
    kind: str
    field: str | None = None
    before: str | None = None
    after: str | None = None
    cause: str
    documents: tuple[str, ...] = ()
