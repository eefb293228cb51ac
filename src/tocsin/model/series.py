"""What warning works on: measures over time and alerts."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Point:
    """A value for the period that starts on a day, and the incidents it counts."""

    start: date
    value: float
    incident_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A measure of one unit (pair, place, type) over equal periods, under a named profile."""

    unit: str
    measure: str
    period_days: int
    profile: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A sign we watch, in the sense of indications and warnings."""

    id: str
    label: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A reason to look: what changed, the smallest change it could have seen, and the incidents behind it."""

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
