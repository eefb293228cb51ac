"""Places are found in our table, among countries and among towns, best first."""

import pytest

from tocsin.gazetteer import find_place_by_id, find_places, iter_names, resolve_place

PRECISIONS = {"exact", "site", "settlement", "admin2", "admin1", "country", "sea_area", "unknown"}


def id_of(place):
    return place.id if place is not None else None


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("the Baltic Sea", "sea:baltic_sea"),
        ("Donbass", "region:donbas"),
        ("Suwalki Gap", "region:suwalki_gap"),
        ("Heathrow", "site:heathrow_airport"),
        ("Tallinn Airport", "site:tallinn_airport"),
        ("Estlink 2", "line:estlink_2"),
        ("Nord Stream", "line:nord_stream_1"),
        ("Åland", "island:aland"),
        ("Zaporizhzhia nuclear plant", "site:zaporizhzhia_nuclear_power_plant"),
        ("Belarus-Poland border", "border:belarus_poland_border"),
        ("Georgia", "country:GEO"),
        ("US", "country:USA"),
        ("Turkish airspace", "country:TUR"),
        ("Tallinn", "geonames:588409"),
        ("Kiev", "geonames:703448"),
        ("Odessa", "geonames:698740"),
        ("Gdansk", "geonames:3099434"),
        ("Kerman, Iran", "geonames:128234"),
        ("Nowhereville, Iran", "country:IRN"),
        ("the White House", "site:white_house"),
    ],
)
def test_name_resolves_to_the_place_news_means(name, place_id):
    assert id_of(resolve_place(name)) == place_id


NO_PLACES = [
    "nice",
    "reading",
    "Vladimir Putin",
    "Harris",
    "Washington Post",
    "Narnia",
    "No, Narnia",
    ",",
    "",
]


@pytest.mark.parametrize("name", NO_PLACES)
def test_word_or_person_is_no_place(name):
    assert resolve_place(name) is None


def test_country_of_the_text_prefers_its_own_town():
    assert resolve_place("Paris").country == "FRA"
    assert resolve_place("Paris", countries=["USA"]).country == "USA"
    assert resolve_place("Paris", countries=["EST"]).country == "FRA"


def test_towns_come_by_population():
    towns = [place for place in find_places("Birmingham") if place.kind == "settlement"]
    populations = [place.population for place in towns]
    assert len(populations) > 1
    assert populations == sorted(populations, reverse=True)


@pytest.mark.parametrize("place_id", ["geonames:588409", "country:EST", "island:gotland"])
def test_place_is_found_again_by_its_id(place_id):
    assert find_place_by_id(place_id).id == place_id


@pytest.mark.parametrize("place_id", ["geonames:0", "country:XXX", "island:atlantis", ""])
def test_unknown_id_is_none(place_id):
    assert find_place_by_id(place_id) is None


def test_every_name_for_matching_leads_to_a_place():
    names = list(iter_names())
    assert ("Baltic Sea", "sea:baltic_sea") in names
    assert ("United Arab Emirates", "country:ARE") in names
    assert all(find_places(name) for name, _ in names)


def test_every_listed_place_lies_on_the_globe_with_a_known_precision():
    places = [
        find_place_by_id(place_id) for place_id in dict.fromkeys(place_id for _, place_id in iter_names())
    ]
    assert len(places) > 600
    assert all(-90 <= place.lat <= 90 and -180 <= place.lon <= 180 for place in places)
    assert {place.precision for place in places} <= PRECISIONS
    assert all(place.radius_km > 0 for place in places)
