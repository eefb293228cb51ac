import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

CABLE = (
    "A data cable between Finland and Germany was cut in the Baltic Sea on Monday, Finland's operator said. "
    "Germany's defence minister said it was probably sabotage. Moscow denied any involvement."
)


@pytest.fixture(scope="module")
def schema():
    text = (files("tocsin.model") / "schemas" / "reading.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text))


def test_a_text_becomes_one_valid_object(run, tmp_path, schema):
    path = tmp_path / "cable.txt"
    path.write_text(CABLE, encoding="utf-8")
    code, out, _ = run("read", path, "--format", "jsonl", "--published", "2024-11-19")
    (line,) = out.splitlines()
    reading = json.loads(line)
    schema.validate(reading)
    assert code == 0
    assert reading["document"]["published_at"] == "2024-11-19T00:00:00Z"
    assert [event["threat_type"] for event in reading["events"]].count("undersea") >= 1
    assert "reasons" not in str(reading["events"][0]["reasons"]) and reading["events"][0]["reasons"] == []


def test_the_words_of_a_denial_and_of_a_guess_are_told_apart(run, tmp_path):
    path = tmp_path / "cable.txt"
    path.write_text(CABLE, encoding="utf-8")
    _, out, _ = run("read", path, "--published", "2024-11-19")
    assert "Finland" in out
    assert "undersea" in out


def test_explain_names_the_rules(run, tmp_path):
    path = tmp_path / "cable.txt"
    path.write_text(CABLE, encoding="utf-8")
    _, out, _ = run("read", path, "--format", "jsonl", "--explain")
    assert all(event["reasons"] for event in json.loads(out)["events"])


def test_a_broken_line_exits_1_and_the_rest_is_printed(run, tmp_path):
    path = tmp_path / "mixed.jsonl"
    path.write_text(json.dumps({"text": CABLE}) + "\n{broken\n", encoding="utf-8")
    code, out, err = run("read", path, "--format", "jsonl")
    assert (code, len(out.splitlines())) == (1, 1)
    assert "mixed.jsonl:2: is broken JSON" in err
    assert "1 read, 1 failed" in err


def test_nothing_readable_exits_2_with_one_line(run, tmp_path):
    code, out, err = run("read", tmp_path / "none.txt", "--format", "jsonl")
    assert (code, out) == (2, "")
    assert "no such file" in err
    assert "Traceback" not in err


def test_a_date_that_is_none_exits_2(run, tmp_path):
    code, _, err = run("read", tmp_path / "x.txt", "--published", "yesterday")
    assert (code, "wanted ISO 8601" in err) == (2, True)


def test_a_missing_model_is_one_clear_line(run, tmp_path, monkeypatch):
    monkeypatch.setenv("TOCSIN_MODEL", "en_core_web_none")
    path = tmp_path / "cable.txt"
    path.write_text(CABLE, encoding="utf-8")
    code, _, err = run("read", path)
    assert code == 2
    assert err.startswith("tocsin: the language model 'en_core_web_none' is not installed")
    assert len(err.splitlines()) == 1


def test_an_unread_language_is_remarked_not_failed(run, tmp_path):
    path = tmp_path / "de.jsonl"
    path.write_text(json.dumps({"text": "Die Leitung ist kaputt.", "lang": "de"}), encoding="utf-8")
    code, out, _ = run("read", path, "--format", "jsonl")
    reading = json.loads(out)
    assert code == 0
    assert reading["events"] == []
    assert "'de' is not read" in reading["remarks"][0]["message"]


def test_control_characters_do_not_reach_the_terminal(run, tmp_path):
    path = tmp_path / "evil.jsonl"
    path.write_text(
        json.dumps(
            {"text": "\x1b[2J Poland expelled three \x1b[31mRussian diplomats.", "title": "\x1b]0;x\x07"}
        )
    )
    _, out, _ = run("read", path)
    assert "\x1b" not in out


def test_reading_is_a_function_of_the_text(run, tmp_path):
    path = tmp_path / "cable.txt"
    path.write_text(CABLE, encoding="utf-8")
    assert run("read", path, "--format", "jsonl")[1] == run("read", path, "--format", "jsonl")[1]
