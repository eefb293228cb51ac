"""What warning works on: measures over time and alerts."""

from dataclasses import dataclass
from datetime import date, datetime

from tocsin.model.incident import Evidence


@dataclass(frozen=True, slots=True)
class Point:
    """A value for the period that starts on a day, and the incidents or mentions it counts.

    `expected` is what is expected once late reports are in, `low` and `high` its 90 % interval; None where
    no nowcast was made. `read` is how many documents were published in the period and read.
    """

    start: date
    value: float
    incident_ids: tuple[str, ...] = ()
    event_ids: tuple[str, ...] = ()
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    read: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A measure of one unit (pair, place, type) over equal periods, under a named profile.

    `channel` says what is counted (acts, alleged acts, talk ...); channels are never added up. `regime` tells
    of changes of our own (a source added, a rule changed) that make periods hard to compare.
    """

    unit: str
    measure: str
    period_days: int
    profile: str
    points: tuple[Point, ...]
    channel: str = "acts"
    as_of: date | None = None
    regime: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What a sign we watch says on a day, with the incidents and mentions that say it.

    `state` is `unknown`, `quiet`, `watch` or `warning`; `polarity` is `raises` or `lowers` concern.
    """

    id: str
    label: str
    question: str
    state: str
    on: date
    value: float | None = None
    polarity: str = "raises"
    depth: int = 0
    reason: str = ""
    incident_ids: tuple[str, ...] = ()
    event_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A reason to look: what changed, the smallest change it could have seen, and the incidents behind it.

    `kind` is `rate` (a unit has more incidents than expected), `search` (a new incident meets a saved
    search), `status` (a record changed status or blame) or `indicator`. `onset` is when the rate most
    probably changed. `checks` tell what else bears on it: other detectors, changes of our own reading.
    """

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
    incident_ids: tuple[str, ...]
    kind: str = "rate"
    onset: date | None = None
    checks: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """An order to keep alerts of a unit, or of all that begin so, quiet until a day; lifted, not deleted."""

    unit: str
    until: date | None = None
    by: str
    reason: str = ""
    at: datetime
    lifted_at: datetime | None = None

    def covers(self, unit: str, on: date) -> bool:
        """Whether alerts of a unit are kept quiet on a day."""
        named = unit == self.unit or (self.unit.endswith(":") and unit.startswith(self.unit))
        return named and self.lifted_at is None and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A saved search: incidents that meet every criterion given, under a profile.

    `kind` is `hybrid`, `political` or `all`; `countries` are those hit or of the place, `towards` whom
    somebody blames. `notify` names the addresses (of the settings) that its notices are sent to.
    """

    name: str
    profile: str = "warning"
    kind: str = "hybrid"
    threat_types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    towards: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    words: str = ""
    notify: tuple[str, ...] = ()
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One notice on its way to one address; sent once `sent_at` is there, waiting while `due_at` is."""

    alert_id: str
    target: str
    due_at: datetime | None = None
    sent_at: datetime | None = None
    tries: int = 0
    error: str = ""
