"""Alerts: a unit with more incidents than the year before it leads one to expect."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tocsin.model import Alert, Evidence, Incident, Series
from tocsin.warning.baseline import GUARD_WEEKS, WINDOW_WEEKS, Baseline, Floats, fit_baseline
from tocsin.warning.changepoint import date_change
from tocsin.warning.detectors import cusum, ewma, exceedance
from tocsin.warning.ears import ears_c3
from tocsin.warning.regimes import Regime
from tocsin.warning.series import PERIOD_DAYS, WATCHED, count_incidents, group_by_unit, is_known_by
from tocsin.warning.thresholds import CUSUM, EXCEEDANCE_1, EXCEEDANCE_4, find_ears_threshold, find_thresholds

WINDOW = 4
"""Weeks whose incidents an alert names."""
MIN_COUNT = 3
"""Two incidents after a quiet year are as often one campaign as chance: an alert waits for the third."""
BASELINE_WEEKS = WINDOW_WEEKS + GUARD_WEEKS
MOST_WEEKS = 2 * WINDOW_WEEKS + GUARD_WEEKS
LEAST_EARS_WEEKS = 16
"""Fewer weeks read than these are no baseline at all: unread time is not quiet time."""
COOL_DOWN_WEEKS = 8
"""A unit that stays above its threshold is one alert, not one a week."""
WARNING_FACTOR = 1.5
"""From so many times the threshold an alert is a warning, below it a watch."""
EWMA_AGREES = 2.0
OLDEST_ONSET_WEEKS = 26
EARS = "ears_c3"
WATCH_NEXT = "a holder who links these incidents, one more within four weeks, an act of attribution"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the detectors say of one unit's last week: each statistic over its threshold, and the rest."""

    detector: str
    ratio: float
    usual: float
    checks: tuple[str, ...] = ()
    onset_weeks: int | None = None


def has_baseline(on: date, *, read_since: date) -> bool:
    """Whether enough reports lie before the present window: a year for all detectors, less for EARS."""
    return count_weeks_read(on, read_since=read_since) >= LEAST_EARS_WEEKS


def count_weeks_read(on: date, *, read_since: date) -> int:
    """Return how many whole weeks were read up to a day, at most two years of them."""
    return max(0, min(((on - read_since).days + 1) // PERIOD_DAYS, MOST_WEEKS))


def find_alerts(
    incidents: Iterable[Incident],
    *,
    on: date,
    read_since: date,
    profile: str,
    false_alarms_per_year: float,
    regime: Regime | None = None,
) -> tuple[Alert, ...]:
    """Return the alerts that stand on a day, from the incidents a profile counts, first reported by that day.

    The incidents must be those known on the day: what later reports made of them is not undone here.
    `read_since` is the day of the first report read: before it nothing is known to have been quiet. With a
    year and a month read, NB-CUSUM and NB exceedance of one and four weeks judge, all three together giving
    `false_alarms_per_year` a unit; with less, EARS C3. What only a new source brought is left out.
    """
    weeks = count_weeks_read(on, read_since=read_since)
    regime = regime or Regime()
    if weeks < LEAST_EARS_WEEKS or regime.broke_lately(on):
        return ()
    fresh = regime.find_new_sources(on)
    known = [i for i in incidents if is_known_by(i, on) and regime.is_comparable(i, fresh)]
    by_id = {incident.id: incident for incident in known}
    found = []
    for unit, members in group_by_unit(known, ways=WATCHED).items():
        series = count_incidents(members, unit=unit, profile=profile, until=on, periods=weeks)
        if sum(point.value for point in series.points[-WINDOW:]) >= MIN_COUNT:
            verdict = judge_last_week(_values(series), per_year=false_alarms_per_year)
            if verdict.ratio > 1:
                found.append(
                    _make_alert(
                        series, verdict, on=on, per_year=false_alarms_per_year, regime=regime, by_id=by_id
                    )
                )
    return tuple(found)


def replay_alerts(
    known_on: Callable[[date], Sequence[Incident]],
    *,
    since: date,
    until: date,
    read_since: date,
    profile: str,
    false_alarms_per_year: float,
    regime: Regime | None = None,
) -> tuple[Alert, ...]:
    """Return the alerts that would have fired week by week.

    `known_on` returns the incidents that the profile counted with what had been reported by a day; it
    alone keeps later knowledge out.
    """
    last_fired: dict[str, date] = {}
    fired: list[Alert] = []
    for day in iter_weeks(since, until):
        for alert in find_alerts(
            known_on(day),
            on=day,
            read_since=read_since,
            profile=profile,
            false_alarms_per_year=false_alarms_per_year,
            regime=regime,
        ):
            previous = last_fired.get(alert.unit)
            last_fired[alert.unit] = day
            if previous is None or (day - previous).days > COOL_DOWN_WEEKS * PERIOD_DAYS:
                fired.append(alert)
    return tuple(fired)


def iter_weeks(since: date, until: date) -> Iterator[date]:
    """Yield the days to look at, a week apart, the last one being `until`."""
    weeks = max(0, (until - since).days // PERIOD_DAYS)
    for back in range(weeks, -1, -1):
        yield until - timedelta(days=PERIOD_DAYS * back)


def judge_last_week(counts: Floats, *, per_year: float) -> Verdict:
    """Hold the last week of one series against its past; a ratio above 1 is an alarm."""
    if counts.shape[-1] <= BASELINE_WEEKS:
        return _judge_short(counts, per_year=per_year)
    counts = np.atleast_2d(counts)
    baseline = fit_baseline(counts)
    usual, dispersion = float(baseline.mean[0, -1]), float(baseline.dispersion[0, -1])
    limits = find_thresholds(usual, dispersion, per_year)
    ratios = {name: float(level[0, -1]) / limits[name] for name, level in _run(counts, baseline).items()}
    detector = max(ratios, key=lambda name: ratios[name])
    residual = float(ewma(counts, baseline)[0, -1])
    agrees = "agrees" if residual >= EWMA_AGREES else "does not agree"
    return Verdict(
        detector=detector,
        ratio=ratios[detector],
        usual=usual,
        checks=(f"EWMA cross-check {agrees}: {residual:.1f} standard deviations",),
        onset_weeks=_date_onset(counts, baseline) if ratios[detector] > 1 else None,
    )


def smallest_alarm(counts: Floats, *, per_year: float, most: int = 200) -> int:
    """Return the smallest count in the last four weeks, spread over them, that would have been an alarm."""
    past = np.array(counts, dtype=float)
    for total in range(MIN_COUNT, most):
        past[-WINDOW:] = [total // WINDOW + (week < total % WINDOW) for week in reversed(range(WINDOW))]
        if judge_last_week(past, per_year=per_year).ratio > 1:
            return total
    return most


def _date_onset(counts: Floats, baseline: Baseline) -> int | None:
    """Return weeks since the rate changed; None where the likeliest change is too old to be this one."""
    weeks = date_change(counts, baseline)
    return weeks if weeks <= OLDEST_ONSET_WEEKS else None


def _run(counts: Floats, baseline: Baseline) -> dict[str, Floats]:
    return {
        CUSUM: cusum(counts, baseline),
        EXCEEDANCE_1: exceedance(counts, baseline),
        EXCEEDANCE_4: exceedance(counts, baseline, weeks=WINDOW),
    }


def _judge_short(counts: Floats, *, per_year: float) -> Verdict:
    """EARS C3, for want of a year: its threshold is for the rate at one incident in two weeks."""
    level = float(ears_c3(counts)[0, -1])
    ratio = level / find_ears_threshold(per_year) if not np.isnan(level) else 0.0
    weeks = counts.shape[-1]
    note = f"only {weeks} weeks were read: judged by EARS C3, which misses more and has no yearly baseline"
    return Verdict(detector=EARS, ratio=ratio, usual=float(counts[:-WINDOW].mean()), checks=(note,))


def _make_alert(
    series: Series,
    verdict: Verdict,
    *,
    on: date,
    per_year: float,
    regime: Regime,
    by_id: dict[str, Incident],
) -> Alert:
    counts, per_window = _values(series), WINDOW * verdict.usual
    current = int(counts[-WINDOW:].sum())
    ids = tuple(sorted(i for point in series.points[-WINDOW:] for i in point.incident_ids))
    key = f"{series.unit}|rate|{on.isoformat()}|{series.profile}"
    smallest = smallest_alarm(counts, per_year=per_year, most=current)
    onset = on - timedelta(weeks=verdict.onset_weeks) if verdict.onset_weeks else None
    return Alert(
        id="a" + hashlib.sha256(key.encode()).hexdigest()[:16],
        unit=series.unit,
        detector=verdict.detector,
        level="warning" if verdict.ratio >= WARNING_FACTOR and verdict.detector != EARS else "watch",
        on=on,
        reason=(
            f"{current} incidents in the {WINDOW} weeks to {on.isoformat()}, where {per_window:.1f} were to "
            f"be expected from the weeks before (profile {series.profile})"
        ),
        statistic=float(current),
        threshold=float(smallest),
        detectable_change=(
            f"fewer than {smallest} incidents in {WINDOW} weeks, {smallest / max(per_window, 0.2):.1f} times "
            "the usual, would not have been seen"
        ),
        watch_next=WATCH_NEXT,
        incident_ids=ids,
        onset=onset,
        checks=(*verdict.checks, *regime.describe(on)),
        evidence=tuple(quote for i in ids if i in by_id for quote in quote_incident(by_id[i])),
    )


def quote_incident(incident: Incident, *, most: int = 1) -> tuple[Evidence, ...]:
    """Return the words that say it happened, the first report's first."""
    told = [claim for claim in incident.claims if claim.field == "status"] or list(incident.claims)
    quotes = {claim.evidence[0].quote: claim.evidence[0] for claim in reversed(told)}
    return tuple(reversed(quotes.values()))[:most]


def _values(series: Series) -> Floats:
    return np.array([point.value for point in series.points])
