"""Lists of states mended, plots stopped by an arrest, who suspects what is seized, strays of a war."""

from datetime import date

import pytest
from event_parses import ENGLISH, make_passage
from plot_parses import (
    BOARDED,
    FELL_ABROAD,
    LABELLED,
    LISTED_EXPEL,
    PAIR_EXPEL,
    PLAN_WARNED,
    PLOT_AHEAD,
    PLOT_NOUN,
    PLOT_VERB,
    SEIZED_IT,
)

from tocsin.model import Participant, Place, Span
from tocsin.reading.events import find_events
from tocsin.reading.events.attempts import FOILED, add_foiled
from tocsin.reading.events.combat import type_stray
from tocsin.reading.events.triggers import find_triggers
from tocsin.reading.mending import list_verbs, mend_lists

SPAN = Span("d", 0, 3)


def read(rows):
    passage = make_passage(*rows)
    mend_lists(passage.doc, list_verbs(ENGLISH.triggers))
    return {passage.doc.text[e.trigger.start : e.trigger.end]: e for e in find_events(passage, (), ENGLISH)}


@pytest.mark.parametrize(
    ("rows", "states", "held"),
    [
        (LISTED_EXPEL, ["Estonia", "Latvia", "Lithuania"], "diplomats"),
        (PAIR_EXPEL, ["Norway", "Sweden"], "envoys"),
    ],
)
def test_a_verb_taken_for_a_label_gets_its_subjects_and_its_object(rows, states, held):
    doc = mend_lists(make_passage(*rows).doc, list_verbs(ENGLISH.triggers))
    verb = next(token for token in doc if token.text == "expel")
    assert (verb.dep_, verb.tag_, verb.sent.root) == ("ROOT", "VBP", verb)
    assert [child.text for child in verb.children if child.dep_ == "dobj"] == [held]
    first = next(child for child in verb.children if child.dep_ == "nsubj")
    assert [first.text, *(token.text for token in first.conjuncts)] == states
    assert [party.name for party in read(rows)["expel"].actors] == states


def test_a_label_behind_a_list_stays_one():
    doc = make_passage(*LABELLED).doc
    before = [(token.head.i, token.dep_, token.tag_) for token in doc]
    mend_lists(doc, list_verbs(ENGLISH.triggers))
    assert [(token.head.i, token.dep_, token.tag_) for token in doc] == before


@pytest.mark.parametrize(("rows", "word"), [(PLOT_NOUN, "plot"), (PLOT_VERB, "preparing")])
def test_a_plot_that_leads_to_an_arrest_is_foiled(rows, word):
    event = read(rows)[word]
    assert (event.threat_type, event.outcome, event.status) == ("sabotage", FOILED, "alleged")


@pytest.mark.parametrize("rows", [PLOT_AHEAD, PLAN_WARNED])
def test_an_arrest_that_is_to_come_or_a_warning_foils_nothing(rows):
    passage = make_passage(*rows)
    found = find_triggers(passage, ENGLISH)
    assert add_foiled(found, ENGLISH.triggers) == found


def test_who_arrests_holds_the_allegation_and_did_not_plot():
    event = read(PLOT_NOUN)["plot"]
    assert [holder.name for holder in event.holders] == ["Germany"]
    assert [party.name for party in event.actors] == ["two nationals"]
    assert event.recipients == ()


@pytest.mark.parametrize(
    ("rows", "doer", "holder"),
    [(BOARDED, "a tanker", "they"), (SEIZED_IT, "the freighter", "The navy")],
)
def test_what_is_seized_is_suspected_by_who_seizes_it(rows, doer, holder):
    event = read(rows)["damaging"]
    assert [party.name for party in event.actors] == [doer]
    assert [one.name for one in event.holders] == [holder]


@pytest.mark.parametrize(
    ("doer", "country", "role", "threat"),
    [
        ("RUS", "ROU", "act", "airspace_crewed"),
        ("UKR", "MDA", "act", "airspace_crewed"),
        ("RUS", "UKR", "act", None),
        ("RUS", "RUS", "act", None),
        ("RUS", "BLR", "launch", None),
        ("BRA", "ROU", "act", None),
    ],
)
def test_a_missile_is_a_stray_only_where_its_war_is_not_fought(doer, country, role, threat):
    passage = make_passage(*FELL_ABROAD)
    (trigger,) = find_triggers(passage, ENGLISH)
    actors = (Participant(span=SPAN, name="x", country=doer),)
    place = Place(name="x", span=SPAN, country=country, lat=0.0, lon=0.0, precision="settlement", role=role)
    found = type_stray(trigger, actors, place, ENGLISH.triggers, on=date(2024, 5, 1))
    assert found.threat_type == threat
