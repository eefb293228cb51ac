"""EARS C1, C2 and C3: alarms for series too short for a year of baseline."""

import numpy as np

from tocsin.warning.baseline import Floats

BASELINE_WEEKS = 7
GAP_WEEKS = 2
"""C2 and C3 leave the two newest weeks out of the baseline."""
LEAST_SIGMA = 0.5
"""A quiet baseline has no spread; without a floor one incident would be infinitely strange."""


def ears_c1(counts: Floats, *, baseline: int = BASELINE_WEEKS, least_sigma: float = LEAST_SIGMA) -> Floats:
    """Return standard deviations above the mean of the weeks just before (Hutwagner et al. 2003, C1 MILD).

    Journal of Urban Health 80, supplement 1. Equal to R surveillance earsC: alarm where it exceeds z(alpha).
    """
    return _standardise(counts, baseline=baseline, gap=0, least_sigma=least_sigma)


def ears_c2(counts: Floats, *, baseline: int = BASELINE_WEEKS, least_sigma: float = LEAST_SIGMA) -> Floats:
    """Return the same with the two weeks before left out of the baseline (C2 MEDIUM)."""
    return _standardise(counts, baseline=baseline, gap=GAP_WEEKS, least_sigma=least_sigma)


def ears_c3(
    counts: Floats,
    *,
    baseline: int = BASELINE_WEEKS,
    least_sigma: float = LEAST_SIGMA,
    own_week: bool = True,
) -> Floats:
    """Return what C2 had above one, summed over the week and the two before it (C3 ULTRA).

    Fricker, Hegler and Dunfee, Statistics in Medicine 27 (2008), section 2; from memory. In R surveillance
    1.20.3 only the two weeks before enter, so that no week alarms by its own count: `own_week=False` is that.
    """
    second = ears_c2(counts, baseline=baseline, least_sigma=least_sigma)
    above = np.maximum(second - 1, 0)
    lags = [np.pad(above, ((0, 0), (lag, 0)), constant_values=np.nan)[:, : above.shape[1]] for lag in (1, 2)]
    earlier: Floats = lags[0] + lags[1]
    return earlier + above if own_week else earlier


def upper_bound(statistic: Floats, counts: Floats, *, sigma: Floats, z: float) -> Floats:
    """Return the count at which a statistic reaches z, nought or more, as R reports it."""
    bound: Floats = np.maximum(counts + sigma * (z - statistic), 0.0)
    return bound


def spread_before(
    counts: Floats, *, baseline: int = BASELINE_WEEKS, gap: int = 0, least_sigma: float = LEAST_SIGMA
) -> Floats:
    """Return the standard deviation of the baseline weeks of each week, not below the least."""
    return np.maximum(_moments(np.atleast_2d(counts), baseline, gap)[1], least_sigma)


def _standardise(counts: Floats, *, baseline: int, gap: int, least_sigma: float) -> Floats:
    counts = np.atleast_2d(np.asarray(counts, dtype=float))
    mean, spread = _moments(counts, baseline, gap)
    statistic: Floats = (counts - mean) / np.maximum(spread, least_sigma)
    return statistic


def _moments(counts: Floats, baseline: int, gap: int) -> tuple[Floats, Floats]:
    mean, spread = (np.full(counts.shape, np.nan) for _ in range(2))
    first = baseline + gap
    if counts.shape[1] > first:
        past = np.lib.stride_tricks.sliding_window_view(counts, baseline, axis=1)[
            :, : counts.shape[1] - first
        ]
        mean[:, first:], spread[:, first:] = past.mean(axis=2), past.std(axis=2, ddof=1)
    return mean, spread
