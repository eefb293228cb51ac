"""The preventive incentive: when one who grows weaker would rather fight today than deal tomorrow.

Fearon, "Rationalist Explanations for War", International Organization 49:3, 379-414, 1995; Powell, "War as a
Commitment Problem", International Organization 60:1, 169-203, 2006. Written from memory and not confirmed
against the papers; their published results are tests here.
"""


def find_bargaining_range(chance: float, *, cost_one: float, cost_other: float) -> tuple[float, float]:
    """Return the shares of a prize of 1 that both sides prefer to war, if the first wins with this chance."""
    return max(0.0, chance - cost_one), min(1.0, chance + cost_other)


def is_war_chosen(before: float, after: float, *, destroyed: float, patience: float) -> bool:
    """Tell whether the side in decline fights now, its rival's chance to win rising from before to after.

    Each period has a prize of 1; war decides all of it for ever and destroys a share. `patience` is what a
    prize a period later is worth, 0..1. He fights where war now is worth more than the most that the rising
    side can leave him, who cannot promise to ask for less than its strength allows tomorrow.
    """
    horizon = 1 / (1 - patience)
    fought = (1 - before) * (1 - destroyed) * horizon
    left = horizon - patience * after * (1 - destroyed) * horizon
    return fought > left


def threshold_shift(before: float, *, destroyed: float, patience: float) -> float:
    """Return the rival's later chance above which the side in decline fights now; above 1 it never does."""
    return (1 - (1 - before) * (1 - destroyed)) / (patience * (1 - destroyed))
