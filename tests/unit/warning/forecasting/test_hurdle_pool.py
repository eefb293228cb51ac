"""What the forecast model does with quiet units, changes of regime, small registers, and the future."""

import numpy as np
import pytest

from tocsin.warning.forecasting.hazard import estimate_chances
from tocsin.warning.forecasting.model import Memory, describe_model, draw_counts, hash_counts, make_seed


def make_panel(units=30, periods=72, rate=0.05, seed=1):
    return np.random.default_rng(seed).poisson(rate, size=(units, periods)).astype(float)


def test_the_same_counts_give_the_same_draws():
    counts = make_panel()
    seed = make_seed(hash_counts(counts, tuple("abc")))
    assert (draw_counts(counts, step=2, seed=seed) == draw_counts(counts, step=2, seed=seed)).all()
    assert hash_counts(counts, tuple("abc")) != hash_counts(counts + 1, tuple("abc"))


def test_what_comes_later_changes_nothing():
    counts = make_panel(rate=0.5)
    altered = counts.copy()
    altered[:, 60:] = 900.0
    past = [draw_counts(panel[:, :60], step=3, seed=4) for panel in (counts, altered)]
    assert (past[0] == past[1]).all()
    assert draw_counts(altered, step=3, seed=4).mean() > past[0].mean()


def test_a_unit_that_was_always_quiet_has_a_chance_near_that_of_its_likes():
    counts = make_panel(units=200, rate=0.02)
    quiet = counts[:, -24:].sum(axis=1) == 0
    later = np.random.default_rng(9).poisson(0.02, size=(int(quiet.sum()), 2000)) > 0
    chance = estimate_chances(counts, step=1)[quiet].mean()
    assert 0.7 < chance / later.mean() < 1.4


def test_a_quiet_register_says_little_and_never_nothing():
    chances = estimate_chances(np.zeros((5, 40)), step=1)
    assert (chances > 0).all()
    assert (chances < 0.02).all()


def test_rare_events_of_many_units_do_not_blow_up_the_fit():
    # A whole Newton step overshot here: chances of .2 where one month in sixty has an incident.
    counts = np.zeros((84, 96))
    counts[np.arange(40), (np.arange(40) * 7) % 96] = 1.0
    counts[:6] = np.random.default_rng(2).poisson(1.5, size=(6, 96))
    assert estimate_chances(counts, step=2)[6:].mean() < 0.03


def test_a_change_of_regime_is_followed_faster_than_by_history():
    counts = make_panel(units=40, rate=0.1)
    counts[0, 60:] = np.random.default_rng(3).poisson(8.0, 12)
    draws = draw_counts(counts, step=1, seed=1)[0]
    assert np.median(draws) >= 4
    assert counts[0].mean() < 2
    counts[0, 60:] = 0.0
    counts[0, :60] = np.random.default_rng(3).poisson(8.0, 60)
    assert (draw_counts(counts, step=1, seed=1)[0] > 0).mean() < 0.5


def test_a_slower_memory_follows_slower():
    counts = make_panel(units=1, rate=0.0)
    counts[0, -3:] = 1.0
    fast, slow = (draw_counts(counts, step=1, seed=1, memory=Memory(scale=s))[0] for s in (1.0, 4.0))
    assert (fast > 0).mean() > (slow > 0).mean()


@pytest.mark.parametrize("periods", [1, 2, 6, 24, 26, 30])
def test_short_histories_give_whole_counts(periods):
    draws = draw_counts(make_panel(units=3, periods=periods, rate=1.0), step=6, seed=1)
    assert draws.shape == (3, 1000)
    assert (draws >= 0).all()
    assert (draws == np.rint(draws)).all()


def test_one_huge_period_stays_finite():
    counts = np.zeros((2, 30))
    counts[0, -1] = 1e9
    assert np.isfinite(draw_counts(counts, step=1, seed=1)).all()


def test_the_card_names_model_settings_and_what_it_is_not_for():
    card = describe_model(Memory(scale=2.0))
    assert dict(card.settings)["level half-life"] == "8"
    assert "Not" in card.not_for
