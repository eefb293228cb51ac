"""Read analysts' judgements as ties between mentions: which must be together, which never."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations, pairwise

from tocsin.model import Judgement, JudgementKind


def list_standing(judgements: Iterable[Judgement], *, as_of: datetime | None = None) -> tuple[Judgement, ...]:
    """Return the judgements that hold (now, or at a moment), oldest first."""
    standing = (
        judgement
        for judgement in judgements
        if (as_of is None and judgement.withdrawn_at is None)
        or (
            as_of is not None
            and judgement.decided_at <= as_of
            and (judgement.withdrawn_at is None or judgement.withdrawn_at > as_of)
        )
    )
    return tuple(sorted(standing, key=lambda judgement: (judgement.decided_at, judgement.id)))


@dataclass(slots=True)
class Ties:
    """Mentions that must be together, pairs that must not, and the judgements not obeyed."""

    roots: dict[int, int] = field(default_factory=dict)
    apart: set[tuple[int, int]] = field(default_factory=set)
    conflicts: list[Judgement] = field(default_factory=list)

    def find(self, index: int) -> int:
        """Return the first mention of the group that a mention must be with."""
        while (root := self.roots.get(index, index)) != index:
            index = root
        return index

    def are_apart(self, left: int, right: int) -> bool:
        """Whether the groups of two mentions must never be together."""
        pair = {self.find(left), self.find(right)}
        return any({self.find(one), self.find(other)} == pair for one, other in self.apart)

    def join(self, left: int, right: int) -> None:
        """Put the groups of two mentions together."""
        first, second = sorted((self.find(left), self.find(right)))
        if first != second:
            self.roots[second] = first


def read_ties(judgements: Iterable[Judgement], positions: Mapping[str, int]) -> Ties:
    """Return the ties; the newest judgement wins, and an older one that contradicts it is a conflict."""
    ties = Ties()
    for judgement in reversed(list_standing(judgements)):
        if judgement.kind in (JudgementKind.SAME, JudgementKind.DIFFERENT):
            together, apart = _read_pairs(judgement, positions)
            if _are_obeyed(ties, together, apart):
                for left, right in together:
                    ties.join(left, right)
                ties.apart.update(apart)
            else:
                ties.conflicts.append(judgement)
    return ties


def count_split_off(judgement: Judgement) -> int | None:
    """Return how many of the first subjects a `different` splits off from the rest; None: each from each."""
    return int(judgement.value) if judgement.value and judgement.value.isdecimal() else None


Pairs = list[tuple[int, int]]


def _read_pairs(judgement: Judgement, positions: Mapping[str, int]) -> tuple[Pairs, Pairs]:
    """Return the pairs that a judgement puts together and those it keeps apart."""
    known = [positions[subject] for subject in judgement.subjects if subject in positions]
    if judgement.kind is JudgementKind.SAME:
        return list(pairwise(known)), []
    count = count_split_off(judgement)
    if count is None:
        return [], list(combinations(known, 2))
    off = [positions[subject] for subject in judgement.subjects[:count] if subject in positions]
    rest = [positions[subject] for subject in judgement.subjects[count:] if subject in positions]
    return list(pairwise(off)), [(left, right) for left in off for right in rest]


def _are_obeyed(ties: Ties, together: Pairs, apart: Pairs) -> bool:
    """Whether newer judgements leave room for an older one."""
    joined = Ties(roots=dict(ties.roots), apart=ties.apart)
    for left, right in together:
        joined.join(left, right)
    return not any(joined.find(left) == joined.find(right) for left, right in (*ties.apart, *apart))


def find_contradicted(
    judgement: Judgement, standing: Iterable[Judgement], *, founders: Mapping[str, str]
) -> Judgement | None:
    """Return a standing judgement that a new one on links contradicts, if any.

    `founders` gives the founding mention of each record, so that a record and its mention are one subject.
    """
    both = [*list_standing(standing), judgement]
    subjects = sorted({founders.get(subject, subject) for one in both for subject in one.subjects})
    places = {subject: index for index, subject in enumerate(subjects)}
    positions = {**{name: places[f] for name, f in founders.items() if f in places}, **places}
    before = {one.id for one in read_ties(both[:-1], positions).conflicts}
    return next((one for one in read_ties(both, positions).conflicts if one.id not in before), None)
