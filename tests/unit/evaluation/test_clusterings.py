"""Clusters are scored as the literature does: figures worked out by hand."""

import random
from collections import Counter
from itertools import permutations

import numpy as np
import pytest

from tocsin.evaluation.clusterings import make_figures, match_best, tally_parts


def score(gold, answer):
    total = Counter()
    for counts in tally_parts(gold, answer):
        total.update(counts)
    return make_figures(total)


def test_the_gold_itself_scores_one():
    assert score("aabbc", "xxyyz") == pytest.approx(dict.fromkeys(score("aabbc", "xxyyz"), 1.0))


def test_singletons_have_no_pair_and_are_flattered_by_b_cubed_only():
    figures = score("aab", "xyz")
    assert figures["pair F"] == figures["MUC"] == 0.0
    # Precision 1; recall (1/2 + 1/2 + 1) / 3.
    assert figures["B-cubed"] == pytest.approx(2 * (2 / 3) / (1 + 2 / 3))


def test_one_wrong_merge_is_worked_out():
    figures = score("aabb", "xxxy")
    # Pairs: 1 right of 3 made and 2 wanted. MUC: 1 of 2 links both ways.
    assert figures["pair F"] == pytest.approx(2 * (1 / 3) * (1 / 2) / (1 / 3 + 1 / 2))
    assert figures["MUC"] == pytest.approx(0.5)
    # CEAF-e: a-x 4/5, b-y 2/3, over two clusters each way.
    assert figures["CEAF-e"] == pytest.approx((4 / 5 + 2 / 3) / 2)


def test_matching_is_the_best_of_all():
    chance = np.random.default_rng(3)
    for size in range(1, 6):
        gains = chance.random((size, size + 1))
        best = max(
            sum(gains[row, column] for row, column in enumerate(order))
            for order in permutations(range(size + 1), size)
        )
        assert match_best(gains) == pytest.approx(best)


def test_counts_of_parts_add_up_whatever_the_order():
    chance = random.Random(5)
    gold = [chance.randrange(20) for _ in range(60)]
    answer = [label if chance.random() < 0.7 else chance.randrange(60) for label in gold]
    order = list(range(60))
    chance.shuffle(order)
    shuffled = score([gold[i] for i in order], [answer[i] for i in order])
    assert shuffled == pytest.approx(score(gold, answer))
