import re

import pytest

from tocsin.languages import load_language
from tocsin.reading.places.holding import make_units
from tocsin.reading.places.naming import Toponym
from tocsin.reading.places.resolving import choose_most_populous, resolve_toponyms

WORDS = load_language("en").places


def mark(text: str) -> tuple[str, list[Toponym]]:
    """Names stand in brackets: "in [Paris], [Texas]"."""
    names, plain = [], ""
    for part in re.split(r"(\[[^]]+\])", text):
        if part.startswith("["):
            names.append(Toponym(len(plain), len(plain) + len(part) - 2, part[1:-1]))
            part = part[1:-1]
        plain += part
    return plain, names


def resolve(text: str, *, home: str | None = None) -> list[str | None]:
    plain, names = mark(text)
    places = resolve_toponyms(plain, names, WORDS, home=home)
    return [None if place is None else place.entry.country for place in places]


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Fire in [Paris], [Texas]", ["USA", "USA"]),
        ("Fire in [Paris], [France]", ["FRA", "FRA"]),
        ("Fire in [Paris]", ["FRA"]),
        ("[London], [Ontario], is calm", ["CAN", "CAN"]),
        ("[Kharkiv], [Odesa] and [Moscow]", ["UKR", "UKR", "RUS"]),
        ("Nobody knows [Zzyqqx]", [None]),
    ],
)
def test_what_contains_a_name_tells_which_is_meant(text, countries):
    assert resolve(text) == countries


def test_a_name_once_told_means_the_same_all_over_the_text():
    text = "[Athens], [Georgia]: the mayor of [Athens] spoke. Rain fell on [Athens]."
    assert resolve(text) == ["USA"] * 4


def test_neighbours_tell_which_town_is_meant():
    assert resolve("[Columbus], [Dayton], [Cincinnati] and [Cambridge]")[-1] == "USA"
    assert resolve("[Peterborough], [Ipswich], [Norwich] and [Cambridge]")[-1] == "GBR"


def test_the_country_of_publication_speaks_for_its_own_towns():
    assert resolve("Police in [Cambridge]", home="GBR") == ["GBR"]
    assert resolve("Police in [Cambridge]", home="USA") == ["USA"]


def test_confidence_is_a_probability_and_higher_where_the_text_tells():
    told = resolve_toponyms(*mark("In [Springfield], [Illinois]"), WORDS)[0]
    open_ = resolve_toponyms(*mark("In [Springfield]"), WORDS)[0]
    assert told is not None and open_ is not None
    assert 0 < open_.confidence < told.confidence <= 1


def test_the_baseline_takes_the_largest_whatever_the_text_says():
    _, names = mark("Fire in [Paris], [Texas]")
    first = choose_most_populous(names, WORDS)[0]
    assert first is not None and first.entry.country == "FRA"


def test_mentions_with_one_name_and_one_container_are_one_unit():
    units, unit_of = make_units(*mark("[Paris], [Texas]. [Paris]. [Paris], [Texas]."), WORDS)
    assert unit_of[0] == unit_of[3] != unit_of[2]
    assert [unit.count for unit in units] == [2, 2, 1]


def test_a_list_of_towns_holds_nothing():
    units, _ = make_units(*mark("[Riga], [Tallinn] and [Vilnius]"), WORDS)
    assert [unit.holder for unit in units] == [None, None, None]


@pytest.mark.parametrize(
    ("text", "is_strict"),
    [
        ("[Paris], [Texas]", True),
        ("[Paris] ([Texas])", True),
        ("[Paris] in eastern [Texas]", False),
    ],
)
def test_a_comma_holds_more_strictly_than_a_preposition(text, is_strict):
    units, _ = make_units(*mark(text), WORDS)
    assert units[0].holder is not None and units[0].holder.is_strict is is_strict
