"""When a rate changed: online Bayesian detection of change points, for dating, not for the alarm."""

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


def run_lengths(counts: Floats, baseline: Baseline) -> tuple[Floats, Floats]:
    """Return for every week the chance of each run length since the last change, and the rates they imply.

    Adams and MacKay, arXiv 0710.3742 (2007), section 2, with Gamma-Poisson predictives; counts are divided by
    the dispersion of the baseline. Shapes: series x weeks x runs, and the same. From memory.
    """
    series, weeks = counts.shape
    expected = _expected(counts, baseline)
    scale = 1 / np.where(np.isnan(baseline.dispersion), 1.0, baseline.dispersion)
    chances = np.zeros((series, weeks, LONGEST_RUN))
    rates = np.zeros((series, weeks, LONGEST_RUN))
    shape = np.full((series, 1), PRIOR_SHAPE)
    inverse = PRIOR_SHAPE / expected[:, :1]
    weight = np.ones((series, 1))
    for week in range(weeks):
        scaled = counts[:, week : week + 1] * scale[:, week : week + 1]
        grown = weight * _predictive(scaled, shape, inverse, scale[:, week : week + 1])
        weight = np.concatenate([grown.sum(axis=1, keepdims=True) * HAZARD, grown * (1 - HAZARD)], axis=1)
        weight = weight[:, :LONGEST_RUN] / weight[:, :LONGEST_RUN].sum(axis=1, keepdims=True)
        prior = PRIOR_SHAPE / expected[:, week : week + 1]
        shape = np.concatenate([np.full((series, 1), PRIOR_SHAPE), shape + scaled], axis=1)[:, :LONGEST_RUN]
        inverse = np.concatenate([prior, inverse + scale[:, week : week + 1]], axis=1)[:, :LONGEST_RUN]
        chances[:, week, : weight.shape[1]] = weight
        rates[:, week, : weight.shape[1]] = shape / inverse
    return chances, rates


def rise_statistic(counts: Floats, baseline: Baseline) -> Floats:
    """Return the log odds that the rate rose within the last four weeks; NaN in the first year."""
    counts = np.atleast_2d(np.asarray(counts, dtype=float))
    chances, rates = run_lengths(counts, baseline)
    recent = slice(0, RECENT_WEEKS + 1)
    risen = rates[:, :, recent] > CLEAR_RISE * _expected(counts, baseline)[..., None]
    odds = np.clip((chances[:, :, recent] * risen).sum(axis=2), 1e-9, 1 - 1e-9)
    statistic = np.log(odds / (1 - odds))
    statistic[:, :WARM_UP] = np.nan
    return statistic


def date_change(counts: Floats, baseline: Baseline) -> int:
    """Return how many weeks ago the rate of one series most probably changed, seen from its last week.

    The run length 0 says that the week after the last begins a new rate, which no count can bear out.
    """
    chances, _ = run_lengths(np.atleast_2d(np.asarray(counts, dtype=float)), baseline)
    return int(np.argmax(chances[0, -1, 1:])) + 1


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
    """Return log Gamma by Stirling's series after a shift (Abramowitz and Stegun 6.1.41); error below 1e-12."""
    product = np.ones_like(value)
    for step in range(STIRLING_SHIFT):
        product = product * (value + step)
    x = value + STIRLING_SHIFT
    series = 1 / (12 * x) - 1 / (360 * x**3) + 1 / (1260 * x**5) - 1 / (1680 * x**7)
    total: Floats = (x - 0.5) * np.log(x) - x + 0.5 * np.log(2 * np.pi) + series - np.log(product)
    return total
