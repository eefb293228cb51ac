"""What a forecast has to beat: the same months again, the last value again, all of history again."""

from collections.abc import Callable

import numpy as np

from tocsin.warning.forecasting.memory import Floats

CONFLICTOLOGY_PERIODS = 12


def draw_conflictology(counts: Floats, size: int, seed: int) -> Floats:
    """Return units by draws of own counts in the last 12 periods (Hegre et al. 2024, "conflictology")."""
    recent = counts[:, -CONFLICTOLOGY_PERIODS:]
    return recent[:, _spread_places(size, recent.shape[1], seed)]


def draw_last(counts: Floats, size: int, seed: int) -> Floats:
    """Return units by Poisson draws around the last count (Hegre et al. 2024, "last historical Poisson")."""
    chooser = np.random.default_rng(seed)
    return chooser.poisson(counts[:, -1:], size=(len(counts), size)).astype(np.float64)


def draw_history(counts: Floats, size: int, seed: int) -> Floats:
    """Return units by draws of all own counts there are."""
    return counts[:, _spread_places(size, counts.shape[1], seed)]


def _spread_places(size: int, periods: int, seed: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return places in 0..periods-1, each as often as the others, give or take one, in random order."""
    return np.random.default_rng(seed).permutation(np.arange(size) % periods)


BASELINES: tuple[tuple[str, Callable[[Floats, int, int], Floats]], ...] = (
    ("conflictology", draw_conflictology),
    ("last value", draw_last),
    ("historical", draw_history),
)
"""Naive forecasts by name; each is given the counts, how many draws, and a seed."""
