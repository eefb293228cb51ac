"""Read analysts' judgements as ties between mentions: which must be together, which never."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

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
        if judgement.kind not in (JudgementKind.SAME, JudgementKind.DIFFERENT):
            continue
        known = [positions[subject] for subject in judgement.subjects if subject in positions]
        pairs = list(_pair_subjects(known))
        if judgement.kind is JudgementKind.SAME:
            obeyed = not any(ties.are_apart(left, right) for left, right in pairs)
        else:
            obeyed = not any(ties.find(left) == ties.find(right) for left, right in pairs)
        if not obeyed:
            ties.conflicts.append(judgement)
        elif judgement.kind is JudgementKind.SAME:
            for left, right in pairs:
                ties.join(left, right)
        else:
            ties.apart.update(pairs)
    return ties


def _pair_subjects(members: Sequence[int]) -> Iterable[tuple[int, int]]:
    for place, left in enumerate(members):
        for right in members[place + 1 :]:
            yield left, right
