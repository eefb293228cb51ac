"""Blame is shown with its acts and never above them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from register_reports import NOON, Report

from tocsin.model import AttributionState, SpeakerKind, SpeechAct
from tocsin.register.attribution import view_attribution
from tocsin.register.claims import make_claims


def view(*reports):
    return view_attribution([claim for report in reports for claim in make_claims(report.read())])


def accusing(
    speaker, *, culprit="Russia", act=SpeechAct.SAY, kind=SpeakerKind.NAMED, actor_id=None, publisher="A"
):
    content = f"{culprit} burned the depot in Warsaw"
    report = Report(f"{speaker} said {content}.", publisher=publisher)
    said = report.say(content, speaker, act=act, kind=kind, actor_id=actor_id)
    report.event("burned", status="alleged", place="Warsaw", actors=[culprit], said=said)
    return report


def test_no_culprit_means_no_attribution():
    report = Report("A depot in Warsaw burned.")
    report.event("burned", place="Warsaw")
    assert view(report).state is AttributionState.NONE


def test_one_government_is_a_single_attribution():
    shown = view(accusing("Poland's interior minister", actor_id="POL.GOV"))
    assert shown.state is AttributionState.ATTRIBUTED_SINGLE
    (act,) = shown.acts
    assert (act.attributor_kind, act.act, act.towards) == ("minister", "attributes", "RUS")
    assert act.evidence[0].quote == "Poland's interior minister said Russia burned the depot in Warsaw."


def test_the_same_accuser_in_two_papers_stays_single():
    shown = view(
        accusing("Poland's interior minister", actor_id="POL.GOV"),
        accusing("Poland's interior minister", actor_id="POL.GOV", publisher="B"),
    )
    assert shown.state is AttributionState.ATTRIBUTED_SINGLE
    assert len(shown.acts) == 1


@pytest.mark.parametrize("culprit", ["arsonists", "unknown hackers"])
def test_naming_only_hands_blames_nobody_behind_them(culprit):
    claim = make_claims(accusing("Poland's interior minister", actor_id="POL.GOV").read())
    acts = [
        replace(one, value=one.value.replace("RUS", culprit)) for one in claim if one.field == "attribution"
    ]
    shown = view_attribution(acts)
    assert shown.state is AttributionState.NONE
    assert [act.towards for act in shown.acts] == [culprit]


def test_two_governments_are_several():
    shown = view(
        accusing("Poland's interior minister", actor_id="POL.GOV"),
        accusing("Lithuania's foreign ministry", actor_id="LTU.GOV.MFA"),
    )
    assert shown.state is AttributionState.ATTRIBUTED_MULTIPLE


def test_what_a_belligerent_says_of_its_adversary_is_a_suspicion():
    shown = view(accusing("Ukraine's foreign ministry", actor_id="UKR.GOV.MFA"))
    assert shown.state is AttributionState.SUSPECTED
    assert shown.acts[0].interested


def test_suspicion_and_unnamed_officials_stay_suspicion():
    assert view(accusing("Polish prosecutors", act=SpeechAct.SUSPECT)).state is AttributionState.SUSPECTED
    shown = view(accusing("two security officials", kind=SpeakerKind.ANONYMOUS))
    assert shown.state is AttributionState.SUSPECTED
    assert shown.acts[0].attributor_kind == "anonymous_official"


def test_the_author_alone_does_not_attribute_for_a_state():
    report = Report("Russia burned the depot in Warsaw.")
    report.event("burned", place="Warsaw", actors=["Russia"])
    assert view(report).state is AttributionState.NONE


@pytest.mark.parametrize(
    ("words", "state"),
    [("probably", AttributionState.SUSPECTED), ("almost certainly", AttributionState.ATTRIBUTED_SINGLE)],
)
def test_an_attribution_is_as_firm_as_its_words(words, state):
    report = Report(f"Polish police said Russia {words} burned the depot in Warsaw.")
    said = report.say(f"Russia {words} burned the depot in Warsaw", "Polish police", actor_id="POL.COP")
    report.event("burned", status="reported", place="Warsaw", actors=["Russia"], said=said)
    assert view(report).state is state


def test_denial_by_the_accused_is_flagged_and_contests_nothing():
    denial = Report("Moscow denied burning the depot in Warsaw.", publisher="B")
    said = denial.say("burning the depot in Warsaw", "Moscow", act=SpeechAct.DENY, actor_id="RUS")
    denial.event("burning", status="denied", actors=["Moscow"], place="Warsaw", said=said)
    shown = view(accusing("Poland's interior minister", actor_id="POL.GOV"), denial)
    assert shown.denied
    assert not shown.contested
    assert shown.state is AttributionState.ATTRIBUTED_SINGLE


def test_another_culprit_by_an_equal_contests():
    shown = view(
        accusing("Poland's interior minister", actor_id="POL.GOV"),
        accusing("Ukraine's interior minister", actor_id="UKR.GOV", culprit="Belarus"),
    )
    assert shown.contested


def test_accusation_event_near_the_act_is_an_act():
    report = Report("A depot in Warsaw burned on Sunday. Poland accused Belarus of ordering it.")
    report.event("burned", place="Warsaw")
    report.event(
        "accused",
        threat_type=None,
        event_type="ACCUSE",
        mode="allege",
        actors=["Poland"],
        recipients=["Belarus"],
    )
    shown = view(report)
    assert shown.state is AttributionState.ATTRIBUTED_SINGLE
    assert shown.acts[0].towards == "BLR"


@pytest.mark.parametrize(
    ("content", "act"),
    [
        ("there was no evidence of sabotage", "clears"),
        ("he would not rule out a link", "does_not_exclude"),
        ("it was too early to name anybody", "declines"),
        ("a hostile state stood behind it", "hints"),
    ],
)
def test_words_that_take_up_blame_without_an_act(content, act):
    report = Report(f"A depot in Warsaw burned. The mayor of Warsaw said {content}.")
    report.event("burned", place="Warsaw")
    report.say(content, "The mayor of Warsaw")
    assert [found.act for found in view(report).acts] == [act]


def test_court_that_charges_does_not_adjudicate():
    charging = accusing("A court in Warsaw", actor_id="POL.JUD")
    assert view(charging).state is AttributionState.SUSPECTED


def test_court_that_ruled_adjudicates():
    content = "Russia burned the depot in Warsaw"
    report = Report(f"A court in Warsaw ruled that {content}.")
    said = report.say(content, "A court in Warsaw", actor_id="POL.JUD")
    report.event("burned", status="alleged", place="Warsaw", actors=["Russia"], said=said)
    assert view(report).state is AttributionState.ADJUDICATED


def test_citizen_of_a_state_blames_no_state():
    report = Report("Prosecutors said a Russian citizen burned the depot in Warsaw.")
    said = report.say("a Russian citizen burned the depot in Warsaw", "Prosecutors")
    event = report.event("burned", status="alleged", place="Warsaw", actors=["a Russian citizen"], said=said)
    anonymous = replace(event.actors[0], actor_id=None)
    report.events[0] = replace(event, actors=(anonymous,))
    assert [act.towards for act in view(report).acts] == ["[person]"]


def test_things_are_no_culprits():
    report = Report("An expert said a faulty heater burned the depot in Warsaw.")
    said = report.say("a faulty heater burned the depot in Warsaw", "An expert")
    report.event("burned", status="reported", place="Warsaw", actors=["a faulty heater"], said=said)
    assert view(report).acts == ()


def test_retraction_ends_an_accusation():
    retraction = Report(
        "Poland's interior minister withdrew the accusation over the burned depot in Warsaw.", publisher="B"
    )
    retraction.event("burned", place="Warsaw")
    retraction.say("withdrew the accusation over the burned depot in Warsaw", "Poland's interior minister")
    later = Report(retraction.document.text, publisher="B", published_at=NOON + timedelta(days=1))
    later.events, later.statements = retraction.events, retraction.statements
    shown = view(accusing("Poland's interior minister", actor_id="POL.GOV"), later)
    assert shown.state is AttributionState.NONE
    assert shown.retracted


def test_the_police_that_take_it_back_are_those_that_said_it():
    later = NOON + timedelta(days=1)
    text = "Polish police no longer suspect Russia of burning the depot in Warsaw."
    report = Report(text, publisher="B", published_at=later)
    report.event("burning", place="Warsaw")
    report.say("no longer suspect Russia of burning the depot in Warsaw", "Polish police")
    shown = view(accusing("the police in Warsaw", act=SpeechAct.SUSPECT, actor_id="POL.COP"), report)
    assert shown.state is AttributionState.NONE
    assert shown.retracted


def test_a_public_body_that_publishes_itself_attributes_in_its_own_name():
    report = Report("Russia burned the depot in Warsaw.", publisher="Polish Ministry of the Interior")
    report.event("burned", place="Warsaw", actors=["Russia"])
    shown = view(report)
    assert shown.state is AttributionState.ATTRIBUTED_SINGLE
    assert shown.acts[0].attributor_kind == "minister"


def test_help_is_nobody_s_misdeed():
    report = Report("Poland sends Ukraine launchers, the governor said.", publisher="B")
    said = report.say("Poland sends Ukraine launchers", "the governor")
    report.event("sends", event_type="AID", status="alleged", actors=["Poland"], said=said)
    assert view(report).acts == ()


def test_one_voice_does_not_contest_itself():
    report = Report(
        "Polish police said Russia burned the depot in Warsaw and Belarus burned a mill.", publisher="B"
    )
    said = report.say("Russia burned the depot in Warsaw and Belarus burned a mill", "Polish police")
    report.event("burned the depot", status="alleged", place="Warsaw", actors=["Russia"], said=said)
    report.event("burned a mill", status="alleged", actors=["Belarus"], said=said)
    assert not view(report).contested


def test_bodies_of_one_state_are_one_attributor():
    shown = view(
        accusing("Poland's interior minister", actor_id="POL.GOV"),
        accusing("Polish prosecutors", actor_id="POL.JUD", publisher="B"),
    )
    assert shown.state is AttributionState.ATTRIBUTED_SINGLE


@pytest.mark.parametrize("trigger", ["shot down", "fired at"])
def test_who_meets_what_flies_in_has_not_sent_it(trigger):
    report = Report(f"Poland {trigger} drones over Warsaw on Sunday.")
    report.event(trigger.split()[0], threat_type="drone_incursion", actors=["Poland"], place="Warsaw")
    assert view(report).state is AttributionState.NONE
