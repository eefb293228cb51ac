"""Labels of the Traffic Light Protocol: what is made of a report goes no farther than the report."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.errors import SettingsError
from tocsin.model import Judgement, JudgementKind, Marking
from tocsin.model.marking import find_strictest, read_marking
from tocsin.pipeline.sharing import read_clearance
from tocsin.register import list_markings

NOW = datetime(2025, 12, 2, tzinfo=UTC)


def mark(subject, label, *, at=0, withdrawn=False):
    return Judgement(
        id=f"j{subject}{at}",
        kind=JudgementKind.MARKING,
        subjects=(subject,),
        value=label,
        by="ana",
        decided_at=NOW + timedelta(hours=at),
        withdrawn_at=NOW + timedelta(days=1) if withdrawn else None,
    )


@pytest.mark.parametrize("words", ["amber+strict", "TLP:AMBER+STRICT", " tlp:amber+strict "])
def test_label_is_read_with_or_without_its_prefix(words):
    assert read_marking(words) is Marking.AMBER_STRICT


def test_strictest_of_none_is_clear():
    assert find_strictest([]) is Marking.CLEAR
    assert find_strictest([Marking.GREEN, Marking.RED, Marking.AMBER]) is Marking.RED


def test_what_is_marked_reaches_only_the_cleared():
    assert Marking.AMBER.may_reach(Marking.AMBER)
    assert not Marking.AMBER_STRICT.may_reach(Marking.AMBER)


def test_last_mark_of_a_subject_holds_and_a_withdrawn_one_does_not():
    marks = [mark("d1", "TLP:RED"), mark("d1", "TLP:GREEN", at=1), mark("d2", "TLP:RED", withdrawn=True)]
    assert list_markings(marks) == {"d1": Marking.GREEN}


def test_wrong_label_is_named():
    with pytest.raises(SettingsError, match="share_up_to is 'mauve'.*TLP:CLEAR"):
        read_clearance("mauve", setting="share_up_to")
