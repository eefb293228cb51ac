"""Hybrid acts read by composition: a predicate said of a thing, in a setting that makes it a threat."""

from dataclasses import replace

import pytest
from event_parses import make_passage
from frame_parses import (
    AGAIN,
    AGAIN_OTHER,
    CABLE_CUT_AND_SEVERED,
    CABLE_SABOTAGE,
    DRONES_HALTED,
    DRONES_SEEN,
    LAND_CABLE,
    LINE_CUT,
    SABOTAGE,
    SEVERED,
    SPY_TALK,
    STORM_HALTED,
    TRAIN,
    TRAIN_ALONE,
    WATCHED,
    WENT_DARK,
)

from tocsin.languages import load_language
from tocsin.languages.frames import parse_frames
from tocsin.reading.events.triggers import find_triggers

ENGLISH = load_language("en")


def read(rows, *, heading="", language=ENGLISH):
    passage = replace(make_passage(*rows), heading=heading)
    return [(one.token.text, one.threat_type) for one in find_triggers(passage, language)]


def threats(rows, **settings):
    return [(word, threat) for word, threat in read(rows, **settings) if threat is not None]


@pytest.mark.parametrize(
    ("rows", "word", "threat"),
    [
        (WENT_DARK, "went", "undersea"),
        (DRONES_SEEN, "saw", "drone_incursion"),
        (DRONES_HALTED, "halted", "drone_incursion"),
        (TRAIN, "derailed", "sabotage"),
        (WATCHED, "sawed", "sabotage"),
    ],
)
def test_predicate_said_of_a_thing_is_a_hybrid_act(rows, word, threat):
    assert (word, threat) in threats(rows)


@pytest.mark.parametrize("rows", [LAND_CABLE, STORM_HALTED, TRAIN_ALONE])
def test_the_same_words_elsewhere_are_none(rows):
    assert threats(rows) == []


def test_an_echo_needs_its_thing_somewhere_in_the_document():
    assert ("cut", "undersea") in threats(LINE_CUT)
    assert threats(LINE_CUT[:5]) == []


def test_the_heading_belongs_to_the_document():
    assert threats(LINE_CUT[:5], heading="Subsea cable in the Baltic Sea severed") == [("cut", "undersea")]


def test_a_participle_before_its_noun_tells_an_act_where_nothing_else_does():
    assert ("severed", "undersea") in threats(SEVERED)
    assert threats(CABLE_CUT_AND_SEVERED) == [("cut", "undersea")]


def test_who_must_do_it_is_asked_for():
    frames = parse_frames(
        '[does.pay]\nverbs = ["pay"]\n[does.join]\nverbs = ["join"]\n'
        '[[frame]]\nthreat = "subversion"\ndoes = ["pay", "join"]\nthings = ["protest"]\nby = ["moscow"]\n'
    )
    found = threats(SPY_TALK, language=replace(ENGLISH, frames=frames))
    assert found == [("paid", "subversion")]


def test_what_a_text_comes_back_to_is_of_the_one_kind_it_told():
    assert ("attack", "cyber") in read(AGAIN)
    assert ("attack", None) in read(AGAIN_OTHER)


def test_bare_sabotage_is_of_the_narrower_medium_that_was_told():
    assert ("sabotage", "undersea") in threats(CABLE_SABOTAGE)
    assert ("sabotage", "sabotage") in threats(SABOTAGE)
