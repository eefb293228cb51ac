"""Whether a short text concerns anybody who is followed; parses without a trained model."""

import dataclasses

import pytest
import spacy
from spacy.tokens import Doc

from tocsin.languages import load_language
from tocsin.model import EpistemicStatus, Event, EventTime, Participant, Span
from tocsin.reading.passage import Passage
from tocsin.reading.relevance import concerns_nobody

ENGLISH = load_language("en")
BURGLARY = (
    "Two teenagers were arrested after a knife was seized at a bus stop on Saturday . The pair had robbed a "
    "baker of his takings , neighbours said , and the shop stayed closed for the rest of the weekend ."
)
SPAN = Span("d", 19, 27)


def make_arrest(**changes):
    event = Event(
        id="e",
        trigger=SPAN,
        event_type="COERCE",
        status=EpistemicStatus.HAPPENED,
        time=EventTime.PAST,
        factuality=2.0,
        certainty=0.9,
        unsure=False,
    )
    return dataclasses.replace(event, **changes)


def judge(text: str, *events: Event) -> bool:
    words = text.split()
    passage = Passage(
        doc=Doc(
            spacy.blank("en").vocab,
            words=words,
            lemmas=[word.lower() for word in words],
            sent_starts=[at == 0 for at in range(len(words))],
        ),
        document_id="d",
    )
    return concerns_nobody(text, [passage], events, ENGLISH)


def test_a_burglary_concerns_nobody():
    assert judge(BURGLARY, make_arrest())


@pytest.mark.parametrize(
    "changes",
    [
        {"actors": (Participant(span=SPAN, name="Warsaw", country="POL"),)},
        {"recipients": (Participant(span=SPAN, name="the group", actor_id="group"),)},
        {"threat_type": "sabotage"},
    ],
)
def test_a_known_party_or_a_threat_concerns_somebody(changes):
    assert not judge(BURGLARY, make_arrest(**changes))


@pytest.mark.parametrize("word", ["parliament", "missile", "government"])
def test_words_of_state_and_war_concern_somebody(word):
    assert not judge(BURGLARY.replace("baker", word), make_arrest())


def test_a_text_without_acts_is_left_as_it_is():
    assert not judge(BURGLARY)


def test_a_very_short_text_is_left_as_it_is():
    assert not judge("Two teenagers were arrested .", make_arrest())
