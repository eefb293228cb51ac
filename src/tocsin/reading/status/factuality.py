"""The learned score of whether it has happened by now, from -3 to 3, and its peace with the label."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tocsin.model import EpistemicStatus as Status

WEIGHTS_FILE = "weights/uds_ih2.npz"
LOWEST, HIGHEST = -3.0, 3.0
# What readers would say of an event of which they knew the label alone.
ANCHORS = {
    Status.HAPPENED: 2.7,
    Status.ONGOING: 2.6,
    Status.REPORTED: 2.4,
    Status.ALLEGED: 1.2,
    Status.DENIED: -1.0,
    Status.NOT_HAPPENED: -2.5,
    Status.PLANNED: -2.0,
    Status.THREATENED: -2.2,
    Status.CALLED_FOR: -1.7,
    Status.POSSIBLE: -0.8,
    Status.UNKNOWN: 0.0,
}
# The share of the anchor in what is shown: more costs agreement with readers, less leaves denials near zero.
PULL = 0.3
# How far the score may go under each label: talk is never scored as a deed, nor a deed as talk. What somebody
# only alleges is never quite sure, and what he denies is never surely untrue.
BOUNDS = {
    Status.HAPPENED: (0.1, HIGHEST),
    Status.ONGOING: (0.1, HIGHEST),
    Status.REPORTED: (0.1, HIGHEST),
    Status.ALLEGED: (-0.5, 2.0),
    Status.DENIED: (-2.0, -0.1),
    Status.NOT_HAPPENED: (LOWEST, -0.1),
    Status.PLANNED: (LOWEST, -0.1),
    Status.THREATENED: (LOWEST, -0.1),
    Status.CALLED_FOR: (LOWEST, -0.1),
    Status.POSSIBLE: (LOWEST, -0.1),
    Status.UNKNOWN: (-1.0, 1.0),
}


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model: a weight for each feature, found by the hash of its name; hashes ascend."""

    hashes: NDArray[np.uint32]
    values: NDArray[np.float32]


def hash_feature(name: str) -> int:
    """Return the number a feature is kept under."""
    return zlib.crc32(name.encode("utf-8"))


@cache
def load_weights() -> Weights:
    """Load the shipped weights, once, when the first event is judged."""
    with (files("tocsin.reading.status") / WEIGHTS_FILE).open("rb") as stream, np.load(stream) as stored:
        return Weights(stored["hashes"], stored["values"].astype(np.float32))


def score_features(features: Iterable[str], weights: Weights) -> float:
    """Return the learned score of an event with these features; unknown features say nothing."""
    wanted = np.array([hash_feature(name) for name in features], dtype=np.uint32)
    places = np.minimum(np.searchsorted(weights.hashes, wanted), len(weights.hashes) - 1)
    total = float(weights.values[places][weights.hashes[places] == wanted].sum())
    return min(max(total, LOWEST), HIGHEST)


def settle_score(score: float, status: Status) -> float:
    """Return the score drawn towards the label, and never on the other side of zero than the label."""
    low, high = BOUNDS[status]
    return min(max((1 - PULL) * score + PULL * ANCHORS[status], low), high)
