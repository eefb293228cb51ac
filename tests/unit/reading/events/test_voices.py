import pytest
import spacy
from spacy.tokens import Doc

from tocsin.languages import load_language
from tocsin.model import Span
from tocsin.reading.events.voices import name_unquoted_voice
from tocsin.reading.passage import Passage

ENGLISH = load_language("en")


def name_voice(text, word):
    words = text.split(" ")
    doc = Doc(spacy.blank("en").vocab, words=words, spaces=[True] * (len(words) - 1) + [False])
    passage = Passage(doc=doc, document_id="d")
    start = text.index(word)
    return name_unquoted_voice(passage, Span("d", start, start + len(word)), (), ENGLISH)


def test_we_of_a_statement_are_whoever_its_heading_names():
    text = "Statement by the Press Secretary:\nLast week the council met.\nHence, we asked for help."
    assert name_voice(text, "we asked") == "the Press Secretary"


def test_markup_round_a_heading_is_no_part_of_the_name():
    assert (
        name_voice("**<u>Remarks by the Prime Minister:</u>**\nToday we act.", "we") == "the Prime Minister"
    )


@pytest.mark.parametrize(
    "text", ["Hence, we asked for help.", "Report by the committee\nToday we act.", "We act. Statement by X:"]
)
def test_we_without_a_heading_above_are_nobody(text):
    assert name_voice(text, "e a") is None


def test_heading_of_any_length_is_bounded():
    assert name_voice("Statement by " + "very " * 100 + "many:\nToday we act.", "we act") is None
