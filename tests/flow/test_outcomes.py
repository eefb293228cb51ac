"""How attempted and feigned acts ended; the act that did not come about is never counted."""

import pytest

from tocsin.model import Document, EpistemicStatus


def read(reader, text):
    return {
        text[e.trigger.start : e.trigger.end]: e for e in reader.read(Document(id="d1", text=text)).events
    }


@pytest.mark.parametrize(
    ("text", "word", "code", "outcome", "status"),
    [
        ("The attackers tried to blow up the bridge but failed.", "tried", "ASSAULT", "failed", "happened"),
        (
            "An attempt to hack the ministry's servers failed, the minister said.",
            "attempt",
            "COERCE",
            "failed",
            "reported",
        ),
        ("Saboteurs failed in their attempt to cut the cable.", "attempt", "ASSAULT", "failed", "happened"),
        ("The attempted coup in Bamako was put down within hours.", "coup", "COERCE", "failed", "happened"),
        (
            "Poland accused Russia of a failed attempt to blow up a train.",
            "attempt",
            "ASSAULT",
            "failed",
            "alleged",
        ),
        ("Police foiled an attempt to derail a train near Lviv.", "foiled", "ASSAULT", "foiled", "happened"),
        (
            "A plot to bomb the pipeline was thwarted by the service.",
            "thwarted",
            "ASSAULT",
            "foiled",
            "happened",
        ),
        (
            "Security services averted an arson attack on a warehouse.",
            "averted",
            "ASSAULT",
            "foiled",
            "happened",
        ),
        (
            "A bomb threat at Vilnius airport was a hoax, police said.",
            "threat",
            "THREATEN",
            "hoax",
            "reported",
        ),
        (
            "A hoax call closed the airport in Warsaw for two hours.",
            "call",
            "THREATEN",
            "hoax",
            "happened",
        ),
        (
            "The letter bomb sent to the embassy in Madrid turned out to be harmless.",
            "sent",
            "THREATEN",
            "hoax",
            "happened",
        ),
    ],
)
def test_attempts_and_hoaxes_carry_how_they_ended(reader, text, word, code, outcome, status):
    event = read(reader, text)[word]
    assert (event.event_type, event.outcome, event.status) == (code, outcome, EpistemicStatus(status))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The attackers tried to blow up the bridge but failed.", "blow up"),
        ("An attempt to hack the ministry's servers failed, officials said.", "hack"),
        ("Police foiled an attempt to derail a train near Lviv.", "derail"),
        ("Security services averted an arson attack on a warehouse.", "attack"),
    ],
)
def test_the_act_that_failed_is_not_counted(reader, text, word):
    assert not read(reader, text)[word].is_counted


def test_an_attempt_still_open_has_no_outcome(reader):
    events = read(reader, "Rebels tried to seize the airport.")
    assert [event.outcome for event in events.values()] == [None]
    assert not any(event.is_counted for event in events.values())


def test_no_hoax_is_an_attack_and_a_live_bomb_is_none(reader):
    hoax = read(reader, "A suspicious package sent to the embassy in Madrid turned out to be harmless.")
    assert {(e.event_type, e.threat_type, e.outcome) for e in hoax.values()} == {
        ("THREATEN", "parcel_device", "hoax")
    }
    live = read(reader, "A letter bomb sent to the embassy in Madrid exploded and was not harmless.")
    assert live and all(event.outcome is None for event in live.values())


def test_counts_of_hoaxes_have_bounds(reader):
    text = "At least 200 schools in Latvia received hoax bomb threats on Monday; two people were detained."
    events = read(reader, text)
    assert events["threats"].outcome == "hoax"
    assert [(c.what, c.min, c.max) for c in events["detained"].counts] == [("detained", 2, 2)]
