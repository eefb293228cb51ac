"""What acts of one passage take over from each other, and what they must not."""

import party_parses as parses
import pytest
from event_parses import make_passage

from tocsin.languages import load_language
from tocsin.reading.events import find_events

ENGLISH = load_language("en")


def read(rows):
    """The countries of actors and recipients by trigger word."""
    passage = make_passage(*rows)
    return {
        passage.doc.text[event.trigger.start : event.trigger.end]: (
            [party.country for party in event.actors],
            [party.country for party in event.recipients],
        )
        for event in find_events(passage, (), ENGLISH)
    }


@pytest.mark.parametrize(
    ("rows", "word", "actors", "recipients"),
    [
        (parses.HIT_KILLING, "killing", ["RUS"], ["UKR"]),
        (parses.SCRAMBLED, "scrambled", ["JPN"], ["RUS"]),
        (parses.DENIES, "accusations", ["MLI"], ["FRA"]),
        (parses.OWN_SOLDIERS, "poisoned", ["UKR"], ["RUS"]),
        (parses.DEFINITE, "seized", ["BLR"], ["UKR"]),
    ],
)
def test_open_parties_are_those_of_the_act_beside(rows, word, actors, recipients):
    assert read(rows)[word] == (actors, recipients)


@pytest.mark.parametrize(("rows", "word"), [(parses.STRUCK_BACK, "killed"), (parses.RETALIATION, "attack")])
def test_who_strikes_back_did_not_strike_first(rows, word):
    assert read(rows)[word][0] == []


def test_an_ally_is_of_another_state():
    assert read(parses.ITS_ALLY)["attacked"] == (["IRN"], [None])
