"""Inclusion profiles: the five that ship, and what is said of a faulty file."""

import pytest

from tocsin.errors import OntologyError
from tocsin.ontology import DEFAULT_PROFILE, load_profiles, profile
from tocsin.ontology.profiles import parse_profiles

PROFILE = '[[profile]]\nname = "p"\nlabel = "P"\nsentence = "s"\ncandidates = "apart"\nweight = "none"\n'
OWN_RULE = '[[profile.rules]]\nname = "r"\nsentence = "s"\npredicate = "not_contested"\n'
RULE = '[[profile.rules]]\nname = "r"\nsentence = "s"\n'


def test_six_profiles_ship() -> None:
    assert set(load_profiles()) == {
        "official_public", "physical_three_sources", "critical_infrastructure", "confident_only", "warning",
        "named_hand",
    }  # fmt: skip


def test_default_profile_lists_candidates_apart() -> None:
    assert profile(DEFAULT_PROFILE).candidates == "apart"


@pytest.mark.parametrize("name", sorted(load_profiles()))
def test_no_profile_holds_refuted_incidents(name: str) -> None:
    barred = {
        code for rule in profile(name).rules if rule.predicate == "statuses_not_in" for code in rule.codes
    }
    assert {"refuted", "merged", "withdrawn"} <= barred


def test_rule_keeps_its_number() -> None:
    numbers = [
        rule.number for rule in profile("physical_three_sources").rules if rule.predicate == "min_origins"
    ]
    assert numbers == [3]


def test_unknown_profile_is_refused() -> None:
    with pytest.raises(OntologyError, match="unknown profile 'mine'; known: warning"):
        profile("mine")


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ('predicate = "is_blue"\n', r"p.toml: profile\[p\].rules\[r\].predicate: wanted one of"),
        ('predicate = "not_contested"\nvalue = true\n', "value: wanted no value with not_contested"),
        ('predicate = "statuses_in"\nvalue = ["blue"]\n', "'blue' is none"),
        ('predicate = "threat_types_in"\nvalue = ["piracy"]\n', "'piracy' is none"),
        ('predicate = "min_origins"\nvalue = "three"\n', "value: wanted a whole number, got 'three'"),
        ('predicate = "min_origins"\nvalue = 3\nunless = "min_origins"\n', "unless: wanted one of"),
    ],
)
def test_malformed_rule_is_refused(rule: str, message: str) -> None:
    with pytest.raises(OntologyError, match=message):
        parse_profiles(PROFILE + RULE + rule, file="p.toml")


def test_own_profiles_stand_beside_those_that_ship(tmp_path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(PROFILE + OWN_RULE, encoding="utf-8")
    assert profile("p", path).label == "P"
    assert profile(DEFAULT_PROFILE, path) == profile(DEFAULT_PROFILE)


def test_own_profile_may_not_take_a_shipped_name(tmp_path) -> None:
    path = tmp_path / "own.toml"
    text = PROFILE.replace('"p"', f'"{DEFAULT_PROFILE}"') + OWN_RULE
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match="give yours another name"):
        load_profiles(path)


def test_profiles_file_that_is_not_there_is_named(tmp_path) -> None:
    with pytest.raises(OntologyError, match=r"nothing\.toml.*check the path"):
        load_profiles(tmp_path / "nothing.toml")
