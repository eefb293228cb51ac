"""Pieces of a text: where they are cut, that nothing is lost, and what is left out."""

import pytest

from tocsin.reading.cutting import MAX_PIECE_CHARS, cut_text

PARAGRAPH = "The operator said that a cable near Gotland was cut; crews will mend it within a week.\n\n"
VARIED = "".join(f"Ship {n} passed the port of town {n % 91} and its crew said nothing. " for n in range(900))


def test_a_short_text_is_one_piece():
    (piece,) = cut_text("A cable was cut.")
    assert (piece.offset, piece.text, piece.left_out) == (0, "A cable was cut.", ())


def test_an_empty_text_is_one_empty_piece():
    assert [piece.text for piece in cut_text("")] == [""]


@pytest.mark.parametrize(
    ("mark", "instead"),
    [(". ", ". "), (". ", ".\n"), (". ", " "), (" ", "")],
    ids=["sentences", "lines", "words", "one run"],
)
def test_pieces_are_bounded_and_keep_every_character_in_its_place(mark, instead):
    text = VARIED.replace(mark, instead)
    pieces = list(cut_text(text))
    assert max(len(piece.text) for piece in pieces) <= MAX_PIECE_CHARS
    ends = [piece.offset + (len(piece.text) or piece.left_out[-1].end - piece.offset) for piece in pieces]
    assert [piece.offset for piece in pieces] == [0, *ends[:-1]]
    assert ends[-1] == len(text)


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        (PARAGRAPH * 6, "week.\n\n"),
        (PARAGRAPH.replace("\n\n", "\n") * 6, "week.\n"),
        (PARAGRAPH.replace("\n\n", " ") * 6, "week. "),
        ("cable ship port " * 40, " "),
    ],
)
def test_a_cut_stands_at_the_best_place_there_is(text, ending):
    first, *_ = cut_text(text, max_chars=300)
    assert first.text.endswith(ending)


@pytest.mark.parametrize(
    "text",
    [
        "word " * 10_000,
        "said that " * 5_000,
        "(" * 30_000,
        "( " * 15_000,
        "и\u0301🚨" * 10_000,
        ("🚨(и\u0301" * 90 + " ") * 100,
    ],
    ids=["word", "said that", "brackets", "spaced brackets", "pictures", "runs of pictures"],
)
def test_what_holds_no_language_is_left_out_with_its_place_and_reason(text):
    pieces = list(cut_text(text))
    assert not any(piece.text.strip() for piece in pieces)
    left_out = [one for piece in pieces for one in piece.left_out]
    assert sum(one.end - one.start for one in left_out) == len(text.rstrip()) or left_out[-1].end == len(text)
    assert all(one.reason for one in left_out)


def test_words_round_a_run_without_white_space_are_read():
    run = "QUJD" * 2_000
    (piece,) = cut_text(f"A cable was cut. {run} A pipeline was damaged.")
    assert piece.text.split() == ["A", "cable", "was", "cut.", "A", "pipeline", "was", "damaged."]
    assert piece.text.index("A pipeline") == len("A cable was cut. ") + len(run) + 1
    assert [(one.start, one.end) for one in piece.left_out] == [(17, 17 + len(run))]
