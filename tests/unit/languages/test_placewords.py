"""The words round place names load, and a wrong file is refused with one clear line."""

from dataclasses import fields

import pytest

from tocsin.errors import OntologyError
from tocsin.languages import load_language
from tocsin.languages.placewords import PlaceWords, parse_places

NAMES = [field.name for field in fields(PlaceWords)]
WHOLE = "\n".join(f'{name} = ["{name}"]' for name in NAMES)


def test_every_list_of_english_has_words_in_lower_case():
    places = load_language("en").places
    assert [name for name in NAMES if not getattr(places, name)] == []
    assert {word for name in NAMES for word in getattr(places, name) if word != word.lower()} == set()


def test_a_settlement_is_a_ground_too():
    assert parse_places(WHOLE).grounds == {"grounds", "settlements"}


def test_generic_parts_of_names_keep_their_order():
    places = parse_places(WHOLE.replace('["generic_tails"]', '["b", "a"]'))
    assert places.generic_tails == ("b", "a")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("within = [", "not valid TOML"),
        (WHOLE.replace('["within"]', "3"), "within is 3; give a list of words"),
        (WHOLE.replace('within = ["within"]', ""), "within is None"),
        (WHOLE + "\nhere = []", "unknown list 'here'"),
    ],
)
def test_wrong_file_is_refused(text, message):
    with pytest.raises(OntologyError, match=message):
        parse_places(text)
