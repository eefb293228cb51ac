"""How far a thing may be passed on: the labels of the Traffic Light Protocol 2.0 (FIRST, 2022)."""

from collections.abc import Iterable
from enum import StrEnum


class Marking(StrEnum):
    """A TLP label, the least strict first."""

    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"

    @property
    def rank(self) -> int:
        """Return how strict it is, from 0 (CLEAR) to 4 (RED)."""
        return list(Marking).index(self)

    def may_reach(self, clearance: "Marking") -> bool:
        """Whether what is so marked may be shown to one who is cleared up to a label."""
        return self.rank <= clearance.rank


def find_strictest(markings: Iterable[Marking]) -> Marking:
    """Return the strictest of several labels: what is made of them may go no farther; CLEAR where none is."""
    return max(markings, key=lambda marking: marking.rank, default=Marking.CLEAR)


def read_marking(words: str) -> Marking:
    """Return the label that words name, with or without `TLP:`; raises ValueError for others."""
    name = words.strip().upper()
    return Marking(name if name.startswith("TLP:") else f"TLP:{name}")
