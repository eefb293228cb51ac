"""One robust baseline for every detector: the mean and dispersion that the past year leads one to expect."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

WINDOW_WEEKS = 52
GUARD_WEEKS = 4
"""The newest weeks are kept out: an outbreak that has begun must not raise its own baseline."""
FLOOR_MEAN = 0.05
"""A unit quiet for a year is expected to have one incident in twenty weeks, not none."""
OUTLIER_RESIDUAL = 2.58
"""Past weeks above this Anscombe residual count less, by its square (Noufaily et al. 2013, section 3.3)."""
ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is expected in each week: mean per week, variance/mean (1 or more), weeks it rests on.

    Arrays of one row a series and one column a week; NaN where too little history lies before the week.
    """

    mean: Floats
    dispersion: Floats
    weeks: Floats


def fit_baseline(counts: Floats, *, window: int = WINDOW_WEEKS, guard: int = GUARD_WEEKS) -> Baseline:
    """Fit the baseline of every week from the `window` weeks that end `guard` weeks before it.

    Quasi-Poisson mean and dispersion, past outbreaks weighed down by their Anscombe residuals: the idea of
    Farrington et al., JRSS A 159 (1996), sections 3.3-3.6, with the threshold of Noufaily et al., Statistics
    in Medicine 32 (2013). From memory; `farrington.py` is the variant checked against R.
    """
    counts = np.atleast_2d(np.asarray(counts, dtype=float))
    mean, dispersion, weeks = (np.full(counts.shape, np.nan) for _ in range(3))
    first = window + guard
    if counts.shape[1] <= first:
        return Baseline(mean, dispersion, weeks)
    past = np.lib.stride_tricks.sliding_window_view(counts, window, axis=1)[:, : counts.shape[1] - first]
    weights = np.ones(past.shape)
    for number in range(ROUNDS):
        total = weights.sum(axis=2)
        mu = np.maximum((weights * past).sum(axis=2) / total, FLOOR_MEAN)
        spread = (weights * (past - mu[..., None]) ** 2).sum(axis=2) / mu
        phi = np.maximum(1.0, spread / np.maximum(total - 1, 1))
        # In the first round an outbreak must not hide behind the spread that it made itself.
        spread_out = phi if number else np.ones_like(phi)
        residuals = anscombe_residuals(past, mean=mu[..., None], dispersion=spread_out[..., None])
        weights = np.where(residuals > OUTLIER_RESIDUAL, np.maximum(residuals, 1.0) ** -2.0, 1.0)
    mean[:, first:], dispersion[:, first:], weeks[:, first:] = mu, phi, weights.sum(axis=2)
    return Baseline(mean, dispersion, weeks)


def anscombe_residuals(counts: Floats, *, mean: Floats, dispersion: Floats) -> Floats:
    """Return residuals that are near standard normal for counts: 3/2 (y^2/3 - m^2/3) / (m^1/6 phi^1/2).

    McCullagh and Nelder, Generalized Linear Models, 2nd ed., section 2.4.2; from memory.
    """
    scaled: Floats = (
        1.5 * (np.cbrt(counts) ** 2 - np.cbrt(mean) ** 2) / (mean ** (1 / 6) * np.sqrt(dispersion))
    )
    return scaled
