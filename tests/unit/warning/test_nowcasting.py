"""Late reports: delays without the bias of what is not told of yet, and counts filled up."""

import numpy as np
import pytest

from tocsin.warning.nowcasting import estimate_delays, nowcast


def test_delays_are_found_though_recent_incidents_show_only_quick_ones():
    chooser = np.random.default_rng(5)
    delays = chooser.geometric(0.1, 4000) - 1
    rooms = chooser.integers(0, 60, 4000)
    seen = [(int(d), int(r)) for d, r in zip(delays, rooms, strict=True) if d <= r]
    estimated = estimate_delays(seen)
    naive = np.mean([d <= 7 for d, _ in seen])
    truth = 1 - 0.9**8
    assert estimated.share_by(7) == pytest.approx(truth, abs=0.04)
    assert abs(estimated.share_by(7) - truth) < abs(naive - truth)


def test_few_incidents_give_no_estimate():
    assert estimate_delays([(1, 5)] * 19) is None


def test_the_interval_of_a_nowcast_holds_what_was_to_come():
    chooser = np.random.default_rng(9)
    held = 0
    for total in chooser.poisson(8, 2000):
        seen = chooser.binomial(total, 0.6)
        cast = nowcast(seen, 0.6)
        held += cast.low <= total <= cast.high
    assert 0.88 <= held / 2000 <= 0.99


def test_nothing_is_added_once_all_is_told():
    assert nowcast(4, 1.0).expected == 4


def test_a_count_of_nought_may_still_grow():
    cast = nowcast(0, 0.5)
    assert cast.expected == pytest.approx(1.0)
    assert cast.high >= 2
