"""The published results that each posture model has to give again."""

from datetime import date

import numpy as np
import pytest

from tocsin.model import AttributionState, AttributionView, Incident, IncidentStatus
from tocsin.warning.postures import (
    AttributionGame,
    Stakes,
    average_run_length_two_sided,
    cost_postures,
    find_arming_cutoff,
    find_bargaining_range,
    is_war_chosen,
    make_signals,
    measure_inputs,
    rank_sensitivity,
    threshold_preemptive,
    threshold_proactive,
    threshold_shift,
    value_of_warning,
)
from tocsin.warning.postures.attribution_game import Evenly
from tocsin.warning.postures.inputs import find_count_interval


def play(signals, quiet, *, type=Evenly(0.2, 0.9)):
    game = AttributionGame(signals=np.array(signals), quiet=np.array(quiet), opportunity=0.25, type=type)
    return game.rate_attacks(game.solve())


def alike(detected, identified, false_alarm=0.05):
    return make_signals(detected=detected, identified=identified, false_alarm=false_alarm)


class TestImperfectAttribution:
    """Baliga, Bueno de Mesquita and Wolitzky 2020, results of the abstract."""

    def test_the_equilibrium_is_unique(self):
        signals, quiet = alike(0.6, 0.7)
        game = AttributionGame(signals=signals, quiet=quiet, opportunity=0.25, type=Evenly(0.2, 0.9))
        ends = [game.solve(start) for start in (0.0, 0.2, 0.5, 0.9, [0.0, 1.0], [1.0, 0.0])]
        assert np.ptp(np.array(ends), axis=0).max() < 1e-8

    def test_attackers_are_strategic_complements(self):
        signals, quiet = alike(0.6, 0.7)
        game = AttributionGame(signals=signals, quiet=quiet, opportunity=0.25, type=Evenly(0.2, 0.9))
        answers = [game.answer_alone(0, [0.0, other]) for other in (0.0, 0.1, 0.2, 0.4)]
        assert all(np.diff(answers) >= -1e-9)
        assert answers[-1] > answers[0]

    def test_fewer_false_alarms_or_more_detection_mean_fewer_attacks(self):
        assert play(*alike(0.6, 0.7, 0.01)) < play(*alike(0.6, 0.7))
        rates = [play(*alike(detected, 0.7)) for detected in (0.3, 0.5, 0.7, 0.9)]
        assert rates == sorted(rates, reverse=True)

    def test_not_seeing_is_better_than_naming_the_wrong_one(self):
        signals, quiet = alike(0.6, 0.7)
        blind = signals.copy()
        blind[[0, 1], [2, 1]] -= 0.1
        blind[:, 0] += 0.1
        assert play(blind, quiet) < play(signals, quiet)

    def test_a_detection_that_names_without_doubt_always_helps(self):
        signals, quiet = alike(0.6, 0.7)
        sure = np.hstack([signals, np.zeros((2, 2))])
        sure[:, 0] -= 0.1
        sure[[0, 1], [3, 4]] += 0.1
        assert play(sure, [*quiet, 0, 0]) < play(signals, quiet)

    def test_detecting_what_is_hard_to_identify_can_backfire(self):
        quiet, before = [0.98, 0.01, 0.01], [[0.4, 0.6, 0.0], [0.4, 0.0, 0.6]]
        after = [[0.2, 0.6, 0.2], [0.4, 0.0, 0.6]]
        rates = [play(signals, quiet, type=Evenly(0.05, 0.25)) for signals in (before, after)]
        assert rates == pytest.approx([0.2594, 0.3378], abs=1e-4)

    def test_too_much_certainty_can_backfire(self):
        signals, quiet = alike(0.8, 0.75, 0.04)

        def split(sure):
            parted = np.hstack([signals, np.zeros((2, 2))])
            for one in (0, 1):
                parted[one, 3 + one] = signals[one, one + 1] * sure
                parted[one, one + 1] -= parted[one, 3 + one]
            return play(parted, [*quiet, 0, 0], type=Evenly(0.4, 0.45))

        assert [split(0.0), split(0.5)] == pytest.approx([0.210, 0.350], abs=1e-3)

    def test_a_commitment_to_answer_lowers_attacks(self):
        signals, quiet = alike(0.6, 0.7)
        game = AttributionGame(signals=signals, quiet=quiet, opportunity=0.25, type=Evenly(0.2, 0.9))
        cutoffs = game.solve()
        committed = game.deter(np.minimum(game.retaliate(cutoffs) * 1.1, 1))
        assert game.rate_attacks(committed) < game.rate_attacks(cutoffs)

    @pytest.mark.parametrize(
        ("detected", "rates"),
        [
            (0.3, [0.444, 0.431, 0.392, 0.367]),
            (0.6, [0.367, 0.341, 0.267, 0.223]),
            (0.9, [0.293, 0.255, 0.163, 0.119]),
        ],
    )
    def test_the_table_of_attack_rates_by_identification(self, detected, rates):
        found = [play(*alike(detected, identified)) for identified in (0.5, 0.7, 0.9, 1.0)]
        assert found == pytest.approx(rates, abs=6e-4)

    def test_chances_that_do_not_add_up_are_refused(self):
        with pytest.raises(ValueError, match="add up to 1"):
            AttributionGame(signals=np.array([[0.5, 0.4]]), quiet=np.array([1.0, 0.0]), opportunity=0.25)


def test_one_hawk_in_a_hundred_makes_all_arm_where_fear_multiplies():
    _, arming = find_arming_cutoff(lambda cost: min(max(cost, 0.0), 1.0), gain=0.01, loss=2.0)
    assert arming == pytest.approx(1.0)


def test_fear_dies_out_where_it_does_not_multiply():
    _, arming = find_arming_cutoff(
        lambda cost: 0.9 * min(max(cost, 0.0), 1.0) ** 3 + 0.1 * min(max(cost, 0.0), 1.0), gain=0.01, loss=2.0
    )
    assert arming == pytest.approx(0.0013, abs=1e-4)


def test_the_bargaining_range_is_as_wide_as_both_costs():
    low, high = find_bargaining_range(0.6, cost_one=0.1, cost_other=0.15)
    assert (low, high - low) == pytest.approx((0.5, 0.25))


def test_a_large_enough_shift_of_power_means_war():
    afters = np.linspace(0.3, 1, 71)
    chosen = [is_war_chosen(0.3, after, destroyed=0.2, patience=0.95) for after in afters]
    assert chosen == sorted(chosen)
    assert (chosen[0], chosen[-1]) == (False, True)


def test_the_closed_threshold_is_the_one_found_by_trying():
    closed = threshold_shift(0.3, destroyed=0.1, patience=0.95)
    assert closed == pytest.approx(0.4327, abs=1e-4)
    assert not is_war_chosen(0.3, closed - 1e-6, destroyed=0.1, patience=0.95)
    assert is_war_chosen(0.3, closed + 1e-6, destroyed=0.1, patience=0.95)


def test_costlier_war_and_impatience_hold_back():
    base = threshold_shift(0.3, destroyed=0.1, patience=0.95)
    assert threshold_shift(0.3, destroyed=0.2, patience=0.95) > base
    assert threshold_shift(0.3, destroyed=0.1, patience=0.90) > base


def test_a_warning_is_worth_most_at_the_base_rate_and_then_its_skill():
    ratios = np.linspace(0.002, 0.6, 3000)
    values = [
        value_of_warning(hit_rate=0.7, false_alarm_rate=0.1, base_rate=0.05, cost_loss=ratio)
        for ratio in ratios
    ]
    assert max(values) == pytest.approx(0.6, abs=2e-3)
    assert ratios[int(np.argmax(values))] == pytest.approx(0.05, abs=1e-3)


@pytest.mark.parametrize("ratio", [0.01, 0.05, 0.2])
def test_a_warning_without_skill_is_worth_nothing(ratio):
    value = value_of_warning(hit_rate=0.5, false_alarm_rate=0.5, base_rate=0.05, cost_loss=ratio)
    assert value <= 1e-12


@pytest.mark.parametrize(("limit", "shift", "length"), [(4, 0, 168), (4, 1, 8.38), (5, 0, 465), (5, 1, 10.4)])
def test_run_lengths_are_those_of_the_tables(limit, shift, length):
    assert average_run_length_two_sided(0.5, limit, shift=shift) == pytest.approx(length, rel=0.01)


def test_protection_pays_early_and_a_strike_only_with_a_sure_culprit():
    assert threshold_proactive(Stakes()).chance == pytest.approx(0.25)
    assert threshold_preemptive(Stakes(attributed=0.9)).chance == pytest.approx(0.763, abs=1e-3)
    assert threshold_preemptive(Stakes(attributed=0.7)).chance is None
    assert "less than protecting" in threshold_preemptive(Stakes(attributed=0.36)).reason


@pytest.mark.parametrize("attributed", [0.8, 0.9, 1.0])
def test_at_its_threshold_two_postures_cost_the_same(attributed):
    stakes = Stakes(attributed=attributed)
    early = cost_postures(threshold_proactive(stakes).chance, stakes)
    assert early["proactive"] == pytest.approx(early["reactive"])
    struck = cost_postures(threshold_preemptive(stakes).chance, stakes)
    assert struck["pre-emptive"] == pytest.approx(struck["proactive"])


def test_sensitivity_ranks_what_moves_the_threshold_most():
    low, middle, high = Stakes(protect_cost=0.9), Stakes(), Stakes(protect_cost=1.1, protection=0.8)
    ranked = rank_sensitivity(threshold_proactive, low, high, middle)
    assert [name for name, _, _ in ranked] == ["protection", "protect_cost"]


def make_incident(number, state, *, denied=False):
    return Incident(
        id=f"i{number}",
        title="A cable",
        status=IncidentStatus.REPORTED,
        attribution=AttributionView(state=state, denied=denied),
        reports=1,
        origins=1,
    )


def test_inputs_are_ranges_of_counts():
    incidents = [
        make_incident(number, AttributionState.ATTRIBUTED_SINGLE if number < 3 else AttributionState.NONE)
        for number in range(10)
    ]
    inputs = measure_inputs(incidents, since=date(2024, 1, 1), until=date(2024, 12, 31), horizon_days=30)
    assert (inputs.incidents, inputs.days) == (10, 366)
    assert inputs.rate_a_year.low < 10 < inputs.rate_a_year.high
    assert inputs.attributed.middle == 0.3
    assert 0 < inputs.attributed.low < 0.3 < inputs.attributed.high < 1
    assert inputs.chance.middle == pytest.approx(1 - np.exp(-10 * 30 / 366), abs=1e-3)


def test_no_incident_leaves_a_rate_above_zero_open():
    low, high = find_count_interval(0)
    assert low == 0
    assert high == pytest.approx(3.69, abs=0.05)
