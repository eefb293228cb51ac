import pytest
from event_parses import (
    BOMBED_BY,
    BUDGET,
    CABLE,
    DEPORTATION,
    DRONES_ENTERED,
    EXPULSION,
    FACTORY_FIRE,
    FOILED,
    KILLED_IN,
    LIGHT_VERB,
    SCHOOL_BALL,
    make_passage,
)

from tocsin.languages import load_language
from tocsin.reading.events.triggers import find_triggers

ENGLISH = load_language("en")


def read(rows):
    return find_triggers(make_passage(*rows), ENGLISH)


@pytest.mark.parametrize(
    ("rows", "word", "event_type", "mode"),
    [
        (EXPULSION, "expelled", "SANCTION", "expel"),
        (DEPORTATION, "expelled", "COERCE", "deport"),
        (BOMBED_BY, "bombed", "ASSAULT", "drone"),
        (LIGHT_VERB, "strikes", "ASSAULT", "aerial"),
        (DRONES_ENTERED, "entered", "MOBILIZE", "weapons"),
    ],
)
def test_trigger_gets_type_and_mode(rows, word, event_type, mode):
    (trigger,) = read(rows)
    assert (trigger.token.text, trigger.event_type, trigger.mode) == (word, event_type, mode)


def test_casualty_takes_its_mode_from_the_weapon_of_the_attack():
    killed, strike = read(KILLED_IN)
    assert (killed.mode, killed.means) == ("drone", "drone")
    assert strike.mode == "drone"


@pytest.mark.parametrize("rows", [BUDGET, FACTORY_FIRE, SCHOOL_BALL])
def test_metaphor_accident_and_sport_are_no_mentions(rows):
    assert read(rows) == ()


def test_act_without_known_culprit_may_carry_a_threat_type():
    (trigger,) = read(CABLE)
    assert trigger.token.text == "cut"
    assert trigger.threat_type == "undersea"


def test_foiling_is_an_event_of_the_type_foiled():
    foiled, act = read(FOILED)
    assert (foiled.token.text, foiled.event_type, foiled.outcome) == ("foiled", "ASSAULT", "foiled")
    assert (act.token.text, act.outcome) == ("assassinate", None)


def test_weapon_names_are_no_mentions():
    rows = (
        "The 1 det DT",
        "army 2 nsubj NN",
        "bought 2 ROOT VBD buy",
        "attack 4 compound NN",
        "helicopters 2 dobj NNS helicopter",
    )
    assert read(rows) == ()


def test_month_of_march_is_no_protest():
    rows = (
        "Protest 1 nsubj NN",
        "began 1 ROOT VBD begin",
        "on 1 prep IN",
        "March 2 pobj NNP DATE",
        "9 3 nummod CD DATE",
    )
    assert all(trigger.token.text != "March" for trigger in read(rows))


def test_headline_verb_tagged_as_plural_is_still_a_verb():
    rows = (
        "Estonia 1 compound NNP GPE",
        "summons 4 compound NNS summons",
        "the 4 det DT",
        "Russian 4 amod JJ NORP",
        "ambassador 4 ROOT NN",
    )
    (trigger,) = read(rows)
    assert (trigger.event_type, trigger.mode) == ("ACCUSE", "disapprove")


def test_hedge_before_a_noun_accuses_nobody():
    rows = (
        "The 3 det DT",
        "suspected 3 amod VBN suspect",
        "chemical 3 amod JJ",
        "attack 4 nsubj NN",
        "failed 4 ROOT VBD fail",
    )
    assert [trigger.event_type for trigger in read(rows)] == ["ASSAULT"]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "🙂 🙂", "???", "a" * 5000, "attack " * 400, "\u202e\u0000 strike"]
)
def test_odd_text_without_parse_yields_nothing(text):
    import spacy

    from tocsin.reading.passage import Passage

    passage = Passage(doc=spacy.blank("en")(text), document_id="d")
    assert find_triggers(passage, ENGLISH) == ()
