"""Group mentions into incidents by average link; the same mentions give the same groups in any order."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tocsin.model import IncidentRow, Judgement, Membership, Reading
from tocsin.register.blocking import Pair, find_candidates
from tocsin.register.comparing import Comparison, compare_mentions, score_pair
from tocsin.register.constraints import Ties, read_ties
from tocsin.register.copies import group_origins
from tocsin.register.identity import Identities, keep_identities, locate_subjects
from tocsin.register.mentions import Mention, collect_mentions
from tocsin.register.weighing import AGAINST, OPENING

# The average score of two groups from which they are one act.
LINK_SCORE = 0.5
# Pairs below this are never a reason to look at two groups.
LEAST_EDGE = 0.3
# A denial names little: it goes to the best act of its kind in its own text, or to one this like elsewhere.
DENIAL_SCORE = 0.4
FOUNDING: tuple[str, ...] = ("founding mention",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkage:
    """Which mention is in which incident: rows ever minted, places now, aliases, judgements not obeyed."""

    rows: tuple[IncidentRow, ...] = ()
    memberships: tuple[Membership, ...] = ()
    aliases: Mapping[str, str]
    conflicts: tuple[Judgement, ...] = ()


def link_mentions(
    readings: Iterable[Reading],
    *,
    judgements: Iterable[Judgement] = (),
    rows: Iterable[IncidentRow] = (),
    memberships: Iterable[Membership] = (),
    origins: Mapping[str, str] | None = None,
    now: datetime,
) -> Linkage:
    """Link every mention that may enter a record; `rows` and `memberships` are those of the last linking."""
    readings, judgements = tuple(readings), tuple(judgements)
    rows, memberships = tuple(rows), tuple(memberships)
    if origins is None:
        origins = group_origins((reading.document for reading in readings), judgements=judgements)
    mentions = collect_mentions(readings, origins=origins)
    ties = read_ties(judgements, locate_subjects(mentions, rows, judgements))
    candidates = find_candidates(mentions)
    scores = Scores(mentions, ties)
    opening = [index for index, mention in enumerate(mentions) if mention.weight in OPENING]
    groups = group_mentions(opening, candidates, ties=ties, scores=scores)
    denials = [index for index, mention in enumerate(mentions) if mention.weight in AGAINST]
    attached = _attach_denials(mentions, denials, groups, candidates, ties=ties, scores=scores)
    full = [tuple(sorted((*group, *attached[number]))) for number, group in enumerate(groups)]
    found = keep_identities(mentions, groups, full, rows=rows, memberships=memberships, now=now)
    return Linkage(
        rows=found.rows,
        memberships=_list_memberships(mentions, full, found, scores),
        aliases=found.aliases,
        conflicts=tuple(ties.conflicts),
    )


class Scores:
    """Comparisons of pairs, each made once, with judgements above them."""

    def __init__(self, mentions: Sequence[Mention], ties: Ties) -> None:
        self.mentions = mentions
        self.ties = ties
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

    def average(self, one: Sequence[int], other: Sequence[int]) -> float | None:
        """Return the average score of two groups, None where any pair of them is vetoed."""
        total = 0.0
        for left in one:
            for right in other:
                score = self.score(left, right)
                if score is None:
                    return None
                total += score
        return round(total / (len(one) * len(other)), 9)


def group_mentions(
    chosen: Sequence[int], candidates: Iterable[Pair], *, ties: Ties, scores: Scores
) -> list[tuple[int, ...]]:
    """Return groups of the chosen positions, by their first member."""
    by_root: dict[int, list[int]] = defaultdict(list)
    for index in sorted(chosen):
        by_root[ties.find(index)].append(index)
    key = {index: members[0] for members in by_root.values() for index in members}
    groups = {members[0]: tuple(members) for members in by_root.values()}
    apart = _spread_apart(ties, by_root)
    neighbours: dict[int, set[int]] = defaultdict(set)
    for one, other in candidates:
        if one not in key or other not in key or key[one] == key[other]:
            continue
        score = scores.score(one, other)
        if score is not None and score >= LEAST_EDGE:
            neighbours[key[one]].add(key[other])
            neighbours[key[other]].add(key[one])
    _merge_groups(groups, neighbours, apart=apart, scores=scores)
    return [groups[first] for first in sorted(groups)]


def _spread_apart(ties: Ties, by_root: Mapping[int, Sequence[int]]) -> dict[int, set[int]]:
    """Return for each group the groups it must never join, by their first members."""
    apart: dict[int, set[int]] = defaultdict(set)
    for left, right in sorted(ties.apart):
        one, other = by_root.get(ties.find(left)), by_root.get(ties.find(right))
        if one and other:
            apart[one[0]].add(other[0])
            apart[other[0]].add(one[0])
    return apart


def _merge_groups(
    groups: dict[int, tuple[int, ...]],
    neighbours: dict[int, set[int]],
    *,
    apart: dict[int, set[int]],
    scores: Scores,
) -> None:
    """Merge the likest two groups again and again until none is like enough."""
    heap: list[tuple[float, int, int]] = []

    def offer(one: int, other: int) -> None:
        first, second = min(one, other), max(one, other)
        if second in apart[first]:
            return
        average = scores.average(groups[first], groups[second])
        if average is not None and average >= LINK_SCORE:
            heapq.heappush(heap, (-average, first, second))

    for first in sorted(neighbours):
        for second in sorted(neighbours[first]):
            if first < second:
                offer(first, second)
    while heap:
        average, first, second = heapq.heappop(heap)
        if first not in groups or second not in groups:
            continue
        if scores.average(groups[first], groups[second]) != -average:
            continue  # one of the two has grown since; its new average is in the heap
        groups[first] = tuple(sorted((*groups[first], *groups.pop(second))))
        neighbours[first] = (neighbours[first] | neighbours.pop(second)) - {first, second}
        _forget(second, first, neighbours=neighbours, apart=apart)
        for other in sorted(neighbours[first]):
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


def _attach_denials(
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


def _list_memberships(
    mentions: Sequence[Mention], groups: Sequence[tuple[int, ...]], found: Identities, scores: Scores
) -> tuple[Membership, ...]:
    memberships = []
    for number, group in enumerate(groups):
        founding = found.founders[number]
        for index in group:
            if index == founding:
                score, reasons = 1.0, FOUNDING
            else:
                comparison = scores.compare(founding, index)
                score, reasons = comparison.score, _explain(comparison)
            memberships.append(
                Membership(
                    event_id=mentions[index].id, incident_id=found.ids[number], score=score, reasons=reasons
                )
            )
    return tuple(sorted(memberships, key=lambda membership: (membership.incident_id, membership.event_id)))


def _explain(comparison: Comparison) -> tuple[str, ...]:
    """Say which parts made the score, strongest first."""
    parts = sorted(comparison.parts, key=lambda part: (-abs(part[1]), part[0]))
    words = tuple(f"{name} {value:+.2f}" for name, value in parts)
    return (f"against: {comparison.veto}", *words) if comparison.veto else words
