from dataclasses import replace
from datetime import date

import pytest
from event_parses import AGREED, BOMBED_BY, CABLE, EXPULSION, KILLED_IN, SAID_ATTACKED, make_passage

from tocsin.languages import load_language
from tocsin.model import EpistemicStatus, EventTime
from tocsin.reading.events import assembling, find_events
from tocsin.reading.status import Judged

ENGLISH = load_language("en")


def read(rows):
    return find_events(make_passage(*rows), (), ENGLISH)


@pytest.fixture
def judged(monkeypatch):
    """Let a test say what status every event gets."""

    def set_status(status):
        verdict = Judged(status=status, time=EventTime.FUTURE, factuality=-2.0, certainty=0.5)
        monkeypatch.setattr(assembling, "judge_status", lambda *_, **__: verdict)

    return set_status


def test_event_carries_type_parties_count_and_score():
    (event,) = read(EXPULSION)
    assert (event.event_type, event.mode, event.score) == ("SANCTION", "expel", -5.5)
    assert [one.name for one in event.actors] == ["Warsaw"]
    assert [(count.what, count.min) for count in event.counts] == [("expelled", 3)]


def test_trigger_offsets_quote_the_trigger_and_make_the_id():
    passage = make_passage(*BOMBED_BY)
    (event,) = find_events(replace(passage, offset=100), (), ENGLISH)
    words = passage.doc.text[event.trigger.start - 100 : event.trigger.end - 100]
    assert words == "bombed"
    assert event.id == f"d-e{event.trigger.start}-{event.trigger.end}"


def test_two_triggers_in_a_sentence_are_two_events_with_two_ids():
    found = read(KILLED_IN)
    assert len({event.id for event in found}) == len(found) == 2


def test_threat_without_plover_score_is_still_an_event():
    (event,) = read(CABLE)
    assert event.threat_type == "undersea"
    assert event.actors == ()


def test_planned_meeting_is_coded_as_agreed(judged):
    rows = (
        "Macron 2 nsubj NNP PERSON",
        "will 2 aux MD",
        "visit 2 ROOT VB visit",
        "President 4 compound NNP",
        "Duda 2 dobj NNP PERSON",
    )
    judged(EpistemicStatus.PLANNED)
    (planned,) = read(rows)
    judged(EpistemicStatus.HAPPENED)
    (happened,) = read(rows)
    assert (planned.event_type, planned.mode, planned.score) == ("AGREE", None, 2.5)
    assert (happened.event_type, happened.mode) == ("CONSULT", "visit")


def test_planned_attack_stays_an_attack(judged):
    judged(EpistemicStatus.PLANNED)
    assert [event.event_type for event in read(SAID_ATTACKED)] == ["ASSAULT"]


def test_text_without_triggers_has_no_events():
    assert read(("Nothing 1 nsubj NN", "happened 1 ROOT VBD happen")) == ()


def test_reading_twice_gives_the_same():
    assert read(AGREED) == read(AGREED)


CLOSED_AFTER = (
    "Copenhagen 1 compound NNP ORG",
    "airport 3 nsubjpass NN airport",
    "was 3 auxpass VBD be",
    "{main} 3 ROOT VBN {lemma}",
    "on 3 prep IN",
    "Monday 4 pobj NNP DATE",
    "after 10 mark IN",
    "drones 10 nsubjpass NNS drone",
    "had 10 aux VBD have",
    "been 10 auxpass VBN be",
    "seen 3 advcl VBN see",
    "nearby 10 advmod RB",
)


def test_a_clause_that_tells_why_has_the_day_and_place_of_what_was_done_at_once():
    seen = next(
        e for e in read([row.format(main="closed", lemma="close") for row in CLOSED_AFTER]) if e.means
    )
    assert seen.date is not None and seen.date.start == date(2025, 9, 8)
    assert seen.place is not None and seen.place.name == "Copenhagen"


def test_a_clause_that_tells_why_has_not_the_day_of_a_late_answer():
    rows = [row.format(main="sanctioned", lemma="sanction") for row in CLOSED_AFTER]
    assert [e.date for e in read(rows) if e.trigger.start > 40] == [None]


def test_a_means_of_another_clause_is_not_the_means_of_the_act():
    rows = (
        "Guards 2 nsubjpass NNS guard",
        "were 2 auxpass VBD be",
        "attacked 2 ROOT VBN attack",
        "and 2 cc CC",
        "drones 5 nsubj NNS drone",
        "flew 2 conj VBD fly",
        "into 5 prep IN",
        "Poland 6 pobj NNP GPE",
    )
    assert read(rows)[0].means is None
