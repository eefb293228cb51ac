"""Thresholds keep the rate of false alarms that was named, and a higher rate gives lower ones."""

import numpy as np
import pytest

from tocsin.warning.alerts import judge_last_week
from tocsin.warning.baseline import fit_baseline
from tocsin.warning.changepoint import date_change
from tocsin.warning.detectors import mid_tail
from tocsin.warning.thresholds import (
    DETECTORS,
    ENDS_AT,
    draw_counts,
    find_standing,
    find_thresholds,
    joint_statistic,
    onsets_per_year,
)


@pytest.mark.parametrize("mean", [0.2, 1.5])
def test_simulated_series_alarm_as_often_as_was_named(mean):
    limits = find_thresholds(mean, 1.0, 1.0)
    counts = draw_counts(mean, 1.0, (300, 200), seed=99)
    parts = [(detect(counts)[:, 56:], limits[name]) for name, detect in DETECTORS.items()]
    assert onsets_per_year(joint_statistic(parts), 1.0, ends_at=ENDS_AT) == pytest.approx(1.0, abs=0.3)


def test_who_accepts_more_false_alarms_gets_lower_thresholds():
    strict, loose = find_thresholds(0.8, 1.0, 0.5), find_thresholds(0.8, 1.0, 4.0)
    assert all(loose[name] < strict[name] for name in strict)


def test_an_alarm_stands_until_its_statistic_has_halved():
    level = np.array([[0.0, 3.0, 1.5, 0.9, 1.5, 3.0]])
    assert find_standing(level, 2.0, ends_at=0.5).tolist() == [[False, True, True, False, False, True]]
    assert find_standing(level, 2.0).tolist() == [[False, True, False, False, False, True]]


def test_mid_tail_is_that_of_a_geometric_count():
    # mean 1 and variance 2: P(X > 3) + P(X = 3) / 2 = 2^-4 + 2^-5
    tail = mid_tail(np.array([[3.0]]), mean=np.array([[1.0]]), dispersion=np.array([[2.0]]))
    assert tail[0, 0] == pytest.approx(2.0**-4 + 2.0**-5)


def test_a_past_outbreak_hardly_raises_the_baseline():
    calm = draw_counts(1.0, 1.0, (1, 60), seed=4)
    burst = calm.copy()
    burst[0, 20:24] += 15
    assert fit_baseline(burst).mean[0, -1] < fit_baseline(calm).mean[0, -1] + 0.4


def test_a_change_of_rate_is_dated():
    counts = np.concatenate(
        [draw_counts(0.5, 1.0, (1, 90), seed=1), draw_counts(5.0, 1.0, (1, 6), seed=1)], 1
    )
    assert date_change(counts, fit_baseline(counts)) in range(4, 9)


def test_a_steady_series_is_no_alarm_and_a_jump_is():
    counts = np.tile([1.0, 0.0], 40)
    assert judge_last_week(counts, per_year=1.0).ratio < 1
    counts[-4:] = 4
    assert judge_last_week(counts, per_year=1.0).ratio > 1
