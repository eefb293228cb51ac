import pytest

from tocsin.errors import OntologyError
from tocsin.languages import load_language
from tocsin.languages.triggers import BY_MEANS, parse_triggers
from tocsin.ontology.plover import is_mode_of, load_plover


def test_every_event_type_has_words():
    senses = load_language("en").triggers.senses.values()
    assert {sense.event_type for found in senses for sense in found} >= set(load_plover().event_types)


def test_every_mode_stands_in_the_ontology():
    for found in load_language("en").triggers.senses.values():
        for sense in found:
            if sense.event_type and sense.mode not in (None, BY_MEANS):
                assert is_mode_of(sense.event_type, sense.mode)


def test_every_means_gives_a_mode_of_assault():
    assert all(is_mode_of("ASSAULT", mode) for mode in load_language("en").triggers.means.values())


def test_the_most_specific_sense_is_tried_first():
    words = parse_triggers(
        '[[act]]\ncode = "ASSAULT"\nverbs = ["fire"]\n'
        '[[act]]\ncode = "MOBILIZE/weapons"\nverbs = ["fire"]\nobject = ["missile"]\n'
    )
    assert [sense.event_type for sense in words.senses[("fire", "verb")]] == ["MOBILIZE", "ASSAULT"]


def test_a_late_sense_is_tried_last_however_specific():
    words = parse_triggers(
        '[[late]]\ncode = "MOBILIZE/weapons"\nverbs = ["fire"]\nobject = ["missile"]\n'
        '[[act]]\ncode = "ASSAULT"\nverbs = ["fire"]\n'
    )
    assert [sense.event_type for sense in words.senses[("fire", "verb")]] == ["ASSAULT", "MOBILIZE"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[[act]", "not valid TOML"),
        ('[[act]]\ncode = "SMASH"\n', "unknown event type 'SMASH'"),
        ('[[act]]\ncode = "ASSAULT/tickle"\n', "no mode 'tickle'"),
        ('[[act]]\ncode = "ASSAULT"\nverb = ["hit"]\n', "unknown key 'verb'"),
        ('[[act]]\ncode = "ASSAULT"\nverbs = ["hit"]\nobject = ["@none"]\n', "unknown class '@none'"),
        ('[[act]]\ncode = "ASSAULT"\nverbs = ["hit"]\ncontexts = ["weather"]\n', "unknown context 'weather'"),
    ],
)
def test_fault_in_the_file_is_named_in_one_line(text, fault):
    with pytest.raises(OntologyError, match=fault):
        parse_triggers(text)
