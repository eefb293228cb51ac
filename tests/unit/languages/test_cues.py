import pytest

from tocsin.errors import OntologyError
from tocsin.languages import load_language
from tocsin.languages.cues import load_cues
from tocsin.model import SpeechAct

CUES = load_language("en").cues
COMPLEMENTS = {"clause", "infinitive", "gerund", "object", "predicate"}
PREPOSITIONS = {"of", "for", "about", "against", "on", "to", "with", "in", "by", "at", "over"}


@pytest.mark.parametrize(
    ("word", "act"),
    [
        ("say", SpeechAct.SAY),
        ("deny", SpeechAct.DENY),
        ("rule out", SpeechAct.DENY),
        ("reject", SpeechAct.REFUSE),
        ("reject claim", SpeechAct.DENY),
        ("claim responsibility", SpeechAct.ADMIT),
        ("refuse comment", SpeechAct.DECLINE),
        ("threaten", SpeechAct.THREATEN),
    ],
)
def test_verb_and_pair_of_words_have_their_act(word, act):
    assert CUES.verbs[word].act is act


def test_every_cue_takes_known_complements_only():
    for table in (CUES.verbs, CUES.nouns, CUES.adjectives):
        for word, cue in table.items():
            assert cue.takes and cue.takes <= COMPLEMENTS | PREPOSITIONS, word


def test_every_act_of_speech_has_a_cue():
    cues = [cue.act for table in (CUES.verbs, CUES.nouns) for cue in table.values()]
    assert set(cues) == set(SpeechAct)


def test_word_listed_twice_takes_the_complements_of_both_groups():
    assert {"clause", "object"} <= CUES.verbs["stress"].takes


def test_unknown_act_names_the_file(tmp_path):
    path = tmp_path / "cues.toml"
    path.write_text(
        'verbs = [{act = "shout", takes = ["clause"], words = ["x"]}]\nwords = {}\n', encoding="utf-8"
    )
    with pytest.raises(OntologyError, match=r"cues\.toml"):
        load_cues(path)


def test_broken_file_is_refused_in_one_line(tmp_path):
    path = tmp_path / "cues.toml"
    path.write_text("verbs = [", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"cues\.toml: not valid TOML"):
        load_cues(path)
