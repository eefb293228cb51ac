from tocsin.desk.quoting import fold_quotes
from tocsin.model import Evidence, Span

TEXT = "A cable was cut near the coast on Sunday."


def quote(start, end):
    return Evidence(document_id="d1", span=Span("d1", start, end), quote=TEXT[start:end])


def test_words_inside_their_sentence_are_marked_there_and_not_repeated():
    (shown,) = fold_quotes((quote(0, len(TEXT)), quote(12, 15)))
    assert (shown.before, shown.key, shown.after) == ("A cable was ", "cut", " near the coast on Sunday.")


def test_quotes_apart_stay_apart():
    assert [shown.before for shown in fold_quotes((quote(0, 7), quote(12, 15)))] == ["A cable", "cut"]


def test_pieces_join_to_the_verbatim_words():
    for shown in fold_quotes((quote(2, 30), quote(12, 15), quote(2, 7))):
        assert shown.before + shown.key + shown.after == TEXT[shown.span.start : shown.span.end]


def test_same_quote_twice_is_shown_once():
    assert len(fold_quotes((quote(0, 7), quote(0, 7)))) == 1
