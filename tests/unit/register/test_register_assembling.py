"""Incidents show what their claims add up to, then and now."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from register_reports import NOON, Report, track_fire

from tocsin.errors import InputError
from tocsin.model import DateRange, IncidentStatus, Judgement, JudgementKind, SpeakerKind, SpeechAct
from tocsin.register.assembling import assemble_register
from tocsin.register.claims import make_claims
from tocsin.register.clustering import link_mentions
from tocsin.register.copies import group_origins
from tocsin.register.profiles import select_incidents

NOW = datetime(2025, 4, 1, tzinfo=UTC)


def build(*reports, judgements=(), chain=(), as_of=None):
    readings = [report.read() for report in reports]
    claims = [claim for reading in readings for claim in make_claims(reading)]
    chains = {name: tuple(chain) for name in chain}
    origins = group_origins((reading.document for reading in readings), chains=chains)
    linkage = link_mentions(readings, judgements=judgements, origins=origins, now=NOW)
    return assemble_register(
        readings,
        linkage,
        claims=claims,
        origins=origins,
        judgements=judgements,
        chains=chains,
        as_of=as_of,
    )


def evening_fire(hours=6):
    return track_fire(
        publisher="Evening Post",
        text="Trains stopped after a signal box in Warsaw burned on Sunday.",
        published_at=NOON + timedelta(hours=hours),
    )


def finding(text, content, *, hours=48, act=SpeechAct.DENY):
    report = Report(text, publisher="Evening Post", published_at=NOON + timedelta(hours=hours))
    said = report.say(content, "Polish police", act=act, actor_id="POL.COP")
    return report, said


def test_one_report_is_reported_and_two_independent_ones_corroborate():
    (one,) = build(track_fire())
    assert (one.status, one.reports, one.origins, one.credibility) == (IncidentStatus.REPORTED, 1, 1, 3)
    (two,) = build(track_fire(), evening_fire())
    assert (two.status, two.reports, two.origins, two.credibility) == (IncidentStatus.CORROBORATED, 2, 2, 2)


def test_copies_of_one_wire_story_corroborate_nothing():
    (incident,) = build(track_fire(), track_fire(publisher="Evening Post"))
    assert (incident.status, incident.reports, incident.origins) == (IncidentStatus.REPORTED, 2, 1)


def test_versions_of_one_article_are_one_report_and_the_last_one_counts():
    first = Report("A depot in Warsaw was blown up on Sunday. Two guards were hurt.", publisher="A")
    first.event("blown up", place="Warsaw", on=date(2025, 3, 9), status="happened")
    last = Report(
        "A depot in Warsaw was allegedly burned down on Sunday, by unnamed people.",
        publisher="B",
        published_at=NOON + timedelta(hours=1),
    )
    last.event("burned down", subtype="arson", place="Warsaw", on=date(2025, 3, 9), status="alleged")
    ids = [report.document.id for report in (first, last)]
    (two,) = build(first, last)
    assert (two.reports, two.origins, two.status) == (2, 2, IncidentStatus.CORROBORATED)
    (one,) = build(first, last, chain=ids)
    assert (one.reports, one.origins, one.status) == (1, 1, IncidentStatus.CANDIDATE)
    assert set(one.document_ids) == set(ids)
    assert {claim.value for claim in one.claims if claim.field == "status"} == {"reported", "candidate"}


def track_found_cut(**told):
    report = Report("A cable near Gdansk was found cut on Sunday, police said on Monday.")
    found = DateRange(start=date(2025, 3, 9), end=date(2025, 3, 9), span=report.span("on Sunday"))
    report.event("cut", place="Gdansk", **told)
    report.events[-1] = replace(report.events[-1], discovered_on=found)
    return report


def test_day_of_discovery_is_shown_where_no_text_gives_the_day_of_the_act():
    (found,) = build(track_found_cut())
    assert (found.start_date, dict(found.rules)["start_date"]) == (date(2025, 3, 9), "day_of_discovery")
    assert ("date_basis", "discovery") in {(claim.field, claim.value) for claim in found.claims}
    (dated,) = build(track_found_cut(on=date(2025, 3, 7)))
    assert (dated.start_date, dict(dated.rules)["start_date"]) == (date(2025, 3, 7), "most_credible")
    assert {c.value for c in dated.claims if c.field in ("date_basis", "discovered_at")} == {
        "event",
        "2025-03-09",
    }


def set_out(report, **place):
    report.events[-1] = replace(report.events[-1], place=replace(report.events[-1].place, **place))
    return report


def test_where_drones_set_out_is_neither_the_target_nor_the_first_place():
    start = Report("Drones launched from Gdansk crossed the border on Sunday.")
    start.event("crossed", threat_type="drone_incursion", place="Gdansk", on=date(2025, 3, 9))
    (incident,) = build(set_out(start, role="launch"))
    assert incident.target_countries == ()
    hit = Report("Drones crossed the border at Krakow on Sunday, launched at Gdansk.", publisher="B")
    hit.event("crossed", threat_type="drone_incursion", place="Krakow", on=date(2025, 3, 9))
    hit.event("launched", threat_type="drone_incursion", place="Gdansk", on=date(2025, 3, 9))
    (both,) = build(set_out(hit, role="launch"))
    assert [(place.name, place.role) for place in both.places] == [("Krakow", "act"), ("Gdansk", "launch")]


def test_an_embassy_is_hit_in_one_country_and_is_anothers():
    report = Report("A blast hit the embassy in Warsaw on Sunday.")
    report.event("hit", place="Warsaw", on=date(2025, 3, 9))
    (incident,) = build(set_out(report, jurisdiction="territory", jurisdiction_country="UKR"))
    assert set(incident.target_countries) == {"POL", "UKR"}


def test_title_names_no_culprit():
    report = Report("Russian agents burned a depot in Warsaw on Sunday.")
    report.event("burned", subtype="arson", place="Warsaw", actors=["Russian agents"], on=date(2025, 3, 9))
    (incident,) = build(report)
    assert incident.title == "Fire under suspicion of arson, Warsaw, 9 Mar 2025"


def test_every_shown_value_names_its_rule_and_has_claims():
    (incident,) = build(track_fire())
    rules = dict(incident.rules)
    fields = {claim.field for claim in incident.claims}
    for field in ("threat_type", "subtype", "start_date", "places", "target_countries", "target_sectors"):
        assert getattr(incident, field)
        assert field in rules
        assert field in fields
    assert incident.target_sectors == ("transport.rail",)


def test_without_a_day_in_any_text_there_is_no_day():
    report = Report("A depot in Warsaw burned.")
    report.event("burned", place="Warsaw")
    (incident,) = build(report)
    assert (incident.start_date, incident.date_precision) == (None, None)
    assert "start_date" not in dict(incident.rules)
    assert "reported" in incident.title


def test_accusation_by_a_competent_body_is_reported_with_blame_apart():
    report = Report("Polish prosecutors said Russia burned the depot in Warsaw.")
    said = report.say("Russia burned the depot in Warsaw", "Polish prosecutors", actor_id="POL.JUD")
    report.event("burned", status="alleged", place="Warsaw", actors=["Russia"], said=said)
    (incident,) = build(report)
    assert incident.status is IncidentStatus.REPORTED
    assert incident.attribution.acts[0].attributor_kind == "prosecutor"


@pytest.mark.parametrize(
    ("speaker", "actor_id", "kind", "place", "culprit"),
    [
        ("two diplomats", None, SpeakerKind.ANONYMOUS, "Warsaw", "Russia"),
        ("Belarus", "BLR", SpeakerKind.NAMED, "Warsaw", "Russia"),
        ("Kyiv", "UKR", SpeakerKind.NAMED, "Odesa", "Russia"),
    ],
)
def test_other_accusations_open_a_lead_only(speaker, actor_id, kind, place, culprit):
    report = Report(f"{speaker} said {culprit} burned the depot in {place}.")
    said = report.say(f"{culprit} burned the depot in {place}", speaker, kind=kind, actor_id=actor_id)
    report.event("burned", status="alleged", place=place, actors=[culprit], said=said)
    (incident,) = build(report)
    assert incident.status is IncidentStatus.CANDIDATE
    selection = select_incidents([incident])
    assert selection.counted == ()
    assert selection.apart == (incident,)


def test_lead_is_counted_once_a_holder_without_interest_states_it():
    report = Report("Kyiv said its drones hit a refinery in Ryazan.")
    said = report.say("its drones hit a refinery in Ryazan", "Kyiv", actor_id="UKR")
    report.event("hit", status="reported", place="Ryazan", actors=["Kyiv"], said=said, on=date(2025, 3, 9))
    assert build(report)[0].status is IncidentStatus.CANDIDATE
    other = Report("Drones hit a refinery in Ryazan.", publisher="Evening Post")
    other.event("hit", place="Ryazan", on=date(2025, 3, 9))
    (incident,) = build(report, other)
    assert incident.status is IncidentStatus.REPORTED
    assert incident.origins == 1


def test_competent_finding_that_nothing_hostile_happened_refutes():
    text = "Polish police said the fire in Warsaw on Sunday was no arson but a short circuit."
    report, said = finding(text, "the fire in Warsaw on Sunday was no arson")
    report.event(
        "arson", subtype="arson", status="denied", place="Warsaw", on=date(2025, 3, 9), said=said, value="CT-"
    )
    (incident,) = build(track_fire(), report)
    assert incident.status is IncidentStatus.REFUTED
    assert incident.credibility == 5
    assert select_incidents([incident]).decided[0].rule == "not_refuted"
    (before,) = build(track_fire(), report, as_of=NOON + timedelta(hours=1))
    assert before.status is IncidentStatus.REPORTED


def test_denial_by_the_accused_neither_refutes_nor_disputes():
    report = track_fire(text="A signal box near Warsaw burned on Sunday. Moscow denied setting fire to it.")
    said = report.say("setting fire to it", "Moscow", act=SpeechAct.DENY, actor_id="RUS")
    report.event("setting fire", status="denied", actors=["Moscow"], said=said)
    (incident,) = build(report)
    assert incident.status is IncidentStatus.REPORTED
    assert incident.attribution.denied


def test_confirmation_by_a_competent_body_confirms():
    text = "Polish police confirmed that a signal box in Warsaw burned on Sunday."
    report, said = finding(text, "a signal box in Warsaw burned on Sunday", act=SpeechAct.CONFIRM)
    report.event("burned", subtype="arson", status="reported", place="Warsaw", on=date(2025, 3, 9), said=said)
    (incident,) = build(track_fire(), report)
    assert incident.status is IncidentStatus.CONFIRMED
    assert incident.credibility == 1


def test_as_of_shows_nothing_before_the_first_report():
    assert build(track_fire(), as_of=NOON - timedelta(hours=1)) == ()


@pytest.mark.parametrize(
    ("extra", "severity"),
    [({}, 2), ({"killed": ("Four", 4)}, 4), ({"outcome": "foiled"}, 0)],
)
def test_severity_follows_the_fixed_rule(extra, severity):
    report = Report("Four people slept when a depot in Warsaw burned.")
    report.event("burned", place="Warsaw", **extra)
    assert build(report)[0].severity == severity


def judge(kind, value, *, subject, withdrawn_at=None):
    return Judgement(
        id="j1",
        kind=kind,
        subjects=(subject,),
        value=value,
        by="ann",
        decided_at=NOW,
        withdrawn_at=withdrawn_at,
    )


def test_judgement_overrides_names_itself_and_is_undone_by_withdrawal():
    (before,) = build(track_fire())
    judged = judge(JudgementKind.VALUE, "subtype=mechanical", subject=before.id)
    (after,) = build(track_fire(), judgements=[judged])
    assert after.subtype == "mechanical"
    assert dict(after.rules)["subtype"] == "judgement j1 by ann"
    withdrawn = judge(JudgementKind.VALUE, "subtype=mechanical", subject=before.id, withdrawn_at=NOW)
    assert build(track_fire(), judgements=[withdrawn]) == (before,)


def test_judgement_with_a_bad_value_is_one_clear_line():
    (before,) = build(track_fire())
    with pytest.raises(InputError, match="wanted a status"):
        build(track_fire(), judgements=[judge(JudgementKind.STATUS, "certain", subject=before.id)])


def test_reports_differ_and_every_profile_says_why_it_left_one_out():
    incidents = build(track_fire())
    for name in ("official_public", "physical_three_sources", "confident_only"):
        selection = select_incidents(incidents, name)
        assert selection.counted == ()
        assert selection.decided[0].sentence
    assert select_incidents(incidents, "critical_infrastructure").counted == incidents


def test_first_since_years_ago_is_no_date_of_the_act():
    report = Report("A depot in Warsaw burned, the first since 2016.")
    event = report.event("burned", place="Warsaw")
    wide = DateRange(start=date(2016, 1, 1), end=date(2025, 3, 10), precision="year")
    report.events[0] = replace(event, date=wide)
    assert build(report)[0].start_date is None


def test_response_of_its_own_is_a_political_record():
    report = Report("Poland expelled three diplomats of Russia over the fire.")
    parties = {"actors": ["Poland"], "recipients": ["Russia"]}
    report.event("expelled", threat_type=None, event_type="SANCTION", mode="expel", **parties)
    (incident,) = build(report)
    assert incident.kind == "political"
    assert incident.event_type == "SANCTION"


def test_register_makes_claims_and_origins_itself_where_none_are_given():
    readings = [track_fire().read(), evening_fire().read()]
    linkage = link_mentions(readings, now=NOW)
    assert assemble_register(readings, linkage) == build(track_fire(), evening_fire())


def test_whom_it_is_laid_at_is_no_target_beside_the_one_it_hit():
    report = Report(
        "Saboteurs hit Polish and Russian trains in Warsaw. Poland accused Moscow of ordering it."
    )
    report.event("hit", place="Warsaw", recipients=["Polish", "Russian"])
    (alone,) = build(report)
    assert set(alone.target_countries) == {"POL", "RUS"}
    report.event("accused", threat_type=None, event_type="ACCUSE", mode="allege", actors=["Poland"],
                 recipients=["Moscow"])  # fmt: skip
    incident = next(one for one in build(report) if one.threat_type is not None)
    assert incident.target_countries == ("POL",)
