"""An analyst judges on the command line: every decision shows, is kept, and can be undone."""

import json
import re
from contextlib import closing

import pytest

from tocsin.errors import InputError
from tocsin.pipeline.judging import Analyst, mark_copy, withdraw
from tocsin.store import open_store

FIRST = {
    "id": "one",
    "date": "2024-11-19",
    "publisher": "Northern Wire",
    "text": "A data cable between Finland and Germany was cut in the Baltic Sea on Monday, its owner said.",
}
SECOND = {
    "id": "two",
    "date": "2024-11-21",
    "publisher": "Port Gazette",
    "text": "A warehouse in Warsaw was set on fire by arsonists on Wednesday, firefighters said.",
}


@pytest.fixture
def register(run, tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in (FIRST, SECOND)), encoding="utf-8")
    assert run("add", path)[0] == 0
    return [incident["id"] for incident in list_incidents(run)]


def list_incidents(run):
    return [json.loads(line) for line in run("incidents", "--format", "jsonl")[1].splitlines()]


def load(run, incident_id):
    return json.loads(run("show", incident_id, "--format", "json")[1])


def test_value_set_by_an_analyst_shows_with_its_judgement(run, register):
    code, out, _ = run(
        "judge", register[0], "--set", "severity=3", "--reason", "days of repair", "--by", "ann"
    )
    assert code == 0
    assert "severity:" in out
    incident = load(run, register[0])
    assert incident["severity"] == 3
    assert incident["rules"]["severity"].endswith("by ann")


def test_undo_leaves_the_register_as_it_was(run, register):
    before = list_incidents(run)
    run("judge", register[0], "--status", "refuted", "--reason", "a trawler", "--by", "ann")
    assert len(list_incidents(run)) == 1
    assert run("undo", "--by", "ann")[0] == 0
    untouched = [{**incident, "judged_at": None} for incident in list_incidents(run)]
    assert untouched == [{**incident, "judged_at": None} for incident in before]


def test_what_is_withdrawn_cannot_be_withdrawn_again(run, register):
    run("judge", register[0], "--accept", "--by", "ann")
    name = re.search(r"^(j[0-9a-f]{8})  ", run("history", register[0])[1], re.MULTILINE)[1]
    assert run("undo", name, "--by", "ann")[0] == 0
    code, _, err = run("undo", name, "--by", "ann")
    assert (code, err.count("\n")) == (2, 1)
    assert "withdrawn on" in err


def test_rejected_record_is_counted_by_no_profile(run, register):
    run("judge", register[0], "--reject")
    assert [incident["id"] for incident in list_incidents(run)] == register[1:]


def test_merged_records_keep_the_older_id_and_split_parts_them_again(run, register):
    run("merge", *register, "--reason", "one night's work")
    (merged,) = list_incidents(run)
    gone = next(iter(set(register) - {merged["id"]}))
    assert load(run, gone)["id"] == merged["id"]
    mention = merged["event_ids"][-1]
    code, _, err = run("split", merged["id"], mention, "--reason", "two places")
    assert code == 2
    assert "tocsin undo j" in err
    run("undo")
    assert {incident["id"] for incident in list_incidents(run)} == set(register)


def test_marked_copies_are_one_origin_until_withdrawn(run, tmp_path):
    words = "A data cable was severed in the Baltic Sea between Finland and Germany on Monday, police said."
    other = {**FIRST, "id": "three", "publisher": "Coast Herald", "text": words}
    path = tmp_path / "both.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in (FIRST, other)), encoding="utf-8")
    run("add", path)
    (incident,) = list_incidents(run)
    assert (incident["reports"], incident["origins"]) == (2, 2)
    analyst = Analyst(name="ann")
    with closing(open_store(tmp_path / "tocsin.sqlite")) as store:
        mark_copy(store, incident["document_ids"], analyst=analyst, reason="both from the wire")
        assert [kept.origins for kept in store.list_incidents()] == [1]
        withdraw(store, None, analyst=analyst)
        assert [kept.origins for kept in store.list_incidents()] == [2]
        with pytest.raises(InputError, match="no report 'nothing'"):
            mark_copy(store, ["nothing"], analyst=analyst, reason="x")


def test_history_tells_changes_and_judgements(run, register):
    run("judge", register[0], "--set", "outcome=failed", "--reason", "repaired at once", "--by", "ann")
    run("undo", "--by", "ann")
    out = run("history", register[0])[1]
    assert "new:" in out
    assert out.count("outcome:") == 2
    assert "by ann" in out
    assert "withdrawn" in out


def test_diff_lists_what_changed_for_machines(run, register):
    deltas = [json.loads(line) for line in run("diff", "--format", "jsonl")[1].splitlines()]
    assert {delta["incident_id"] for delta in deltas} >= set(register)
    assert run("diff", "--since", "2999-01-01")[1].startswith("0 changes")


def test_comparison_of_profiles_names_the_rule_that_decided(run, register):
    out = run("incidents", "--compare", "physical_three_sources", "--format", "jsonl")[1]
    differences = [json.loads(line) for line in out.splitlines()]
    assert {entry["incident_id"] for entry in differences} == set(register)
    assert {entry["rule"] for entry in differences} == {"three_origins"}
    code, _, err = run("incidents", "--compare", "physical_three_sources", "--format", "csv")
    assert (code, err.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["judge", "ID"], "judge got 0 decisions"),
        (["judge", "ID", "--accept", "--reject"], "judge got 2 decisions"),
        (["judge", "ID", "--set", "severity"], "wanted FIELD=VALUE"),
        (["judge", "ID", "--set", "severity=11", "--reason", "x"], "known: 0, 1"),
        (["judge", "ID", "--set", "start_date=soon", "--reason", "x"], "wanted a day, as 2025-12-02"),
        (["judge", "ID", "--set", "colour=red", "--reason", "x"], "unknown field 'colour'"),
        (["judge", "ID", "--status", "sure", "--reason", "x"], "'sure' is no value of status"),
        (["judge", "ID", "--status", "refuted"], "give --reason"),
        (["judge", "zzz", "--accept"], "no incident 'zzz'"),
        (["judge", "ID", "--accept", "--by", " "], "give --by NAME"),
        (["merge", "ID", "ID", "--reason", "x"], "wanted the ids of two or more"),
        (["split", "ID", "nothing", "--reason", "x"], "is no mention of"),
        (["undo", "j0"], "no judgement 'j0'"),
    ],
)
def test_wrong_decision_is_one_line_and_changes_nothing(run, register, arguments, wanted):
    before = list_incidents(run)
    code, _, err = run(*(register[0] if word == "ID" else word for word in arguments))
    assert code == 2
    assert wanted in err
    assert err.count("\n") == 1
    untouched = [{**incident, "judged_at": None} for incident in list_incidents(run)]
    assert untouched == [{**incident, "judged_at": None} for incident in before]
