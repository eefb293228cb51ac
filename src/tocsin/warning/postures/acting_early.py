"""Wait, protect, or strike first: from which chance of an incident each would cost least.

Expected costs of three postures under one incident of chance p, after the cost-loss model (Murphy, Monthly
Weather Review 105, 803-816, 1977; from memory, not confirmed against the paper). The three costs are ours: no
paper has them. The thresholds follow from setting two costs equal; they say what would have to be true, never
what to do.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace

from tocsin.errors import InputError
from tocsin.warning.postures.inputs import Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakes:
    """What the user assumes, money or any other unit: none of it is read from reports.

    `protection` and `preemption` are shares of the loss that protecting, or striking at the right door,
    prevents; `wrong_loss` is what striking at the wrong door costs, `escalation` the chance that a strike
    escalates and `escalation_loss` what that costs; `attributed` the chance that the culprit is right.
    """

    loss: float = 10.0
    protect_cost: float = 1.0
    preempt_cost: float = 1.5
    protection: float = 0.4
    preemption: float = 0.8
    wrong_loss: float = 3.0
    escalation: float = 0.1
    escalation_loss: float = 10.0
    attributed: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The chance of an incident from which one posture costs less than another; None: from none."""

    chance: float | None
    reason: str = ""


def cost_postures(chance: float, stakes: Stakes) -> dict[str, float]:
    """Return the expected cost of each posture at a chance of an incident, 0..1, in the user's unit."""
    right = chance * stakes.attributed
    return {
        "reactive": chance * stakes.loss,
        "proactive": stakes.protect_cost + chance * (1 - stakes.protection) * stakes.loss,
        "pre-emptive": (
            stakes.preempt_cost
            + (chance - right) * stakes.loss
            + right * (1 - stakes.preemption) * stakes.loss
            + (1 - right) * stakes.wrong_loss
            + stakes.escalation * stakes.escalation_loss
        ),
    }


def threshold_proactive(stakes: Stakes) -> Threshold:
    """Return the chance from which protecting costs less than waiting; it needs no culprit."""
    return _make_threshold(
        stakes.protect_cost, stakes.protection * stakes.loss, "protection prevents nothing"
    )


def threshold_preemptive(stakes: Stakes) -> Threshold:
    """Return the chance from which striking first would cost less than protecting."""
    gain = stakes.attributed * (stakes.preemption * stakes.loss + stakes.wrong_loss)
    excess = (
        stakes.preempt_cost
        - stakes.protect_cost
        + stakes.wrong_loss
        + stakes.escalation * stakes.escalation_loss
    )
    return _make_threshold(
        excess,
        gain - stakes.protection * stakes.loss,
        f"with a culprit right in {stakes.attributed:.0%} of cases it prevents less than protecting does",
    )


def _make_threshold(excess: float, gain: float, hopeless: str) -> Threshold:
    if gain <= 0:
        return Threshold(chance=None, reason=hopeless)
    if excess > gain:
        return Threshold(chance=None, reason="it costs more even if the incident were certain")
    return Threshold(chance=max(0.0, excess / gain))


def rank_sensitivity(
    threshold: Callable[[Stakes], Threshold], low: Stakes, high: Stakes, middle: Stakes
) -> tuple[tuple[str, Threshold, Threshold], ...]:
    """Return, for each assumption, the threshold at its low and at its high end, the widest spread first.

    The other assumptions stand in the middle; a threshold that no chance reaches counts as 1.
    """
    ends = [
        (
            field.name,
            threshold(replace(middle, **{field.name: getattr(low, field.name)})),
            threshold(replace(middle, **{field.name: getattr(high, field.name)})),
        )
        for field in fields(Stakes)
    ]
    moved = [entry for entry in ends if entry[1] != entry[2]]
    return tuple(sorted(moved, key=lambda entry: (-abs(_reach(entry[1]) - _reach(entry[2])), entry[0])))


def _reach(threshold: Threshold) -> float:
    return 1.0 if threshold.chance is None else threshold.chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Assumptions as ranges: all at their low end, in the middle, all at their high end."""

    low: Stakes
    middle: Stakes
    high: Stakes


SHARES = frozenset({"protection", "preemption", "escalation", "attributed"})


def read_between(given: Mapping[str, str], *, attributed: str | None, default: Range) -> Between:
    """Read assumptions, each a number or LOW..HIGH; InputError names one that is neither or out of range.

    Without `attributed` the range that the register gives is taken.
    """
    ranges = {name: _read_range(name, value) for name, value in given.items()}
    ranges["attributed"] = default if attributed is None else _read_range("attributed", attributed)
    return Between(
        low=Stakes(**{name: value.low for name, value in ranges.items()}),
        middle=Stakes(**{name: value.middle for name, value in ranges.items()}),
        high=Stakes(**{name: value.high for name, value in ranges.items()}),
    )


def _read_range(name: str, value: str) -> Range:
    option = f"--{name.replace('_', '-')} {value!r:.40}"
    try:
        ends = [float(part) for part in value.split("..")]
    except ValueError:
        ends = []
    if len(ends) not in (1, 2) or not all(math.isfinite(end) for end in ends):
        raise InputError(f"{option} is no number and no range; wanted one such as 3 or 2..5")
    low, high = ends[0], ends[-1]
    if low > high or low < 0 or (name in SHARES and high > 1):
        wanted = "a share from 0 to 1" if name in SHARES else "0 or more"
        raise InputError(f"{option} is out of range; wanted {wanted}, the lower end first")
    return Range(low, (low + high) / 2, high)
