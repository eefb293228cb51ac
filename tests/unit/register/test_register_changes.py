"""The entries of a record's history: what changed between two linkings, and why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tocsin.model import Incident, IncidentStatus, Judgement, JudgementKind
from tocsin.register.changes import find_deltas

NOW = datetime(2025, 4, 1, tzinfo=UTC)
FIRE = Incident(
    id="i1",
    title="Fire",
    status=IncidentStatus.REPORTED,
    reports=1,
    origins=1,
    event_ids=("d1-e1-2",),
    document_ids=("d1",),
)


def tell(before, after, **options):
    deltas = find_deltas(before, after, at=NOW, **options)
    return [
        (delta.incident_id, delta.kind, delta.field, delta.before, delta.after, delta.cause)
        for delta in deltas
    ]


def judge(*subjects, decided_at=NOW, withdrawn_at=None):
    return Judgement(
        id="j1",
        kind=JudgementKind.SAME,
        subjects=subjects,
        by="ann",
        decided_at=decided_at,
        withdrawn_at=withdrawn_at,
    )


def test_first_record_is_new():
    assert tell([], [FIRE]) == [("i1", "new", None, None, "Fire", "reports")]


def test_unchanged_record_has_no_entry():
    assert tell([FIRE], [FIRE]) == []


def test_new_report_is_the_cause_of_what_it_changed():
    grown = replace(FIRE, status=IncidentStatus.CORROBORATED, document_ids=("d1", "d2"), reports=2)
    assert tell([FIRE], [grown]) == [
        ("i1", "changed", "status", "reported", "corroborated", "reports"),
        ("i1", "changed", "reports", "1", "2", "reports"),
    ]
    assert find_deltas([FIRE], [grown], at=NOW)[0].documents == ("d2",)


def test_merged_record_says_into_which():
    other = replace(FIRE, id="i2", title="Blaze", event_ids=("d2-e1-2",))
    home = replace(FIRE, aliases=("i2",))
    assert tell([FIRE, other], [home], judgements=[judge("d1-e1-2", "d2-e1-2")]) == [
        ("i2", "merged", None, "Blaze", "i1", "judgement")
    ]


def test_record_that_no_mention_opens_any_more_is_gone():
    assert tell([FIRE], []) == [("i1", "gone", None, "Fire", None, "linking")]


def test_withdrawal_counts_as_a_judgement_and_an_old_one_does_not():
    changed = replace(FIRE, severity=2)
    old = NOW - timedelta(days=2)
    withdrawn = judge("i1", decided_at=old, withdrawn_at=NOW)
    linked_at = NOW - timedelta(days=1)
    assert tell([FIRE], [changed], judgements=[withdrawn], linked_at=linked_at)[0][-1] == "judgement"
    assert (
        tell([FIRE], [changed], judgements=[judge("i1", decided_at=old)], linked_at=linked_at)[0][-1]
        == "linking"
    )
