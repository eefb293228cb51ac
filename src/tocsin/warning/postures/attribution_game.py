"""Deterrence where nobody is sure who did it: several who could attack, one who answers on a signal.

Baliga, Bueno de Mesquita and Wolitzky, "Deterrence with Imperfect Attribution", American Political Science
Review 114:4, 1155-1178, 2020. The equations are written from memory and were not confirmed against the
paper; the results of its abstract are tests here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

DAMPING = 0.8
"""How much of a step towards the answer to the others' cut-offs is taken: full steps may swing for ever."""
MOST_STEPS = 20_000
CLOSE_ENOUGH = 1e-12
HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Evenly:
    """A value that lies anywhere between two bounds with equal chance."""

    low: float
    high: float

    def share_below(self, value: Numbers) -> Numbers:
        """Return the chance that the value is below each of those given, 0..1."""
        return np.clip((value - self.low) / (self.high - self.low), 0.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionGame:
    """One defender and n attackers, of whom one at most gets an opportunity, each with chance `opportunity`.

    `signals[i, s]` is the chance of signal s if i attacks, `quiet[s]` that of s if nobody does; signal 0 is
    that nothing is seen. `benefit` is what an attack is worth against a retaliation that costs 1. `type` is
    what hitting the guilty is worth to the defender; hitting an innocent costs him the rest to 1.
    """

    signals: Numbers
    quiet: Numbers
    opportunity: float
    benefit: Evenly = Evenly(0.0, 1.0)
    type: Evenly = Evenly(0.0, 0.9)

    def __post_init__(self) -> None:
        """Refuse what is no chance."""
        if not (np.allclose(self.signals.sum(axis=1), 1) and np.isclose(self.quiet.sum(), 1)):
            raise ValueError("the chances of all signals must add up to 1")
        if not 0 < self.opportunity * len(self.signals) <= 1 + 1e-9:
            raise ValueError("the chances of an opportunity must add up to at most 1")

    def believe(self, cutoffs: Numbers) -> Numbers:
        """Return how sure the defender is, 0..1, that i attacked on seeing s: Bayes' rule."""
        attacks = self.opportunity * (1 - self.benefit.share_below(cutoffs))
        seen = self.quiet + (attacks[:, None] * (self.signals - self.quiet)).sum(axis=0)
        return np.where(seen > 0, attacks[:, None] * self.signals / np.maximum(seen, 1e-300), 0.0)

    def retaliate(self, cutoffs: Numbers) -> Numbers:
        """Return the chance that i is hit on signal s; on nothing seen nobody is."""
        hits = 1 - self.type.share_below(1 - self.believe(cutoffs))
        hits[:, 0] = 0.0
        return hits

    def answer(self, cutoffs: Numbers) -> Numbers:
        """Return the benefit above which each attacks, if all expected these cut-offs."""
        return self.deter(self.retaliate(cutoffs))

    def deter(self, hits: Numbers) -> Numbers:
        """Return the cut-offs where i is hit on s with these chances: the defender may commit to them."""
        cutoffs: Numbers = ((self.signals - self.quiet) * hits).sum(axis=1)
        return cutoffs

    def solve(self, start: float | Sequence[float] = 0.5) -> Numbers:
        """Return the cut-offs of the equilibrium."""
        cutoffs = np.full(len(self.signals), start) if isinstance(start, float) else np.array(start, float)
        for _ in range(MOST_STEPS):
            step = self.answer(cutoffs) - cutoffs
            if np.abs(step).max() < CLOSE_ENOUGH:
                break
            cutoffs = cutoffs + DAMPING * step
        return cutoffs

    def answer_alone(self, attacker: int, cutoffs: Sequence[float]) -> float:
        """Return the cut-off with which one attacker answers those of the others, by halving."""
        low, high = 0.0, 1.0
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            tried = np.array(cutoffs, float)
            tried[attacker] = middle
            if self.answer(tried)[attacker] > middle:
                low = middle
            else:
                high = middle
        return (low + high) / 2

    def rate_attacks(self, cutoffs: Numbers) -> float:
        """Return the chance of an attack, 0..1."""
        return float(self.opportunity * (1 - self.benefit.share_below(cutoffs)).sum())


def make_signals(
    *, detected: float, identified: float, false_alarm: float, attackers: int = 2
) -> tuple[Numbers, Numbers]:
    """Return the signals of attackers who are alike, and those of a quiet day.

    An attack is seen with chance `detected` and then laid at the right door with chance `identified`, else
    at any other; a false alarm points at each alike.
    """
    others = (1 - identified) / (attackers - 1)
    doors = np.full((attackers, attackers), others) + np.eye(attackers) * (identified - others)
    signals = np.hstack([np.full((attackers, 1), 1 - detected), detected * doors])
    return signals, np.array([1 - false_alarm, *[false_alarm / attackers] * attackers])
