import time

import pytest

from tocsin.register.offices import find_named_country, is_office
from tocsin.register.pointing import Pointed, find_denying_state, find_pointed, is_denial


@pytest.mark.parametrize(
    ("words", "act", "towards"),
    [
        ("Russia is behind the fire", "attributes", "RUS"),
        ("we believe that Russia is behind most of the flights", "suspects", "RUS"),
        ("it is likely that Russian services had something to do with the fire", "suspects", "RUS"),
        ("the arson was ordered by the Russian special services", "attributes", "RUS"),
        ("it was the work of Belarus", "attributes", "BLR"),
    ],
)
def test_words_point_at_a_state(words, act, towards):
    assert find_pointed(words) == Pointed(act=act, towards=towards)


@pytest.mark.parametrize(
    "words",
    [
        "there is no sign that Russia is behind the fire",
        "he asked whether Russia was behind it",
        "if Russia is behind it there will be an answer",
        "the group does not act on the orders of Russia",
        "a gang was behind the fire",
    ],
)
def test_doubts_questions_and_gangs_point_at_no_state(words):
    assert find_pointed(words) is None


@pytest.mark.parametrize(
    "words",
    [
        "Moscow rejected the accusations",
        "he called the claims completely baseless",
        "Belarus had nothing to do with it",
        "the aircraft did not violate the border of any state",
    ],
)
def test_rejecting_an_accusation_is_a_denial(words):
    assert is_denial(words)


@pytest.mark.parametrize(
    "words", ["he rejected a ceasefire", "the minister denied them entry", "we follow events"]
)
def test_rejecting_other_things_denies_nothing(words):
    assert not is_denial(words)


def test_a_state_by_name_denies():
    assert find_denying_state("Ukraine denies the charge.") == "UKR"
    assert find_denying_state("The operator denies the charge.") is None


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("The Russian embassy in Prague spoke of a fairy tale.", "RUS"),
        ("A spokeswoman for the foreign ministry in Minsk laughed the charge off.", "BLR"),
        ("Moscow called the report baseless.", "RUS"),
        ("Poland's minister rejected the offer.", None),
        ("Germany denied visas to two diplomats.", None),
        ("The Estonian minister called the flight a provocation.", None),
        ("Polish police said that the paper's report was baseless.", None),
    ],
)
def test_who_speaks_for_a_state_dismisses_an_accusation(words, state):
    assert find_denying_state(words) == state


@pytest.mark.parametrize(
    "publisher",
    ["Estonian Ministry of Foreign Affairs", "National Armed Forces of Latvia", "National Court of Spain"],
)
def test_public_bodies_are_offices(publisher):
    assert is_office(publisher)


@pytest.mark.parametrize(
    "publisher",
    ["State Bulletin", "Iberian Press Agency", "Military Times", "Army Technology", "Morning Paper"],
)
def test_newspapers_are_no_offices(publisher):
    assert not is_office(publisher)


def test_the_country_in_a_name_comes_before_a_body_of_the_same_name_elsewhere():
    assert find_named_country("National Cyber Security Centre of Lithuania") == "LTU"
    assert find_named_country("Polish ministries of justice and the interior") == "POL"
    assert find_named_country("three Russian MiG-31s") == "RUS"
    assert find_named_country("two hacktivists") is None


def test_word_without_end_is_looked_at_in_time():
    began = time.monotonic()
    for word in ("A" * 100_000, "A-" * 50_000, "The " * 25_000):
        assert find_denying_state(f"{word} denied") is None
        assert find_pointed(f"{word} was nowhere") is None
    assert time.monotonic() - began < 20


def test_people_and_ships_of_a_country_are_not_pointed_at_as_the_country():
    assert find_pointed("The raid was carried out by Russian intelligence.") is not None
    assert find_pointed("The raid was carried out by Russian hackers.") is None
    assert find_pointed("The raid was carried out by Russian-speaking criminals.") is None
