"""Mentions become incidents: what opens a record, whose id stays, what analysts decide."""

from datetime import UTC, date, datetime, timedelta

from register_reports import NOON, Report, track_fire

from tocsin.model import Judgement, JudgementKind, SpeechAct
from tocsin.model.ids import make_incident_id
from tocsin.register.carrying import carry_ids
from tocsin.register.clustering import link_mentions

NOW = datetime(2025, 4, 1, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def second_fire():
    return track_fire(
        publisher="Evening Post",
        text="Trains stopped after a signal box in Warsaw burned on Sunday.",
        published_at=NOON + timedelta(hours=6),
    )


def judge(kind, *subjects, withdrawn_at=None):
    return Judgement(
        id=f"j-{kind}", kind=kind, subjects=subjects, by="ann", decided_at=NOW, withdrawn_at=withdrawn_at
    )


def incidents_of(linkage):
    groups = {}
    for membership in linkage.memberships:
        groups.setdefault(membership.incident_id, set()).add(membership.event_id)
    return groups


def test_two_reports_make_one_incident_with_the_first_mention_as_founder():
    first, second = track_fire().read(), second_fire().read()
    linkage = link_mentions([second, first], now=NOW)
    (row,) = linkage.rows
    assert row.founding_event_id == first.events[0].id
    assert row.id == make_incident_id(first.events[0].id)
    assert incidents_of(linkage) == {row.id: {first.events[0].id, second.events[0].id}}


def test_linking_again_changes_nothing():
    readings = [track_fire().read(), second_fire().read()]
    before = link_mentions(readings, now=NOW)
    after = link_mentions(readings, rows=before.rows, memberships=before.memberships, now=LATER)
    assert after == before


def test_earlier_report_that_comes_later_leaves_the_id():
    late = second_fire().read()
    before = link_mentions([late], now=NOW)
    after = link_mentions([late, track_fire().read()], rows=before.rows, now=LATER)
    assert {membership.incident_id for membership in after.memberships} == {before.rows[0].id}


def test_different_parts_and_withdrawal_joins_again():
    first, second = track_fire().read(), second_fire().read()
    ids = (first.events[0].id, second.events[0].id)
    before = link_mentions([first, second], now=NOW)
    parted = link_mentions(
        [first, second], rows=before.rows, judgements=[judge(JudgementKind.DIFFERENT, *ids)], now=LATER
    )
    assert len(incidents_of(parted)) == 2
    withdrawn = [judge(JudgementKind.DIFFERENT, *ids, withdrawn_at=LATER)]
    joined = link_mentions([first, second], rows=parted.rows, judgements=withdrawn, now=LATER)
    assert joined.memberships == before.memberships
    assert joined.aliases == {make_incident_id(ids[1]): before.rows[0].id}


def test_same_overrides_a_veto_and_the_younger_id_becomes_an_alias():
    first = track_fire().read()
    far = Report("A depot in Krakow burned.", published_at=NOON + timedelta(days=9))
    far.event("burned", place="Krakow", on=date(2025, 3, 19))
    second = far.read()
    apart = link_mentions([first, second], now=NOW)
    assert len(incidents_of(apart)) == 2
    old, young = (make_incident_id(reading.events[0].id) for reading in (first, second))
    tied = link_mentions(
        [first, second], rows=apart.rows, judgements=[judge(JudgementKind.SAME, young, old)], now=LATER
    )
    assert set(incidents_of(tied)) == {old}
    assert tied.aliases == {young: old}


def test_former_id_stays_an_alias_when_its_founding_mention_is_gone():
    first, second = track_fire().read(), second_fire().read()
    old, young = (make_incident_id(reading.events[0].id) for reading in (first, second))
    apart = link_mentions(
        [first, second],
        judgements=[judge(JudgementKind.DIFFERENT, first.events[0].id, second.events[0].id)],
        now=NOW,
    )
    tied = link_mentions([first, second], rows=apart.rows, memberships=apart.memberships, now=LATER)
    assert tied.aliases == {young: old}
    # A new reading of the second report no longer finds the mention that founded the younger id.
    left = link_mentions(
        [first], rows=tied.rows, memberships=tied.memberships, joined=tied.aliases, now=LATER
    )
    assert left.aliases == {young: old}


def test_older_judgement_that_contradicts_a_newer_one_is_a_conflict():
    first, second = track_fire().read(), second_fire().read()
    ids = (first.events[0].id, second.events[0].id)
    old = judge(JudgementKind.SAME, *ids)
    new = Judgement(id="new", kind=JudgementKind.DIFFERENT, subjects=ids, by="bob", decided_at=LATER)
    linkage = link_mentions([first, second], judgements=[old, new], now=LATER)
    assert linkage.conflicts == (old,)
    assert len(incidents_of(linkage)) == 2


def test_denial_alone_opens_nothing():
    report = Report("Moscow denied burning the depot in Warsaw.")
    said = report.say("burning the depot in Warsaw", "Moscow", act=SpeechAct.DENY, actor_id="RUS")
    report.event("burning", status="denied", actors=["Moscow"], place="Warsaw", said=said)
    linkage = link_mentions([report.read()], now=NOW)
    assert linkage.rows == ()
    assert linkage.memberships == ()


def test_denial_in_the_same_text_joins_the_act_it_denies():
    report = Report("A depot in Warsaw burned on Sunday. Moscow denied setting fire to it.")
    report.event("burned", place="Warsaw")
    said = report.say("setting fire to it", "Moscow", act=SpeechAct.DENY, actor_id="RUS")
    denial = report.event("setting fire", status="denied", actors=["Moscow"], said=said)
    linkage = link_mentions([report.read()], now=NOW)
    (members,) = incidents_of(linkage).values()
    assert denial.id in members


def test_planned_threatened_and_possible_acts_open_nothing():
    report = Report("They plan to burn it, threaten to blow it up and may strike it.")
    report.event("burn", status="planned")
    report.event("blow", status="threatened")
    report.event("strike", status="possible")
    assert link_mentions([report.read()], now=NOW).rows == ()


def test_trigger_moved_by_reading_anew_keeps_the_incident():
    old = track_fire().read()
    before = link_mentions([old], now=NOW)
    moved = track_fire()
    moved.events.clear()
    moved.event("burned on", subtype="arson", place="Warsaw", on=date(2025, 3, 9))
    after = link_mentions([carry_ids(old, moved.read())], rows=before.rows, now=LATER)
    assert after.memberships[0].incident_id == before.rows[0].id


def test_political_acts_are_linked_by_type_and_parties():
    texts = (
        "Poland and Ukraine held talks in Warsaw on Sunday.",
        "Talks between Poland and Ukraine took place on Sunday.",
    )
    readings = []
    for number, (text, word) in enumerate(zip(texts, ("talks", "Talks"), strict=True)):
        report = Report(text, publisher=f"Paper {number}", published_at=NOON)
        report.event(
            word,
            threat_type=None,
            event_type="CONSULT",
            actors=["Poland", "Ukraine"],
            recipients=["Poland", "Ukraine"],
            on=date(2025, 3, 9),
        )
        readings.append(report.read())
    assert len(link_mentions(readings, now=NOW).rows) == 1


def test_act_of_years_ago_opens_nothing():
    report = Report("In 2016 a depot in Warsaw burned.")
    report.event("burned", place="Warsaw", on=date(2016, 5, 1))
    assert link_mentions([report.read()], now=NOW).rows == ()


def test_strikes_told_days_apart_without_a_date_are_two():
    readings = []
    for days, text in (
        (0, "Shells hit houses in Odesa; two were hurt."),
        (5, "A missile hit the port of Odesa."),
    ):
        report = Report(
            text,
            publisher=f"Paper {days}",
            published_at=NOON + timedelta(days=days),
        )
        report.event("hit", threat_type=None, place="Odesa")
        readings.append(report.read())
    assert len(link_mentions(readings, now=NOW).rows) == 2


def test_talk_of_a_kind_of_act_opens_nothing():
    report = Report("An admiral said the alliance reacts to sabotage and to cyberattacks.")
    said = report.say("the alliance reacts to sabotage and to cyberattacks", "An admiral")
    report.event("sabotage", status="reported", said=said)
    assert link_mentions([report.read()], now=NOW).memberships == ()


def test_talk_without_time_or_place_joins_the_act_of_its_own_text():
    report = Report("A signal box in Warsaw burned on Sunday. Prosecutors look into sabotage.")
    report.event("burned", place="Warsaw", on=date(2025, 3, 9), date_words="on Sunday")
    report.event("sabotage")
    linkage = link_mentions([report.read()], now=NOW)
    assert [len(events) for events in incidents_of(linkage).values()] == [2]
