"""Forecasts from the command line."""

import json
from datetime import date

REPORTS = [
    {
        "date": f"{2023 + n // 12}-{n % 12 + 1:02}-11",
        "publisher": f"Port Gazette {n}",
        "text": f"A depot in {town} was set on fire by arsonists on 9 {month} {2023 + n // 12}, police said.",
    }
    for n, (town, month) in enumerate(
        zip(
            ("Warsaw", "Gdansk", "Krakow", "Lublin") * 4,
            tuple(date(2023, month, 1).strftime("%B") for month in range(1, 13)) * 2,
            strict=False,
        )
    )
]  # fmt: skip


def fill(run, tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(report) + "\n" for report in REPORTS), encoding="utf-8")
    assert run("add", path)[0] == 0


def test_a_forecast_stands_beside_naive_ones_and_is_scored(run, tmp_path):
    fill(run, tmp_path)
    code, out, err = run("forecast", "--months", "2", "--as-of", "2023-11-30")
    assert code == 0
    assert "type:sabotage" in out
    assert "conflictology: any" in out
    assert "as of 2023-11-30" in out
    assert "2 forecasts stored" in err
    code, out, _ = run("scorecard", "--json")
    card = json.loads(out)
    assert (code, card["scored"], card["replayed"]) == (0, 2, 2)
    assert [score["system"] for score in card["scores"]][:2] == ["tocsin", "conflictology"]


def test_json_lines_hold_draws_card_and_evidence(run, tmp_path):
    fill(run, tmp_path)
    code, out, _ = run("forecast", "target:POL", "--months", "1", "--json", "--no-keep")
    (line,) = [json.loads(text) for text in out.splitlines()]
    assert code == 0
    assert sum(times for _, times in line["draws"]) == 1000
    assert line["card"]["name"] == "hurdle-pool"
    assert line["incident_ids"]
    assert json.loads(run("scorecard", "--json")[1])["waiting"] == 0


def test_wrong_use_gives_one_line(run, tmp_path):
    fill(run, tmp_path)
    for arguments, told in (
        (("--weeks", "2", "--months", "2"), "wanted one of them"),
        (("--weeks", "27"), "wanted 1 to 26"),
        (("--weeks", "2"), "of which 15 with reports; wanted 26 or more"),
        (("type:undersea", "--months", "1"), "unknown unit 'type:undersea'; known: "),
        (("nonsense",), "wanted units that begin with type:"),
        (("type:sabotage", "target:POL"), "of several kinds"),
        (("--by", "pair", "--months", "1"), "no unit pair:"),
    ):
        code, out, err = run("forecast", *arguments)
        assert (code, out) == (2, "")
        assert told in err
        assert err.startswith("tocsin: ")
