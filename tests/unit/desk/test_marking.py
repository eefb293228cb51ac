from dataclasses import replace

from tocsin.desk.marking import Layer, cut_parts, cut_runs, lay_out
from tocsin.model import Document, Reading, Span


def layer(start, end, name):
    return Layer(start=start, end=end, classes=(name,), anchor=name)


def test_overlapping_marks_are_cut_into_runs_that_join_to_the_text():
    runs = list(cut_runs("abcdefgh", 0, 8, [layer(1, 5, "x"), layer(3, 7, "y")]))
    assert [(run.text, run.classes) for run in runs] == [
        ("a", ""), ("bc", "x"), ("de", "x y"), ("fg", "y"), ("h", ""),
    ]  # fmt: skip


def test_anchor_stands_once_where_its_mark_begins():
    runs = list(cut_runs("abcdefgh", 0, 8, [layer(1, 5, "x"), layer(3, 7, "y")]))
    assert [[opened.anchor for opened in run.opening] for run in runs] == [[], ["x"], ["y"], [], []]


def test_mark_over_two_rows_opens_in_the_first_only():
    layers = [layer(2, 6, "x")]
    second = list(cut_runs("abcdefgh", 4, 8, layers))
    assert [(run.text, run.classes, run.opening) for run in second] == [("ef", "x", ()), ("gh", "", ())]


def test_rows_show_the_whole_text(cable_report):
    rows = lay_out(cable_report)
    shown = "".join(run.text for row in rows for run in row.runs)
    assert "".join(shown.split()) == "".join(cable_report.document.text.split())


def test_every_event_and_statement_stands_beside_its_sentence(cable_report):
    rows = lay_out(cable_report)
    assert [event for row in rows for event in row.events] == sorted(
        cable_report.events, key=lambda event: event.trigger.start
    )
    for row in rows:
        assert all(row.start <= event.trigger.start < row.end for event in row.events)
    assert sum(len(row.statements) for row in rows) == len(cable_report.statements)


def test_text_without_sentences_is_still_shown(cable_report):
    rows = lay_out(replace(cable_report, sentences=()))
    assert "".join(run.text for row in rows for run in row.runs) == cable_report.document.text


def test_place_beyond_the_text_is_no_error(cable_report):
    assert lay_out(cable_report, here=(10**6, 10**6 + 5)) == lay_out(cable_report)


def test_long_text_comes_in_bounded_parts():
    text = "One plain sentence. " * 20_000
    sentences = tuple(Span("d1", start, start + 19) for start in range(0, len(text), 20))
    parts = cut_parts(lay_out(Reading(document=Document(id="d1", text=text), sentences=sentences)))
    assert len(parts) > 5
    assert all(sum(row.end - row.start for row in part) <= 61_000 for part in parts)


def test_empty_text_is_one_part():
    assert cut_parts(lay_out(Reading(document=Document(id="d1", text="")))) == ((),)
