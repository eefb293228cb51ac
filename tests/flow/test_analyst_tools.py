"""Beyond judging values: link what followed, mark copies, read again, review publishers."""

import json
from contextlib import closing

import pytest

from tocsin.reading.reader import Reader
from tocsin.store import open_store

ACT = {
    "id": "act",
    "date": "2024-11-19",
    "publisher": "Northern Wire",
    "text": "A data cable between Finland and Germany was cut in the Baltic Sea on Monday, its owner said. "
    "Finnish police have opened an investigation.",
}
ANSWER = {
    "id": "answer",
    "date": "2024-11-25",
    "publisher": "Port Gazette",
    "text": "Finland expelled two Russian diplomats on Monday, Foreign Minister Elina Valtonen said.",
}
ECHO = {
    "id": "echo",
    "date": "2024-11-20",
    "publisher": "Coast Herald",
    "text": "A data cable was severed in the Baltic Sea between Finland and Germany on Monday, police said.",
}


@pytest.fixture
def register(run, tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in (ACT, ANSWER, ECHO)), encoding="utf-8")
    assert run("add", path)[0] == 0
    return next(one for one in list_incidents(run) if one["threat_type"] == "undersea")


def list_incidents(run, *options):
    out = run("incidents", "--kind", "all", *options, "--format", "jsonl")[1]
    return [json.loads(line) for line in out.splitlines()]


def load(run, incident_id):
    return json.loads(run("show", incident_id, "--format", "json")[1])


def find_expulsion(run):
    return next(one for one in list_incidents(run) if one["event_type"] == "SANCTION")


def test_step_that_a_report_ties_is_shown_with_its_quote(run, register):
    (step,) = load(run, register["id"])["responses"]
    assert step["code"] == "investigation_opened"
    assert step["evidence"][0]["quote"] == "Finnish police have opened an investigation."
    assert "followed it" in run("show", register["id"])[1]


def test_answer_is_linked_by_hand_and_undone(run, register):
    before = load(run, register["id"])
    record = find_expulsion(run)
    code, out, _ = run("judge", register["id"], "--response", record["id"], "--reason", "over the cable")
    assert code == 0
    assert "response r_expel by" in out
    assert "{" not in out
    linked = load(run, register["id"])["responses"][-1]
    assert (linked["code"], linked["towards"], linked["reasons"]) == ("r_expel", "RUS", ["over the cable"])
    assert linked["evidence"][0]["quote"].startswith("Finland expelled two Russian diplomats")
    assert load(run, register["id"])["threat_type"] == "undersea"
    history = run("history", register["id"])[1]
    assert "responses:" in history
    assert run("undo")[0] == 0
    assert load(run, register["id"]) | {"judged_at": None} == before | {"judged_at": None}


def test_step_that_did_not_follow_is_taken_off(run, register):
    (step,) = load(run, register["id"])["responses"]
    claim = step["claim_ids"][0]
    assert run("judge", register["id"], "--not-response", claim, "--reason", "another case")[0] == 0
    assert load(run, register["id"])["responses"] == []
    run("undo")
    assert load(run, register["id"])["responses"] == [step]


def test_copy_is_marked_on_the_command_line(run, register):
    assert (register["reports"], register["origins"]) == (2, 2)
    one, two = register["document_ids"]
    code, _, _ = run("judge", two, "--copy-of", one, "--reason", "the same wire story")
    assert code == 0
    assert load(run, register["id"])["origins"] == 1
    run("undo")
    assert load(run, register["id"])["origins"] == 2


def test_as_of_knows_no_link_and_no_copy_that_came_later(run, register):
    before = list_incidents(run, "--as-of", "2024-12-01")
    run("judge", register["id"], "--response", find_expulsion(run)["id"], "--reason", "over the cable")
    run("judge", register["document_ids"][1], "--copy-of", register["document_ids"][0], "--reason", "wire")
    assert list_incidents(run, "--as-of", "2024-12-01") == before


def test_show_says_why_each_report_was_linked_and_who_speaks(run, register):
    shown = load(run, register["id"])
    assert {mention["document_id"] for mention in shown["mentions"]} == set(register["document_ids"])
    reasons = [mention["reasons"] for mention in shown["mentions"]]
    assert ["founding mention"] in reasons
    assert any("words" in " ".join(parts) for parts in reasons)
    expulsion = load(run, find_expulsion(run)["id"])
    persons = {(one["name"], one["field"], one["value"]) for one in expulsion["persons"]}
    assert ("Elina Valtonen", "office", "minister") in persons
    assert all(one["evidence"]["quote"] in ANSWER["text"] for one in expulsion["persons"])
    assert "Elina Valtonen" in run("show", expulsion["id"])[1]


def test_reading_again_is_due_for_older_rules_only(run, register, monkeypatch):
    assert "0 of 3 reports read again" in run("reread")[1]
    monkeypatch.setattr(Reader, "version", "later rules")
    judged = run("judge", register["id"], "--set", "severity=3", "--reason", "days of repair")
    assert judged[0] == 0
    assert "tocsin reread" in run("add", "reports.jsonl")[2]
    code, out, _ = run("reread")
    assert code == 0
    assert "3 of 3 reports read again by later rules" in out
    assert "tocsin reread" not in run("add", "reports.jsonl")[2]
    assert load(run, register["id"])["severity"] == 3
    assert "3 of 3" in run("reread", "--all")[1]
    assert "2 of 3" in run("reread", "--all", "--since", "2024-11-20")[1]


def test_report_that_fails_keeps_its_old_reading(run, register, monkeypatch):
    before = load(run, register["id"])
    monkeypatch.setattr(Reader, "version", "broken rules")

    def fail(*_):
        raise ValueError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(Reader, "read_parsed", fail)
        code, out, err = run("reread")
    assert code == 1
    assert "3 failed and keep their old reading" in out
    assert err.count("could not be read") == 3
    assert load(run, register["id"]) | {"judged_at": None} == before | {"judged_at": None}
    assert "3 of 3" in run("reread")[1]


def test_change_by_a_better_reader_is_told_as_such(run, register, monkeypatch, tmp_path):
    monkeypatch.setattr(Reader, "version", "blind rules")
    read = Reader.read_parsed

    def read_less(self, document, passages):
        from dataclasses import replace

        reading = read(self, document, passages)
        return replace(reading, events=tuple(e for e in reading.events if e.threat_type is None))

    run("merge", register["id"], find_expulsion(run)["id"], "--reason", "one story")
    with monkeypatch.context() as patch:
        patch.setattr(Reader, "read_parsed", read_less)
        out = run("reread")[1]
    assert "[re-read]" in out
    assert "kept without d" in out
    with closing(open_store(tmp_path / "tocsin.sqlite")) as store:
        assert len(store.list_judgements()) == 1
    monkeypatch.setattr(Reader, "version", "good rules again")
    assert "kept without" not in run("reread")[1]
    merged = load(run, register["id"])
    assert len(set(merged["document_ids"])) == 3


def test_publishers_are_listed_and_reviewed(run, register, tmp_path):
    out = run("publishers")[1]
    assert "Northern Wire  (not in the table)" in out
    assert "0 publishers in the table, 3 not in it" in out
    assert run("publishers", "--apply")[0] == 2
    (tmp_path / "mine.toml").write_text(
        'publisher = [\n  { name = "Northern Wire", kind = "agency", reliability = "a", owner = "A house",'
        ' reviewed = 2025-01-02, by = "ann" },\n'
        '  { name = "Coast Herald", kind = "newspaper", owner = "A house" },\n]\n',
        encoding="utf-8",
    )
    (tmp_path / "tocsin.toml").write_text('publishers = "mine.toml"\n', encoding="utf-8")
    assert "tocsin publishers --apply" in run("publishers")[2]
    out = run("publishers", "--apply")[1]
    assert "origins: 2 -> 1" in out
    shown = load(run, register["id"])
    assert shown["origins"] == 1
    letters = {claim["grade"]["reliability"] for claim in shown["claims"]}
    assert letters == {"a", "c"}
    assert run("publishers")[2] == ""
    lines = [json.loads(line) for line in run("publishers", "--format", "jsonl")[1].splitlines()]
    assert [line["rule"] for line in lines if line["name"] == "Northern Wire"] == [
        "reviewed 2025-01-02 by ann"
    ]
    before = next(one for one in list_incidents(run, "--as-of", "2024-12-31") if one["id"] == register["id"])
    assert {claim["grade"]["reliability"] for claim in before["claims"]} == {"f", "c"}


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["judge", "ID", "--response", "nothing", "--reason", "x"], "no incident 'nothing'"),
        (["judge", "ID", "--response", "d0-e1-2", "--reason", "x"], "no event 'd0-e1-2'"),
        (["judge", "ID", "--response", "ID", "--reason", "x"], "is a mention of"),
        (["judge", "ID", "--not-response", "c0", "--reason", "x"], "names 0 responses"),
        (["judge", "ID", "--accept", "--as", "r_expel"], "with --response only"),
        (["judge", "ID", "--copy-of", "d0", "--reason", "x"], "no report 'd0'"),
        (["reread", "--since", "soon"], "--since"),
    ],
)
def test_wrong_use_is_one_line(run, register, arguments, wanted):
    code, _, err = run(*(register["id"] if word == "ID" else word for word in arguments))
    assert code == 2
    assert wanted in err
    assert err.count("\n") == 1
