"""Draws kept as a tally (each count and how often it was drawn), and what is read off them."""

import numpy as np
from numpy.typing import NDArray

from tocsin.model import Tally


def tally(draws: NDArray[np.float64]) -> Tally:
    """Return the draws of one forecast as counts and how often each was drawn, ascending."""
    counts, times = np.unique(np.asarray(draws, dtype=np.int64), return_counts=True)
    return tuple((int(count), int(number)) for count, number in zip(counts, times, strict=True))


def expand(drawn: Tally) -> NDArray[np.float64]:
    """Return the draws of a tally, ascending."""
    counts, times = np.asarray(drawn, dtype=np.int64).T
    return np.repeat(counts, times).astype(np.float64)


def find_quantile(drawn: Tally, share: float) -> int:
    """Return the smallest count that at least a share, 0..1, of the draws do not exceed."""
    wanted = share * sum(times for _, times in drawn)
    below = 0
    for count, times in drawn:
        below += times
        if below >= wanted:
            return count
    return drawn[-1][0]


def chance_of_any(drawn: Tally) -> float:
    """Return the share of draws with one incident or more, 0..1."""
    none = sum(times for count, times in drawn if count < 1)
    return 1.0 - none / sum(times for _, times in drawn)
