"""Plots stopped, suspicions of those who seize, lists of states and strays, through the real reader."""

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


def list_countries(parties):
    return [party.country for party in parties]


@pytest.mark.parametrize(
    ("text", "verb", "states"),
    [
        ("Estonia, Latvia and Lithuania expel Russian diplomats.", "expel", ["EST", "LVA", "LTU"]),
        ("Norway and Sweden expel three Belarusian envoys.", "expel", ["NOR", "SWE"]),
        ("Italy, Portugal and Slovenia expel dozens of Russian diplomats.", "expel", ["ITA", "PRT", "SVN"]),
        ("Officials said that Estonia and Latvia expel two Russian envoys.", "expel", ["EST", "LVA"]),
    ],
)
def test_what_a_list_of_states_does_is_an_act(read, text, verb, states):
    event = read(text)[verb]
    assert event.mode == "expel"
    assert list_countries(event.actors) == states


def test_officials_of_listed_states_are_no_verb(read):
    assert "military" not in read("Sweden and Finland military officials met in Oslo.")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("German police arrested two men over a plot to blow up military bases.", "plot"),
        (
            "Two men were arrested in Bavaria on suspicion of planning sabotage attacks for Russia.",
            "planning",
        ),
        ("Danish police arrested a man suspected of plotting to assassinate an Iranian exile.", "plotting"),
        ("Germany arrests two nationals for an alleged military sabotage plot on behalf of Russia.", "plot"),
        ("Prosecutors searched flats over a plan to send incendiary parcels.", "plan"),
    ],
)
def test_a_plot_behind_an_arrest_is_an_allegation_of_a_foiled_act(read, text, word):
    event = read(text)[word]
    assert (event.status, event.outcome) == ("alleged", "foiled")


@pytest.mark.parametrize(
    "text",
    [
        "Officials warned that Russia is planning sabotage of undersea cables.",
        "Moscow accused Kyiv of plotting to assassinate a minister.",
        "Police want to arrest the men for planning sabotage of the railway.",
        "The police arrested four activists who planned to march on the port.",
    ],
)
def test_a_plot_that_nobody_was_held_for_is_not_foiled(read, text):
    assert all(event.outcome is None for event in read(text).values())


def test_the_plot_is_placed_by_the_arrest(read):
    event = read("Poland arrested nine people on suspicion of preparing sabotage for Russia.")["preparing"]
    assert (event.place.country, event.place.role) == ("POL", "arrest")
    assert "POL" not in list_countries(event.actors)


@pytest.mark.parametrize(
    ("text", "word", "doer", "holder"),
    [
        (
            "Finnish police boarded a tanker on Thursday that they suspect of damaging an undersea cable.",
            "damaging",
            "a tanker",
            "Finnish police",
        ),
        (
            "The navy intercepts the freighter after it was suspected of damaging an undersea cable.",
            "damaging",
            "the freighter",
            "navy",
        ),
        (
            "Norwegian officers arrested the crew whom they suspect of damaging an undersea cable.",
            "damaging",
            "the crew",
            "Norwegian officers",
        ),
        (
            "Germany expelled two diplomats accused of spying.",
            "spying",
            "two diplomats",
            "Germany",
        ),
    ],
)
def test_who_seizes_suspects_and_the_seized_is_suspected(read, text, word, doer, holder):
    event = read(text)[word]
    assert event.status == "alleged"
    assert [party.name for party in event.actors] == [doer]
    assert event.holders[0].name.removeprefix("The ") == holder


def test_a_named_accuser_stays_the_holder(read):
    event = read("Poland arrested a scholar accused by Russia of spying.")["spying"]
    assert [holder.name for holder in event.holders] == ["Russia"]


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("Norway announces drone sightings near its offshore platforms.", "sightings", "reported"),
        ("The ministry announced several drone sightings over the port.", "sightings", "reported"),
        ("The army announced a violation of its airspace by two helicopters.", "violation", "reported"),
        ("Minsk announced a military drill for May.", "drill", "planned"),
        ("The president announced sanctions against Iran.", "sanctions", "planned"),
    ],
)
def test_nobody_plans_a_sighting_by_announcing_it(read, text, word, status):
    assert read(text)[word].status == status


@pytest.mark.parametrize(
    ("text", "word", "threat"),
    [
        ("A Russian missile fell in a field in Romania.", "fell", "airspace_crewed"),
        ("A Russian cruise missile landed near the Polish town of Zamosc.", "landed", "airspace_crewed"),
        ("A Russian missile fell on a school in Kharkiv.", "fell", None),
        (
            "A Russian jet collided with an American Reaper drone over the Black Sea.",
            "collided",
            "airspace_crewed",
        ),
        ("A Chinese fighter clipped a patrol plane over the South China Sea.", "clipped", "airspace_crewed"),
        ("A Russian fighter hit a Ukrainian drone over the Black Sea.", "hit", None),
    ],
)
def test_what_a_war_lets_fall_on_others_is_no_combat(read, text, word, threat):
    assert read(text)[word].threat_type == threat


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Iran detained a French couple and uses them as bargaining chips.", "detained"),
        ("Belarus jailed a Polish journalist to put pressure on Warsaw.", "jailed"),
        ("Russia is holding an American teacher as a hostage, Washington said.", "holding"),
        ("China detained two Canadian businessmen, a case of hostage diplomacy.", "detained"),
    ],
)
def test_foreigners_held_for_leverage_are_coercion(read, text, word):
    event = read(text)[word]
    assert (event.threat_type, event.subtype) == ("economic_coercion", "arbitrary_detention")


@pytest.mark.parametrize(
    "text",
    [
        "Turkey arrested a Swedish reporter at a rally.",
        "Police arrested a man who held a woman as a hostage in a bank in Berlin.",
    ],
)
def test_other_arrests_are_none(read, text):
    assert all(event.threat_type is None for event in read(text).values())


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The committee discussed how spies recruit students.", "recruit"),
        ("Her party campaigns for the expulsion of the ambassador.", "expulsion"),
        ("Thousands joined a rally for the release of two reporters.", "release"),
        ("Leaflets urged soldiers to mutiny and kill their officers.", "kill"),
    ],
)
def test_talk_of_how_and_of_what_is_wanted_is_no_deed(read, text, word):
    assert not read(text)[word].status.counts


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Those killed in the attack will be buried on Sunday.", "killed"),
        ("A parcel burst into flames at the embassy in Rome and set a car alight.", "set"),
    ],
)
def test_what_was_done_to_those_told_of_was_done(read, text, word):
    assert read(text)[word].status.counts


def test_what_a_thing_became_is_quoted_whole_and_done_by_nobody(read):
    event = read("A subsea cable between Finland and Germany went dark on Sunday.")["went dark"]
    assert event.threat_type == "undersea"
    assert event.actors == ()
