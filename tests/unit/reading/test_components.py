"""The spaCy components: what hangs on a Doc, that it can be stored, and what an unparsed Doc gets."""

from datetime import date

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from tocsin.errors import InputError
from tocsin.reading.components import make_events_component, make_statements_component, prepare_extensions

NLP = spacy.blank("en")


@pytest.fixture
def read_doc():
    """A parse by hand with both components run on it."""
    doc = Doc(
        NLP.vocab,
        words=["Kyiv", "said", "Moscow", "attacked", "the", "port", "on", "Monday", "."],
        heads=[1, 1, 3, 1, 5, 3, 3, 6, 1],
        deps=["nsubj", "ROOT", "nsubj", "ccomp", "det", "dobj", "prep", "pobj", "punct"],
        tags=["NNP", "VBD", "NNP", "VBD", "DT", "NN", "IN", "NNP", "."],
        pos=["PROPN", "VERB", "PROPN", "VERB", "DET", "NOUN", "ADP", "PROPN", "PUNCT"],
        lemmas=["Kyiv", "say", "Moscow", "attack", "the", "port", "on", "Monday", "."],
        ents=["B-GPE", "O", "B-GPE", "O", "O", "O", "O", "B-DATE", "O"],
    )
    prepare_extensions()
    doc._.tocsin_published_on = date(2025, 9, 10)
    doc = make_statements_component(NLP, "tocsin_statements")(doc)
    return make_events_component(NLP, "tocsin_events")(doc)


def test_the_results_hang_on_the_doc(read_doc):
    (statement,) = read_doc._.tocsin_statements
    assert statement.attributions[0].name == "Kyiv"
    assert [span.text for span in read_doc.spans["tocsin_events"]] == ["attacked"]
    assert read_doc._.tocsin_events[0].date.start == date(2025, 9, 8)
    assert read_doc._.tocsin_events[0].statement_id == statement.id


def test_a_doc_comes_back_from_bytes_with_its_results(read_doc):
    copy = Doc(NLP.vocab).from_bytes(read_doc.to_bytes())
    assert copy._.tocsin_statements == read_doc._.tocsin_statements
    assert copy._.tocsin_events == read_doc._.tocsin_events
    assert copy._.tocsin_published_on == date(2025, 9, 10)


def test_a_doc_bin_keeps_the_results(read_doc):
    stored = DocBin(docs=[read_doc], store_user_data=True).to_bytes()
    (copy,) = DocBin().from_bytes(stored).get_docs(NLP.vocab)
    assert copy._.tocsin_events == read_doc._.tocsin_events


def test_a_doc_that_was_never_read_has_no_results():
    prepare_extensions()
    assert NLP("A cable was cut.")._.tocsin_events == ()


@pytest.mark.parametrize("make", [make_statements_component, make_events_component])
def test_an_unparsed_doc_is_refused_by_the_name_of_what_it_lacks(make):
    with pytest.raises(InputError, match=r"'mine'.*DEP \(set by parser\)"):
        make(NLP, "mine")(NLP("Moscow attacked the port."))


def test_an_empty_doc_needs_no_parse():
    assert make_events_component(NLP, "tocsin_events")(NLP(""))._.tocsin_events == ()
