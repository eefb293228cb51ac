"""Spellings of one place name meet under one key; capitals stay apart."""

import pytest

from tocsin.gazetteer.folding import fold_lines, fold_place_name, is_capitals, list_place_keys, make_place_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Łask", "Lask"),
        ("Šiauliai", "SIAULIAI"),
        ("Saint Petersburg", "St. Petersburg"),
        ("Rzeszów–Jasionka", "Rzeszow - Jasionka"),
        ("Sana'a", "Sana’a"),
        ("the Øresund", "Oresund"),
        ("Fort Drum", "Ft. Drum"),
        ("Mount Hermon", "Mt Hermon"),
        ("  Port   of Riga ", "port of riga"),
        ("Нижний Новгород", "НИЖНИИ НОВГОРОД"),
        ("Washington, D.C.", "Washington DC"),
    ],
)
def test_spellings_meet(one, other):
    assert fold_place_name(one) == fold_place_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Nida", "Nidda"), ("Bari", "Bar"), ("There", "re"), ("Steglitz", "St")]
)
def test_other_names_stay_apart(one, other):
    assert fold_place_name(one) != fold_place_name(other)


def test_many_names_fold_as_each_alone():
    names = ["Łask", "  The Hague", "Sainte-Anne", "Київ", "A. B. - (C)", "", "_x_", "the", "Ünye/İzmir"]
    assert fold_lines("\n".join(names)).split("\n") == [fold_lines(name) for name in names]


@pytest.mark.parametrize("name", ["TX", "N.S.W.", "N. S. W.", "ZNPP"])
def test_short_capitals_are_kept_as_written(name):
    assert is_capitals(name) and make_place_key(name) not in list_place_keys(name.lower())


@pytest.mark.parametrize("name", ["Tex.", "WARSAW", "X", "C-Lion1", ""])
def test_other_names_are_no_capitals(name):
    assert not is_capitals(name)
