"""Sentence starts that the parser must keep."""

import pytest
import spacy

from tocsin.reading.boundaries import ENDLESS, mark_boundaries

NLP = spacy.blank("en")


def find_starts(text):
    doc = mark_boundaries(NLP(text))
    return [token.text for token in doc[1:] if token.is_sent_start]


@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\n \n", "\n\n\n", " \n\n"])
def test_a_blank_line_ends_a_sentence(gap):
    assert find_starts(f"Cable cut{gap}A data cable was cut.") == ["A"]


@pytest.mark.parametrize("gap", ["\n", "\r\n", " ", "  "])
def test_a_line_end_alone_does_not(gap):
    assert find_starts(f"A data cable{gap}was cut.") == []


def test_no_sentence_is_endless():
    doc = mark_boundaries(NLP("said that " * ENDLESS))
    starts = [0, *(token.i for token in doc[1:] if token.is_sent_start), len(doc)]
    assert max(end - start for start, end in zip(starts, starts[1:], strict=False)) <= ENDLESS + 1


def test_text_that_ends_in_blank_lines_is_taken():
    assert find_starts("A cable was cut.\n\n") == []
