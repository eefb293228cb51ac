"""What the questions about grammar answer, and where two that sound alike part."""

import pytest
import spacy
from spacy.tokens import Doc

from tocsin.reading import grammar

VOCAB = spacy.blank("en").vocab


def parse(*rows):
    """A parse by hand; a row is "word head relation tag pos lemma"."""
    words, heads, deps, tags, pos, lemmas = zip(*(row.split() for row in rows), strict=True)
    return Doc(
        VOCAB,
        words=list(words),
        heads=[int(head) for head in heads],
        deps=list(deps),
        tags=list(tags),
        pos=list(pos),
        lemmas=list(lemmas),
    )


CUT = parse(
    "Cables 3 nsubjpass NNS NOUN cable",
    "will 3 aux MD AUX will",
    "be 3 auxpass VB AUX be",
    "cut 3 ROOT VBN VERB cut",
    "by 3 agent IN ADP by",
    "someone 4 pobj NN PRON someone",
)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (grammar.is_verb, ["will", "be", "cut"]),
        (grammar.is_verb_form, ["be", "cut"]),
        (grammar.is_full_verb, ["cut"]),
        (grammar.is_noun, ["Cables"]),
        (grammar.is_noun_form, ["Cables", "someone"]),
        (grammar.is_plural, ["Cables"]),
    ],
)
def test_kind_of_word(ask, words):
    assert [token.text for token in CUT if ask(token)] == words


def test_infinitive_of_a_passive_is_plain_in_its_helper_only():
    doc = parse(
        "plans 0 ROOT VBZ VERB plan",
        "to 3 aux TO PART to",
        "be 3 auxpass VB AUX be",
        "sent 0 xcomp VBN VERB send",
    )
    assert grammar.is_infinitive(doc[3])
    assert not grammar.is_plain_infinitive(doc[3])


def test_who_acts_stands_in_the_by_phrase():
    assert [agent.text for agent in grammar.iter_agents(CUT[3])] == ["someone"]
    assert grammar.find_doer(CUT[3]).text == "someone"


def test_child_is_the_first_of_its_relation_or_none():
    assert grammar.child_of(CUT[3], "aux", "auxpass").text == "will"
    assert grammar.child_of(CUT[3], "dobj") is None


def test_word_without_lemma_is_its_own():
    doc = Doc(VOCAB, words=["Cables"])
    assert grammar.lemma_of(doc[0]) == "cables"


def test_climb_ends_at_the_root():
    assert [token.text for token in grammar.climb(CUT[5])] == ["by", "cut"]
