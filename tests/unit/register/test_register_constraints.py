"""Judgements as ties between mentions; what contradicts a standing one is found before it is given."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.model import Judgement, JudgementKind
from tocsin.register.constraints import find_contradicted, read_ties

NOW = datetime(2025, 4, 1, tzinfo=UTC)
POSITIONS = {name: index for index, name in enumerate("abcde")}


def judge(kind, subjects, *, value=None, day=0):
    return Judgement(
        id=f"{kind}-{''.join(subjects)}",
        kind=kind,
        subjects=tuple(subjects),
        value=value,
        by="ann",
        decided_at=NOW + timedelta(days=day),
    )


def test_split_keeps_the_first_together_and_apart_from_the_rest():
    ties = read_ties([judge(JudgementKind.DIFFERENT, "abcd", value="2")], POSITIONS)
    assert ties.find(0) == ties.find(1)
    assert ties.find(2) != ties.find(3)
    assert all(ties.are_apart(left, right) for left in (0, 1) for right in (2, 3))


def test_newest_judgement_wins():
    ties = read_ties(
        [judge(JudgementKind.SAME, "ab"), judge(JudgementKind.DIFFERENT, "ab", day=1)], POSITIONS
    )
    assert ties.are_apart(0, 1)
    assert [one.kind for one in ties.conflicts] == [JudgementKind.SAME]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ((JudgementKind.SAME, "abc", None), (JudgementKind.DIFFERENT, "ac", None)),
        ((JudgementKind.DIFFERENT, "abcd", "2"), (JudgementKind.SAME, "bd", None)),
    ],
)
def test_contradicted_judgement_is_found(older, newer):
    standing = judge(older[0], older[1], value=older[2])
    new = judge(newer[0], newer[1], value=newer[2], day=1)
    assert find_contradicted(new, [standing], founders={}) == standing


def test_transitive_contradiction_is_found_through_a_record():
    standing = [judge(JudgementKind.SAME, "ab"), judge(JudgementKind.DIFFERENT, "bc", day=1)]
    new = judge(JudgementKind.SAME, ("i1", "c"), day=2)
    assert find_contradicted(new, standing, founders={"i1": "a"}) is not None


def test_judgement_that_fits_contradicts_nothing():
    standing = judge(JudgementKind.SAME, "ab")
    assert find_contradicted(judge(JudgementKind.DIFFERENT, "bc", day=1), [standing], founders={}) is None
