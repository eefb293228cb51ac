"""Places are found in our table, among countries and among towns, best first."""

import pytest

from tocsin.gazetteer import (
    find_candidates,
    find_place_by_id,
    find_places,
    has_name,
    is_within,
    iter_names,
    list_containers,
    resolve_place,
)

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
    assert len(places) > 1500
    assert all(-90 <= place.lat <= 90 and -180 <= place.lon <= 180 for place in places)
    assert {place.precision for place in places} <= PRECISIONS
    assert all(place.radius_km > 0 for place in places)


def test_candidates_are_all_places_of_the_name_whatever_their_size():
    springfields = find_candidates("Springfield")
    assert len([place for place in springfields if place.country == "USA"]) > 20
    assert min(place.population for place in springfields) < 1_000
    assert find_candidates("Harris") and find_candidates("Nice")


def test_no_place_is_a_candidate_twice():
    for name in ("Texas", "Kharkiv region", "Kaliningrad", "Lviv", "Brest"):
        ids = [place.geonames_id for place in find_candidates(name) if place.geonames_id]
        assert len(ids) == len(set(ids)) > 0


@pytest.mark.parametrize(
    ("name", "geonames_id"),
    [
        ("Ukraine", "690791"),
        ("Europe", "6255148"),
        ("TX", "4736286"),
        ("Tex.", "4736286"),
        ("W. Va.", "4826850"),
        ("B.C.", "5909050"),
        ("NSW", "2155400"),
        ("England", "6269131"),
        ("Київ", "703448"),
        ("Chasov Yar", "710915"),
    ],
)
def test_name_leads_to_the_geonames_id(name, geonames_id):
    assert geonames_id in {place.geonames_id for place in find_candidates(name)}


def test_short_capitals_mean_nothing_in_lower_case():
    assert not {place.name for place in find_candidates("tx")} & {"Texas"}


def test_town_in_headline_capitals_is_found_and_a_body_is_no_town():
    assert resolve_place("KYIV").name == "Kyiv"
    assert not find_candidates("EU") and not has_name("EU") and not find_candidates("IS")


def test_nation_of_the_kingdom_is_a_place_of_its_own():
    assert [place.id for place in find_candidates("Scotland")[:2]] == ["geonames:2638360", "country:GBR"]
    assert find_candidates("Georgia")[0].id == "country:GEO"


@pytest.mark.parametrize(("name", "country"), [("Longyearbyen", "NOR"), ("Mariehamn", "FIN")])
def test_town_of_an_archipelago_is_in_the_country_that_news_means(name, country):
    assert {place.country for place in find_candidates(name)} == {country}


def test_alternate_name_is_told_from_the_main_one():
    odessas = find_candidates("Odessa")
    assert {place.country: place.is_main_name for place in odessas[:2]} == {"UKR": False, "USA": True}


def test_town_lies_in_its_divisions_and_country():
    austin = next(place for place in find_candidates("Austin") if place.admin1 == "TX")
    containers = list_containers(austin)
    assert [place.precision for place in containers] == ["admin2", "admin1", "country"]
    assert all(is_within(austin, container) for container in containers)
    assert not is_within(austin, next(p for p in find_candidates("Ohio") if p.kind in {"admin1", "region"}))
    assert not is_within(containers[1], austin)


def test_point_of_a_division_is_in_its_middle():
    donetsk = next(place for place in find_candidates("Donetsk Oblast") if place.precision == "admin1")
    assert abs(donetsk.lat - 48.1) < 0.5 and abs(donetsk.lon - 37.8) < 0.5


@pytest.mark.parametrize("name", ["Estlink 2", "Ukraine", "Wyryki", "Springfield", "saint petersburg"])
def test_known_name_is_known(name):
    assert has_name(name)


@pytest.mark.parametrize("name", ["Narniagrad", "", "the", "Springfield Narnia"])
def test_unknown_name_is_not(name):
    assert not has_name(name)


def test_airport_is_found_again_by_its_id():
    bodo = next(place for place in find_candidates("Bodø Airport") if place.id.startswith("airport:"))
    assert find_place_by_id(bodo.id).country == "NOR"
