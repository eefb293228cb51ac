"""Proper scores of forecasts given as draws; lower is better unless it says otherwise."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

VIEWS_BINS = (0.0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5)
"""Lower edges of the bins of the ViEWS prediction challenge (Hegre et al. 2024, arXiv 2407.11045), so that
our ignorance can be compared with theirs; the last bin is open."""
NARROWEST = 1e-12


def score_crps(draws: Floats, outcomes: Floats) -> Floats:
    """Return the CRPS of each forecast, in the unit of the outcome, 0 and up.

    Gneiting and Raftery 2007 (JASA 102:359), section 4.2, equation 21: E|X - y| - E|X - X'| / 2, over all
    pairs of draws. `draws` is forecasts by draws.
    """
    ordered = np.sort(np.asarray(draws, dtype=np.float64), axis=1)
    size = ordered.shape[1]
    weights = 2.0 * np.arange(1, size + 1) - size - 1.0
    spread = (ordered * weights).sum(axis=1) / size**2
    distance: Floats = np.abs(ordered - np.asarray(outcomes, dtype=np.float64)[:, None]).mean(axis=1) - spread
    return distance


def score_crps_log1p(draws: Floats, outcomes: Floats) -> Floats:
    """Return the CRPS on log(1 + count), 0 and up: no single large war decides the mean.

    Bosse et al. 2023 (PLoS Comput Biol 19:e1011393), section 2.2, on scoring transformed counts.
    """
    return score_crps(np.log1p(draws), np.log1p(outcomes))


def score_ignorance(draws: Floats, outcomes: Floats, *, bins: tuple[float, ...] = VIEWS_BINS) -> Floats:
    """Return -log2 of the share of draws in the bin of the outcome, 0 and up, in bits.

    One draw is added to every bin, as the ViEWS challenge does (Hegre et al. 2024, arXiv 2407.11045).
    """
    edges = np.asarray(bins)
    drawn = np.digitize(draws, edges) - 1
    met = np.digitize(outcomes, edges) - 1
    inside = (drawn == met[:, None]).sum(axis=1) + 1
    score: Floats = -np.log2(inside / (draws.shape[1] + len(edges)))
    return score


def score_brier(chances: Floats, happened: NDArray[np.bool_]) -> Floats:
    """Return (chance - outcome)^2 of each event, 0..1 (Brier 1950, Mon. Weather Rev. 78:1, halved)."""
    score: Floats = (np.asarray(chances, dtype=np.float64) - happened) ** 2
    return score


def score_log(chances: Floats, happened: NDArray[np.bool_]) -> Floats:
    """Return -ln of the chance given to what came about, 0 to infinity, in nats (Good 1952, section 8)."""
    given = np.where(happened, chances, 1.0 - np.asarray(chances, dtype=np.float64))
    with np.errstate(divide="ignore"):
        score: Floats = -np.log(given)
    return score


def score_interval(draws: Floats, outcomes: Floats, *, level: float = 0.9) -> Floats:
    """Return width plus penalty for missing, 0 and up (Gneiting and Raftery 2007, section 6.2, eq. 43)."""
    low, high = find_interval(draws, level=level)
    miss = np.clip(low - outcomes, 0, None) + np.clip(outcomes - high, 0, None)
    score: Floats = high - low + 2.0 / (1.0 - level) * miss
    return score


def find_interval(draws: Floats, *, level: float) -> tuple[Floats, Floats]:
    """Return the central interval that holds a share `level`, 0..1, of the draws."""
    tail = (1.0 - level) / 2.0
    return np.quantile(draws, tail, axis=1), np.quantile(draws, 1.0 - tail, axis=1)


def is_covered(draws: Floats, outcomes: Floats, *, level: float) -> NDArray[np.bool_]:
    """Return whether the central interval, widened to whole counts, holds each outcome."""
    low, high = find_interval(draws, level=level)
    held: NDArray[np.bool_] = (outcomes >= np.floor(low)) & (outcomes <= np.ceil(high))
    return held


def spread_pit(draws: Floats, outcomes: Floats, *, bins: int = 10) -> Floats:
    """Return forecasts by bins: how much of each forecast's PIT falls into each bin; rows add up to 1.

    Non-randomised PIT for counts: Czado, Gneiting and Held 2009 (Biometrics 65:1254), section 2.1. The mean
    over forecasts times `bins` is the histogram, 1 everywhere where forecasts are calibrated.
    """
    upper = (draws <= outcomes[:, None]).mean(axis=1)[:, None]
    lower = (draws < outcomes[:, None]).mean(axis=1)[:, None]
    edges = np.linspace(0.0, 1.0, bins + 1)[None, :]
    reached = np.clip((edges - lower) / np.maximum(upper - lower, NARROWEST), 0.0, 1.0)
    # Where no draw equals the outcome, all of it falls into one bin; the first must not lose what lies at 0.
    reached[:, 0], reached[:, -1] = 0.0, 1.0
    return np.diff(reached, axis=1)


RELIABILITY_EDGES = (0.01, 0.05, 0.2, 0.5, 0.8, 0.95)
"""Where reliability cuts chances: finer near 0 and 1, where most forecasts of rare events lie."""


def list_reliability(
    chances: Floats, happened: NDArray[np.bool_], *, edges: tuple[float, ...] = RELIABILITY_EDGES
) -> tuple[tuple[int, float, float], ...]:
    """Return for each class of chances that occurs: how many, the mean chance, and the share that happened.

    Murphy and Winkler 1977 (Appl. Statist. 26:41): reliable where the two are equal.
    """
    classes = np.digitize(chances, edges)
    found = ((int(mask.sum()), mask) for k in range(len(edges) + 1) if (mask := classes == k).any())
    return tuple((size, float(chances[mask].mean()), float(happened[mask].mean())) for size, mask in found)
