from collections import Counter

import pytest

from tocsin.evaluation import find_task
from tocsin.evaluation.events import choose_event, unmark
from tocsin.evaluation.scoring import load_gold

TASK = find_task("events")


def make_event(event_type, trigger, *, actors=(), recipients=()):
    return {
        "event_type": event_type,
        "trigger": trigger,
        "actors": [{"span": span} for span in actors],
        "recipients": [{"span": span} for span in recipients],
    }


def test_marks_are_taken_out_and_their_places_kept():
    assert unmark("<s>Norland</s> warned <t>Estvia</t>.") == ("Norland warned Estvia.", (0, 7), (15, 21))


def test_the_event_of_the_marked_pair_goes_before_a_nearer_one():
    near = make_event("CONSULT", [8, 12])
    right = make_event("ACCUSE", [40, 47], actors=[[0, 7]], recipients=[[50, 56]])
    assert choose_event([near, right], (0, 7), (50, 56)) is right


def test_without_the_pair_the_nearest_event_is_taken():
    events = [make_event("ASSAULT", [60, 66]), make_event("REJECT", [9, 15])]
    assert choose_event(events, (0, 7), (50, 56))["event_type"] == "REJECT"


def test_acts_without_an_event_type_are_passed_over():
    assert choose_event([make_event(None, [9, 15])], (0, 7), (50, 56)) is None


@pytest.mark.parametrize(("found", "right"), [("YIELD", 1.0), ("AGREE", 0.0), (None, 0.0)])
def test_figures_follow_the_label(found, right):
    item = {"gold_root": "YIELD", "gold_penta": "2"}
    figures = TASK.figures(Counter(TASK.tally(item, {"root": found})))
    assert figures["root macro-F1"] == right
    assert figures["nothing found"] == (found is None)


def test_a_wrong_type_of_the_right_quad_is_right_there():
    figures = TASK.figures(TASK.tally({"gold_root": "COERCE", "gold_penta": "4"}, {"root": "ASSAULT"}))
    assert (figures["root macro-F1"], figures["quad macro-F1"], figures["binary macro-F1"]) == (0.0, 1.0, 1.0)


def test_a_table_with_tabs_is_read_without_quoting(tmp_path):
    path = tmp_path / "gold.tsv"
    path.write_text('id\tsentence\n1\tHe said "no\n2\tShe left\n', encoding="utf-8")
    assert [item["sentence"] for item in load_gold(path)] == ['He said "no', "She left"]
