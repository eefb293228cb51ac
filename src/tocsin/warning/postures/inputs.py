"""What the register lends to the models: ranges of the rate of incidents and of how far blame goes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.model import AttributionState, Incident

Z95 = 1.959964
ATTRIBUTED = frozenset(
    {AttributionState.ATTRIBUTED_SINGLE, AttributionState.ATTRIBUTED_MULTIPLE, AttributionState.ADJUDICATED}
)
DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Range:
    """A number with the interval it may lie in."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureInputs:
    """Counts of the register, and the ranges they leave open; `chance` is that of one incident or more."""

    incidents: int
    days: int
    horizon_days: int
    rate_a_year: Range
    chance: Range
    attributed: Range
    contested: Range


def measure_inputs(
    incidents: Sequence[Incident], *, since: date, until: date, horizon_days: int
) -> PostureInputs:
    """Return what counted incidents of a stretch of days say: 95 % ranges, as if the future were like it."""
    return measure_counts(
        len(incidents),
        attributed=sum(i.attribution.state in ATTRIBUTED for i in incidents),
        contested=sum(i.attribution.contested or i.attribution.denied for i in incidents),
        days=(until - since).days + 1,
        horizon_days=horizon_days,
    )


def measure_counts(
    count: int, *, attributed: int, contested: int, days: int, horizon_days: int
) -> PostureInputs:
    """Return the same from numbers: so many incidents, of which so many are attributed and contested."""
    low, high = find_count_interval(count)
    years = days / DAYS_A_YEAR
    rate = Range(low / years, count / years, high / years)
    share = horizon_days / DAYS_A_YEAR
    return PostureInputs(
        incidents=count,
        days=days,
        horizon_days=horizon_days,
        rate_a_year=rate,
        chance=Range(*(1 - math.exp(-value * share) for value in (rate.low, rate.middle, rate.high))),
        attributed=_find_share(attributed, count),
        contested=_find_share(contested, count),
    )


def find_count_interval(count: int) -> tuple[float, float]:
    """Return the 95 % interval of a Poisson mean (Byar; Breslow and Day 1987, vol. II, 69; from memory)."""
    low = 0.0 if count == 0 else count * (1 - 1 / (9 * count) - Z95 / (3 * math.sqrt(count))) ** 3
    more = count + 1
    return low, more * (1 - 1 / (9 * more) + Z95 / (3 * math.sqrt(more))) ** 3


def _find_share(part: int, whole: int) -> Range:
    """Return a share with its 95 % interval (Wilson 1927, JASA 22, 209-212; from memory)."""
    if whole == 0:
        return Range(0.0, 0.5, 1.0)
    share, square = part / whole, Z95 * Z95 / whole
    middle = (share + square / 2) / (1 + square)
    half = Z95 * math.sqrt(share * (1 - share) / whole + square / (4 * whole)) / (1 + square)
    return Range(max(0.0, middle - half), share, min(1.0, middle + half))
