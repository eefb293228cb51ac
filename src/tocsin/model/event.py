"""One coded mention of a happening, and whether it happened according to whom."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tocsin.model.document import Span
from tocsin.model.statement import SpeakerKind


class EpistemicStatus(StrEnum):
    """Whether it happened: the eleven labels of the epistemic guideline."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    REPORTED = "reported"
    ALLEGED = "alleged"
    DENIED = "denied"
    NOT_HAPPENED = "not_happened"
    PLANNED = "planned"
    THREATENED = "threatened"
    CALLED_FOR = "called_for"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"

    @property
    def counts(self) -> bool:
        """Whether a mention with this status enters event counts."""
        return self in COUNTING

    @property
    def is_claim(self) -> bool:
        """Whether a mention with this status enters the claims series."""
        return self in CLAIMS

    @property
    def is_intent(self) -> bool:
        """Whether a mention with this status enters the intent series."""
        return self in INTENT


COUNTING = frozenset({EpistemicStatus.HAPPENED, EpistemicStatus.ONGOING, EpistemicStatus.REPORTED})
CLAIMS = frozenset({EpistemicStatus.ALLEGED, EpistemicStatus.DENIED})
INTENT = frozenset(
    {
        EpistemicStatus.PLANNED,
        EpistemicStatus.THREATENED,
        EpistemicStatus.CALLED_FOR,
        EpistemicStatus.POSSIBLE,
    }
)


class EventTime(StrEnum):
    """When, seen from publication."""

    PAST = "past"
    ONGOING = "ongoing"
    FUTURE = "future"
    TIMELESS = "timeless"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """An actor or recipient as the text names it; `country` is ISO 3166 alpha-3 or NATO, EUU, UNO."""

    span: Span
    name: str
    actor_id: str | None = None
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where: a resolved place, at the precision the text gives and no finer.

    `radius_km` is how far from the point it may lie, `confidence` the probability that this place is meant.
    `role` is act, launch, effect or arrest; `jurisdiction` the kind of ground by the codebook (territory,
    territorial_sea, eez, high_seas, airspace, fir_only, online), `jurisdiction_country` whose it is: of an
    embassy or a base abroad that is not `country`.
    """

    name: str
    span: Span | None = None
    gazetteer_id: str | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    precision: str = "unknown"
    role: str = "act"
    radius_km: float | None = None
    confidence: float | None = None
    jurisdiction: str | None = None
    jurisdiction_country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """When: an inclusive interval of days, with the precision of the words behind it."""

    start: date
    end: date
    precision: str = "day"
    span: Span | None = None

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"a date range needs start <= end, not {self.start}..{self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Someone committed to the event, and how firmly: CT+ PR+ PS+ U PS- PR- CT-."""

    name: str
    span: Span | None = None
    kind: SpeakerKind = SpeakerKind.AUTHOR
    value: str = "CT+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number the text gives (killed, injured, expelled ...), as bounds; None is open."""

    what: str
    min: int | None
    max: int | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One coded mention: type, parties, place, date, status, and the words that say so.

    `date` is the day of the act, `discovered_on` the day it came to light where the text tells that apart.
    """

    id: str
    trigger: Span
    event_type: str | None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    threat_type: str | None = None
    subtype: str | None = None
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    place: Place | None = None
    date: DateRange | None = None
    status: EpistemicStatus
    time: EventTime
    factuality: float
    certainty: float
    unsure: bool = False
    reasons: tuple[str, ...] = ()
    holders: tuple[Holder, ...] = ()
    statement_id: str | None = None
    counts: tuple[Count, ...] = ()
    outcome: str | None = None
    background: bool = False
    score: float | None = None
    means: str | None = None
    discovered_on: DateRange | None = None

    def __post_init__(self) -> None:
        if self.event_type is None and self.threat_type is None:
            raise ValueError("an event needs an event type or a threat type")
        if not -3.0 <= self.factuality <= 3.0:
            raise ValueError(f"factuality runs from -3 to 3, not {self.factuality}")
        if not 0.0 <= self.certainty <= 1.0:
            raise ValueError(f"certainty is a probability, not {self.certainty}")

    @property
    def is_counted(self) -> bool:
        """Whether this mention enters current counts."""
        return self.status.counts and not self.background


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something in scope that was not understood, with its place in the text."""

    span: Span
    about: str
    message: str
