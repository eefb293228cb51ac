import numpy as np
import pytest

from tocsin.model import EpistemicStatus
from tocsin.reading.status.factuality import (
    ANCHORS,
    BOUNDS,
    Weights,
    hash_feature,
    load_weights,
    score_features,
    settle_score,
)

TALK = [status for status in EpistemicStatus if status in ("planned", "threatened", "called_for", "possible")]


def make_weights(**values):
    hashes = {hash_feature(name): value for name, value in values.items()}
    ordered = sorted(hashes)
    return Weights(np.array(ordered, np.uint32), np.array([hashes[h] for h in ordered], np.float32))


def test_the_score_is_the_sum_of_known_features():
    weights = make_weights(a=1.5, b=-0.5, c=9.0)
    assert score_features(["a", "b", "never seen"], weights) == pytest.approx(1.0)


def test_the_score_stays_on_its_scale():
    assert score_features(["a"], make_weights(a=40.0)) == 3.0


@pytest.mark.parametrize("status", TALK)
@pytest.mark.parametrize("score", [-3.0, 0.0, 3.0])
def test_talk_is_never_scored_as_a_deed(status, score):
    assert -3.0 <= settle_score(score, status) < 0


@pytest.mark.parametrize("status", ["happened", "ongoing", "reported"])
def test_a_deed_is_never_scored_as_talk(status):
    assert settle_score(-3.0, EpistemicStatus(status)) > 0


def test_every_status_has_an_anchor_within_its_bounds():
    for status in EpistemicStatus:
        low, high = BOUNDS[status]
        assert low <= ANCHORS[status] <= high


def test_the_shipped_weights_are_small_sorted_and_finite():
    weights = load_weights()
    assert 1_000 < len(weights.hashes) < 100_000
    assert (np.diff(weights.hashes.astype(np.int64)) > 0).all()
    assert np.isfinite(weights.values).all()
