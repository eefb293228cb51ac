"""Countries are found by every name news text gives them, and members by the day."""

from datetime import date

import pytest

from tocsin.gazetteer import (
    all_countries,
    country_of_demonym,
    country_of_metonym,
    find_country,
    is_eu_member,
    is_nato_member,
)


def code_of(country):
    return country.iso3 if country is not None else None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Russia", "RUS"),
        ("the United States", "USA"),
        ("U.S.", "USA"),
        ("US", "USA"),
        ("UK", "GBR"),
        ("Britain", "GBR"),
        ("Czech Republic", "CZE"),
        ("Türkiye", "TUR"),
        ("Turkiye", "TUR"),
        ("the Netherlands", "NLD"),
        ("Ivory Coast", "CIV"),
        ("XKX", "XKX"),
        ("Republic of Korea", "KOR"),
        ("Democratic People’s Republic of Korea", "PRK"),
    ],
)
def test_country_is_found_by_any_of_its_names(name, code):
    assert code_of(find_country(name)) == code


@pytest.mark.parametrize("word", ["us", "car", "Baltic", "", "Narnia"])
def test_word_that_names_no_country_is_none(word):
    assert find_country(word) is None


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Polish", "POL"),
        ("Poles", "POL"),
        ("Dane", "DNK"),
        ("Burkinabè", "BFA"),
        ("Saudi Arabian", "SAU"),
        ("polish", None),
        ("Nordic", None),
    ],
)
def test_demonym_needs_its_capital_letter(word, code):
    assert code_of(country_of_demonym(word)) == code


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("the Kremlin", "RUS"),
        ("Moscow", "RUS"),
        ("Downing Street", "GBR"),
        ("White House", "USA"),
        ("Kiev", "UKR"),
        ("Brussels", None),
    ],
)
def test_seat_of_government_stands_for_its_country_unless_two_sit_there(phrase, code):
    assert code_of(country_of_metonym(phrase)) == code


@pytest.mark.parametrize(
    ("iso3", "day", "member"),
    [
        ("FIN", date(2023, 4, 3), False),
        ("FIN", date(2023, 4, 4), True),
        ("SWE", date(2024, 3, 6), False),
        ("SWE", date(2024, 3, 7), True),
        ("UKR", date(2025, 1, 1), False),
        ("XXX", date(2025, 1, 1), False),
    ],
)
def test_nato_membership_begins_on_the_day_of_accession(iso3, day, member):
    assert is_nato_member(iso3, day) is member


def test_united_kingdom_left_the_eu_after_its_last_day():
    assert is_eu_member("GBR", date(2020, 1, 31))
    assert not is_eu_member("GBR", date(2020, 2, 1))


def test_members_are_thirty_two_and_twenty_seven():
    day = date(2025, 6, 1)
    assert sum(is_nato_member(country.iso3, day) for country in all_countries()) == 32
    assert sum(is_eu_member(country.iso3, day) for country in all_countries()) == 27


def test_every_country_has_one_code_and_a_point_on_the_globe():
    countries = all_countries()
    assert len(countries) == 250
    assert len({country.iso3 for country in countries}) == len({country.iso2 for country in countries}) == 250
    assert all(-90 <= country.lat <= 90 and -180 <= country.lon <= 180 for country in countries)
