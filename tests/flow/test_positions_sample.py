"""A talked-about strike is never counted as a strike: what the sample's founding report says of one."""

import json
from importlib.resources import files

import pytest


@pytest.fixture
def founding(run, tmp_path):
    """Store the three reports of the admiral's words; returns the path of the store."""
    folder = files("tocsin.sources") / "sample_reports"
    paths = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if "alliance-dragone" in entry.name:
            paths.append(tmp_path / entry.name)
            paths[-1].write_text(entry.read_text(encoding="utf-8"), encoding="utf-8")
    assert len(paths) == 3
    store = tmp_path / "desk.sqlite"
    assert run("add", *paths, "--store", store)[0] == 0
    return store


def test_a_pre_emptive_strike_could_be_and_nobody_has_decided_one(run, founding):
    code, out, _ = run("questions", "act-first", "--store", founding, "--format", "jsonl")
    held = [json.loads(line) for line in out.splitlines()]
    strike = [one for one in held if one["posture"] == "pre_emptive"]
    assert code == 0
    assert ("Giuseppe Cavo Dragone", "could") in {(one["holder"], one["modality"]) for one in strike}
    assert {one["modality"] for one in strike} <= {"could", "considered", "denied", "would_not"}
    assert not [one for one in strike if "Zakharova" in (one["holder"] or "")]


def test_the_ledger_names_each_day_once_and_counts_by_posture(run, founding):
    code, out, _ = run("questions", "act-first", "--store", founding)
    lines = out.splitlines()
    assert code == 0
    assert lines.count("2025-12-02") == 1
    assert any(
        line.startswith("pre_emptive ") and "could" in line and "decided" not in line for line in lines
    )


def test_an_unknown_question_is_one_line(run, founding):
    code, out, err = run("questions", "no-such", "--store", founding)
    assert (code, out) == (2, "") or code == 1
    assert len(err.strip().splitlines()) == 1 and "no-such" in err


def test_a_file_of_questions_with_an_unknown_posture_is_one_line(run, founding, tmp_path, monkeypatch):
    mine = tmp_path / "mine.toml"
    mine.write_text('[[question]]\nid = "x"\ntext = "?"\npostures = ["attack"]\n', encoding="utf-8")
    monkeypatch.setenv("TOCSIN_QUESTIONS", str(mine))
    code, _, err = run("questions", "x", "--store", founding)
    assert code != 0
    assert len(err.strip().splitlines()) == 1 and "pre_emptive" in err
