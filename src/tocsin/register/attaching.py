"""Attach denials to the incidents they are about: a denial never opens a record."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tocsin.register.blocking import Pair
from tocsin.register.constraints import Ties
from tocsin.register.mentions import Mention
from tocsin.register.merging import Scores

# A denial names little: it goes to the best act of its kind in its own text, or to one this like elsewhere.
DENIAL_SCORE = 0.4


def attach_denials(
    mentions: Sequence[Mention],
    denials: Sequence[int],
    groups: Sequence[tuple[int, ...]],
    candidates: Iterable[Pair],
    *,
    ties: Ties,
    scores: Scores,
) -> list[tuple[int, ...]]:
    """Return for each group the denials that are about it; a denial of nothing known opens nothing."""
    homes = {index: number for number, group in enumerate(groups) for index in group}
    roots = {ties.find(index): number for index, number in sorted(homes.items())}
    attached: list[tuple[int, ...]] = [() for _ in groups]
    near = _find_near(candidates, denials, homes)
    bound: dict[int, list[int]] = defaultdict(list)
    for denial in denials:
        bound[ties.find(denial)].append(denial)
    for root, together in sorted(bound.items()):
        number = roots.get(root)
        if number is None:
            numbers = sorted({number for denial in together for number in near[denial]})
            full = {number: (*groups[number], *attached[number]) for number in numbers}
            number = _find_home(mentions, together, full, ties, scores)
        if number is not None:
            attached[number] += tuple(together)
    return attached


def _find_near(
    candidates: Iterable[Pair], denials: Sequence[int], homes: Mapping[int, int]
) -> dict[int, set[int]]:
    near: dict[int, set[int]] = {denial: set() for denial in denials}
    for left, right in candidates if denials else ():
        for denial, other in ((left, right), (right, left)):
            if denial in near and other in homes:
                near[denial].add(homes[other])
    return near


def _find_home(
    mentions: Sequence[Mention],
    denials: Sequence[int],
    groups: Mapping[int, tuple[int, ...]],
    ties: Ties,
    scores: Scores,
) -> int | None:
    """Return the group that some denials are about: in their own text if there is one, else the likest."""
    texts = {mentions[denial].document_id for denial in denials}
    ranks: list[tuple[bool, float, int]] = []
    for number, group in groups.items():
        pairs = [(index, denial) for index in group for denial in denials]
        known = [score for pair in pairs if (score := scores.score(*pair)) is not None]
        if known and not any(ties.are_apart(index, denial) for index, denial in pairs):
            is_near = any(mentions[index].document_id in texts for index in group)
            ranks.append((is_near, max(known), -number))
    is_near, score, number = max(ranks, default=(False, 0.0, 0))
    return -number if is_near or score >= DENIAL_SCORE else None
