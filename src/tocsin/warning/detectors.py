"""Detectors of a raised rate: each turns weekly counts into an alarm statistic, week by week, no week ahead.

Counts are arrays of one row a series and one column a week. A statistic is NaN where no baseline stands; the
higher it is, the stranger the week. Thresholds are set elsewhere, for a rate of false alarms.
"""

import numpy as np

from tocsin.warning.baseline import Baseline, Floats, anscombe_residuals

RAISED_RATE = 2.0
"""The change that the CUSUM is tuned to find: a doubled rate, at least one incident a week more."""
CUSUM_CEILING = 15.0
"""A cap, so that an outbreak long past does not keep a unit in alarm for months."""
EWMA_WEIGHT = 0.4
LONG_WEEKS = 4
MIN_TAIL = 1e-12
NEAR_POISSON = 1e-3


def exceedance(counts: Floats, baseline: Baseline, *, weeks: int = 1) -> Floats:
    """Return -log10 of the chance of as many incidents or more in the `weeks` up to each week.

    Negative binomial tail with the mid-p correction; the uncertainty of the mean, 1/n of its weeks, is added
    to the dispersion (Noufaily et al., Statistics in Medicine 32, 2013, section 3.4; from memory).
    """
    counts = np.atleast_2d(np.asarray(counts, dtype=float))
    totals = rolling_sum(counts, weeks)
    spread = np.maximum(baseline.dispersion, 1 + 1e-4) + weeks / baseline.weeks
    tail = mid_tail(totals, mean=weeks * baseline.mean, dispersion=spread)
    statistic: Floats = -np.log10(np.maximum(tail, MIN_TAIL))
    return statistic


def cusum(counts: Floats, baseline: Baseline, *, rate: float = RAISED_RATE) -> Floats:
    """Return the cumulated log likelihood ratio of a raised against the expected rate, never below nought.

    Negative binomial of fixed size, S = max(0, S + l): Hoehle and Paul, Computational Statistics and Data
    Analysis 52 (2008), section 3 (there for a seasonal mean); from memory.
    """
    counts = np.atleast_2d(np.asarray(counts, dtype=float))
    size = baseline.mean / np.maximum(baseline.dispersion - 1, NEAR_POISSON)
    raised = np.maximum(rate * baseline.mean, baseline.mean + 1)
    ratio = np.log(raised * (baseline.mean + size) / (baseline.mean * (raised + size)))
    steps = counts * ratio - size * np.log((raised + size) / (baseline.mean + size))
    return _accumulate(steps)


def ewma(counts: Floats, baseline: Baseline, *, weight: float = EWMA_WEIGHT) -> Floats:
    """Return the exponentially weighted mean of Anscombe residuals, in standard deviations.

    Roberts, Technometrics 1 (1959): z = w r + (1 - w) z, with standard deviation sqrt(w / (2 - w)).
    """
    counts = np.atleast_2d(np.asarray(counts, dtype=float))
    residuals = anscombe_residuals(counts, mean=baseline.mean, dispersion=baseline.dispersion)
    statistic = np.full(counts.shape, np.nan)
    level = np.zeros(counts.shape[0])
    for week in range(counts.shape[1]):
        known = ~np.isnan(residuals[:, week])
        level = np.where(known, weight * residuals[:, week] + (1 - weight) * level, level)
        statistic[:, week] = np.where(known, level / np.sqrt(weight / (2 - weight)), np.nan)
    return statistic


def rolling_sum(counts: Floats, weeks: int) -> Floats:
    """Return the total of the `weeks` weeks that end with each week; NaN before so many were counted."""
    sums = np.full(counts.shape, np.nan)
    if counts.shape[1] >= weeks:
        sums[:, weeks - 1 :] = np.lib.stride_tricks.sliding_window_view(counts, weeks, axis=1).sum(axis=2)
    return sums


def mid_tail(counts: Floats, *, mean: Floats, dispersion: Floats) -> Floats:
    """Return P(X > y) + P(X = y) / 2, 0..1, of a negative binomial with variance = dispersion x mean."""
    size = mean / (dispersion - 1)
    log_failure = np.log1p(-1 / dispersion)
    log_mass = -size * np.log(dispersion)
    below = np.zeros(counts.shape)
    for value in range(int(np.nanmax(counts, initial=0)) + 1):
        mass = np.exp(log_mass)
        below += np.where(counts > value, mass, np.where(counts == value, mass / 2, 0.0))
        log_mass = log_mass + np.log((value + size) / (value + 1)) + log_failure
    return np.where(np.isnan(counts) | np.isnan(mean), np.nan, np.clip(1 - below, 0.0, 1.0))


def _accumulate(steps: Floats) -> Floats:
    statistic = np.full(steps.shape, np.nan)
    level = np.zeros(steps.shape[0])
    for week in range(steps.shape[1]):
        known = ~np.isnan(steps[:, week])
        moved = np.clip(level + np.where(known, steps[:, week], 0.0), 0.0, CUSUM_CEILING)
        level = np.where(known, moved, level)
        statistic[:, week] = np.where(known, level, np.nan)
    return statistic
