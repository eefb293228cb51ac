"""The algorithm of Farrington et al. (1996), for comparison: the same weeks of the years before."""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from tocsin.warning.baseline import Floats

WEEKS_A_YEAR = 52
STEPS = 50
TOLERANCE = 1e-8
POWER = 2 / 3
NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class FarringtonWeek:
    """What one week was held against: the expected count, the bound, and the excess (alarm above 1)."""

    expected: float
    bound: float
    excess: float


@dataclass(frozen=True, slots=True)
class _Fit:
    """A weighted log-linear quasi-Poisson fit: linear predictor and dispersion, with its covariance."""

    coefficients: Floats
    covariance: Floats
    fitted: Floats
    leverage: Floats
    pearson: float

    @property
    def dispersion(self) -> float:
        """Variance over mean, never below that of a Poisson count."""
        return max(1.0, self.pearson)


def farrington(
    counts: Floats,
    *,
    week: int,
    years: int = 3,
    half_window: int = 3,
    alpha: float = 0.01,
    trend: bool = False,
) -> FarringtonWeek:
    """Hold one week against the weeks around it `years` years back, outbreaks weighed down.

    Farrington, Andrews, Beale and Catchpole, JRSS A 159 (1996), sections 3.3-3.7: quasi-Poisson regression,
    re-weighting by Anscombe residuals above 1, prediction interval on the 2/3 power scale. Equal to
    `algo.farrington` of R surveillance with reweight, powertrans "2/3" (`tests/fixtures/surveillance`).
    """
    counts = np.asarray(counts, dtype=float)
    times = reference_weeks(week, years=years, half_window=half_window)
    times = times[times >= 0]
    if len(times) == 0:
        return FarringtonWeek(math.nan, math.nan, math.nan)
    response = counts[times]
    design = _design(times, trend=trend)
    fit = _fit_reweighted(design, response)
    if trend and not _keeps_trend(fit, week, response, years=years):
        design = _design(times, trend=False)
        fit = _fit_reweighted(design, response)
    return _hold_against(fit, week, counts[week], alpha=alpha)


def reference_weeks(week: int, *, years: int, half_window: int) -> np.typing.NDArray[np.int64]:
    """Return the weeks held beside: those within the half window of the same week in the years before."""
    spans = [
        np.arange(-half_window, half_window + 1) + week - WEEKS_A_YEAR * back for back in range(years, 0, -1)
    ]
    return np.concatenate(spans)


def _design(times: Floats | np.typing.NDArray[np.int64], *, trend: bool) -> Floats:
    ones = np.ones(len(times))
    return np.column_stack([ones, times]).astype(float) if trend else ones[:, None]


def _fit_reweighted(design: Floats, response: Floats) -> _Fit:
    fit = _fit_poisson(design, response, np.ones(len(response)))
    residuals = 1.5 * (np.cbrt(response) ** 2 * fit.fitted ** (-1 / 6) - np.sqrt(fit.fitted))
    residuals = residuals / np.sqrt(fit.dispersion * (1 - fit.leverage))
    weights = np.where(residuals > 1, np.maximum(residuals, 1.0) ** -2.0, 1.0)
    return _fit_poisson(design, response, weights * len(weights) / weights.sum())


def _fit_poisson(design: Floats, response: Floats, weights: Floats) -> _Fit:
    """Iteratively reweighted least squares with the log link (McCullagh and Nelder 1989, section 2.5).

    Stops, and takes its working weights, where R's `glm` does, so that the figures are the same to 1e-6.
    """
    fitted = response + 0.1
    eta = np.log(fitted)
    deviance = math.inf
    for _ in range(STEPS):
        working = weights * fitted
        root = np.sqrt(working)
        target = eta + (response - fitted) / fitted
        solved = np.linalg.lstsq(design * root[:, None], target * root, rcond=None)[0]
        coefficients = np.asarray(solved, dtype=np.float64)
        eta = design @ coefficients
        fitted = np.exp(eta)
        previous, deviance = deviance, _deviance(response, fitted, weights)
        if abs(deviance - previous) < TOLERANCE * (abs(deviance) + 0.1):
            break
    covariance = np.asarray(np.linalg.pinv(design.T @ (design * working[:, None])), dtype=np.float64)
    leverage = working * np.einsum("ij,jk,ik->i", design, covariance, design)
    freedom = int((weights > 0).sum()) - design.shape[1]
    pearson = float((working * ((response - fitted) / fitted) ** 2).sum())
    return _Fit(coefficients, covariance, fitted, leverage, pearson / freedom if freedom > 0 else 1.0)


def _deviance(response: Floats, fitted: Floats, weights: Floats) -> float:
    safe = np.where(response > 0, response, 1.0)
    parts = np.where(response > 0, response * np.log(safe / fitted), 0.0) - (response - fitted)
    return float(2 * (weights * parts).sum())


def _keeps_trend(fit: _Fit, week: int, response: Floats, *, years: int) -> bool:
    """Whether a trend stays: three years or more, significant at 5 %, and no extrapolation above the past."""
    freedom = len(response) - 2
    error = math.sqrt(fit.pearson * float(fit.covariance[1, 1]))
    significant = abs(float(fit.coefficients[1])) > error * _t_quantile(0.975, freedom)
    predicted = math.exp(float(fit.coefficients @ np.array([1.0, week])))
    return years >= 3 and significant and predicted <= float(response.max())


def _t_quantile(probability: float, freedom: int) -> float:
    """Return a quantile of Student's t by the expansion of Hill (1970), good to 1e-4 from 5 degrees up."""
    z = NORMAL.inv_cdf(probability)
    g1 = (z**3 + z) / 4
    g2 = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    g3 = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + g1 / freedom + g2 / freedom**2 + g3 / freedom**3


def _hold_against(fit: _Fit, week: int, count: float, *, alpha: float) -> FarringtonWeek:
    row = np.array([1.0, week])[: len(fit.coefficients)]
    expected = math.exp(float(row @ fit.coefficients))
    variance = expected**2 * fit.dispersion * float(row @ fit.covariance @ row)
    spread = math.sqrt(4 / 9 * expected ** (1 / 3) * (fit.dispersion + variance / expected))
    reach = expected**POWER + NORMAL.inv_cdf(1 - alpha / 2) * spread
    bound = max(reach, 0.0) ** (1 / POWER)
    return FarringtonWeek(expected, bound, (count - expected) / (bound - expected))
