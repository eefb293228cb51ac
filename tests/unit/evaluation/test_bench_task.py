import json
from collections import Counter
from pathlib import Path

import pytest

from tocsin.errors import InputError
from tocsin.evaluation import Evaluation, check_floors, find_task
from tocsin.evaluation.base import Figure, Scored
from tocsin.evaluation.bench import BenchTask, match_events
from tocsin.evaluation.floors import Floor
from tocsin.evaluation.scoring import load_gold, score


def event(start, end, *, type_="ASSAULT", status="happened", threat=None):
    return {"trigger": [start, end], "event_type": type_, "status": status, "threat_type": threat}


def figures(gold, found):
    task = BenchTask()
    return task.figures(task.tally({"events": gold}, {"events": found}))


def test_a_right_event_scores_in_full():
    gold = [event(0, 5, threat="cyber")]
    found = figures(gold, gold)
    assert (found["typed F1"], found["threat F1"], found["counted recall"]) == (1.0, 1.0, 1.0)
    assert (found["talk as deed"], found["false-event rate"]) == (0.0, 0.0)


def test_talk_counted_as_a_deed_is_seen():
    found = figures([event(0, 5, status="threatened")], [event(0, 5, status="happened")])
    assert (found["talk as deed"], found["false-event rate"]) == (1.0, 1.0)


def test_an_event_that_meets_no_gold_is_a_false_event_but_not_talk_as_deed():
    found = figures([], [event(0, 5)])
    assert (found["talk as deed"], found["false-event rate"]) == (0.0, 1.0)


def test_a_wrong_type_is_found_but_not_typed_right():
    found = figures([event(0, 5, type_="ACCUSE")], [event(0, 5)])
    assert (found["trigger F1"], found["typed F1"]) == (1.0, 0.0)


def test_each_event_is_met_once_by_the_longest_overlap():
    assert match_events([event(0, 10)], [event(8, 10), event(0, 6)]) == [(0, 1)]


def test_the_interval_holds_the_figure_and_is_the_same_twice():
    task = BenchTask()
    items = [{"events": [event(0, 5)]} for _ in range(8)]
    predictions = [{"events": [event(0, 5)] if number % 2 else []} for number in range(8)]
    one, two = (score(task, items, predictions, system="x") for _ in range(2))
    assert one == two
    recall = next(figure for figure in one.figures if figure.name == "counted recall")
    assert recall.low < recall.value == 0.5 < recall.high


def test_the_baseline_is_blind_to_status():
    (blind,) = BenchTask().baselines([], [{"events": [event(0, 5, status="denied")]}]).values()
    assert blind[0]["events"][0]["status"] == "happened"


def test_an_unknown_task_names_the_known_ones():
    with pytest.raises(InputError, match="known: bench"):
        find_task("none")


@pytest.mark.parametrize("content", ["", "{broken", "[1]\n"])
def test_a_gold_file_that_is_none_is_told(tmp_path, content):
    path = tmp_path / "gold.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="gold file"):
        load_gold(path)


def make_evaluation(value: float, *, digest: str = "d", higher: bool = True) -> Evaluation:
    figure = Figure(name="typed F1", value=value, low=value, high=value, higher_is_better=higher)
    return Evaluation(
        task="bench",
        gold=Path("dev.jsonl"),
        digest=digest,
        documents=1,
        ours=Scored(system="tocsin", figures=(figure,)),
        baselines=(),
    )


FLOOR = Floor(task="bench", path="bench/dev.jsonl", digest="d", figure="typed F1", value=0.5)


@pytest.mark.parametrize(
    ("evaluation", "broken"),
    [
        (make_evaluation(0.6), False),
        (make_evaluation(0.4), True),
        (make_evaluation(0.4, higher=False), False),
        (make_evaluation(0.6, higher=False), True),
        (make_evaluation(0.6, digest="other"), True),
    ],
)
def test_the_gate_fails_below_a_floor_and_on_another_gold_file(evaluation, broken):
    assert bool(check_floors(evaluation, (FLOOR,))) is broken


def test_the_shipped_floors_can_be_read():
    floors = json.loads((Path(__file__).parents[3] / "evals" / "floors.json").read_text("utf-8"))
    assert Counter(floor["task"] for floor in floors)["bench"] >= 2
    assert all(Floor(**floor) for floor in floors)
