"""Where an act was done or felt, under whose law, and on which day it came to light."""

import json

import pytest

from tocsin.model import Document, Event
from tocsin.model.codec import decode, encode
from tocsin.sources import parse_moment

PUBLISHED = parse_moment("2026-03-04")


def read(reader, text):
    return reader.read(Document(id="d1", text=text, published_at=PUBLISHED)).events


@pytest.mark.parametrize(
    ("text", "country", "role", "jurisdiction", "owner"),
    [
        ("A Russian jet violated Estonian airspace on Monday.", "EST", "act", "airspace", "EST"),
        ("A tanker entered Finland's territorial waters.", "FIN", "act", "territorial_sea", "FIN"),
        ("A cable in Sweden's exclusive economic zone was cut.", "SWE", "act", "eez", "SWE"),
        (
            "A frigate stopped the ship in international waters of the Baltic Sea.",
            None,
            "act",
            "high_seas",
            None,
        ),
        ("A bomb exploded outside the Russian embassy in Warsaw.", "POL", "act", "territory", "RUS"),
        ("A drone hit a US base in Syria.", "SYR", "act", "territory", "USA"),
        ("Hackers attacked the ministry's network in Tallinn.", "EST", "act", "online", "EST"),
        ("A cable in the Baltic Sea was cut.", None, "act", None, None),
        (
            "The Russian embassy said that a drone hit a house in Odesa.",
            "UKR",
            "act",
            "territory",
            "UKR",
        ),
        ("Polish police arrested a man in Krakow.", "POL", "arrest", "territory", "POL"),
    ],
)
def test_a_place_says_what_ground_it_is_and_whose(reader, text, country, role, jurisdiction, owner):
    place = read(reader, text)[0].place
    assert (place.country, place.role) == (country, role)
    assert (place.jurisdiction, place.jurisdiction_country) == (jurisdiction, owner)


def test_what_was_only_felt_somewhere_is_an_effect(reader):
    events = read(reader, "GPS interference over Estonia disrupted flights to Tartu.")
    (felt,) = [event for event in events if event.place.role == "effect"]
    assert (felt.threat_type, felt.place.country) == ("gnss_interference", "EST")


def test_the_day_of_discovery_is_not_the_day_of_the_act(reader):
    (event,) = read(reader, "A cyberattack on the ministry was uncovered on Monday.")
    assert event.date is None
    assert event.discovered_on.start.isoformat() == "2026-03-02"


def test_events_stored_before_these_fields_load(reader):
    (event,) = read(reader, "A bomb exploded outside the Russian embassy in Warsaw.")
    raw = json.loads(json.dumps(encode(event)))
    assert decode(Event, raw, document_id="d1") == event
    del raw["discovered_on"], raw["place"]["jurisdiction"], raw["place"]["jurisdiction_country"]
    older = decode(Event, raw, document_id="d1")
    assert (older.discovered_on, older.place.jurisdiction) == (None, None)
