from datetime import UTC, date, datetime

import pytest
from register_reports import Report, read_sentences

from tocsin.model import SpeechAct
from tocsin.register import assemble_register, link_mentions
from tocsin.register.blaming import find_blames
from tocsin.register.rulings import Ruling, find_ruling
from tocsin.register.weighing import Weight, weigh_mention

DAY = date(2025, 3, 9)


def show(*reports):
    readings = [read_sentences(report) for report in reports]
    linkage = link_mentions(readings, now=datetime(2025, 4, 1, tzinfo=UTC))
    (incident,) = assemble_register(readings, linkage)
    return incident


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("What flew over Gdansk turned out to be an ordinary passenger plane.", "flew"),
        ("The thing that flew over Gdansk was a weather balloon of a school.", "flew"),
        ("The object that flew over Gdansk was only a toy drone.", "flew"),
        ("The cable off Gdansk was damaged by accident.", "damaged"),
        ("The cable off Gdansk was torn in a storm, accidentally, by a crew.", "torn"),
        ("It was not sabotage that destroyed the mill in Gdansk.", "destroyed"),
        ("Police have ruled out sabotage after a mill in Gdansk burned.", "burned"),
        ("The parcel sent to Gdansk contained no bomb.", "sent"),
        ("The fire that burned a mill in Gdansk was an accident.", "burned"),
    ],
)
def test_settled_words_need_no_closed_inquiry(text, trigger):
    report = Report(text)
    report.event(trigger, place="Gdansk")
    reading = read_sentences(report)
    found = find_ruling(reading, reading.events[0])
    assert found is not None
    assert found[0] is Ruling.INNOCENT


@pytest.mark.parametrize(
    "text",
    [
        "It may turn out that what flew over Gdansk was a weather balloon.",
        "Whether what flew over Gdansk was a weather balloon is open.",
        "Police have not yet ruled out sabotage after what flew over Gdansk.",
    ],
)
def test_what_is_open_settles_nothing(text):
    report = Report(text)
    report.event("flew", place="Gdansk")
    reading = read_sentences(report)
    assert find_ruling(reading, reading.events[0]) is None


@pytest.mark.parametrize(
    "text",
    [
        "We reported that a mill in Gdansk burned. This was incorrect.",
        "We reported that a mill in Gdansk burned. We apologise for the mistake.",
    ],
)
def test_a_correction_withdraws(text):
    report = Report(text)
    report.event("burned", place="Gdansk")
    reading = read_sentences(report)
    assert find_ruling(reading, reading.events[0])[0] is Ruling.WITHDRAWN


def find_none(text, content, *, speaker="Polish police"):
    report = Report(text)
    said = report.say(content, speaker, actor_id="POL.COP")
    report.event("enter", status="not_happened", threat_type="drone_incursion", event_type="MOBILIZE",
                 place="Gdansk", on=DAY, said=said)  # fmt: skip
    reading = read_sentences(report)
    return weigh_mention(reading, reading.events[0])


def test_police_that_find_no_act_at_home_refute_it():
    text = "Polish police said that the drone did not enter Gdansk."
    assert find_none(text, "the drone did not enter Gdansk").weight is Weight.REFUTED


def test_what_would_have_been_is_no_finding():
    text = "Polish police said that without a guard it would enter Gdansk and was not stopped."
    assert find_none(text, "it would enter Gdansk") is None


def flown(text, *, said=None, **fields):
    report = Report(text)
    statement = report.say(*said) if said else None
    report.event("flew", threat_type="drone_incursion", event_type="MOBILIZE", said=statement, **fields)
    return report


def test_blame_for_an_act_that_is_no_assault_is_kept():
    report = flown("Polish police said Russian forces flew drones over Gdansk.", place="Gdansk", on=DAY,
                   said=("Russian forces flew drones over Gdansk", "Polish police"), status="reported",
                   actors=["Russian forces"])  # fmt: skip
    assert show(report).attribution.state == "attributed_single"


def test_two_offices_that_name_no_state_are_one_attributor():
    first = flown("The interior minister said Russian forces flew drones over Gdansk.",
                  place="Gdansk", on=DAY, status="reported",
                  said=("Russian forces flew drones over Gdansk", "The interior minister"),
                  actors=["Russian forces"])  # fmt: skip
    second = Report(
        "Russian forces flew drones over Gdansk on Sunday, Polish police said.", publisher="Daily"
    )
    said = second.say("Russian forces flew drones over Gdansk on Sunday", "Polish police")
    second.event("flew", threat_type="drone_incursion", event_type="MOBILIZE", said=said, status="reported",
                 place="Gdansk", on=DAY, actors=["Russian forces"])  # fmt: skip
    assert show(first, second).attribution.state == "attributed_single"


def test_things_are_no_culprits_of_a_state():
    report = flown("A tanker flew a drone over Gdansk.", place="Gdansk", on=DAY)
    assert show(report).attribution.state == "none"


def test_a_service_that_looks_into_an_act_owns_up_to_nothing():
    report = Report("Polish police said it flew over Gdansk.")
    said = report.say("it flew over Gdansk", "Polish police")
    report.event("flew", threat_type="drone_incursion", event_type="MOBILIZE", said=said, status="reported",
                 place="Gdansk", actors=["Polish police"])  # fmt: skip
    assert find_blames(report.read()) == ()


def test_blame_that_is_taken_back_in_its_sentence_is_none():
    text = "Polish police no longer suspects Russia of having burned a depot in Warsaw."
    report = Report(text)
    said = report.say("no longer suspects Russia of having burned a depot in Warsaw", "Polish police",
                      act=SpeechAct.SUSPECT)  # fmt: skip
    report.event("burned", place="Warsaw", said=said, actors=["Russia"], status="alleged")
    assert {blame.act for blame in find_blames(read_sentences(report))} == {"retracts"}


def test_a_charge_about_something_else_is_a_suspicion_at_most():
    text = "A depot in Warsaw burned on Sunday. Poland accused Belarus of bad faith."
    report = Report(text)
    report.event("burned", place="Warsaw", on=DAY)
    report.event("accused", threat_type=None, event_type="ACCUSE", mode="allege", actors=["Poland"],
                 recipients=["Belarus"])  # fmt: skip
    assert {blame.act for blame in find_blames(read_sentences(report))} == {"suspects"}
