"""How far two or more readers agree: Krippendorff's alpha, for codes and for ordered codes.

Formula: Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), sections C (nominal) and E
(any metric): alpha = 1 - (n - 1) * sum o_ck d_ck / sum n_c n_k d_ck over the coincidences of values.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import permutations

Distance = Callable[[Hashable, Hashable], float]
Units = Sequence[Sequence[Hashable | None]]
"""One unit a row: what each reader gave it, None where he gave nothing."""


def measure_alpha(units: Units, *, order: Sequence[Hashable] | None = None) -> float | None:
    """Return alpha: 1 is perfect, 0 is chance; None where no unit has two values or all values are one.

    With `order` (lowest first) values that lie far apart disagree more than neighbours (ordinal metric).
    """
    coincidences: Counter[tuple[Hashable, Hashable]] = Counter()
    for unit in units:
        values = [value for value in unit if value is not None]
        for left, right in permutations(range(len(values)), 2):
            coincidences[(values[left], values[right])] += 1 / (len(values) - 1)  # type: ignore[assignment]
    totals: Counter[Hashable] = Counter()
    for (value, _), count in coincidences.items():
        totals[value] += count
    distance = _measure_ranks(totals, order) if order is not None else _differ
    expected = sum(
        totals[one] * totals[other] * distance(one, other) for one, other in permutations(totals, 2)
    )
    if not expected:
        return None
    observed = sum(count * distance(one, other) for (one, other), count in coincidences.items())
    return 1.0 - (sum(totals.values()) - 1) * observed / expected


def share_equal(units: Units) -> float | None:
    """Return the share of units with two or more values whose values are all the same; None without such."""
    known = [[value for value in unit if value is not None] for unit in units]
    paired = [values for values in known if len(values) > 1]
    return sum(len(set(values)) == 1 for values in paired) / len(paired) if paired else None


def _differ(one: Hashable, other: Hashable) -> float:
    return float(one != other)


def _measure_ranks(totals: Mapping[Hashable, float], order: Sequence[Hashable]) -> Distance:
    """Return the ordinal distance: how many values lie between two, those of the two counted half."""
    known = [value for value in order if value in totals]
    places = {value: place for place, value in enumerate(known)}

    def measure(one: Hashable, other: Hashable) -> float:
        first, last = sorted((places[one], places[other]))
        between = sum(totals[value] for value in known[first : last + 1])
        return float((between - (totals[one] + totals[other]) / 2) ** 2)

    return measure
