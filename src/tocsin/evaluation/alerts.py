"""Detectors of raised rates at equal false alarms: how many ramps put into real series each finds."""

import csv
import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
from tocsin.warning.thresholds import ENDS_AT, Flags, find_standing, joint_statistic, pick_threshold

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
CUSUM = "NB-CUSUM, doubled rate"
OURS = "tocsin: NB-CUSUM with NB exceedance, standing until halved"
STANDING = "NB-CUSUM, standing until halved"
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
    alone = {name: pick_threshold(statistic[:, WARM_UP:], RATES[0]) for name, statistic in plain.items()}
    statistics = _add_standing(plain, alone)
    limits = {
        rate: {
            name: pick_threshold(statistic[:, WARM_UP:], rate, ends_at=_ends_at(name))
            for name, statistic in statistics.items()
        }
        for rate in RATES
    }
    found = {name: [Found(unit) for unit in units] for name in statistics}
    for name, statistic in statistics.items():
        stands = find_standing(statistic, limits[RATES[0]][name], ends_at=_ends_at(name))
        for row, week in _list_onsets(stands):
            found[name][row].onsets.append((week, float(statistic[row, week])))
    for size in SIZES:
        ramps = put_in_ramps(counts, size=size)
        ramped = _add_standing(detect_all(ramps.counts, spans=ramps.spans()), alone)
        for rate in RATES:
            for name, statistic in ramped.items():
                stands = find_standing(statistic, limits[rate][name], ends_at=_ends_at(name))
                for row, delay in _list_delays(ramps, stands):
                    found[name][row].ramps.append((_key(size, rate), delay))
    return {name: [entry.encode(name) for entry in entries] for name, entries in found.items()}


@dataclass(frozen=True, slots=True)
class Found:
    """What one detector found in one series: alarms in it as it is, and ramps with the weeks it took."""

    unit: str
    onsets: list[tuple[int, float]] = field(default_factory=list)
    ramps: list[tuple[str, int | None]] = field(default_factory=list)

    def encode(self, detector: str) -> Item:
        """Return this as JSON values."""
        lines = [
            {"unit": self.unit, "onset": _monday(week), "detector": detector, "statistic": round(level, 4)}
            for week, level in self.onsets
        ]
        return {"unit": self.unit, "onsets": lines, "ramps": [{"key": k, "delay": d} for k, d in self.ramps]}


@dataclass(frozen=True, slots=True)
class Ramps:
    """Series with ramps put in, a row each: which series it was, the ramp's first week, the counts."""

    rows: list[int]
    starts: list[int]
    counts: Floats

    def spans(self) -> list[tuple[int, int]]:
        """Return the weeks that are looked at: the one before the ramp, and the ramp."""
        return [(start - 1, start + len(RAMP)) for start in self.starts]


def _add_standing(plain: Mapping[str, Floats], alone: Mapping[str, float]) -> dict[str, Floats]:
    names = (CUSUM, "NB exceedance, 1 week", "NB exceedance, 4 weeks")
    joint = joint_statistic([(plain[name], alone[name]) for name in names])
    return {OURS: joint, STANDING: plain[CUSUM], **plain}


def _ends_at(name: str) -> float:
    return ENDS_AT if name in (OURS, STANDING) else 1.0


def _list_delays(ramps: Ramps, stands: Flags) -> Iterator[tuple[int, int | None]]:
    """Yield for each ramp its series and the weeks until an alarm stood; one in alarm already is left out."""
    for number, (first, end) in enumerate(ramps.spans()):
        seen = stands[number, first:end]
        if not seen[0]:
            yield ramps.rows[number], int(np.argmax(seen)) if seen.any() else None


def detect_all(counts: Floats, *, spans: Sequence[tuple[int, int]] | None = None) -> dict[str, Floats]:
    """Return the statistic of every detector; `spans` are the only weeks asked for, a series each."""
    baseline = fit_baseline(counts)
    one, four = exceedance(counts, baseline), exceedance(counts, baseline, weeks=4)
    return {
        CUSUM: cusum(counts, baseline),
        "NB exceedance, 1 week": one,
        "NB exceedance, 4 weeks": four,
        "EWMA of residuals": ewma(counts, baseline),
        "EARS C1": ears_c1(counts),
        "EARS C2": ears_c2(counts),
        "EARS C3": ears_c3(counts),
        "Farrington 1996": _run_farrington(counts, spans),
        "Bayesian change point": _in_chunks(counts, lambda part: rise_statistic(part, fit_baseline(part))),
    }


def put_in_ramps(counts: Floats, *, size: float) -> Ramps:
    """Return series with Poisson ramps put in, cut at the ramp's end.

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
    return Ramps(rows, starts, np.stack(ramped))


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


def _list_onsets(stands: Flags) -> Iterator[tuple[int, int]]:
    for row, week in np.argwhere(stands[:, 1:] & ~stands[:, :-1]):
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
