"""Phrases of a passage looked up by sentence."""

import spacy
from spacy.tokens import Doc

from tocsin.reading.governing import find_within
from tocsin.reading.passage import Passage

DOC = Doc(spacy.blank("en").vocab, words=["w"] * 900, sent_starts=[i % 3 == 0 for i in range(900)])


class Counting:
    """A phrase that counts how often its place is asked for."""

    asked = 0

    def __init__(self, place):
        self.place = place

    @property
    def start(self):
        Counting.asked += 1
        return self.place


def test_the_phrases_of_one_sentence_are_found():
    phrases = tuple(Counting(i) for i in range(0, 900, 2))
    sentence = DOC[300:303]
    assert [phrase.place for phrase in find_within(phrases, sentence)] == [300, 302]
    assert find_within((), sentence) == ()


def test_a_look_up_does_not_walk_over_all_phrases():
    phrases = tuple(Counting(i) for i in range(900))
    Counting.asked = 0
    find_within(phrases, DOC[600:603])
    assert Counting.asked < 40


def test_a_passage_builds_its_text_once():
    passage = Passage(doc=DOC, document_id="d1")
    assert passage.text is passage.text
    assert passage.text == DOC.text
