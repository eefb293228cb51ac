"""Who is blamed, and who only saw, told or suspected."""

import pytest
from register_reports import Report

from tocsin.model import Participant, Span, SpeechAct
from tocsin.register.blaming import find_blames
from tocsin.register.naming import PERSON_CLASS, name_party


def list_acts(report):
    return [(blame.act, blame.towards) for blame in find_blames(report.read())]


def test_an_operator_who_says_that_nothing_broke_by_itself_denies_no_guilt():
    report = Report("Nordline said that the cable did not break by itself.")
    said = report.say("the cable did not break by itself", "Nordline")
    report.event("break", status="denied", threat_type="undersea", actors=("the cable",), said=said)
    assert list_acts(report) == []


def test_the_accused_country_denies():
    report = Report("Moscow denied that Russia cut the cable.")
    said = report.say("Russia cut the cable", "Moscow", act=SpeechAct.DENY, actor_id="RUS")
    report.event("cut", status="denied", threat_type="undersea", actors=("Russia",), said=said)
    assert list_acts(report) == [("denies", "RUS")]


def test_what_belongs_to_the_denier_is_his_own():
    report = Report("Moscow denied that its jets crossed the border.")
    said = report.say("its jets crossed the border", "Moscow", act=SpeechAct.DENY, actor_id="RUS")
    report.event("crossed", status="denied", threat_type="airspace_crewed", actors=("its jets",), said=said)
    assert list_acts(report) == [("denies", "RUS")]


def test_a_third_party_that_denies_clears_or_says_nothing_of_guilt():
    report = Report("Minsk denied that Russia cut the cable.")
    said = report.say("Russia cut the cable", "Minsk", act=SpeechAct.DENY, actor_id="BLR")
    report.event("cut", status="denied", threat_type="undersea", actors=("Russia",), said=said)
    assert "denies" not in [act for act, _ in list_acts(report)]


def test_people_who_saw_drones_are_no_culprits():
    report = Report("Flights stopped after several people had seen drones.")
    report.event("seen", threat_type="drone_incursion", actors=("several people",))
    assert list_acts(report) == []


def test_a_person_in_the_authors_own_words_is_no_culprit():
    report = Report("Two men flew drones over the base.")
    report.event("flew", threat_type="drone_incursion", actors=("Two men",))
    assert list_acts(report) == []


def test_a_person_whom_somebody_accuses_is_a_culprit():
    report = Report("Polish police said two men burned the depot.")
    said = report.say("two men burned the depot", "Polish police", actor_id="POL.COP")
    report.event("burned", status="reported", subtype="arson", actors=("two men",), said=said)
    assert list_acts(report) == [("attributes", "[person]")]


def test_who_suspects_another_claims_nothing_for_himself():
    report = Report("Russia suspects Ukraine of cutting the cable.")
    said = report.say("Ukraine of cutting the cable", "Russia", act=SpeechAct.SUSPECT, actor_id="RUS")
    report.event("cutting", status="alleged", threat_type="undersea", actors=("Russia",), said=said)
    assert list_acts(report) == []


def accuse(charge, *, act="burned"):
    report = Report(f"A depot in Warsaw burned on Sunday. Poland accused Belarus {charge}.")
    report.event(act, place="Warsaw")
    report.event("accused", threat_type=None, event_type="ACCUSE", mode="allege", actors=["Poland"],
                 recipients=["Belarus"])  # fmt: skip
    return list_acts(report)


@pytest.mark.parametrize("charge", ["of ordering it", "of being behind the fire"])
def test_a_charge_that_takes_up_the_act_attributes_it(charge):
    assert accuse(charge) == [("attributes", "BLR")]


@pytest.mark.parametrize(
    "charge", ["of spreading lies about it", "of inhuman treatment", "of destroying relations on purpose"]
)
def test_a_charge_of_another_deed_says_nothing_of_who_did_the_act(charge):
    assert accuse(charge) == []


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("a Belarusian container ship", "a Belarusian container ship"),
        ("two Belarusians", PERSON_CLASS),
        ("a young Belarusian", PERSON_CLASS),
        ("a Belarusian warship", "BLR"),
        ("Belarusian drones", "BLR"),
    ],
)
def test_a_flag_or_a_passport_is_no_state(words, shown):
    party = Participant(span=Span("d", 0, len(words)), name=words, country="BLR")
    assert name_party(party) == shown


@pytest.mark.parametrize(
    ("doer", "shown"),
    [
        ("Russian drones", [("attributes", "RUS")]),
        ("Russian-made drones", []),
        ("a pro-Russian group", [("attributes", "a pro-Russian group")]),
        ("a group linked to Moscow", [("suspects", "RUS")]),
    ],
)
def test_where_a_thing_comes_from_or_whom_a_group_likes_is_no_doer(doer, shown):
    report = Report(f"Polish police said {doer} struck the site.")
    said = report.say(f"{doer} struck the site", "Polish police", actor_id="POL.COP")
    actor = "Russian" if doer.startswith("Russian") else doer
    report.event("struck", status="reported", threat_type="cyber", actors=(actor,), said=said)
    assert list_acts(report) == shown
