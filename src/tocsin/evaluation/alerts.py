"""Detectors of raised rates at equal false alarms: how many ramps put into real series each finds."""

import csv
import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tocsin.errors import InputError
from tocsin.evaluation.base import Item
from tocsin.warning.baseline import Floats, fit_baseline
from tocsin.warning.changepoint import rise_statistic
from tocsin.warning.detectors import cusum, ewma, exceedance
from tocsin.warning.ears import ears_c1, ears_c2, ears_c3
from tocsin.warning.farrington import farrington
from tocsin.warning.thresholds import joint_statistic, pick_threshold

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

COOPERATIVE = re.compile(
    "consult|visit|meet|cooperat|praise|endorse|agreement|negotiat|aid|optimistic|approve|statement|consider"
    "|diplomatic|host|telephone|discuss|policy option|intent|apolog|forgive|release|ease|grant|empathetic"
    "|pessimistic|decline comment|mediate|defend verbally|rally support|appeal|investigate|yield|return"
    "|recogn|acknowledge|engage in|share|provide|retreat|deny",
    re.IGNORECASE,
)
"""Parts of CAMEO event names that tell of no conflict."""
FIRST_MONDAY = date(2005, 1, 3)
LEAST_EVENTS = 100
WARM_UP = 60
"""Weeks before any detector is asked, so that all have their baseline."""
FIRST_RAMP = 120
RAMP = np.array([0.15, 0.3, 0.5, 0.7, 0.9, 1, 1, 0.8, 0.6, 0.4, 0.25, 0.1])
RAMPS_A_SERIES = 12
SIZES = (1.0, 2.0, 4.0)
RATES = (1.0, 0.5)
SEED = 20251202
OURS = "tocsin (NB-CUSUM with NB exceedance 1 and 4 weeks)"
CHUNK = 64


class AlertsTask:
    """Ramps of 12 weeks in real series: the share found, where the series itself alarms as often for all.

    Each detector's threshold is the lowest that gives the named number of alarm onsets a series and year on
    the series without ramps; true escalations in them count as false alarms, so the rates are upper bounds.
    """

    name = "alerts"
    summary = "detectors of raised rates at equal false alarms, on ramps put into real weekly series"
    lower_is_better = frozenset({"onsets a year"})

    def load_items(self, path: Path) -> list[Item]:
        """Read dated events (date, source, event, target, n) into weekly counts by target and by pair."""
        return [
            {"unit": unit, "counts": counts} for unit, counts in sorted(_count_weeks(_read(path)).items())
        ]

    def list_lines(self, prediction: Item) -> Iterable[Item]:
        """Return one line an alarm onset on the series as it is."""
        return list(prediction["onsets"])

    def predict(self, items: Sequence[Item], reader: "Reader | None" = None) -> list[Item]:
        """Return for every series where ours alarms, and what it found of the ramps put in."""
        return self._run(items)[OURS]

    def baselines(self, items: Sequence[Item], predictions: Sequence[Item]) -> dict[str, list[Item]]:
        """Return the same for every detector alone."""
        found = self._run(items)
        return {name: found[name] for name in found if name != OURS}

    def tally(self, item: Item, prediction: Item) -> Counter[str]:
        """Count ramps by size, rate and how soon they were found; a series in alarm already is left out."""
        total: Counter[str] = Counter()
        total.update({"weeks": len(item["counts"]) - WARM_UP, "onsets": len(prediction["onsets"])})
        for ramp in prediction["ramps"]:
            key = ramp["key"]
            total[f"{key} ramps"] += 1
            for weeks in (4, 8, 12):
                total[f"{key} {weeks}"] += ramp["delay"] is not None and ramp["delay"] <= weeks
        return total

    def figures(self, total: Counter[str]) -> dict[str, float]:
        """Return shares found within 4 and 8 weeks and ever, by size of ramp and rate of false alarms."""
        shares = {
            f"{key} in {weeks} w": total[f"{key} {weeks}"] / max(1, total[f"{key} ramps"])
            for key in (_key(size, rate) for rate in RATES for size in SIZES)
            for weeks in (4, 8, 12)
        }
        return {"onsets a year": total["onsets"] / max(1, total["weeks"]) * 52.18, **shares}

    def _run(self, items: Sequence[Item]) -> dict[str, list[Item]]:
        """Run all detectors once; the same items give the same object."""
        key = tuple(str(item["unit"]) for item in items)
        if getattr(self, "_key", None) != key:
            self._key, self._found = key, run_bench([item["unit"] for item in items], _stack(items))
        return self._found


def run_bench(units: Sequence[str], counts: Floats) -> dict[str, list[Item]]:
    """Return for every detector and series: alarm onsets, and ramps with the weeks until they were found."""
    plain = detect_all(counts)
    limits = {
        rate: {name: pick_threshold(statistic[:, WARM_UP:], rate) for name, statistic in plain.items()}
        for rate in RATES
    }
    joint = {rate: pick_threshold(_join(plain, limits[rate])[:, WARM_UP:], rate) for rate in RATES}
    names = (OURS, *plain)
    found = {name: [{"unit": unit, "onsets": [], "ramps": []} for unit in units] for name in names}
    for name in names:
        statistic = _join(plain, limits[1.0]) if name == OURS else plain[name]
        limit = joint[1.0] if name == OURS else limits[1.0][name]
        for row, week in _list_onsets(statistic, limit):
            line = {"unit": units[row], "onset": _monday(week), "detector": name}
            found[name][row]["onsets"].append({**line, "statistic": round(float(statistic[row, week]), 4)})
    for size in SIZES:
        rows, starts, ramped = put_in_ramps(counts, size=size)
        statistics = detect_all(ramped, spans=[(start - 1, start + len(RAMP)) for start in starts])
        for rate in RATES:
            seen = {**statistics, OURS: _join(statistics, limits[rate])}
            for name in names:
                limit = joint[rate] if name == OURS else limits[rate][name]
                for number, (row, start) in enumerate(zip(rows, starts, strict=True)):
                    above = seen[name][number, start - 1 : start + len(RAMP)] > limit
                    if not above[0]:
                        delay = int(np.argmax(above)) if above.any() else None
                        found[name][row]["ramps"].append({"key": _key(size, rate), "delay": delay})
    return found  # type: ignore[return-value]


def detect_all(counts: Floats, *, spans: Sequence[tuple[int, int]] | None = None) -> dict[str, Floats]:
    """Return the statistic of every detector; `spans` are the only weeks asked for, a series each."""
    baseline = fit_baseline(counts)
    one, four = exceedance(counts, baseline), exceedance(counts, baseline, weeks=4)
    return {
        "NB-CUSUM, doubled rate": cusum(counts, baseline),
        "NB exceedance, 1 week": one,
        "NB exceedance, 4 weeks": four,
        "EWMA of residuals": ewma(counts, baseline),
        "EARS C1": ears_c1(counts),
        "EARS C2": ears_c2(counts),
        "EARS C3": ears_c3(counts),
        "Farrington 1996": _run_farrington(counts, spans),
        "Bayesian change point": _in_chunks(counts, lambda part: rise_statistic(part, fit_baseline(part))),
    }


def put_in_ramps(counts: Floats, *, size: float) -> tuple[list[int], list[int], Floats]:
    """Return series numbers, first weeks, and the series with Poisson ramps put in, cut at the ramp's end.

    The peak is size/2 x (max(local mean, 1) + local standard deviation) more a week, over the year before.
    """
    chooser = np.random.default_rng(SEED)
    rows, starts, ramped = [], [], []
    for row in range(counts.shape[0]):
        for start in chooser.integers(FIRST_RAMP, counts.shape[1] - len(RAMP) - 2, RAMPS_A_SERIES):
            local = counts[row, max(0, start - 52) : start]
            peak = size / 2 * (max(float(local.mean()), 1.0) + float(local.std()))
            series = counts[row].copy()
            series[start : start + len(RAMP)] += chooser.poisson(peak * RAMP)
            series[start + len(RAMP) :] = 0
            rows.append(row)
            starts.append(int(start))
            ramped.append(series)
    return rows, starts, np.stack(ramped)


def _join(statistics: Mapping[str, Floats], limits: Mapping[str, float]) -> Floats:
    names = ("NB-CUSUM, doubled rate", "NB exceedance, 1 week", "NB exceedance, 4 weeks")
    return joint_statistic([(statistics[name], limits[name]) for name in names])


def _run_farrington(counts: Floats, spans: Sequence[tuple[int, int]] | None) -> Floats:
    statistic = np.full(counts.shape, np.nan)
    for row in range(counts.shape[0]):
        first, end = spans[row] if spans else (WARM_UP, counts.shape[1])
        for week in range(first, min(end, counts.shape[1])):
            statistic[row, week] = farrington(counts[row], week=week).excess
    return statistic


def _in_chunks(counts: Floats, detect: Callable[[Floats], Floats]) -> Floats:
    parts = (counts[start : start + CHUNK] for start in range(0, counts.shape[0], CHUNK))
    return np.concatenate([detect(part) for part in parts])


def _list_onsets(statistic: Floats, limit: float) -> Iterator[tuple[int, int]]:
    above = statistic > limit
    began = above[:, 1:] & ~above[:, :-1]
    for row, week in np.argwhere(began):
        if week + 1 > WARM_UP:
            yield int(row), int(week) + 1


def _key(size: float, rate: float) -> str:
    return f"x{size:g} at {rate:g}/yr"


def _monday(week: int) -> str:
    return (FIRST_MONDAY + timedelta(days=7 * week)).isoformat()


def _stack(items: Sequence[Item]) -> Floats:
    return np.array([item["counts"] for item in items], dtype=float)


def _read(path: Path) -> list[dict[str, str]]:
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        rows = list(csv.DictReader(raw.decode("utf-8").splitlines()))
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"gold file {str(path)!r} cannot be read ({error}); check the path") from error
    if not rows or not {"date", "source", "event", "target", "n"} <= set(rows[0]):
        raise InputError(
            f"gold file {str(path)!r}: wanted a CSV of events, columns date, source, event, target, n"
        )
    return rows


def _count_weeks(rows: Sequence[Mapping[str, str]]) -> dict[str, list[int]]:
    events = [(_week(row), row) for row in rows if not COOPERATIVE.search(row["event"])]
    last = max(week for week, _ in events)
    tallies: dict[str, Counter[int]] = {}
    for week, row in events:
        for unit in (f"target:{row['target']}", f"pair:{row['source']}>{row['target']}"):
            tallies.setdefault(unit, Counter())[week] += int(row["n"])
    counted = {unit: [tally[week] for week in range(last)] for unit, tally in tallies.items()}
    # The last week is not whole and is left out, but its events help to choose the series.
    return {unit: counts for unit, counts in counted.items() if sum(counts) >= LEAST_EVENTS}


def _week(row: Mapping[str, str]) -> int:
    return (date.fromisoformat(row["date"]) - FIRST_MONDAY).days // 7
