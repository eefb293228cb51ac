import math

import pytest

from tocsin.warning.counts import smallest_alarming_count, tail_probability


def test_poisson_tail_equals_the_closed_form():
    expected = 1 - math.exp(-2.0) * (1 + 2.0 + 2.0)
    assert tail_probability(3, mean=2.0, variance=2.0) == pytest.approx(expected)


def test_negative_binomial_of_size_one_is_geometric():
    # mean 1 and variance 2 give size 1, success probability one half: P(X >= k) = 2^-k
    assert tail_probability(4, mean=1.0, variance=2.0) == pytest.approx(2.0**-4)


def test_more_variance_makes_a_high_count_less_surprising():
    assert tail_probability(6, mean=2.0, variance=5.0) > tail_probability(6, mean=2.0, variance=2.0)


def test_zero_is_never_surprising():
    assert tail_probability(0, mean=0.5, variance=0.5) == 1.0


def test_smallest_alarming_count_is_the_first_below_alpha():
    count = smallest_alarming_count(mean=1.5, variance=2.0, alpha=0.05)
    assert tail_probability(count, mean=1.5, variance=2.0) <= 0.05
    assert tail_probability(count - 1, mean=1.5, variance=2.0) > 0.05
