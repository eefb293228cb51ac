"""Our scores are those of others: a public library, and the scripts the bars were measured with."""

import importlib.util

import numpy as np
import pytest

from tocsin.warning.forecasting import scores

CHOOSER = np.random.default_rng(11)
OUTCOMES = CHOOSER.poisson(3.0, 60).astype(float)
DRAWS = CHOOSER.negative_binomial(2, 0.4, size=(60, 200)).astype(float)
CHANCES = np.clip(CHOOSER.random(60), 0.01, 0.99)
HAPPENED = CHOOSER.random(60) < CHANCES


@pytest.fixture(scope="module")
def library():
    return pytest.importorskip(
        "scoringrules", reason="scoringrules is not installed: pip install tocsin[test]"
    )


@pytest.fixture(scope="module")
def measured(shared):
    path = shared / "baselines" / "scores.py"
    spec = importlib.util.spec_from_file_location("measured_scores", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_crps_is_that_of_scoringrules(library):
    for draws, outcomes in ((DRAWS, OUTCOMES), (np.log1p(DRAWS), np.log1p(OUTCOMES))):
        expected = library.crps_ensemble(outcomes, draws, estimator="nrg")
        assert scores.score_crps(draws, outcomes) == pytest.approx(expected, abs=1e-9)
    logged = library.crps_ensemble(np.log1p(OUTCOMES), np.log1p(DRAWS), estimator="nrg")
    assert scores.score_crps_log1p(DRAWS, OUTCOMES) == pytest.approx(logged, abs=1e-9)


def test_brier_and_log_score_are_those_of_scoringrules(library):
    happened = HAPPENED.astype(float)
    assert scores.score_brier(CHANCES, HAPPENED) == pytest.approx(
        library.brier_score(happened, CHANCES), abs=1e-9
    )
    assert scores.score_log(CHANCES, HAPPENED) == pytest.approx(
        library.log_score(happened, CHANCES), abs=1e-9
    )


def test_interval_score_is_that_of_scoringrules(library):
    low, high = scores.find_interval(DRAWS, level=0.9)
    expected = library.interval_score(OUTCOMES, low, high, 0.1)
    assert scores.score_interval(DRAWS, OUTCOMES) == pytest.approx(expected, abs=1e-9)


def test_scores_are_those_the_bars_were_measured_with(measured):
    assert scores.score_crps(DRAWS, OUTCOMES) == pytest.approx(measured.crps(DRAWS, OUTCOMES), abs=1e-9)
    ours = scores.score_ignorance(DRAWS * 40, OUTCOMES * 40)
    assert ours == pytest.approx(measured.ign_binned(DRAWS * 40, OUTCOMES * 40), abs=1e-9)
    assert scores.score_interval(DRAWS, OUTCOMES) == pytest.approx(measured.mis(DRAWS, OUTCOMES), abs=1e-9)
    held = measured.coverage(DRAWS, OUTCOMES, 0.9)
    assert (scores.is_covered(DRAWS, OUTCOMES, level=0.9) == held).all()
    pit = scores.spread_pit(DRAWS, OUTCOMES).mean(axis=0) * 10
    assert pit == pytest.approx(measured.pit_nonrandom(DRAWS, OUTCOMES), abs=1e-9)


def test_crps_of_a_point_is_the_distance():
    assert scores.score_crps(np.full((1, 50), 3.0), np.array([5.0])) == pytest.approx([2.0])


def test_ignorance_of_a_sure_hit_is_nearly_nothing_and_of_a_miss_is_many_bits():
    hit, miss = scores.score_ignorance(np.zeros((2, 1000)), np.array([0.0, 7.0]))
    assert hit == pytest.approx(-np.log2(1001 / 1011))
    assert miss == pytest.approx(np.log2(1011))


def test_pit_keeps_an_outcome_above_every_draw():
    spread = scores.spread_pit(np.zeros((1, 100)), np.array([9.0]))
    assert spread.sum() == pytest.approx(1.0)
    assert spread[0, -1] == pytest.approx(1.0)


def test_pit_of_the_right_distribution_is_even():
    chooser = np.random.default_rng(5)
    spread = scores.spread_pit(
        chooser.poisson(2.0, size=(4000, 300)).astype(float), chooser.poisson(2.0, 4000).astype(float)
    )
    assert spread.mean(axis=0) * 10 == pytest.approx(np.ones(10), abs=0.12)


def test_reliability_tells_chance_and_share_by_class():
    chances = np.array([0.1, 0.1, 0.9, 0.9])
    happened = np.array([False, False, True, False])
    assert scores.list_reliability(chances, happened) == ((2, 0.1, 0.0), (2, 0.9, 0.5))
