from datetime import date

import pytest
from event_parses import EXPULSION, make_passage

from tocsin.model import Participant, Place, Span
from tocsin.reading.events.combat import is_combat
from tocsin.reading.events.trigger import Trigger

DAY = date(2024, 5, 1)
SPAN = Span("d1", 0, 3)
TOKEN = make_passage(*EXPULSION).doc[0]


def make_trigger(*, threat_type="sabotage", subtype=None, mode=None):
    return Trigger(
        token=TOKEN, start=0, end=1, event_type="ASSAULT", mode=mode, threat_type=threat_type, subtype=subtype
    )


def party(country):
    return Participant(span=SPAN, name="x", country=country)


def place(country):
    return Place(name="x", span=SPAN, country=country, lat=0.0, lon=0.0, precision="settlement")


@pytest.mark.parametrize(
    ("trigger", "actor", "where", "expected"),
    [
        (make_trigger(mode="aerial"), "RUS", "UKR", True),
        (make_trigger(subtype="mechanical"), None, "UKR", True),
        (make_trigger(subtype="arson"), None, "UKR", False),
        (make_trigger(mode="drone"), "UKR", "RUS", True),
        (make_trigger(subtype="arson"), None, "POL", False),
        (make_trigger(mode="drone"), "RUS", "POL", False),
        (make_trigger(threat_type="airspace_crewed", mode="weapons"), "FRA", "UKR", False),
        (make_trigger(threat_type="cyber"), "RUS", "UKR", False),
        (make_trigger(threat_type=None), "RUS", "UKR", False),
    ],
)
def test_place_parties_and_weapon_tell_combat(trigger, actor, where, expected):
    actors = (party(actor),) if actor else ()
    assert is_combat(trigger, actors, (), place(where), on=DAY) is expected


def test_without_a_place_who_did_it_to_whom_decides():
    assert is_combat(make_trigger(), (party("RUS"),), (party("UKR"),), None, on=DAY)
    assert not is_combat(make_trigger(), (party("RUS"),), (party("POL"),), None, on=DAY)
    assert not is_combat(make_trigger(), (), (), None, on=DAY)


def test_before_the_war_it_was_none():
    assert not is_combat(make_trigger(mode="aerial"), (), (), place("UKR"), on=date(2019, 1, 1))
