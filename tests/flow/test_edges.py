"""What goes wrong at the edges is one line and an exit code, and never costs what was there."""

import json
import signal
import subprocess
import sys
import time
from importlib.resources import files

import pytest

import tocsin
from tocsin.cli.options import hide_password
from tocsin.errors import InputError

REPORT = {"date": "2024-11-19", "text": "A data cable was cut in the Baltic Sea on Monday, its owner said."}


@pytest.fixture
def register(run, tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_text(json.dumps(REPORT), encoding="utf-8")
    run("add", path)
    return tmp_path / "tocsin.sqlite"


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (("--out", "x.csv"), "name an export format"),
        (("--format", "csv", "--out", "none/x.csv"), "check path"),
        (("--format", "csv", "--out", "."), "check path"),
        (("--since", "2025-01-02", "--until", "2025-01-01"), "earlier day first"),
        (("--as-of", "0001-01-01T00:00:00+14:00"), "ISO 8601"),
    ],
)
def test_a_list_that_cannot_be_made_is_one_line(run, register, arguments, wanted):
    code, _, err = run("incidents", *arguments)
    assert (code, len(err.splitlines())) == (2, 1)
    assert wanted in err


def test_an_export_says_how_many_are_counted_and_how_many_are_leads(run, register, tmp_path):
    code, _, err = run("incidents", "--format", "csv", "--out", tmp_path / "x.csv")
    assert (code, "1 incident by profile warning and 0 leads" in err) == (0, True)
    assert [path.name for path in tmp_path.glob("*x.csv*")] == ["x.csv"]


def test_the_keys_of_others_in_dotenv_are_left_alone(run, register, tmp_path):
    (tmp_path / ".env").write_text("OTHER_KEY=hunter2\nTOCSIN_PORT=8421\n", encoding="utf-8")
    code, out, err = run("doctor")
    assert (code, err) == (0, "")
    assert "port = 8421" in out
    assert "hunter2" not in out


def test_an_unknown_key_of_the_settings_file_is_named_without_its_value(run, tmp_path):
    (tmp_path / "tocsin.toml").write_text('pasword = "hunter2"\n', encoding="utf-8")
    code, out, err = run("doctor")
    assert (code, "unknown setting 'pasword'" in err) == (2, True)
    assert "hunter2" not in out + err


def test_doctor_refuses_a_profile_that_is_none(run, monkeypatch):
    monkeypatch.setenv("TOCSIN_PROFILE", "nope")
    code, _, err = run("doctor")
    assert (code, "nope" in err) == (2, True)


@pytest.mark.parametrize(
    "address",
    ["postgresql://u:hunter2@host/db", "postgresql://host/db?user=u&password=hunter2", "tocsin.sqlite"],
)
def test_no_message_holds_a_password(address):
    assert "hunter2" not in hide_password(address)
    assert hide_password("tocsin.sqlite") == "tocsin.sqlite"


def test_a_gold_file_of_another_form_is_one_line(run, register, tmp_path):
    code, _, err = run("eval", "bench", tmp_path / "reports.jsonl")
    assert (code, len(err.splitlines())) == (2, 1)
    assert "wanted the form of task 'bench'" in err


@pytest.mark.parametrize("text", [None, b"bytes", 7])
def test_what_is_no_text_is_refused_by_name(text):
    with pytest.raises(InputError, match="wanted a str"):
        tocsin.read(text)


@pytest.mark.parametrize("published", [5, "soon", "9999-12-31T23:00:00-05:00"])
def test_what_is_no_day_is_refused_by_name(published):
    with pytest.raises(InputError, match="ISO 8601"):
        tocsin.read("A bomb exploded in Kyiv.", published=published)


def test_every_shown_value_names_its_rule(run, register):
    incident_id = json.loads(run("incidents", "--format", "jsonl")[1])["id"]
    out = run("show", incident_id)[1]
    for label in ("type", "status", "when", "where", "severity", "blame"):
        line = next(line for line in out.splitlines() if line.startswith(f"  {label} "))
        assert "by rule" in line, label


def test_an_interrupted_run_says_so_and_can_go_on(run, tmp_path):
    sample = str(files("tocsin.sources") / "sample_reports")
    command = [sys.executable, "-m", "tocsin", "add", sample, "--store", str(tmp_path / "x.sqlite")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not (tmp_path / "x.sqlite").exists():
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, "stopped; what was stored is kept" in err) == (1, True)
    code, out, _ = run("add", sample, "--store", tmp_path / "x.sqlite")
    assert (code, "0 failed" in out) == (0, True)


def test_the_beginning_of_several_ids_asks_for_more(run, register, tmp_path):
    other = {"date": "2025-03-04", "text": "A drone flew over Riga airport on Tuesday, the police said."}
    (tmp_path / "more.jsonl").write_text(json.dumps(other), encoding="utf-8")
    run("add", tmp_path / "more.jsonl")
    code, _, err = run("show", "i")
    assert (code, "begins several ids" in err) == (2, True)


def test_a_register_that_may_only_be_read_is_read(run, register):
    register.chmod(0o444)
    assert run("incidents")[0] == 0
