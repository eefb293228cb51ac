"""A second reader codes blind, and the register says how far the two agree."""

import csv
import json

import pytest

REPORTS = [
    {
        "date": "2024-11-19",
        "publisher": "Northern Wire",
        "text": "A data cable from Finland to Germany was cut in the Baltic Sea on Monday, its owner said.",
    },
    {
        "date": "2024-11-21",
        "publisher": "Port Gazette",
        "text": "A warehouse in Warsaw was set on fire by arsonists on 20 November 2024, police said.",
    },
]


@pytest.fixture
def blind(run, tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in REPORTS), encoding="utf-8")
    run("add", path)
    sheet = tmp_path / "blind.csv"
    assert run("agreement", "--out", sheet, "--sample", "5")[0] == 0
    return sheet


def fill(sheet, **values):
    with sheet.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows({**row, **values} for row in rows)
    return rows


def test_blind_sheet_holds_words_and_no_value_of_the_register(blind):
    rows = fill(blind)
    assert len(rows) == 2
    assert all("“" in row["reports"] for row in rows)
    assert {
        value for row in rows for field, value in row.items() if field not in ("incident_id", "reports")
    } == {""}


def test_agreement_counts_only_what_both_coded_and_lists_the_rest(run, blind):
    fill(blind, threat_type="undersea")
    out = run("agreement", blind)[1]
    (line,) = [line for line in out.splitlines() if line.startswith("threat_type")]
    assert line.split()[1:3] == ["2", "0.50"]
    assert "blind: undersea, register: sabotage" in out
    assert "1 cells to adjudicate" in out


def test_two_readers_are_compared_without_the_register(run, blind):
    fill(blind, severity="2")
    other = blind.with_name("other.csv")
    other.write_bytes(blind.read_bytes())
    out = run("agreement", blind, other, "--between")[1]
    assert out.startswith("readers: blind, other\n")
    assert "0 cells to adjudicate" in out


def test_unknown_code_is_one_line(run, blind):
    fill(blind, outcome="splendid")
    code, _, err = run("agreement", blind)
    assert (code, err.count("\n")) == (2, 1)
    assert "'splendid' is no value of outcome; known: completed" in err


def test_a_sheet_that_nobody_filled_is_one_line(run, blind):
    code, out, err = run("agreement", blind)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "wanted cells filled by a reader" in err
