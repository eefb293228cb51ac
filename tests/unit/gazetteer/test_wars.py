from datetime import date

import pytest

from tocsin.gazetteer import all_wars, are_at_war, find_country_by_code, is_belligerent, is_war_zone

DURING = date(2024, 5, 1)
BEFORE = date(2021, 5, 1)


def test_a_theatre_is_a_war_zone_only_while_the_war_lasts():
    assert is_war_zone("UKR", on=DURING)
    assert not is_war_zone("UKR", on=BEFORE)


def test_a_third_country_is_no_war_zone():
    assert not is_war_zone("POL", on=DURING)
    assert not is_war_zone(None, on=DURING)


def test_an_unknown_day_may_lie_in_any_war():
    assert is_war_zone("UKR", on=None)


@pytest.mark.parametrize(("one", "other"), [("RUS", "UKR"), ("UKR", "RUS")])
def test_sides_are_at_war_both_ways(one, other):
    assert are_at_war([one], [other], on=DURING)
    assert not are_at_war([one], ["POL"], on=DURING)
    assert not are_at_war([one], [other], on=BEFORE)


def test_bystanders_are_no_belligerents():
    assert is_belligerent(["RUS"], on=DURING)
    assert not is_belligerent(["SWE"], on=DURING)


@pytest.mark.parametrize("war", all_wars(), ids=lambda war: war.id)
def test_every_war_ends_after_it_begins_and_names_known_countries(war):
    assert war.until is None or war.since <= war.until
    for code in war.theatre | war.sides[0] | war.sides[1]:
        assert code == "NATO" or find_country_by_code(code) is not None, code
