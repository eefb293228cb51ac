"""When a rate changed: online Bayesian detection of change points, for dating, not for the alarm."""

from collections.abc import Iterator

import numpy as np

from tocsin.warning.baseline import Baseline, Floats

HAZARD = 1 / 60
"""A rate is expected to last 60 weeks."""
PRIOR_SHAPE = 1.0
LONGEST_RUN = 150
RECENT_WEEKS = 4
CLEAR_RISE = 1.3
WARM_UP = 56
STIRLING_SHIFT = 8


def iter_run_lengths(counts: Floats, baseline: Baseline) -> Iterator[tuple[Floats, Floats]]:
    """Yield for every week the chance of each run length since the last change, and the rates they imply.

    Adams and MacKay, arXiv 0710.3742 (2007), section 2, with Gamma-Poisson predictives; counts are divided by
    the dispersion of the baseline. Both arrays: series x runs. From memory.
    """
    expected = _expected(counts, baseline)
    scale = 1 / np.where(np.isnan(baseline.dispersion), 1.0, baseline.dispersion)
    fresh = np.full((counts.shape[0], 1), PRIOR_SHAPE)
    shape, inverse, weight = fresh, PRIOR_SHAPE / expected[:, :1], np.ones_like(fresh)
    for week in range(counts.shape[1]):
        now = slice(week, week + 1)
        scaled = counts[:, now] * scale[:, now]
        grown = weight * _predictive(scaled, shape, inverse, scale[:, now])
        weight = np.concatenate([grown.sum(axis=1, keepdims=True) * HAZARD, grown * (1 - HAZARD)], axis=1)
        weight = weight[:, :LONGEST_RUN] / weight[:, :LONGEST_RUN].sum(axis=1, keepdims=True)
        shape = np.concatenate([fresh, shape + scaled], axis=1)[:, :LONGEST_RUN]
        inverse = np.concatenate([PRIOR_SHAPE / expected[:, now], inverse + scale[:, now]], axis=1)
        inverse = inverse[:, :LONGEST_RUN]
        yield weight, shape / inverse


def rise_statistic(counts: Floats, baseline: Baseline) -> Floats:
    """Return the log odds that the rate rose within the last four weeks; NaN in the first year."""
    counts = np.atleast_2d(np.asarray(counts, dtype=float))
    expected = _expected(counts, baseline)
    statistic = np.full(counts.shape, np.nan)
    for week, (chances, rates) in enumerate(iter_run_lengths(counts, baseline)):
        if week >= WARM_UP:
            risen = rates[:, : RECENT_WEEKS + 1] > CLEAR_RISE * expected[:, week : week + 1]
            odds = np.clip((chances[:, : RECENT_WEEKS + 1] * risen).sum(axis=1), 1e-9, 1 - 1e-9)
            statistic[:, week] = np.log(odds / (1 - odds))
    return statistic


def date_change(counts: Floats, baseline: Baseline) -> int:
    """Return how many weeks ago the rate of one series most probably changed, seen from its last week.

    The run length 0 says that the week after the last begins a new rate, which no count can bear out.
    """
    *_, (chances, _) = iter_run_lengths(np.atleast_2d(np.asarray(counts, dtype=float)), baseline)
    return int(np.argmax(chances[0, 1:])) + 1


def _expected(counts: Floats, baseline: Baseline) -> Floats:
    """Return the baseline mean, and where none stands yet the mean of the first year, at least 0.1."""
    start = np.maximum(counts[:, :52].mean(axis=1, keepdims=True), 0.1)
    return np.where(np.isnan(baseline.mean), start, np.maximum(baseline.mean, 0.1))


def _predictive(count: Floats, shape: Floats, inverse: Floats, exposure: Floats) -> Floats:
    chance = inverse / (inverse + exposure)
    log_mass = (
        _log_gamma(count + shape)
        - _log_gamma(shape)
        - _log_gamma(count + 1)
        + shape * np.log(chance)
        + count * np.log1p(-chance)
    )
    scaled: Floats = np.exp(log_mass - log_mass.max(axis=1, keepdims=True))
    return scaled


def _log_gamma(value: Floats) -> Floats:
    """Return log Gamma by Stirling's series after a shift (Abramowitz, Stegun 6.1.41), within 1e-12."""
    product = np.ones_like(value)
    for step in range(STIRLING_SHIFT):
        product = product * (value + step)
    x = value + STIRLING_SHIFT
    series = 1 / (12 * x) - 1 / (360 * x**3) + 1 / (1260 * x**5) - 1 / (1680 * x**7)
    total: Floats = (x - 0.5) * np.log(x) - x + 0.5 * np.log(2 * np.pi) + series - np.log(product)
    return total
