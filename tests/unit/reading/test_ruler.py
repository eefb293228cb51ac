"""A ruler by table sets what spaCy's ruler sets, pattern by pattern; no trained model is needed."""

import itertools

import pytest
import spacy
from spacy.tokens import Doc

from tocsin.reading.ruler import NAME, RULER, replace_ruler

RULES = (
    ([[{"TAG": "NN"}]], {"POS": "NOUN", "MORPH": "Number=Sing"}, 0),
    ([[{"TAG": "IN"}]], {"POS": "ADP"}, 0),
    ([[{"TAG": "NN", "LOWER": "port"}]], {"LEMMA": "harbour"}, 0),
    ([[{"TAG": "IN", "DEP": "mark"}]], {"POS": "SCONJ"}, 0),
    ([[{"TAG": {"NOT_IN": ["TO", ""]}, "DEP": {"IN": ["aux", "auxpass"]}}]], {"POS": "AUX"}, 0),
    ([[{"LOWER": {"IN": ["gon", "port"]}}], [{"TAG": "XX"}]], {"MORPH": "Case=Nom"}, 0),
    ([[{"LOWER": "gon"}, {"LOWER": "na"}]], {"LEMMA": "go"}, 0),
    ([[{"LOWER": "gon"}, {"LOWER": "na"}]], {"LEMMA": "to"}, 1),
    ([[{"LOWER": {"REGEX": "^n[ou]thin'$"}}]], {"LEMMA": "nothing"}, 0),
    ([[{"IS_SPACE": True, "DEP": {"NOT_IN": [""]}}]], {"DEP": "dep"}, 0),
    ([[{"IS_SPACE": True}]], {"TAG": "_SP", "POS": "SPACE", "MORPH": "_"}, 0),
    ([[{"TAG": "NN", "IS_SPACE": False}]], {"MORPH": "Number=Plur"}, 0),
)
WORDS = ("port", "gon", "na", "nuthin'", "\n", "Tallinn")
TAGS = ("NN", "IN", "TO", "XX", "")
RELATIONS = ("mark", "aux", "nsubj", "")
READ = ("TAG", "POS", "MORPH", "LEMMA", "DEP")


def make_pipeline():
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe(RULER)
    for patterns, attrs, index in RULES:
        ruler.add(patterns=patterns, attrs=attrs, index=index)
    return nlp


def make_doc(nlp, triples):
    words, tags, relations = zip(*triples, strict=True)
    doc = Doc(nlp.vocab, words=words)
    for token, tag, relation in zip(doc, tags, relations, strict=True):
        token.tag_ = tag
        token.dep_ = relation
    return doc


@pytest.mark.parametrize("turned", [False, True])
def test_table_sets_what_the_ruler_sets(turned):
    ruled, tabled = make_pipeline(), make_pipeline()
    replace_ruler(tabled)
    assert tabled.pipe_names == [NAME]
    triples = list(itertools.product(WORDS, TAGS, RELATIONS))
    triples += [("gon", "NN", "mark"), ("na", "TO", "aux")]
    triples = triples[::-1] if turned else triples
    expected = ruled.get_pipe(RULER)(make_doc(ruled, triples))
    for _ in range(2):  # the second time all is told from the table
        found = tabled.get_pipe(NAME)(make_doc(tabled, triples))
        assert found.to_array(READ).tolist() == expected.to_array(READ).tolist()
    lemmas = {token.lemma_ for token in found}
    assert {"harbour", "nothing"} <= lemmas
    assert turned or {"go", "to"} <= lemmas


def test_pipeline_without_ruler_stays():
    nlp = spacy.blank("en")
    replace_ruler(nlp)
    assert nlp.pipe_names == []
