"""Late reports: how long an incident takes to be told of, and what recent counts will come to."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.model import Incident

LONGEST_DELAY = 180
"""Days; what is told of later is a disclosure of its own and belongs to no delay."""
LEAST_INCIDENTS = 20
LEVEL = 0.9
CERTAIN = 0.999
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Delays:
    """The share of incidents told of within 0, 1, 2 ... days, and how many incidents that rests on."""

    shares: tuple[float, ...]
    incidents: int

    def share_by(self, age: int) -> float:
        """Return the share told of by an age in days; 1 beyond the longest delay."""
        return self.shares[age] if 0 <= age < len(self.shares) else float(age >= 0)


@dataclass(frozen=True, slots=True)
class Nowcast:
    """What a count will come to: the expected number and its 90 % interval."""

    expected: float
    low: float
    high: float


def list_delays(incidents: Iterable[Incident], *, as_of: date) -> list[tuple[int, int]]:
    """Return for each dated incident how long its first report took, and how long there has been, in days."""
    pairs = []
    for incident in incidents:
        if incident.start_date is None or incident.first_reported_at is None:
            continue
        told = (incident.first_reported_at.date() - incident.start_date).days
        room = (as_of - incident.start_date).days
        if incident.date_precision in (None, "day") and 0 <= told <= min(room, LONGEST_DELAY):
            pairs.append((told, room))
    return pairs


def estimate_delays(pairs: Sequence[tuple[int, int]]) -> Delays | None:
    """Estimate the distribution of delays from (delay, room) pairs, each seen only because delay <= room.

    Product limit in reverse time, F(d) = product over k > d of (1 - events at k / at risk at k), at risk
    being those with delay <= k <= room: Lagakos, Barraj and De Gruttola, Biometrika 75 (1988), section 2;
    from memory. None where fewer than 20 incidents have a day.
    """
    if len(pairs) < LEAST_INCIDENTS:
        return None
    shares = [1.0] * (LONGEST_DELAY + 1)
    for day in range(LONGEST_DELAY, 0, -1):
        at_risk = sum(delay <= day <= room for delay, room in pairs)
        events = sum(delay == day for delay, room in pairs)
        shares[day - 1] = shares[day] * (1 - events / at_risk if at_risk else 1.0)
    return Delays(tuple(shares), len(pairs))


def nowcast(count: float, share: float, *, level: float = LEVEL) -> Nowcast:
    """Return what a count will come to where a share of its incidents has been told of so far.

    The unseen are negative binomial of size count + 1 with chance `share`: what a count seen through binomial
    thinning leaves open under a flat prior (Lawless, Canadian Journal of Statistics 22, 1994, has the
    likelihood; the prior is ours). An interval of whole numbers holds at least `level`.
    """
    if share >= CERTAIN:
        return Nowcast(count, count, count)
    share = max(share, 0.01)
    size = count + 1
    low = _quantile(size, share, (1 - level) / 2)
    high = _quantile(size, share, (1 + level) / 2)
    return Nowcast(count + size * (1 - share) / share, count + low, count + high)


def _quantile(size: float, share: float, level: float) -> int:
    below = 0.0
    log_mass = size * math.log(share)
    for unseen in range(MOST):
        below += math.exp(log_mass)
        if below >= level:
            return unseen
        log_mass += math.log((unseen + size) / (unseen + 1)) + math.log1p(-share)
    return MOST
