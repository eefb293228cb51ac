"""Cyrillic names are written in Latin letters by the rules of their country."""

import pytest

from tocsin.gazetteer.romanising import romanise


@pytest.mark.parametrize(
    ("name", "country", "spelling"),
    [
        ("Київ", "UA", "kyiv"),
        ("Згурівка", "UA", "zghurivka"),
        ("Юр'ївка", "UA", "yurivka"),
        ("Часов Яр", "UA", "chasov yar"),
        ("Нижний Новгород", "RU", "nizhny novgorod"),
        ("Щёлково", "RU", "shchyolkovo"),
        ("Гродна", "BY", "hrodna"),
    ],
)
def test_name_is_written_as_in_news(name, country, spelling):
    assert spelling in romanise(name, country=country)


def test_ukrainian_letters_are_not_read_as_russian():
    assert romanise("Київ", country="RU") == set()
