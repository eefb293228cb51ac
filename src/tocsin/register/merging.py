"""Merge groups by average link: the likest two first, vetoes and judgements kept."""

import heapq
from collections.abc import Sequence

from tocsin.register.comparing import Comparison, compare_mentions, score_pair
from tocsin.register.mentions import Mention

Pair = tuple[int, int]
# Pairs below this are never a reason to look at two groups.
LEAST_EDGE = 0.3
# The average score of two groups from which they are one act.
LINK_SCORE = 0.5


class Scores:
    """Comparisons of pairs of mentions, each made once."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions
        self.known: dict[Pair, float | None] = {}

    def compare(self, left: int, right: int) -> Comparison:
        """Compare two mentions, with the parts of the score."""
        return compare_mentions(self.mentions[left], self.mentions[right])

    def score(self, left: int, right: int) -> float | None:
        """Return the score of a pair, None where it is vetoed."""
        pair = (left, right) if left < right else (right, left)
        if pair not in self.known:
            self.known[pair] = score_pair(self.mentions[pair[0]], self.mentions[pair[1]])
        return self.known[pair]

    def total(self, one: Sequence[int], other: Sequence[int]) -> float | None:
        """Return the sum of all scores between two groups, None where any pair is vetoed."""
        total = 0.0
        for left in one:
            for right in other:
                score = self.score(left, right)
                if score is None:
                    return None
                total += score
        return total


class Averages:
    """Average scores between groups; after a merge the new sums come from the old ones."""

    def __init__(self, groups: dict[int, tuple[int, ...]], scores: Scores) -> None:
        self.groups = groups
        self.scores = scores
        self.totals: dict[Pair, float | None] = {}

    def total(self, one: int, other: int) -> float | None:
        """Return the sum of scores between two groups, None where they must not meet."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self.totals:
            self.totals[pair] = self.scores.total(self.groups[pair[0]], self.groups[pair[1]])
        return self.totals[pair]

    def average(self, one: int, other: int) -> float | None:
        """Return the average score of two groups, None where they must not meet."""
        total = self.total(one, other)
        return None if total is None else total / (len(self.groups[one]) * len(self.groups[other]))

    def join(self, first: int, second: int, others: set[int]) -> None:
        """Let the second group go into the first; `others` are the groups whose sums are kept."""
        for other in others:
            one, two = self.total(first, other), self.total(second, other)
            pair = (first, other) if first < other else (other, first)
            self.totals[pair] = None if one is None or two is None else one + two
        self.groups[first] = tuple(sorted((*self.groups[first], *self.groups.pop(second))))


def merge_groups(
    groups: dict[int, tuple[int, ...]],
    neighbours: dict[int, set[int]],
    *,
    apart: dict[int, set[int]],
    scores: Scores,
) -> None:
    """Merge the likest two groups again and again until none is like enough."""
    heap: list[tuple[float, int, int]] = []
    averages = Averages(groups, scores)

    def offer(one: int, other: int) -> None:
        first, second = min(one, other), max(one, other)
        if second in apart[first]:
            return
        average = averages.average(first, second)
        if average is not None and average >= LINK_SCORE:
            heapq.heappush(heap, (-average, first, second))

    for first in sorted(neighbours):
        for second in sorted(neighbours[first]):
            if first < second:
                offer(first, second)
    while heap:
        average, first, second = heapq.heappop(heap)
        if first not in groups or second not in groups or second in apart[first]:
            continue
        if averages.average(first, second) != -average:
            continue  # one of the two has grown since; its new average is in the heap
        neighbours[first] = (neighbours[first] | neighbours.pop(second)) - {first, second}
        averages.join(first, second, neighbours[first])
        _forget(second, first, neighbours=neighbours, apart=apart)
        for other in sorted(neighbours[first]):
            if averages.total(first, other) is None:
                # A veto outlives every merge: the two need never be looked at again.
                neighbours[first].discard(other)
                neighbours[other].discard(first)
            else:
                offer(first, other)


def _forget(gone: int, into: int, *, neighbours: dict[int, set[int]], apart: dict[int, set[int]]) -> None:
    """Hand what a merged group knew of others to the group it went into."""
    for other in neighbours[into]:
        neighbours[other].discard(gone)
        neighbours[other].add(into)
    for other in apart.pop(gone, set()):
        apart[other].discard(gone)
        apart[other].add(into)
        apart[into].add(other)
