import pytest
import spacy
from spacy.tokens import Doc

from tocsin.languages import load_language
from tocsin.reading.passage import Passage
from tocsin.reading.places import find_toponyms
from tocsin.reading.places.proposing import propose

ENGLISH = load_language("en")
VOCAB = spacy.blank("en").vocab


def make_doc(text: str, ents: str = "") -> Doc:
    """Words parted by blanks; `ents` as "label:start-end"; every capitalised word is a proper noun."""
    words = text.split()
    labels = ["O"] * len(words)
    for entity in ents.split():
        label, _, bounds = entity.partition(":")
        start, _, end = bounds.partition("-")
        for i in range(int(start), int(end)):
            labels[i] = ("B-" if i == int(start) else "I-") + label
    pos = ["PROPN" if word[0].isupper() else "ADP" if word == "in" else "NOUN" for word in words]
    return Doc(VOCAB, words=words, pos=pos, ents=labels, sent_starts=[True, *[False] * (len(words) - 1)])


def find(text: str, ents: str = "") -> list[str]:
    passage = Passage(doc=make_doc(text, ents), document_id="d1")
    names = find_toponyms(passage, ENGLISH)
    assert all(passage.text[name.start : name.end] == name.text for name in names)
    return [name.text for name in names]


@pytest.mark.parametrize(
    ("text", "ents", "names"),
    [
        ("Shots were heard in Kharkiv today", "GPE:4-5", ["Kharkiv"]),
        ("Police in Paris , Texas , said no", "GPE:2-3 GPE:4-5", ["Paris", "Texas"]),
        ("the talks in New York ended", "GPE:3-5", ["New York"]),
        ("it was told by the Washington Post yesterday", "ORG:4-7", []),
        ("a speech by Gov. Houston yesterday", "PERSON:4-5", []),
        ("nothing was said of it", "", []),
        ("blasts were heard near the capital Kyiv today", "PERSON:6-7", ["Kyiv"]),
        ("the mayor Kyiv Petrenko left", "PERSON:2-4", []),
    ],
)
def test_what_is_a_name_of_a_place(text, ents, names):
    assert find(text, ents) == names


def test_the_gazetteer_finds_what_the_model_missed():
    assert find("Ships met in the Gulf of Finland today") == ["Gulf of Finland"]


def test_a_cable_is_known_by_its_name_and_number():
    assert find("Damage to Estlink 2 was found") == ["Estlink 2"]


def test_a_name_inside_a_word_is_none():
    assert find("the Parisian Romeo slept") != ["Paris", "Rome"]
    assert "Rome" not in find("Romeo slept in bed")


def test_peoples_are_marked_as_adjectives():
    passage = Passage(doc=make_doc("the Danish minister left", "NORP:1-2"), document_id="d1")
    assert [(name.text, name.is_adjective) for name in find_toponyms(passage, ENGLISH)] == [("Danish", True)]


def test_the_longest_known_name_is_proposed():
    proposals = propose(make_doc("in New York City yesterday"), ENGLISH.places)
    assert [proposal.text for proposal in proposals] == ["New York City"]


def test_empty_text_has_no_names():
    passage = Passage(doc=Doc(VOCAB, words=[]), document_id="d1")
    assert find_toponyms(passage, ENGLISH) == ()
