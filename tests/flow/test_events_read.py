"""Whole sentences through the real reader: what news showed wrong once stays right."""

from datetime import UTC, datetime

import pytest

from tocsin.model import Document

PUBLISHED = datetime(2025, 12, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def read(reader):
    def read_events(text):
        document = Document(id="d1", text=text, published_at=PUBLISHED)
        return {text[e.trigger.start : e.trigger.end]: e for e in reader.read(document).events}

    return read_events


def name_all(parties):
    return [party.name for party in parties]


def list_countries(parties):
    return [party.country for party in parties]


def test_combat_in_a_war_is_no_hybrid_act(read):
    event = read("A Russian missile killed four in Dnipro.")["killed"]
    assert (event.event_type, event.threat_type) == ("ASSAULT", None)
    assert list_countries(event.recipients) == ["UKR"]


def test_sabotage_far_from_the_front_stays(read):
    event = read("Saboteurs set fire to a railway signal box in Warsaw.")["set"]
    assert (event.threat_type, event.subtype) == ("sabotage", "arson")


def test_a_fire_that_was_set_is_an_act(read):
    assert read("A fire was set at a warehouse in Vilnius.")["set"].threat_type == "sabotage"


@pytest.mark.parametrize(
    "text",
    [
        "The Kremlin called the remarks irresponsible.",
        "US President Donald Trump on Tuesday called Britain's ambassador a fool.",
    ],
)
def test_calling_names_is_disapproval(read, text):
    assert (read(text)["called"].event_type, read(text)["called"].mode) == ("ACCUSE", "disapprove")


def test_a_figure_of_speech_is_no_event(read):
    assert read("The silence spoke volumes about the alliance.") == {}


@pytest.mark.parametrize(
    ("text", "word", "recipients"),
    [
        ("Moscow accused the alliance of preparing for a major war.", "accused", ["the alliance"]),
        ("Unknown persons damaged a railway line last weekend.", "damaged", ["a railway line"]),
    ],
)
def test_recipients_end_where_they_should(read, text, word, recipients):
    assert name_all(read(text)[word].recipients) == recipients


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("A strike killed two people in the Ukrainian city of Dnipro.", "killed", "Dnipro"),
        ("Drones were seen near Copenhagen's airport.", "seen", "Copenhagen"),
        ("Drones halted flights at Munich airport on Thursday.", "halted", "Munich"),
        ("Drones were seen at airports in Copenhagen and Oslo.", "seen", "Copenhagen"),
        ("Flights were suspended at Munich airport after drones were sighted.", "sighted", "Munich"),
    ],
)
def test_places_are_towns_not_adjectives(read, text, word, name):
    place = read(text)[word].place
    assert place is not None and place.name.startswith(name)


def test_a_flight_that_lost_its_signal_did_not_jam_it(read):
    text = "Two Finnair flights were forced back to Helsinki from Tartu when they lost their GPS signal."
    assert read(text)["lost"].actors == ()


def test_the_main_clause_of_a_brief_is_dated_to_its_day(read):
    text = "Russia expels three diplomats."
    when = read(text)["expels"].date
    assert when is not None and when.start == PUBLISHED.date()
    assert text[when.span.start : when.span.end] == "expels"


@pytest.mark.parametrize(
    "text", ["Russia expelled three diplomats.", "Russia expels three diplomats.\n\nThe ministry is silent."]
)
def test_past_tense_and_longer_texts_stay_undated(read, text):
    assert next(iter(read(text).values())).date is None


def test_the_country_spoken_of_is_found(read):
    event = read("Lithuania accused its neighbor of sending balloons into the country.")["sending"]
    assert list_countries(event.recipients) == ["LTU"]


def test_we_is_the_state_that_speaks(read):
    event = read('"We will close our border," Lithuanian Prime Minister Inga Ruginiene said.')["close"]
    assert list_countries(event.actors) == ["LTU"]


@pytest.mark.parametrize(
    ("text", "word", "event_type"),
    [
        ("Finland says it will not accept the refugees.", "accept", "REJECT"),
        ("Finland refused to meet Russian diplomats.", "refused", "REJECT"),
        ("Finland is willing to send doctors to Kenya.", "willing", "AGREE"),
        ("Finland will release two Russian sailors.", "release", "AGREE"),
        ("Finland signed a trade agreement with Kenya.", "signed", "SUPPORT"),
        ("Finland lifted its ban on Kenyan flights.", "lifted", "CONCEDE"),
        ("Finland gave 20 million euros to Kenya.", "gave", "AID"),
        ("The prime minister of Finland said that Russia must release the crew.", "said", "REQUEST"),
        ("Finnish prosecutors launched an investigation into the Russian bank.", "investigation", "ACCUSE"),
    ],
)
def test_verbal_and_material_acts_are_told_apart(read, text, word, event_type):
    assert read(text)[word].event_type == event_type


def test_whom_a_threat_is_said_of_stands_in_the_clause_below(read):
    event = read("Norway's rebels threatened to shell Swedish troops.")["threatened"]
    assert name_all(event.recipients) == ["Swedish troops"]


def test_a_hoax_is_told_as_one(read):
    assert read("A letter bomb sent to the embassy in Rome was a hoax.")["bomb"].outcome == "hoax"


def test_who_blames_is_not_who_did_it(read):
    event = read("Iran was blamed for the attack on the tanker by the United States.")["attack"]
    assert list_countries(event.actors) == ["IRN"]


def test_what_was_set_on_fire_lies_behind(read):
    event = read("A depot in Warsaw was set on fire on Monday, firefighters said.")["set"]
    assert event.date.start.isoformat() == "2025-12-01"
