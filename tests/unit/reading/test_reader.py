"""What a reading says of the text it leaves out; no trained model."""

import spacy

from tocsin.model import Document
from tocsin.reading import reader as reader_module
from tocsin.reading.reader import remark_left_out


def test_text_without_words_is_remarked_with_its_place():
    text = "A cable was cut.\n\n" + "QUJD" * 500
    (remark,) = remark_left_out(Document(id="d1", text=text))
    assert (remark.span.start, remark.span.end) == (18, len(text))
    assert remark.message == "2000 characters are not read: no white space, so no words"


def test_news_has_no_remark():
    assert remark_left_out(Document(id="d1", text="A cable was cut on Monday, the operator said.")) == ()


def test_model_is_loaded_anew_after_many_new_words(monkeypatch):
    loaded = []

    def load(name):
        loaded.append(spacy.blank("en"))
        return loaded[-1]

    monkeypatch.setattr(reader_module, "load_model", load)
    monkeypatch.setattr(reader_module, "MOST_NEW_STRINGS", 50)
    reader = reader_module.Reader(everything=True)
    few = Document(id="d1", text="A cable was cut.", lang="en")
    many = Document(id="d2", text=" ".join(f"Word{n}x" for n in range(100)), lang="en")
    for _ in range(3):
        list(reader.parse([few]))
    assert len(loaded) == 1
    list(reader.parse([many]))
    ((document, passages),) = reader.parse([few])
    assert len(loaded) == 2
    assert [token.text for passage in passages for token in passage.doc] == ["A", "cable", "was", "cut", "."]
    assert document is few
    list(reader.parse([few]))
    assert len(loaded) == 2
