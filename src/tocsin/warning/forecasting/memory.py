"""Exponential memory: what a series of counts is like at each moment, the recent past weighing more."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LONGEST_QUIET = 60
"""Quiet for longer than this many periods is as quiet as can be."""
EMPTY = 1e-9


@dataclass(frozen=True, slots=True)
class Levels:
    """Mean and variance of log counts over periods with incidents, units by periods."""

    mean: Floats
    variance: Floats


def remember(values: Floats, half_life: float) -> Floats:
    """Return the weighted mean of all values up to each period; weights halve every `half_life` periods."""
    keep = 0.5 ** (1.0 / half_life)
    total, weight = np.zeros(len(values)), 0.0
    means = np.empty_like(values)
    for period in range(values.shape[1]):
        total = keep * total + values[:, period]
        weight = keep * weight + 1.0
        means[:, period] = total / weight
    return means


def remember_levels(counts: Floats, half_life: float) -> Levels:
    """Return the level of the log counts of periods with incidents, as remembered at each period."""
    keep = 0.5 ** (1.0 / half_life)
    active = (counts > 0).astype(np.float64)
    logs = np.log(np.maximum(counts, 1.0))
    total, square, weight = (np.zeros(len(counts)) for _ in range(3))
    mean, variance = np.zeros_like(counts), np.zeros_like(counts)
    for period in range(counts.shape[1]):
        total = keep * total + logs[:, period]
        square = keep * square + logs[:, period] ** 2
        weight = keep * weight + active[:, period]
        mean[:, period] = total / (weight + EMPTY)
        variance[:, period] = np.maximum(square / (weight + EMPTY) - mean[:, period] ** 2, 0.0)
    return Levels(mean, variance)


def count_quiet(counts: Floats) -> Floats:
    """Return for how many periods each unit had been quiet at the end of each period, capped."""
    quiet = np.full(len(counts), float(LONGEST_QUIET))
    since = np.empty_like(counts)
    for period in range(counts.shape[1]):
        quiet = np.where(counts[:, period] > 0, 0.0, np.minimum(quiet + 1.0, LONGEST_QUIET))
        since[:, period] = quiet
    return since
