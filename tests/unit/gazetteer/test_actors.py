"""Actors are found by name, seat, organ and, given a day, by office; noun phrases are coded to actors."""

from datetime import date

import pytest

from tocsin.gazetteer import all_actors, compose_actor, find_actor, find_actor_by_id

DAY = date(2025, 12, 1)


def id_of(entry):
    return entry.id if entry is not None else None


@pytest.mark.parametrize(
    ("name", "actor_id"),
    [
        ("Russia", "RUS"),
        ("the United States", "USA"),
        ("NATO", "NATO"),
        ("Nato", "NATO"),
        ("EU", "EUU"),
        ("U.N. Security Council", "UNO.UNSC"),
        ("the Kremlin", "RUS.GOV"),
        ("Warsaw", "POL.GOV"),
        ("Russia's Foreign Ministry", "RUS.GOV.MFA"),
        ("Russian Defense Ministry", "RUS.GOV.MOD"),
        ("Ministry of Defence of Ukraine", "UKR.GOV.MOD"),
        ("Moldovan foreign affairs ministry", "MDA.GOV.MFA"),
        ("U.S. State Department", "USA.GOV.MFA"),
        ("Pakistani Air Force", "PAK.MIL.AIR"),
        ("Federal Security Service", "RUS.SPY.FSB"),
        ("Fancy Bear", "org:apt28"),
        ("the Wagner Group", "org:wagner_group"),
        ("Giuseppe Cavo Dragone", "person:giuseppe_cavo_dragone"),
        ("Volodymyr Zelensky", "person:volodymyr_zelenskyy"),
        ("Russian President Vladimir Putin", "person:vladimir_putin"),
        ("President Putin", "person:vladimir_putin"),
        ("Kremlin spokesman Dmitry Peskov", "person:dmitry_peskov"),
        ("Prime Minister Kishida Fumio of Japan", "person:fumio_kishida"),
    ],
)
def test_actor_is_found_by_name(name, actor_id):
    assert id_of(find_actor(name)) == actor_id


@pytest.mark.parametrize(
    "name", ["us", "is", "who", "anonymous", "conti", "kremlin", "azov", "", "   ", "Narnia"]
)
def test_ordinary_word_is_no_actor(name):
    assert find_actor(name) is None


@pytest.mark.parametrize(
    ("office", "day", "actor_id"),
    [
        ("NATO Secretary General", date(2024, 9, 30), "person:jens_stoltenberg"),
        ("NATO Secretary General", date(2024, 10, 1), "person:mark_rutte"),
        ("German chancellor", date(2021, 12, 1), "person:angela_merkel"),
        ("German chancellor", date(2023, 1, 1), "person:olaf_scholz"),
        ("Polish Prime Minister", date(2020, 1, 1), "person:mateusz_morawiecki"),
        ("EU foreign policy chief", DAY, "person:kaja_kallas"),
        ("Estonian Prime Minister", date(2023, 1, 1), "person:kaja_kallas"),
        ("President of Ukraine", date(2018, 1, 1), "person:petro_poroshenko"),
        ("FBI director", date(2020, 1, 1), "person:christopher_wray"),
    ],
)
def test_office_names_its_holder_of_the_day(office, day, actor_id):
    assert id_of(find_actor(office, on=day)) == actor_id


def test_office_without_a_day_names_nobody():
    assert find_actor("NATO Secretary General") is None


def test_same_person_has_the_office_of_the_day():
    assert find_actor("Mark Rutte", on=date(2020, 1, 1)).country == "NLD"
    assert find_actor("Mark Rutte", on=DAY).country == "NATO"


def test_organ_every_state_has_is_made_from_its_id():
    entry = find_actor_by_id("ISL.GOV.MFA")
    assert (entry.name, entry.country, entry.sector) == ("Icelandic Foreign Ministry", "ISL", "GOV")


@pytest.mark.parametrize("actor_id", ["ISL.GOV.NONSENSE", "XXX.GOV", "", "person:nobody"])
def test_unknown_id_is_none(actor_id):
    assert find_actor_by_id(actor_id) is None


@pytest.mark.parametrize(
    ("phrase", "actor_id", "country", "sector", "tie"),
    [
        ("Polish border guards", "POL.COP.BORDER", "POL", "COP", "of"),
        ("German prosecutors", "DEU.JUD.PROS", "DEU", "JUD", "of"),
        ("pro-Russian hackers", None, "RUS", "UAF", "pro"),
        ("anti-Russian protesters", None, None, "CVL", "anti"),
        ("Kremlin-backed separatists", None, "RUS", "REB", "linked"),
        ("a Russia-linked tanker", None, "RUS", "BUS", "linked"),
        ("two Russian diplomats", None, "RUS", "GOV", "of"),
        ("Iraqi Prime Minister Haider Abadi", "person:haider_al_abadi", "IRQ", "GOV", "of"),
        ("two ethnic Greeks", None, "GRC", "CVL", "of"),
        ("the ambassador to Poland", None, None, "GOV", "of"),
        ("the Russians", None, "RUS", "CVL", "of"),
        ("Russian", "RUS", "RUS", None, "of"),
        ("Wagner mercenaries", "org:wagner_group", "RUS", "UAF", "of"),
        ("Taliban fighters", "org:taliban", "AFG", "REB", "of"),
        ("Assad’s government", None, "SYR", "GOV", "of"),
        ("FBI agents", None, "USA", "COP", "of"),
        ("European officials", None, None, "GOV", "of"),
        ("hackers", None, None, "UAF", "of"),
    ],
)
def test_phrase_is_coded_to_actor_country_and_sector(phrase, actor_id, country, sector, tie):
    ref = compose_actor(phrase, on=DAY)
    assert (ref.actor_id, ref.country, ref.sector, ref.tie) == (actor_id, country, sector, tie)


@pytest.mark.parametrize("phrase", ["", "the weather", "Swedish Match", "Paris attack", "it"])
def test_phrase_that_names_no_actor_is_none(phrase):
    assert compose_actor(phrase, on=DAY) is None


def test_hostile_phrase_is_bounded():
    assert len(compose_actor("hackers " * 100_000).name) <= 300


def test_no_name_means_two_actors():
    ids_by_name = {}
    for entry in all_actors():
        ids_by_name.setdefault(entry.name, set()).add(entry.id)
    assert {name: ids for name, ids in ids_by_name.items() if len(ids) > 1} == {}


def test_terms_end_after_they_begin():
    terms = [(entry.since, entry.until) for entry in all_actors() if entry.since and entry.until]
    assert terms
    assert all(since <= until for since, until in terms)


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("top Hezbollah commander", "LBN"),
        ("suspected Boko Haram gunmen", "NGA"),
        ("former FBI agent", "USA"),
        ("a U.S. Marine", "USA"),
    ],
)
def test_people_of_a_body_have_its_country(phrase, country):
    assert compose_actor(phrase, on=DAY).country == country


@pytest.mark.parametrize(
    ("phrase", "day", "actor_id"),
    [
        ("Brazilian President", date(2020, 6, 1), "person:jair_bolsonaro"),
        ("Brazilian President", date(2024, 6, 1), "person:luiz_inacio_lula_da_silva"),
        ("Mali's foreign minister", date(2022, 8, 18), "person:abdoulaye_diop"),
        ("Australian Prime Minister", date(2019, 1, 1), "person:scott_morrison"),
        ("Malian army", date(2019, 1, 1), "MLI.MIL"),
    ],
)
def test_offices_of_further_states_have_holders(phrase, day, actor_id):
    entry = find_actor(phrase, on=day)
    assert entry is not None
    assert entry.id == actor_id
