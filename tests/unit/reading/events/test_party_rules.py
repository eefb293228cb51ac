"""Who did it to whom where grammar hides it: blame, gerunds, measures, claims, several states."""

import party_parses as parses
import pytest
from event_parses import make_passage

from tocsin.languages import load_language
from tocsin.reading.events.participants import find_participants
from tocsin.reading.events.triggers import find_triggers

ENGLISH = load_language("en")


def read(rows):
    """The names of actors and recipients by trigger word."""
    passage = make_passage(*rows)
    found = {}
    for trigger in find_triggers(passage, ENGLISH):
        actors, recipients = find_participants(passage, trigger, ENGLISH)
        found[trigger.token.text] = ([one.name for one in actors], [one.name for one in recipients])
    return found


STATES = ["Germany", "France", "Ukraine"]


@pytest.mark.parametrize(
    ("rows", "word", "actors", "recipients"),
    [
        (parses.ANSWERABLE, "poisoning", ["Moscow"], ["the envoy"]),
        (parses.LAUNCHED_ATTACK, "attack", ["Russian jets"], ["the town"]),
        (parses.CHARGES_AGAINST, "hack", ["two Russian officers"], ["the parliament"]),
        (parses.RUSSIAN_SHELLING, "killed", ["Russian"], ["Seven soldiers"]),
        (parses.BLAMED_ON, "blamed", ["Washington"], ["Tehran"]),
        (parses.BLAMED_ON, "attack", ["Tehran"], []),
        (parses.NEWSPAPER_ACCUSED, "spreading", ["the newspaper"], []),
        (parses.CHARGED_HIM, "charged", ["Police"], ["Ivan Petrov"]),
        (parses.ENVOYS, "meet", STATES, STATES),
        (parses.REQUEST_FROM, "rejected", ["The court"], ["Russia"]),
        (parses.DATELINE, "convicted", ["An Israeli court"], ["a spy"]),
        (parses.GIFT, "donates", ["Britain"], ["Ukraine"]),
        (parses.WILLING, "send", ["Colombia"], ["Afghanistan"]),
        (parses.CLAIMED, "attack", ["The Houthis"], ["a tanker"]),
        (parses.THROUGH_SERIES, "exercises", ["Iran"], []),
        (parses.ON_A_DAY, "jamming", ["Russia"], []),
        (parses.TWO_CLAUSES, "attacked", ["hackers"], ["its ministry"]),
        (parses.EXPELLED_FROM, "expelled", ["Norway"], ["Two Cuban diplomats"]),
        (parses.DAY_SAID_DENIED, "attacked", ["Russia"], ["Poland"]),
        (parses.SANCTIONS, "sanctions", ["Washington"], ["Russian"]),
        (parses.HARIRI, "assassination", [], ["Hariri"]),
    ],
)
def test_parties_are_found_where_grammar_hides_them(rows, word, actors, recipients):
    assert read(rows)[word] == (actors, recipients)


def test_victims_of_a_gerund_are_not_its_doers():
    assert read(parses.RUSSIAN_SHELLING)["shelling"][0] == ["Russian"]


def test_who_blames_did_not_do_it():
    assert "Iran" not in read(parses.BEHIND)["attack"][0]


def test_no_group_is_nobody():
    assert read(parses.NOBODY)["attack"][0] == []


def test_where_fire_came_from_is_not_who_fired():
    assert read(parses.SHELLING_KILLS)["kills"] == ([], ["a Saudi guard"])
