"""Counts of several units side by side over whole weeks or months: what forecasts are made from.

The one seam to the series of the register: `build_panel` takes its units and its days from `warning.series`.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import InputError
from tocsin.model import Incident
from tocsin.warning.nowcasting import CERTAIN, Delays
from tocsin.warning.series import day_of, group_by_unit, is_known_by

WEEK, MONTH = "week", "month"
PERIODS = {WEEK: 26, MONTH: 6}
"""Kinds of period, and how many ahead may be asked for."""
LEAST_PERIODS = {WEEK: 26, MONTH: 6}
"""A shorter history holds too little to say anything of the periods ahead."""
DAYS_A_WEEK = 7
LEAST_SHARE = 0.2
"""A period of which less has been told by now is raised no further: five times what is known is a guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Counts, units by periods, oldest first; every period lies whole between first report and `as_of`.

    Periods in which nothing was read are missing from `counts` and `incident_ids`, not nought; the newest
    counts are those to be expected once late reports are in. `remarks` say so where it was so.
    """

    units: tuple[str, ...]
    period: str
    as_of: date
    starts: tuple[date, ...]
    counts: NDArray[np.float64]
    incident_ids: tuple[tuple[tuple[str, ...], ...], ...] = ()
    remarks: tuple[str, ...] = ()

    def find_days(self, step: int) -> tuple[date, date]:
        """Return the first and the last day of the period `step` after the last whole one."""
        first = shift_period(self.starts[-1], self.period, step)
        return first, shift_period(first, self.period, 1) - timedelta(days=1)


def build_panel(
    incidents: Iterable[Incident],
    *,
    period: str,
    as_of: date,
    read_since: date,
    alike: str = "",
    read_days: Iterable[date] | None = None,
    delays: Delays | None = None,
) -> Panel:
    """Count the incidents a profile counts, as known on `as_of`, in every whole period since `read_since`.

    Months are calendar months; weeks are the seven days that end with `as_of`, and those before. `alike`
    keeps the units of one kind ("type:", "target:", "place:", "pair:", "all"). What was first reported after
    `as_of` is left out here; the fields of the rest must be those known then (`Query.as_of` sees to that).
    `read_days`, where given, are the days with reports: a period without one is unknown and left out.
    `delays`, where given, raise the newest counts to what late reports will make of them.
    """
    known = [incident for incident in incidents if is_known_by(incident, as_of)]
    groups = {unit: found for unit, found in group_by_unit(known).items() if unit.startswith(alike)}
    starts = _list_starts(period, as_of=as_of, read_since=read_since)
    read = _find_read(starts, period, read_days)
    if len(read) < LEAST_PERIODS[period]:
        unread = f", of which {len(read)} with reports" if len(read) < len(starts) else ""
        raise InputError(
            f"reports go from {read_since} to {as_of}, {len(starts)} whole {period}s{unread}; wanted "
            f"{LEAST_PERIODS[period]} or more to forecast from: add older reports, or ask for another period"
        )
    if not groups:
        what = f"unit {alike}..." if alike else "incident"
        raise InputError(
            f"no {what} counted as of {as_of}; wanted one to forecast: add reports, or choose another "
            "profile, day or unit"
        )
    members = [_sort_into(found, starts, period) for found in groups.values()]
    ids = tuple(tuple(row[place] for place in read) for row in members)
    shares = [_share_told(delays, starts[place], period, as_of=as_of) for place in read]
    dated = {incident.id for incident in known if incident.start_date is not None}
    counts = np.array(
        [[_raise_count(names, dated, share) for names, share in zip(row, shares, strict=True)] for row in ids]
    )
    return Panel(
        units=tuple(groups),
        period=period,
        as_of=as_of,
        starts=starts,
        counts=counts,
        incident_ids=ids,
        remarks=tuple(_remark(period, unread=len(starts) - len(read), shares=shares)),
    )


def _find_read(starts: Sequence[date], period: str, read_days: Iterable[date] | None) -> Sequence[int]:
    """Return the places of the periods in which something was read; all where the days are not given."""
    if read_days is None:
        return range(len(starts))
    days = sorted(set(read_days))
    ends = [shift_period(start, period, 1) for start in starts]
    found = (
        bisect_left(days, end) - bisect_left(days, start) for start, end in zip(starts, ends, strict=True)
    )
    return [place for place, number in enumerate(found) if number]


def _share_told(delays: Delays | None, start: date, period: str, *, as_of: date) -> float:
    """Return the share of a period's dated incidents told of by a day: the mean over its days."""
    if delays is None:
        return 1.0
    days = (shift_period(start, period, 1) - start).days
    ages = ((as_of - start).days - offset for offset in range(days))
    return max(LEAST_SHARE, sum(delays.share_by(age) for age in ages) / days)


def _raise_count(names: Sequence[str], dated: Collection[str], share: float) -> float:
    """Return a count with the late reports to be expected; what has no day of its own has no delay.

    The number of unseen is that of a seen count over its share, to a whole number: nought stays nought, for
    the chance of a first incident is the model's to say.
    """
    known = sum(name in dated for name in names)
    return float(len(names) + (round(known / share) - known if share < CERTAIN else 0))


def _remark(period: str, *, unread: int, shares: Sequence[float]) -> Iterator[str]:
    if unread:
        yield f"{unread} {period}s in which nothing was read are left out, not taken for quiet"
    if shares[-1] < CERTAIN:
        yield (
            f"about {shares[-1]:.0%} of the last {period}'s incidents have been told of: newest counts are "
            "raised to what late reports will make of them"
        )


def shift_period(start: date, period: str, by: int) -> date:
    """Return the first day of the period `by` periods after the one that begins on `start`."""
    if period == WEEK:
        return start + timedelta(days=DAYS_A_WEEK * by)
    months = start.year * 12 + start.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)


def _list_starts(period: str, *, as_of: date, read_since: date) -> tuple[date, ...]:
    if period not in PERIODS:
        raise InputError(f"unknown period {period!r}; known: {', '.join(PERIODS)}")
    if period == WEEK:
        weeks = ((as_of - read_since).days + 1) // DAYS_A_WEEK
        return tuple(as_of - timedelta(days=DAYS_A_WEEK * back - 1) for back in range(weeks, 0, -1))
    start = read_since if read_since.day == 1 else shift_period(read_since, MONTH, 1)
    starts = []
    while shift_period(start, MONTH, 1) <= as_of + timedelta(days=1):
        starts.append(start)
        start = shift_period(start, MONTH, 1)
    return tuple(starts)


def _sort_into(
    incidents: Sequence[Incident], starts: Sequence[date], period: str
) -> tuple[tuple[str, ...], ...]:
    place = {start: number for number, start in enumerate(starts)}
    members: list[list[str]] = [[] for _ in starts]
    for incident in incidents:
        day = day_of(incident)
        if day is None:
            continue
        if period == WEEK:
            start = starts[0] + timedelta(days=(day - starts[0]).days // DAYS_A_WEEK * DAYS_A_WEEK)
        else:
            start = day.replace(day=1)
        if start in place:
            members[place[start]].append(incident.id)
    return tuple(tuple(found) for found in members)
