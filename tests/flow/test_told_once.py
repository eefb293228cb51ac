"""One act told with several words is one event, and its span holds the words that make it."""

import pytest

from tocsin.model import Document


def read(reader, text):
    events = reader.read(Document(id="d1", text=text)).events
    return {text[event.trigger.start : event.trigger.end]: event for event in events}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Protesters set on fire the embassy in Baghdad.", {"set on fire"}),
        ("The warehouse was set on fire by two men paid by Russia.", {"set"}),
        ("Soldiers opened fire on protesters in Khartoum.", {"opened fire"}),
        ("Gunmen took hostage five aid workers in Mali.", {"took hostage"}),
        ("Militants launched heavy strikes on the port.", {"strikes"}),
        ("Two activists were arrested and detained in Minsk.", {"arrested"}),
    ],
)
def test_one_act_is_one_event(reader, text, words):
    assert set(read(reader, text)) == words


def test_an_arrest_and_a_sentence_are_two(reader):
    events = read(reader, "Two journalists were arrested and jailed in Tehran.")
    assert [event.event_type for event in events.values()] == ["COERCE", "SANCTION"]


def test_whoever_spies_for_a_state_is_not_of_it(reader):
    events = read(reader, "A Swedish court convicted a man of spying for Iran.")
    (man,) = events["convicted"].recipients
    assert (man.name, man.country) == ("a man", None)
    assert [party.country for party in events["spying"].actors] == [None]


def test_a_played_act_is_sure_by_measure(reader):
    events = read(reader, "In the drill, red team soldiers attacked the port of Gdynia.")
    assert events["attacked"].certainty == pytest.approx(0.89)
