"""`tocsin posture` on a small register: ranges from reports, thresholds from assumptions, no advice."""

import json

import pytest
from typer.testing import CliRunner

from tocsin.cli import app

TEXT = "An undersea cable between Latvia and Sweden was cut on {day} {month}, the Latvian State Police said."


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("posture")
    news = folder / "news.jsonl"
    days = [("3", "March", "2025-03-04"), ("10", "June", "2025-06-11"), ("20", "August", "2025-08-21")]
    news.write_text(
        "".join(
            json.dumps({"text": TEXT.format(day=day, month=month), "date": said, "publisher": "Test Wire"})
            + "\n"
            for day, month, said in days
        )
    )
    path = folder / "register.sqlite"
    added = CliRunner().invoke(app, ["add", str(news), "--store", str(path)])
    assert added.exit_code == 0, added.output
    return path


def ask(store, *options):
    return CliRunner().invoke(app, ["posture", "--store", str(store), *options])


def test_counts_come_from_the_register_and_thresholds_from_assumptions(store):
    done = ask(store, "--json", "--since", "2025-01-01", "--until", "2025-12-31")
    found = json.loads(done.stdout)
    assert (found["profile"], found["inputs"]["incidents"], found["inputs"]["days"]) == ("warning", 3, 365)
    assert found["thresholds"]["proactive"]["chance"] == pytest.approx(0.25)
    assert found["thresholds"]["pre-emptive"]["chance"] is None


def test_the_text_names_ranges_what_moves_them_and_that_it_is_no_advice(store):
    done = ask(store, "--protect-cost", "0.5..2", "--attributed", "0.9")
    assert "protect cost 0.5..2: 12% to 50%" in done.stdout
    assert "76%" not in done.stdout  # the middle of the range is 1.25, not 1
    assert "advises nobody" in done.stdout


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (["--protection", "1.4"], "wanted a share from 0 to 1"),
        (["--loss", "much"], "wanted one such as 3 or 2..5"),
        (["--loss", "5..2"], "the lower end first"),
        (["--horizon", "0"], "wanted 1 to 3660"),
        (["--type", "poetry"], "no counted incident has a day"),
    ],
)
def test_wrong_assumptions_are_one_line(store, options, wanted):
    done = ask(store, *options)
    assert done.exit_code != 0
    assert wanted in str(done.exception or done.output)
