"""The hedge words load, and a wrong file is refused with one clear line."""

import pytest

from tocsin.errors import OntologyError
from tocsin.languages import load_language
from tocsin.languages.hedges import FRAMES, LISTS, Effect, load_hedges


def write(tmp_path, text):
    path = tmp_path / "hedges.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_frame_and_list_of_english_has_words():
    hedges = load_language("en").hedges
    assert [frame for frame in FRAMES if not hedges.frames[frame]] == []
    assert [name for name in LISTS if not hedges.lists[name]] == []


def test_english_words_are_in_lower_case():
    hedges = load_language("en").hedges
    words = {word for frame in hedges.frames.values() for word in frame} | set().union(*hedges.lists.values())
    assert {word for word in words if word != word.lower()} == set()


def test_certainties_are_probabilities():
    hedges = load_language("en").hedges
    assert all(0 < share < 1 for share in (*hedges.certainty.values(), hedges.certainty_default))


def test_word_has_the_effect_of_its_frame():
    hedges = load_language("en").hedges
    assert hedges.effect("clause", "deny") is Effect.DENY
    assert hedges.effect("infinitive", "urge") is Effect.DEMAND
    assert hedges.effect("clause", "walk") is None


def test_list_knows_its_words(tmp_path):
    hedges = load_hedges(write(tmp_path, 'negators = ["not"]'))
    assert hedges.has("negators", "not")
    assert not hedges.has("negators", "yes")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("negators = [", "not valid TOML"),
        ("negators = 3", "give a list of words"),
        ("[clause]\nshout = ['say']", "unknown effect 'shout'"),
        ("[clause]\nreport = ['say']\ndeny = ['say']", "'say' is twice in clause"),
        ("clause = 1", "clause is not a table"),
        ("[certainty.rules]\ntold = 2", "number from 0 to 1"),
    ],
)
def test_wrong_file_is_refused(tmp_path, text, message):
    with pytest.raises(OntologyError, match=message):
        load_hedges(write(tmp_path, text))
