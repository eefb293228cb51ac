"""Alerts: a month with more incidents of a kind than the year before it leads one to expect."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from statistics import fmean, pvariance

from tocsin.model import Alert, Incident, Series
from tocsin.warning.counts import smallest_alarming_count, tail_probability
from tocsin.warning.series import PERIOD_DAYS, count_incidents, group_by_unit, is_known_by

WINDOW_WEEKS = 4
"""Four-week totals caught more ramps than single weeks at the same rate of false alarms."""
BASELINE_WEEKS = 52
MIN_MEAN = 0.1
"""A unit that was quiet for a year is expected to have one incident in ten windows, not none:
otherwise its first incident would always be an alert."""
MIN_COUNT = 3
"""Two incidents after a quiet year are as often one campaign as chance: an alert waits for the third."""
WEEKS_A_YEAR = 52
MIN_WINDOWS = 13
"""Fewer windows read than these (a year) are no baseline: unread time is not quiet time."""
COOL_DOWN_WEEKS = 8
"""A unit that stays above its threshold is one alert, not one a week."""
DETECTOR = "nb_exceedance_4w"


def has_baseline(on: date, *, read_since: date) -> bool:
    """Whether a year of reports lies before the present window; without it no alert can stand."""
    return _count_windows_read(on, read_since=read_since) >= MIN_WINDOWS


def _count_windows_read(on: date, *, read_since: date) -> int:
    """Return how many whole windows before the present one were read, at most a year of them."""
    days = (on - read_since).days + 1 - WINDOW_WEEKS * PERIOD_DAYS
    return max(0, min(days // (WINDOW_WEEKS * PERIOD_DAYS), BASELINE_WEEKS // WINDOW_WEEKS))


def find_alerts(
    incidents: Iterable[Incident], *, on: date, read_since: date, profile: str, false_alarms_per_year: float
) -> tuple[Alert, ...]:
    """Return the alerts that stand on a day, from the incidents a profile counts, first reported by that day.

    The incidents must be those known on the day: what later reports made of them is not undone here.
    `read_since` is the day of the first report read: before it nothing is known to have been quiet, and
    with less than a year between the two there is no alert.
    """
    if not has_baseline(on, read_since=read_since):
        return ()
    known = [incident for incident in incidents if is_known_by(incident, on)]
    groups = group_by_unit(known)
    found = (
        _check_unit(members, unit=unit, on=on, profile=profile, false_alarms_per_year=false_alarms_per_year)
        for unit, members in groups.items()
    )
    return tuple(alert for alert in found if alert is not None)


def replay_alerts(
    known_on: Callable[[date], Sequence[Incident]],
    *,
    since: date,
    until: date,
    read_since: date,
    profile: str,
    false_alarms_per_year: float,
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


def _check_unit(
    members: list[Incident], *, unit: str, on: date, profile: str, false_alarms_per_year: float
) -> Alert | None:
    series = count_incidents(
        members, unit=unit, profile=profile, until=on, periods=BASELINE_WEEKS + WINDOW_WEEKS
    )
    totals = _window_totals(series)
    baseline, current = totals[:-1], int(totals[-1])
    mean = max(fmean(baseline), MIN_MEAN)
    variance = pvariance(baseline)
    alpha = min(0.5, false_alarms_per_year * WINDOW_WEEKS / WEEKS_A_YEAR)
    probability = tail_probability(current, mean=mean, variance=variance)
    smallest = max(MIN_COUNT, smallest_alarming_count(mean=mean, variance=variance, alpha=alpha))
    if current < smallest:
        return None
    ids = tuple(sorted(i for point in series.points[-WINDOW_WEEKS:] for i in point.incident_ids))
    return Alert(
        id="a" + hashlib.sha256(f"{unit}|{DETECTOR}|{on.isoformat()}|{profile}".encode()).hexdigest()[:16],
        unit=unit,
        detector=DETECTOR,
        level="warning" if probability <= alpha / 10 else "watch",
        on=on,
        reason=(
            f"{current} incidents in the {WINDOW_WEEKS} weeks to {on.isoformat()}, where the year before "
            f"had {fmean(baseline):.1f} in {WINDOW_WEEKS} weeks (profile {profile})"
        ),
        statistic=float(current),
        threshold=float(smallest),
        detectable_change=f"fewer than {smallest} incidents in {WINDOW_WEEKS} weeks would not have been seen",
        watch_next="a holder who links these incidents, one more within four weeks, an act of attribution",
        incident_ids=ids,
    )


def _window_totals(series: Series) -> list[float]:
    """Return totals of windows that do not overlap, oldest first; the last is the present one."""
    values = [point.value for point in series.points]
    return [sum(values[start : start + WINDOW_WEEKS]) for start in range(0, len(values), WINDOW_WEEKS)]
