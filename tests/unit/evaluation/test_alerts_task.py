"""The bench of detectors on a small made-up panel: equal false alarms, ramps counted right."""

import csv
from collections import Counter

import numpy as np
import pytest

from tocsin.errors import InputError
from tocsin.evaluation.alerts import CUSUM, OURS, RAMP, AlertsTask, put_in_ramps, run_bench
from tocsin.warning.thresholds import draw_counts


def test_ramps_lie_where_they_say_and_nowhere_else():
    counts = draw_counts(0.5, 1.0, (2, 200), seed=1)
    ramps = put_in_ramps(counts, size=4.0)
    for row, start, ramped in zip(ramps.rows, ramps.starts, ramps.counts, strict=True):
        assert np.array_equal(ramped[:start], counts[row, :start])
        assert (ramped[start : start + len(RAMP)] >= counts[row, start : start + len(RAMP)]).all()
        assert ramped[start + len(RAMP) :].sum() == 0


def test_large_ramps_are_found_more_often_than_small_ones_at_the_rate_named():
    units = [f"u{n}" for n in range(4)]
    found = run_bench(units, draw_counts(0.6, 1.0, (4, 240), seed=2))
    task = AlertsTask()
    items = [{"unit": unit, "counts": [0] * 240} for unit in units]
    for name in (OURS, CUSUM):
        total = Counter()
        for item, prediction in zip(items, found[name], strict=True):
            total.update(task.tally(item, prediction))
        figures = task.figures(total)
        assert figures["x4 at 1/yr in 8 w"] > figures["x1 at 1/yr in 8 w"]
        assert 0 < figures["onsets a year"] <= 1.4


def test_events_become_weekly_counts_of_conflict_only(tmp_path):
    path = tmp_path / "events.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("date", "source", "event", "target", "n"))
        writer.writerow(("2005-01-04", "A", "Use conventional military force", "B", 120))
        writer.writerow(("2005-01-05", "A", "Host a visit", "B", 500))
        writer.writerow(("2005-01-18", "A", "Threaten", "B", 1))
    items = AlertsTask().load_items(path)
    counted = {item["unit"]: item["counts"] for item in items}
    assert counted == {"pair:A>B": [120, 0], "target:B": [120, 0]}


def test_a_file_of_another_form_is_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="columns date, source"):
        AlertsTask().load_items(path)
