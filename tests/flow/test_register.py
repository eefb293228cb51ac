import json
import sqlite3
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

SAMPLE = str(files("tocsin.sources") / "sample_reports")
WIRE = {
    "date": "2024-11-19",
    "publisher": "Northern Wire",
    "text": "A data cable between Finland and Germany was cut in the Baltic Sea on Monday, its owner said.",
}
COPY = {**WIRE, "publisher": "Baltic Daily", "url": "https://baltic-daily.example/1"}
TALK = {
    "date": "2024-11-20",
    "publisher": "Capital Courier",
    "text": "NATO could launch a pre-emptive strike on Russia, an admiral said. Moscow threatened to answer.",
}


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in (WIRE, COPY, TALK)), encoding="utf-8")
    return path


def list_incidents(run, *arguments):
    code, out, _ = run("incidents", "--format", "jsonl", *arguments)
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


def test_a_report_and_its_copy_are_one_incident_of_one_origin(run, corpus):
    code, out, _ = run("add", corpus)
    assert (code, out.splitlines()[0]) == (0, "3 read, 0 known already, 0 failed")
    (incident,) = list_incidents(run)
    assert (incident["threat_type"], incident["reports"], incident["origins"]) == ("undersea", 2, 1)


def test_every_claim_quotes_the_words_of_its_report(run, corpus):
    run("add", corpus)
    texts = {}
    for line in run("read", corpus, "--format", "jsonl")[1].splitlines():
        document = json.loads(line)["document"]
        texts[document["id"]] = document["text"]
    (incident,) = list_incidents(run)
    assert incident["claims"]
    for claim in incident["claims"]:
        for evidence in claim["evidence"]:
            start, end = evidence["span"]
            assert texts[evidence["document_id"]][start:end] == evidence["quote"]


def test_a_talked_about_strike_is_never_an_incident(run, tmp_path):
    path = tmp_path / "talk.jsonl"
    path.write_text(json.dumps(TALK), encoding="utf-8")
    run("add", path)
    assert list_incidents(run) == []
    # The threat was made: that is an episode of its own. The strike was not.
    assert {incident["event_type"] for incident in list_incidents(run, "--kind", "all")} <= {"THREATEN"}


def test_adding_twice_changes_nothing(run, corpus):
    run("add", corpus)
    before = list_incidents(run)
    code, out, _ = run("add", corpus)
    assert (code, out.splitlines()[0]) == (0, "0 read, 3 known already, 0 failed")
    assert list_incidents(run) == before


def test_what_was_published_later_is_not_known_before(run, corpus):
    run("add", corpus)
    assert list_incidents(run, "--as-of", "2024-11-18") == []
    assert len(list_incidents(run, "--as-of", "2024-11-19")) == 1


def test_as_of_a_day_means_its_end(run, tmp_path):
    path = tmp_path / "noon.jsonl"
    path.write_text(json.dumps({**WIRE, "date": "2024-11-19T12:00:00Z"}), encoding="utf-8")
    run("add", path)
    assert len(list_incidents(run, "--as-of", "2024-11-19")) == 1
    assert list_incidents(run, "--as-of", "2024-11-19T11:59:00Z") == []


def test_days_bound_the_list(run, corpus):
    run("add", corpus)
    assert len(list_incidents(run, "--since", "2024-11-18", "--until", "2024-11-18")) == 1
    assert list_incidents(run, "--since", "2025-01-01") == []


def test_show_takes_the_beginning_of_an_id(run, corpus):
    run("add", corpus)
    (incident,) = list_incidents(run)
    code, out, _ = run("show", incident["id"][:9])
    assert code == 0
    assert "undersea" in out
    assert json.loads(run("show", incident["id"], "--format", "json")[1])["id"] == incident["id"]


def test_incidents_are_valid_by_the_shipped_schema(run, corpus):
    schema = json.loads((files("tocsin.model") / "schemas" / "incident.schema.json").read_text("utf-8"))
    run("add", corpus)
    for incident in list_incidents(run, "--kind", "all"):
        Draft202012Validator(schema).validate(incident)


def test_the_table_names_the_profile(run, corpus):
    run("add", corpus)
    assert "1 incident by profile warning" in run("incidents")[1]
    assert "0 incidents by profile confident_only" in run("incidents", "--profile", "confident_only")[1]


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (("incidents", "--profile", "none"), "warning"),
        (("incidents", "--format", "xml"), "jsonl"),
        (("incidents", "--since", "soon"), "ISO 8601"),
        (("show", "i-none"), "tocsin incidents lists them"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(run, corpus, arguments, wanted):
    run("add", corpus)
    code, _, err = run(*arguments)
    assert code == 2
    assert wanted in err
    assert len(err.strip().splitlines()) == 1


def test_a_register_that_is_not_there_is_one_line(run):
    code, _, err = run("incidents", "--store", "none.sqlite")
    assert code == 2
    assert "none.sqlite" in err
    assert len(err.strip().splitlines()) == 1


def test_a_file_that_is_no_register_is_left_as_it_is(run, tmp_path, corpus):
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but mine " * 100, encoding="utf-8")
    before = path.read_bytes()
    code, _, err = run("add", corpus, "--store", path)
    assert (code, path.read_bytes()) == (2, before)
    assert len(err.strip().splitlines()) == 1


def test_doctor_finds_a_sound_register(run, corpus):
    run("add", corpus)
    code, out, err = run("doctor")
    assert (code, err) == (0, "")
    assert "sound; 3 reports" in out


def test_doctor_finds_a_damaged_register(run, corpus, tmp_path):
    run("add", corpus)
    with sqlite3.connect(tmp_path / "tocsin.sqlite") as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM documents")
    connection.close()
    code, _, err = run("doctor")
    assert code == 2
    assert "not sound" in err


def test_the_demo_reads_the_sample_and_counts_no_talk(run):
    code, out, err = run("demo", "--no-serve")
    assert (code, err) == (0, "")
    assert "by profile warning" in out
    assert "Alerts that would have fired" in out
    incidents = list_incidents(run, "--store", "tocsin-demo.sqlite")
    assert 20 <= len(incidents) <= 40
    # The README says what a newcomer will see; scripts/fill_readme.py brings it up to date.
    counted = sum(incident["status"] != "candidate" for incident in incidents)
    apart = len(incidents) - counted
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    leads = f"{apart} lead{'s' * (apart != 1)}"
    assert f"{counted} incidents by profile `warning`, {leads} apart" in readme
    assert f"{counted} incidents by profile warning" in out
    quotes = " ".join(e["quote"] for i in incidents for c in i["claims"] for e in c["evidence"])
    assert "pre-emptive strike could" not in quotes


def test_a_tracked_question_shows_what_could_be_as_what_could_be(run, corpus):
    run("add", corpus)
    code, out, _ = run("questions", "act-first", "--format", "jsonl")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [
        (line["posture"], line["modality"], line["kind"])
        for line in lines
        if line["posture"] == "pre_emptive"
    ] == [("pre_emptive", "could", "anonymous")]


def test_questions_are_listed_and_an_unknown_one_is_told(run):
    code, out, _ = run("questions")
    assert (code, out.split()[0]) == (0, "act-first")
    code, _, err = run("questions", "weather")
    assert (code, "known: act-first" in err) == (2, True)


def test_a_file_of_ones_own_questions_is_used(run, tmp_path, monkeypatch):
    (tmp_path / "mine.toml").write_text('[[question]]\nid = "mine"\ntext = "Talk?"\n', encoding="utf-8")
    monkeypatch.setenv("TOCSIN_QUESTIONS", "mine.toml")
    assert run("questions")[1].split() == ["mine", "Talk?"]
