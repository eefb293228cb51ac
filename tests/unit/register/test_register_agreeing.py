"""Krippendorff's alpha, against the worked examples of the paper."""

import pytest

from tocsin.register.agreeing import measure_alpha, share_equal

# Krippendorff 2011: section B (two observers, nominal, alpha 0.692) and C (four observers, missing data:
# nominal 0.743, ordinal 0.815).
TWO = list(zip("abbbbbcccdeed", "abbbbbcccdeee", strict=True))
JON = ["a", "a", "b", "b", "d", "c", "c", "c", "e", "d", "d", "a"]
MEG = ["b", "a", "b", "b", "b", "c", "c", "c", "e", "d", "d", "d"]
A = [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None]
B = [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3]
C = [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None]
D = [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None]
FOUR = list(zip(A, B, C, D, strict=True))


def test_two_readers_of_codes():
    assert measure_alpha(list(zip(JON, MEG, strict=True))) == pytest.approx(0.692, abs=5e-4)


def test_four_readers_with_gaps():
    assert measure_alpha(FOUR) == pytest.approx(0.743, abs=5e-4)


def test_ordered_codes_forgive_neighbours():
    assert measure_alpha(FOUR, order=(1, 2, 3, 4, 5)) == pytest.approx(0.815, abs=5e-4)


def test_perfect_agreement_is_one_and_one_value_alone_has_none():
    assert measure_alpha([("a", "a"), ("b", "b")]) == 1.0
    assert measure_alpha([("a", "a"), ("a", "a")]) is None
    assert measure_alpha([("a", None)]) is None


def test_share_of_equal_units_leaves_out_what_one_reader_coded():
    assert share_equal([("a", "a"), ("a", "b"), ("a", None)]) == 0.5
    assert share_equal([("a", None)]) is None
