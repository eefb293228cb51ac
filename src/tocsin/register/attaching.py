"""Attach what opens no record to the incident it is about: denials, and talk without anchor."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tocsin.register.constraints import Ties
from tocsin.register.kinds import is_following
from tocsin.register.mentions import Mention
from tocsin.register.merging import Pair, Scores
from tocsin.register.weighing import AGAINST, OPENING

# Such a mention names little: it goes to the best act of its kind in its own text, or to one this like
# elsewhere.
ATTACH_SCORE = 0.4
# What stands in its own text is worth so much more.
NEAR_BONUS = 0.4
# From here on a report that tells no act of its own follows an act by its topic.
FOLLOW_SCORE = 0.5


def attach_mentions(
    mentions: Sequence[Mention],
    loose: Sequence[int],
    groups: Sequence[tuple[int, ...]],
    candidates: Iterable[Pair],
    *,
    ties: Ties,
    scores: Scores,
) -> list[tuple[int, ...]]:
    """Return for each group the loose mentions that are about it; one about nothing known opens nothing."""
    homes = {index: number for number, group in enumerate(groups) for index in group}
    roots = {ties.find(index): number for index, number in sorted(homes.items())}
    attached: list[tuple[int, ...]] = [() for _ in groups]
    near = _find_near(mentions, candidates, loose, homes)
    bound: dict[int, list[int]] = defaultdict(list)
    for index in loose:
        bound[ties.find(index)].append(index)
    for root, together in sorted(bound.items()):
        number = roots.get(root)
        if number is None:
            numbers = sorted({number for index in together for number in near[index]})
            full = {number: (*groups[number], *attached[number]) for number in numbers}
            number = _find_home(mentions, together, full, ties, scores)
        if number is not None:
            attached[number] += tuple(together)
    return attached


def _find_near(
    mentions: Sequence[Mention], candidates: Iterable[Pair], loose: Sequence[int], homes: Mapping[int, int]
) -> dict[int, set[int]]:
    near: dict[int, set[int]] = {index: set() for index in loose}
    for left, right in candidates if loose else ():
        for index, other in ((left, right), (right, left)):
            if index not in near or other not in homes:
                continue
            if not mentions[index].is_follower or is_following(mentions[index], mentions[other]):
                near[index].add(homes[other])
    return near


def find_homed(
    mentions: Sequence[Mention], opening: Sequence[int], candidates: Iterable[Pair]
) -> frozenset[int]:
    """Return the mentions that follow a hybrid act among the opening ones, and so open nothing."""
    firm = set(opening)
    found: set[int] = set()
    for left, right in candidates:
        if is_following(mentions[left], mentions[right]):
            told, follower = (left, right) if mentions[right].is_follower else (right, left)
            if told in firm:
                found.add(follower)
    return frozenset(found)


def could_lean(left: Mention, right: Mention) -> bool:
    """Whether closeness in one text may send one of two mentions where the other is, if it opens nothing."""
    if left.document_id != right.document_id:
        return False
    pairs = ((left, right), (right, left))
    return any(may_be_loose(loose) and _may_lean(loose, told) for loose, told in pairs)


def may_be_loose(mention: Mention) -> bool:
    """Whether a mention opens no record, or only as long as nothing older is known."""
    return not opens(mention) or mention.looks_back


def opens(mention: Mention) -> bool:
    """Whether a mention opens a record where it comes back to nothing known."""
    return mention.weight in OPENING and mention.is_anchored and not mention.is_silent


def _may_lean(loose: Mention, told: Mention) -> bool:
    """Whether a loose mention may go with one of its text by closeness: a denial, or the same kind of act."""
    kinds = (loose.event.threat_type, told.event.threat_type)
    if kinds[0] and not kinds[1]:
        return False  # the jets that "did not touch" a border do not lean on those that "were moved"
    means = (loose.event.means, told.event.means)
    differs = all(means) and means[0] != means[1]
    return loose.weight in AGAINST or None in kinds or (kinds[0] == kinds[1] and not differs)


def _find_home(
    mentions: Sequence[Mention],
    loose: Sequence[int],
    groups: Mapping[int, tuple[int, ...]],
    ties: Ties,
    scores: Scores,
) -> int | None:
    """Return the group that loose mentions are about: in their own text if there is one, else the likest."""
    texts = {mentions[index].document_id for index in loose}
    ranks: list[tuple[float, int]] = []
    for number, group in groups.items():
        pairs = [(index, other) for index in group for other in loose]
        known = [score for pair in pairs if (score := scores.score(*pair)) is not None]
        if known and not any(ties.are_apart(index, other) for index, other in pairs):
            is_near = any(
                mentions[index].document_id in texts and _may_lean(mentions[other], mentions[index])
                for index, other in pairs
            )
            ranks.append((max(known) + NEAR_BONUS * is_near, -number))
    score, number = max(ranks, default=(0.0, 0))
    return -number if score >= ATTACH_SCORE else None
