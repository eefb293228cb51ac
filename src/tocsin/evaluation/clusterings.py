"""Score one clustering against another: pairs, MUC, B-cubed, CEAF-e, and CoNLL, the mean of the last three.

Pairs: every two items in one cluster. MUC: Vilain et al. 1995. B-cubed: Bagga and Baldwin 1998. CEAF-e with
phi-4: Luo 2005. What the figures are made of adds up over the connected parts of gold and answer, so that an
interval can draw parts instead of the whole.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Labels = Sequence[Hashable]


def tally_parts(gold: Labels, answer: Labels) -> list[Counter[str]]:
    """Return the counts of each connected part at the first item of the part, nothing at the others."""
    tallies: list[Counter[str]] = [Counter() for _ in gold]
    for members in _list_parts(gold, answer):
        tallies[members[0]] = _tally([gold[i] for i in members], [answer[i] for i in members])
    return tallies


def make_figures(total: Mapping[str, float]) -> dict[str, float]:
    """Turn counts into figures; without CoNLL and pairs beside it B-cubed flatters a list of singletons."""
    muc = _harmonize(_share(total, "muc p", "muc p all"), _share(total, "muc r", "muc r all"))
    cubed = _harmonize(_share(total, "b3 p", "items"), _share(total, "b3 r", "items"))
    ceaf = _harmonize(_share(total, "ceaf", "answers"), _share(total, "ceaf", "golds"))
    precision, recall = _share(total, "pairs", "pairs answered"), _share(total, "pairs", "pairs gold")
    return {
        "pair F": _harmonize(precision, recall),
        "pair precision": precision,
        "pair recall": recall,
        "CoNLL": (muc + cubed + ceaf) / 3,
        "MUC": muc,
        "B-cubed": cubed,
        "CEAF-e": ceaf,
    }


def _list_parts(gold: Labels, answer: Labels) -> list[list[int]]:
    roots: dict[tuple[str, Hashable], tuple[str, Hashable]] = {}

    def find(node: tuple[str, Hashable]) -> tuple[str, Hashable]:
        while (root := roots.setdefault(node, node)) != node:
            roots[node] = roots.get(root, root)
            node = root
        return node

    for one, other in zip(gold, answer, strict=True):
        roots[find(("gold", one))] = find(("answer", other))
    parts: dict[tuple[str, Hashable], list[int]] = defaultdict(list)
    for index, label in enumerate(gold):
        parts[find(("gold", label))].append(index)
    return list(parts.values())


def _tally(gold: Labels, answer: Labels) -> Counter[str]:
    golds, answers = Counter(gold), Counter(answer)
    shared = Counter(zip(gold, answer, strict=True))
    met_by_gold, met_by_answer = Counter(g for g, _ in shared), Counter(a for _, a in shared)
    total: Counter[str] = Counter()
    values: dict[str, float] = {
        "items": len(gold),
        "golds": len(golds),
        "answers": len(answers),
        "pairs": sum(map(_count_pairs, shared.values())),
        "pairs gold": sum(map(_count_pairs, golds.values())),
        "pairs answered": sum(map(_count_pairs, answers.values())),
        "b3 r": sum(n * n / golds[g] for (g, _), n in shared.items()),
        "b3 p": sum(n * n / answers[a] for (_, a), n in shared.items()),
        "muc r": sum(n - met_by_gold[g] for g, n in golds.items()),
        "muc r all": sum(n - 1 for n in golds.values()),
        "muc p": sum(n - met_by_answer[a] for a, n in answers.items()),
        "muc p all": sum(n - 1 for n in answers.values()),
        "ceaf": _align(golds, answers, shared),
    }
    total.update(values)
    return total


def _count_pairs(size: int) -> int:
    return size * (size - 1) // 2


def _align(
    golds: Counter[Hashable], answers: Counter[Hashable], shared: Counter[tuple[Hashable, Hashable]]
) -> float:
    """Return the greatest sum of similarities of clusters matched one to one."""
    rows, columns = list(golds), list(answers)
    if len(rows) == 1 or len(columns) == 1:
        return max(2 * n / (golds[g] + answers[a]) for (g, a), n in shared.items())
    gains = np.zeros((len(rows), len(columns)))
    row_of = {label: number for number, label in enumerate(rows)}
    column_of = {label: number for number, label in enumerate(columns)}
    for (g, a), n in shared.items():
        gains[row_of[g], column_of[a]] = 2 * n / (golds[g] + answers[a])
    return match_best(gains if len(rows) <= len(columns) else gains.T)


def match_best(gains: NDArray[np.float64]) -> float:
    """Return the greatest sum of one gain a row, no column twice; at least as many columns as rows.

    Shortest augmenting paths with potentials (Kuhn 1955; Jonker and Volgenant 1987).
    """
    costs = -gains
    size, width = costs.shape
    row_price, column_price = np.zeros(size + 1), np.zeros(width + 1)
    row_at = np.zeros(width + 1, dtype=int)
    for row in range(1, size + 1):
        row_at[0], column = row, 0
        best, way = np.full(width + 1, np.inf), np.zeros(width + 1, dtype=int)
        used = np.zeros(width + 1, dtype=bool)
        while row_at[column]:
            used[column] = True
            slack = costs[row_at[column] - 1] - row_price[row_at[column]] - column_price[1:]
            better = ~used[1:] & (slack < best[1:])
            best[1:][better], way[1:][better] = slack[better], column
            following = int(np.argmin(np.where(used[1:], np.inf, best[1:]))) + 1
            step = best[following]
            row_price[row_at[used]] += step
            column_price[used] -= step
            best[~used] -= step
            column = following
        while column:
            row_at[column], column = row_at[way[column]], way[column]
    return float(sum(gains[row_at[c] - 1, c - 1] for c in range(1, width + 1) if row_at[c]))


def _share(total: Mapping[str, float], part: str, whole: str) -> float:
    return total.get(part, 0.0) / total[whole] if total.get(whole) else 0.0


def _harmonize(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0
