"""What an evaluation task brings, and the numbers that come out of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

Item = Mapping[str, Any]
"""One line of a gold file, or one line predicted for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number with its 95 % bootstrap interval over documents."""

    name: str
    value: float
    low: float
    high: float
    higher_is_better: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What one system scored on one gold file."""

    system: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A task run on a gold file: its size and digest, our figures, and the baselines beside them."""

    task: str
    gold: Path
    digest: str
    documents: int
    ours: Scored
    baselines: tuple[Scored, ...]


class Task(Protocol):
    """One thing that can be scored: what is predicted for a gold item, and what is counted on it."""

    name: str
    summary: str
    lower_is_better: frozenset[str]

    def predict(self, items: Sequence[Item], reader: "Reader") -> list[Item]:
        """Return one prediction an item, in order, in the form that `--predictions` writes."""

    def baselines(self, items: Sequence[Item], predictions: Sequence[Item]) -> dict[str, list[Item]]:
        """Return the predictions of simple systems to stand beside ours, by name."""

    def tally(self, item: Item, prediction: Item) -> Counter[str]:
        """Count what the figures are made of, on one item: counts add up over items."""

    def figures(self, total: Counter[str]) -> dict[str, float]:
        """Turn counts into figures, 0..1."""


@runtime_checkable
class Gathering(Protocol):
    """A task whose counts no item has alone: what is scored crosses documents."""

    def tally_together(self, items: Sequence[Item], predictions: Sequence[Item]) -> list[Counter[str]]:
        """Count what the figures are made of, for all items at once; counts still add up over items."""


@runtime_checkable
class OwnForm(Protocol):
    """A task whose gold is no JSON lines or more than one file, or whose predictions take another form."""

    def load_items(self, path: Path) -> list[Item]:
        """Read a gold file."""

    def list_lines(self, prediction: Item) -> Iterable[Item]:
        """Return the lines that `--predictions` writes for one item."""
