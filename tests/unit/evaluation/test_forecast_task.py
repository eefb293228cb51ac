"""Scoring forecasts from rolling origins on a small table of counts."""

import csv
import json

import numpy as np
import pytest

from tocsin.errors import InputError
from tocsin.evaluation import evaluate, find_task
from tocsin.evaluation.forecast import ForecastTask

TASK = ForecastTask()


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "counts.csv"
    chooser = np.random.default_rng(1)
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("iso3", "month", "fatalities"))
        for unit, rate in (("AAA", 0.0), ("BBB", 0.3), ("CCC", 6.0), ("DDD", 40.0)):
            for month in range(60):
                writer.writerow((unit, f"{2015 + month // 12}-{month % 12 + 1:02}", chooser.poisson(rate)))
    return path


def test_a_task_has_that_name():
    assert find_task("forecast").name == "forecast"


def test_steady_counts_are_forecast_better_than_by_the_last_value(gold, tmp_path):
    out = tmp_path / "out.jsonl"
    evaluation = evaluate(TASK, gold, None, predictions_to=out)
    ours = {figure.name: figure.value for figure in evaluation.ours.figures}
    naive = {scored.system: {f.name: f.value for f in scored.figures} for scored in evaluation.baselines}
    assert set(naive) == {"conflictology", "last value", "historical"}
    assert ours["log1p CRPS"] < naive["last value"]["log1p CRPS"]
    assert ours["90 % covered"] > 0.7
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert len(lines) == 4 * 11 * 6
    assert set(lines[0]) == {"unit", "origin", "h", "samples"}
    assert lines[0]["origin"] == "2016-12"
    assert len(lines[0]["samples"]) == 1000


def test_no_origin_sees_what_comes_after_it(gold):
    items = TASK.load_items(gold)
    changed = [{**item, "counts": [*item["counts"][:30], *([500.0] * 30)]} for item in items]
    before, after = (
        [f for f in TASK.predict(each)[2]["forecasts"] if f["end"] < 30] for each in (items, changed)
    )
    assert before
    assert all((one["draws"] == other["draws"]).all() for one, other in zip(before, after, strict=True))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\n1,2\n", "wanted a CSV with columns"),
        ("iso3,month,fatalities\nA,2015-01,x\n" + "A,2017-01,1\n", "line 2: fatalities is 'x'"),
        ("iso3,month,fatalities\nA,soon,1\n", "no YYYY-MM"),
        ("iso3,month,fatalities\nA,2015-01,1\n", "has 1 months; wanted 18 or more"),
        ("", "wanted a CSV with columns"),
    ],
)
def test_a_table_of_another_form_is_refused_in_one_line(tmp_path, text, told):
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=told) as refused:
        TASK.load_items(path)
    assert "\n" not in str(refused.value)
