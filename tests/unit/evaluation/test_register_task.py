from collections import Counter

from tocsin.evaluation import find_task
from tocsin.evaluation.base import Gathering
from tocsin.evaluation.register import NO_INCIDENT, RegisterTask, note_cells
from tocsin.evaluation.register_matching import match_records

CELL = {
    "incident": "a",
    "status": {"any": ["corroborated", "confirmed"]},
    "threat_type": "sabotage",
    "attribution_state": "suspected",
    "attribution_flags": {"any": [[], ["denied"]]},
    "attribution_highest": "suspected",
    "origins": 1,
    "target_country": {"any": ["POL", "UKR"]},
    "target_sector": "transport.rail",
    "severity": 2,
    "start_date": "2025-03-09",
}
RIGHT = {
    "title": "t",
    "counted": True,
    "status": "corroborated",
    "threat_type": "sabotage",
    "attribution_state": "suspected",
    "attribution_flags": [],
    "origins": 1,
    "target_country": ["POL"],
    "target_sector": ["transport.rail"],
    "severity": 2,
    "start_date": "2025-03-09",
}


def report(name, *cells, others=()):
    return {
        "id": name,
        "cells": list(cells),
        "others": list(others),
        "copy_of": None,
        "published_at": "2025-03-10",
    }


def record(key, *reports, **values):
    return {**RIGHT, "record": key, "reports": list(reports), **values}


def line(name, *changed, gone=()):
    return {"id": name, "changed": list(changed), "gone": list(gone)}


def figures(items, lines):
    task = RegisterTask()
    total = Counter()
    for unit in task.tally_together(items, lines):
        total.update(unit)
    return task.figures(total)


def test_a_right_record_scores_full():
    items = [report("1", CELL), report("2", CELL)]
    found = figures(items, [line("1", record("x", "1")), line("2", record("x", "1", "2"))])
    assert found["cells right"] == found["pair F of reports"] == found["incidents found"] == 1
    assert found["false of shown"] == found["above evidence"] == 0


def test_the_second_of_several_right_values_is_right_and_not_strictly():
    found = figures([report("1", CELL)], [line("1", record("x", "1", status="confirmed"))])
    assert found["cells right"] == 1
    assert found["cells right, strict"] < 1


def test_a_missing_record_has_no_cell_right_and_is_left_out_where_only_records_count():
    items = [report("1", CELL), report("2", {**CELL, "incident": "b"})]
    found = figures(items, [line("1", record("x", "1")), line("2")])
    assert found["cells right"] == 0.5
    assert found["right if recorded"] == 1
    assert found["incidents found"] == 0.5


def test_blame_above_the_evidence_is_counted_whatever_is_accepted():
    cell = {**CELL, "attribution_state": "attributed_single", "attribution_highest": "suspected"}
    found = figures([report("1", cell)], [line("1", record("x", "1", attribution_state="attributed_single"))])
    assert found["attribution_state"] == 1
    assert found["above evidence"] == 1


def test_a_record_of_nothing_is_false_and_one_of_an_act_in_passing_is_neither():
    passing = {"threat_type": "cyber", "target_country": None, "start_date": None}
    items = [report("1", CELL), report("2"), report("3", others=[passing])]
    lines = [
        line("1", record("x", "1")),
        line("2", record("y", "2")),
        line("3", record("z", "3", threat_type="cyber")),
    ]
    found = figures(items, lines)
    assert found["false of shown"] == 0.5
    assert found["quiet kept"] == 0.5


def test_an_incident_that_should_not_count_is_false_where_it_is_counted():
    cell = {**CELL, "status": "refuted"}
    assert figures([report("1", cell)], [line("1", record("x", "1"))])["false of shown"] == 1
    shown = record("x", "1", status="refuted", counted=False)
    found = figures([report("1", cell)], [line("1", shown)])
    assert (found["false of shown"], found["refutations applied"]) == (0, 1)


def test_a_second_record_of_an_incident_is_a_twin():
    items = [report("1", CELL), report("2", CELL)]
    found = figures(items, [line("1", record("x", "1")), line("2", record("y", "2"))])
    assert found["records per incident"] == 2
    assert found["pair recall"] == 0


def test_two_incidents_of_the_same_reports_go_to_the_records_that_agree():
    other = {**CELL, "incident": "b", "start_date": "2025-03-10"}
    records = {"x": record("x", "1", start_date="2025-03-10"), "y": record("y", "1")}
    assert match_records(records, [report("1", CELL, other)]).homes == {"a": "y", "b": "x"}


def test_lines_say_what_the_record_of_each_cell_showed():
    items = [report("1", CELL), report("2", {**CELL, "incident": "b"})]
    noted = note_cells(items, [line("1", record("x", "1")), line("2", gone=["x"])])
    assert noted[0]["cells"]["a"]["record"] == "x"
    assert noted[1]["cells"] == {"b": None}


def test_intervals_draw_incidents_and_what_belongs_to_none():
    task = find_task("register")
    assert isinstance(task, Gathering)
    units = task.tally_together([report("1", CELL), report("2")], [line("1", record("x", "1")), line("2")])
    assert len(units) == 2
    assert NO_INCIDENT


def test_baselines_open_one_record_a_report_or_one_an_incident():
    items = [report("1", CELL), report("2", CELL)]
    alone, together = RegisterTask().baselines(items, []).values()
    assert figures(items, alone)["records per incident"] == 2
    assert figures(items, together)["records per incident"] == 1
    assert figures(items, together)["pair F of reports"] == 1
