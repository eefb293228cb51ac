"""Thresholds for a rate of false alarms: from a panel of real series, or from simulated quiet ones."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tocsin.warning.baseline import GUARD_WEEKS, WINDOW_WEEKS, Floats, fit_baseline
from tocsin.warning.detectors import cusum, exceedance
from tocsin.warning.ears import ears_c3

Flags = npt.NDArray[np.bool_]

WEEKS_A_YEAR = 52.18
ENDS_AT = 0.5
"""An alarm stands until its statistic has fallen to half the threshold."""
STEPS = 200
REPLICATES = 200
SIMULATED_WEEKS = 104
SEED = 20251202
EARS_MEAN = 0.5
MEANS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 6.0, 12.0, 25.0, 60.0)
DISPERSIONS = (1.0, 1.5, 2.5, 5.0)
"""Thresholds are simulated at these and the nearest is taken: a unit's own are known no better than that."""

CUSUM, EXCEEDANCE_1, EXCEEDANCE_4 = "nb_cusum", "nb_exceedance_1w", "nb_exceedance_4w"
DETECTORS: dict[str, Callable[[Floats], Floats]] = {
    CUSUM: lambda counts: cusum(counts, fit_baseline(counts)),
    EXCEEDANCE_1: lambda counts: exceedance(counts, fit_baseline(counts)),
    EXCEEDANCE_4: lambda counts: exceedance(counts, fit_baseline(counts), weeks=4),
}


def find_standing(statistic: Floats, threshold: float, *, ends_at: float = 1.0) -> Flags:
    """Return the weeks in which an alarm stands: it begins above the threshold, ends below `ends_at` of it.

    With `ends_at` 1 a week stands by itself; below 1 a statistic that wavers about the threshold is one
    alarm, not several, so that the same rate of alarms allows a lower threshold.
    """
    stands = np.zeros(statistic.shape, dtype=bool)
    standing = np.zeros(statistic.shape[0], dtype=bool)
    for week in range(statistic.shape[1]):
        level = statistic[:, week]
        standing = (level > threshold) | (standing & (level > ends_at * threshold))
        stands[:, week] = standing
    return stands


def onsets_per_year(statistic: Floats, threshold: float, *, ends_at: float = 1.0) -> float:
    """Return how many alarms a year and series begin; weeks without a statistic are quiet."""
    stands = statistic > threshold
    if ends_at < 1:
        stands = find_standing(statistic, threshold, ends_at=ends_at)
    return int((stands[:, 1:] & ~stands[:, :-1]).sum()) / (stands.size / WEEKS_A_YEAR)


def pick_threshold(statistic: Floats, per_year: float, *, ends_at: float = 1.0) -> float:
    """Return the lowest threshold above the busiest one whose onsets a year do not exceed the rate."""
    known = statistic[~np.isnan(statistic)]
    grid = np.unique(np.quantile(known, np.linspace(0.5, 0.9999, STEPS)))
    rates = np.array([onsets_per_year(statistic, float(level), ends_at=ends_at) for level in grid])
    allowed = np.flatnonzero(rates <= per_year)
    allowed = allowed[allowed >= int(np.argmax(rates))]
    return float(grid[allowed[0]]) if len(allowed) else float(known.max())


def joint_statistic(parts: Sequence[tuple[Floats, float]]) -> Floats:
    """Return the highest of several statistics, each in units of its own threshold."""
    joint = parts[0][0] / parts[0][1]
    for statistic, threshold in parts[1:]:
        joint = np.fmax(joint, statistic / threshold)
    return joint


def find_thresholds(mean: float, dispersion: float, per_year: float) -> dict[str, float]:
    """Return the thresholds of the three detectors that together give a rate of false alarms a year.

    `mean` incidents a week with variance `dispersion` x mean; simulated, so the uncertainty of a baseline
    of one year is in them. The rate is that of the three together, not of each.
    """
    near = min(MEANS, key=lambda m: abs(np.log(m) - np.log(max(mean, MEANS[0]))))
    spread = min(DISPERSIONS, key=lambda d: abs(d - dispersion))
    return dict(_simulate(near, spread, per_year))


@lru_cache(maxsize=512)
def _simulate(mean: float, dispersion: float, per_year: float) -> tuple[tuple[str, float], ...]:
    counts = draw_counts(mean, dispersion, (REPLICATES, WINDOW_WEEKS + GUARD_WEEKS + SIMULATED_WEEKS))
    statistics = {name: detect(counts)[:, WINDOW_WEEKS + GUARD_WEEKS :] for name, detect in DETECTORS.items()}
    alone = {name: pick_threshold(statistic, per_year) for name, statistic in statistics.items()}
    joint = joint_statistic([(statistics[name], alone[name]) for name in DETECTORS])
    factor = _halve_in(joint, per_year)
    return tuple((name, alone[name] * factor) for name in DETECTORS)


@lru_cache(maxsize=64)
def find_ears_threshold(per_year: float) -> float:
    """Return the threshold of EARS C3 for a rate of false alarms a year, at one incident in two weeks."""
    statistic = ears_c3(draw_counts(EARS_MEAN, 1.0, (REPLICATES, SIMULATED_WEEKS)))
    return pick_threshold(statistic, per_year)


def _halve_in(joint: Floats, per_year: float) -> float:
    """Return the factor at which standing alarms begin at the rate wanted, by halving the interval."""
    low, high = 0.5, 4.0
    for _ in range(10):
        middle = (low + high) / 2
        too_many = onsets_per_year(joint, middle, ends_at=ENDS_AT) > per_year
        low, high = (middle, high) if too_many else (low, middle)
    return high


def draw_counts(mean: float, dispersion: float, shape: tuple[int, int], *, seed: int = SEED) -> Floats:
    """Return negative binomial counts, as a Poisson of a Gamma; Poisson where the dispersion is 1."""
    chooser = np.random.default_rng(seed)
    rates = np.full(shape, mean)
    if dispersion > 1:
        rates = chooser.gamma(mean / (dispersion - 1), dispersion - 1, shape)
    return chooser.poisson(rates).astype(float)
