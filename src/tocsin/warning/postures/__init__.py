"""What acting early would have to be worth: what-if models with thresholds, and never advice to act."""

from tocsin.warning.postures.acting_early import (
    Stakes,
    Threshold,
    cost_postures,
    rank_sensitivity,
    threshold_preemptive,
    threshold_proactive,
)
from tocsin.warning.postures.attribution_game import AttributionGame, make_signals
from tocsin.warning.postures.inputs import PostureInputs, Range, measure_inputs
from tocsin.warning.postures.preventive_war import (
    find_bargaining_range,
    is_war_chosen,
    threshold_shift,
)
from tocsin.warning.postures.reciprocal_fear import find_arming_cutoff
from tocsin.warning.postures.run_length import average_run_length, average_run_length_two_sided
from tocsin.warning.postures.warning_value import value_of_warning

__all__ = [
    "AttributionGame",
    "PostureInputs",
    "Range",
    "Stakes",
    "Threshold",
    "average_run_length",
    "average_run_length_two_sided",
    "cost_postures",
    "find_arming_cutoff",
    "find_bargaining_range",
    "is_war_chosen",
    "make_signals",
    "measure_inputs",
    "rank_sensitivity",
    "threshold_preemptive",
    "threshold_proactive",
    "threshold_shift",
    "value_of_warning",
]
