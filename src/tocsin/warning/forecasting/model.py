"""The hurdle pool: draws of a count from a chance of any incident and three memories of how many."""

import hashlib
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from tocsin.model import ModelCard
from tocsin.warning.forecasting.hazard import (
    LONE_RIDGE,
    OCCURRENCE_HALF_LIFE,
    RIDGE,
    TRAINED_PERIODS,
    estimate_chances,
)
from tocsin.warning.forecasting.memory import Floats, remember_levels

MODEL_NAME = "hurdle-pool"
MODEL_VERSION = "1"
NOT_FOR = (
    "Not for units read for less than a year, not for what has never happened anywhere in the register, "
    "not after a change of sources or rules inside the memory, not as advice to act."
)
DRAWS = 1000
"""As many as the ViEWS challenge asks for."""
SHARE_SMOOTHED, SHARE_RESAMPLED = 0.5, 0.15
"""Of the draws: from smoothed own counts, and from own periods as they were; the rest is log-normal."""
LEVEL_HALF_LIFE, SMOOTHED_HALF_LIFE = 4.0, 2.5
RESAMPLED_HALF_LIFE = 4.0
EXTRA_VARIANCE = 0.1
"""Added to the variance of log counts, which few periods show too small."""
SMOOTHING = 0.55
"""Standard deviation, in log counts, of the noise on a resampled count."""
MOST_LOG = 13.0
"""A count above e^13 is more than any series here has had."""
STEEPEST = 1e-4
PACES = (0.7548776662466927, 0.5698402909980532)
"""1/g and 1/g^2 for the root g of g^3 = g + 1: steps that fill a square evenly (Niederreiter 1992, ch. 1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """How long the past counts: half-lives, in periods, are the model's for monthly wars times `scale`.

    Counts of incidents want a memory of 8 months and more, deaths in wars one of 3 to 4.
    """

    scale: float = 1.0


def draw_counts(
    counts: Floats, *, step: int, seed: int, memory: Memory | None = None, draws: int = DRAWS
) -> Floats:
    """Return units by draws: how many incidents each unit may have `step` periods after its last one.

    `counts` is units by periods, oldest first, all of them known. A hurdle model (Mullahy 1986, section 2)
    in a linear pool (Genest and Zidek 1986, Statist. Sci. 1:114, section 3) of a log-normal, a smoothed
    bootstrap (Efron 1979, Ann. Statist. 7:1, section 2) of own periods with incidents, and a bootstrap of
    own periods as they were, all three weighted by exponential memory. Draws are spread evenly over the
    distribution (stratified) and are those of one period: draws of two steps are not paths.
    """
    scale = (memory or Memory()).scale
    chooser = np.random.default_rng([seed, step])
    smoothed, resampled = round(draws * SHARE_SMOOTHED), round(draws * SHARE_RESAMPLED)
    chances = estimate_chances(counts, step=step, scale=scale)
    parts = (
        _draw_lognormal(counts, chances, draws - smoothed - resampled, scale),
        _draw_smoothed(counts, chances, smoothed, chooser, scale),
        _draw_periods(counts, resampled, scale),
    )
    return np.concatenate(parts, axis=1)


def describe_model(memory: Memory) -> ModelCard:
    """Return the card that goes with every forecast."""
    settings = {
        "draws": DRAWS,
        "occurrence half-life": OCCURRENCE_HALF_LIFE * memory.scale,
        "level half-life": LEVEL_HALF_LIFE * memory.scale,
        "smoothed half-life": SMOOTHED_HALF_LIFE * memory.scale,
        "resampled half-life": RESAMPLED_HALF_LIFE * memory.scale,
        "share smoothed": SHARE_SMOOTHED,
        "share resampled": SHARE_RESAMPLED,
        "smoothing": SMOOTHING,
        "extra variance": EXTRA_VARIANCE,
        "ridge": RIDGE,
        "ridge of a lone unit": RIDGE + LONE_RIDGE,
        "trained periods": TRAINED_PERIODS,
    }
    shown = tuple((name, f"{value:g}") for name, value in settings.items())
    return ModelCard(name=MODEL_NAME, version=MODEL_VERSION, settings=shown, not_for=NOT_FOR)


def hash_counts(counts: Floats, units: tuple[str, ...]) -> str:
    """Return a name for the counts a forecast was made from: equal counts of equal units, equal name."""
    digest = hashlib.sha256("\n".join(units).encode())
    digest.update(np.ascontiguousarray(counts, dtype="<f8").tobytes())
    return digest.hexdigest()[:16]


def make_seed(data_hash: str) -> int:
    """Return the seed that goes with the counts, so that the same counts give the same draws."""
    return int(data_hash[:8], 16)


def _spread(size: int) -> Floats:
    """Return the middles of `size` equal parts of 0..1."""
    places: Floats = (np.arange(size) + 0.5) / size
    return places


def _scatter(size: int, chooser: np.random.Generator) -> tuple[Floats, Floats]:
    """Return points that fill the unit square evenly and go with no order: a shifted additive recurrence."""
    numbers = np.arange(size)
    across, up = (
        (start + numbers * pace) % 1.0 for start, pace in zip(chooser.random(2), PACES, strict=True)
    )
    return across, up


def _draw_lognormal(counts: Floats, chances: Floats, size: int, scale: float) -> Floats:
    levels = remember_levels(counts, LEVEL_HALF_LIFE * scale)
    centre, width = levels.mean[:, -1:], np.sqrt(levels.variance[:, -1:] + EXTRA_VARIANCE)
    place = _spread(size)[None, :]
    # The place above the hurdle is the place in the log-normal: one number serves both, evenly spread.
    above = 1.0 - (1.0 - place) / np.maximum(chances[:, None], STEEPEST)
    size_of = np.exp(np.minimum(centre + width * _find_normal(above), MOST_LOG))
    return np.where(above > 0.0, _count(size_of), 0.0)


def _draw_smoothed(
    counts: Floats, chances: Floats, size: int, chooser: np.random.Generator, scale: float
) -> Floats:
    weights = _weigh_periods(counts.shape[1], SMOOTHED_HALF_LIFE * scale) * (counts > 0)
    # A unit that never had an incident draws its first period, which is no count: one incident.
    weights[:, 0] += np.finfo(np.float64).tiny
    shares = np.cumsum(weights, axis=1)
    shares /= shares[:, -1:]
    place, (own, up) = _spread(size), _scatter(size, chooser)
    noise = SMOOTHING * _find_normal(up)
    chosen = np.stack([np.searchsorted(row, own) for row in shares])
    logs = np.log(np.maximum(counts, 1.0))
    picked = np.take_along_axis(logs, np.minimum(chosen, counts.shape[1] - 1), axis=1)
    size_of = np.exp(np.minimum(picked + noise[None, :], MOST_LOG))
    return np.where(1.0 - place[None, :] < chances[:, None], _count(size_of), 0.0)


def _draw_periods(counts: Floats, size: int, scale: float) -> Floats:
    shares = np.cumsum(_weigh_periods(counts.shape[1], RESAMPLED_HALF_LIFE * scale))
    chosen = np.searchsorted(shares / shares[-1], _spread(size))
    return counts[:, np.minimum(chosen, counts.shape[1] - 1)]


def _weigh_periods(periods: int, half_life: float) -> Floats:
    weights: Floats = 0.5 ** (np.arange(periods)[::-1] / half_life)
    return weights


def _count(sizes: Floats) -> Floats:
    counted: Floats = np.maximum(1.0, np.rint(sizes))
    return counted


_GRID = 4096


def _find_normal(places: Floats) -> Floats:
    """Return standard normal quantiles of places in 0..1, by a table that is exact at 4,096 places."""
    grid = np.clip(np.linspace(0.0, 1.0, _GRID + 1), STEEPEST, 1.0 - STEEPEST)
    normal = NormalDist()
    table = np.array([normal.inv_cdf(place) for place in grid])
    found: Floats = np.interp(places, grid, table)
    return found
