"""Reciprocal fear: each arms because the other might.

Schelling, The Strategy of Conflict, 1960, chapter 9; Baliga and Sjöström, "Arms Races and Negotiations",
Review of Economic Studies 71:2, 351-369, 2004. The condition is written from memory and was not confirmed
against the paper; its published result is a test here.
"""

from collections.abc import Callable

MOST_STEPS = 100_000
CLOSE_ENOUGH = 1e-13


def find_arming_cutoff(
    share_below: Callable[[float], float], *, gain: float, loss: float, highest: float = 1.0
) -> tuple[float, float]:
    """Return the cost of arming below which a side arms, and the chance that it does, 0..1.

    A side of cost c arms where c <= (1 - q) gain + q loss: q is the chance that the other arms, `gain` what
    arming alone brings, `loss` what being the only one unarmed costs, `share_below` the share of sides
    whose cost lies below a value. The search starts with those who arm whatever the other does, and lets
    fear spread.
    """
    cutoff = gain
    for _ in range(MOST_STEPS):
        arming = share_below(cutoff)
        feared = min(highest, (1 - arming) * gain + arming * loss)
        if feared - cutoff < CLOSE_ENOUGH:
            break
        cutoff = feared
    return cutoff, share_below(cutoff)
