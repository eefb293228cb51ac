"""A sketch measures how alike two texts are, and near-duplicates share a band of it."""

import pytest

from tocsin.model.sketch import make_sketch, unpack_sketch

WORDS = [f"word{n}" for n in range(400)]
TEXT = " ".join(WORDS)


@pytest.mark.parametrize("changed", [1, 4, 10, 30])
def test_the_estimate_is_near_the_share_of_runs(changed):
    other = list(WORDS)
    for n in range(changed):
        other[n * 400 // changed] = f"new{n}"
    left = {tuple(WORDS[i : i + 5]) for i in range(396)}
    right = {tuple(other[i : i + 5]) for i in range(396)}
    share = len(left & right) / len(left | right)
    assert make_sketch(TEXT).resemble(make_sketch(" ".join(other))) == pytest.approx(share, abs=0.13)


def test_near_duplicates_meet_and_strangers_do_not():
    near, stranger = make_sketch("By our staff. " + TEXT), make_sketch(" ".join(WORDS[::-1]))
    assert set(make_sketch(TEXT).bands) & set(near.bands)
    assert not set(make_sketch(TEXT).bands) & set(stranger.bands)
    assert make_sketch(TEXT).resemble(stranger) == 0


def test_case_and_marks_make_no_difference_and_short_texts_have_no_sketch():
    assert make_sketch(TEXT.upper().replace(" ", ", ")) == make_sketch(TEXT)
    assert make_sketch(" ".join(WORDS[:35])) is None
    assert make_sketch(" ".join(WORDS[:36])) is not None


def test_bytes_hold_a_sketch_whole():
    sketch = make_sketch(TEXT)
    assert unpack_sketch(sketch.pack()) == sketch
    assert all(-(2**63) <= band < 2**63 for band in sketch.bands)
