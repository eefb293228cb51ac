"""The longest name that begins at a word is found, whole words only."""

import pytest

from tocsin.gazetteer import find_longest


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Estlink 2 was cut", "Estlink 2"),
        ("Port of Riga is open", "Port of Riga"),
        ("New York Times reporters", "New York"),
        ("Rzeszów - Jasionka Airport closed", "Rzeszów - Jasionka Airport"),
        ("Gulf of Finland , north of", "Gulf of Finland"),
        ("Київ", "Київ"),
        ("Zaporizhzhia nuclear plant burns", "Zaporizhzhia nuclear plant"),
        ("Suwałki gap", "Suwałki gap"),
        ("Warsaw and", "Warsaw"),
        ("Kharkiv region said", "Kharkiv region"),
    ],
)
def test_longest_name_is_found(text, name):
    words = text.split()
    end = find_longest(words, 0)
    assert " ".join(words[:end]) == name


@pytest.mark.parametrize("text", ["nice", "reading on", "the Baltic", ", Riga", "Narniagrad"])
def test_word_that_begins_no_name_is_none(text):
    assert find_longest(text.split(), 0) is None


def test_name_longer_than_asked_for_is_not_tried():
    assert find_longest(["Port", "of", "Ust-Luga"], 0, longest=3) == 3
    assert find_longest(["Port", "of", "Ust-Luga"], 0, longest=2) != 3
