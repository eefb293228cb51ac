"""Reports that come back to an act by its topic: verdicts, answers, denials."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from register_reports import NOON, Report

from tocsin.model import AttributionState, IncidentStatus, Judgement, JudgementKind
from tocsin.register.assembling import assemble_register
from tocsin.register.clustering import link_mentions
from tocsin.register.following import find_followers
from tocsin.register.mentions import collect_mentions

NOW = datetime(2025, 4, 1, tzinfo=UTC)
FIRE = (
    "A grocery of the Kharkivska family burned down in Krakow on Sunday. Petrol cans and a crowbar lay in "
    "the ruins. Neighbours in Podgorze had heard glass. The shop gathered parcels for soldiers at the front."
)
VERDICT = (
    "Two men were sentenced to six years on Friday. They had carried petrol cans into the Kharkivska grocery "
    "at Podgorze. Judges in Krakow heard that the parcels for the front were the reason. A crowbar was shown."
)
OTHER = (
    "Two smugglers were sentenced to six years on Friday. They had hidden cigarettes in a lorry at Medyka. "
    "The customs officers found them with a scanner. A driver was acquitted. The load was worth two million."
)


def track_shop_fire(text=FIRE):
    report = Report(text, title="Shop gutted in Krakow")
    report.event("burned down", subtype="arson", place="Krakow", on=date(2025, 3, 9))
    return report


def track_verdict(text=VERDICT, *, days=200):
    report = Report(
        text, publisher="Court Times", published_at=NOON + timedelta(days=days), title="Six years for petrol"
    )
    report.event(
        "sentenced",
        threat_type=None,
        event_type="SANCTION",
        mode="convict",
        on=(NOON + timedelta(days=days)).date(),
    )
    return report


def link(*reports, judgements=()):
    readings = [report.read() for report in reports]
    linkage = link_mentions(readings, judgements=judgements, now=NOW)
    return {one.kind: one for one in assemble_register(readings, linkage, judgements=judgements)}


def test_a_verdict_that_names_no_act_goes_to_the_act_of_its_topic():
    (incident,) = link(track_shop_fire(), track_verdict()).values()
    assert (incident.kind, incident.reports, incident.origins) == ("hybrid", 2, 2)
    assert incident.status is IncidentStatus.CONFIRMED
    assert incident.attribution.state is AttributionState.ADJUDICATED
    assert [(child.code, child.linked_by) for child in incident.responses] == [("convicted", "follow_up")]
    # Its own day and type are those of the step, not of the fire.
    assert (incident.start_date, incident.threat_type) == (date(2025, 3, 9), "sabotage")
    assert {claim.field for claim in incident.claims if claim.event_id == incident.event_ids[-1]} == {
        "status",
        "attribution",
        "legal",
    }


def test_a_verdict_on_something_else_stands_for_itself():
    found = link(track_shop_fire(), track_verdict(OTHER))
    assert (found["hybrid"].reports, found["political"].reports) == (1, 1)
    assert found["political"].responses == ()
    assert found["political"].attribution.acts == ()


def test_nothing_follows_an_act_that_is_told_later():
    found = link(track_shop_fire(), track_verdict(days=-1))
    assert set(found) == {"hybrid", "political"}


def test_a_judgement_keeps_a_verdict_from_the_act():
    fire, verdict = track_shop_fire(), track_verdict()
    subjects = (fire.events[0].id, verdict.events[0].id)
    apart = Judgement(id="j", kind=JudgementKind.DIFFERENT, subjects=subjects, by="ann", decided_at=NOW)
    assert set(link(fire, verdict, judgements=[apart])) == {"hybrid", "political"}


def test_who_tells_an_act_of_his_own_follows_none():
    verdict = track_verdict()
    verdict.event("shown", place=None, on=date(2025, 3, 9))
    assert find_followers(verdict.read()) == ()


def test_a_denial_beside_no_act_is_a_flag_and_no_second_report_of_it():
    text = (
        "The Russian embassy spoke of a fairy tale over the Kharkivska grocery. Krakow should look at petrol "
        "cans at home, it wrote of Podgorze. The parcels for the front and a crowbar interest nobody there."
    )
    report = Report(text, publisher="Bulletin", published_at=NOON + timedelta(days=3), title="On the grocery")
    report.event("spoke", threat_type=None, event_type="REJECT", actors=["Russian embassy"])
    (incident,) = link(track_shop_fire(), report).values()
    assert incident.attribution.denied
    assert (incident.reports, incident.origins, incident.status) == (2, 1, IncidentStatus.REPORTED)


def test_a_brief_has_no_topic():
    short, long = Report("A depot burned in Warsaw."), track_shop_fire()
    short.event("burned", place="Warsaw")
    topics = [bool(mention.topic) for mention in collect_mentions([short.read(), long.read()])]
    assert sorted(topics) == [False, True]


def test_another_one_of_the_same_words_stays_apart():
    first = track_shop_fire()
    again = track_shop_fire(FIRE.replace("on Sunday", "at night"))
    again.document = replace(again.document, title="Shop in Krakow burns again", publisher="Evening Post")
    again.events[0] = replace(again.events[0], date=None, place=None)
    readings = [first.read(), again.read()]
    told = collect_mentions(readings)
    assert [mention.is_again for mention in told].count(True) == 1


COMMENT = (
    "Councillors in Krakow asked how the Kharkivska grocery could burn at Podgorze. Petrol cans are sold to "
    "neighbours, one of them said. A crowbar is too. The parcels for soldiers at the front go on. The "
    "ruins of the shop stink."
)


def track_comment(text=COMMENT, *, title="Questions on a grocery", **act):
    report = Report(text, publisher="Bulletin", published_at=NOON + timedelta(days=20), title=title)
    report.event("asked", threat_type=None, event_type="REQUEST", mode="assist", **act)
    return report


def test_a_report_that_only_asks_about_an_act_goes_to_its_record_and_vouches_for_nothing():
    (incident,) = link(track_shop_fire(), track_comment()).values()
    assert (incident.reports, incident.origins) == (2, 1)
    assert incident.status is IncidentStatus.REPORTED
    assert [claim.event_id for claim in incident.claims if claim.field == "status"] == [incident.event_ids[0]]


def test_a_report_that_asserts_nothing_goes_by_any_word_read_and_opens_nothing():
    silent = track_comment(status="unknown")
    (incident,) = link(track_shop_fire(), silent).values()
    assert incident.reports == 2
    assert link(silent) == {}
    assert find_followers(track_comment(status="possible").read()) == ()


def test_what_leads_with_a_warning_follows_no_act():
    warning = track_comment(title="Krakow warned of more fires")
    assert find_followers(warning.read()) == ()


def test_a_denial_goes_to_the_act_it_denies_rather_than_to_another_told_beside_it():
    text = (
        "The Russian ministry said that petrol cans were moved from Warsaw. Its men did not touch the "
        "Kharkivska grocery at Podgorze in Krakow. A crowbar proves nothing. The parcels for the "
        "front interest nobody."
    )
    report = Report(text, publisher="Bulletin", published_at=NOON + timedelta(days=1), title="On the grocery")
    report.event("moved", threat_type=None, event_type="MOBILIZE", place="Warsaw")
    report.event("touch", status="denied", place="Krakow", value="CT-")
    found = link(track_shop_fire(), report)
    assert (found["hybrid"].reports, found["political"].reports) == (2, 1)


def test_a_title_that_tells_of_an_end_tells_no_second_act():
    told = [
        Report("A cable was cut in Krakow.", title=title)
        for title in ("Cable works again", "Cable cut again", "Quiet again on the line")
    ]
    for report in told:
        report.event("cut", place="Krakow")
    assert [collect_mentions([report.read()])[0].is_again for report in told] == [False, True, False]
