"""Private persons leave the house under no name; office holders and speakers keep theirs."""

import json

import pytest
from typer.testing import CliRunner

import tocsin
from tocsin.cli import app

TEXT = (
    "An undersea cable between Latvia and Sweden was cut on Monday by Peter Sample, the State Police said. "
    "Interior Minister Maria Test said Sample had cut the cable with a saw."
)


def test_office_holders_are_public_and_others_are_not():
    reading = tocsin.read(TEXT, published="2025-03-04")
    told = {reading.document.quote(person.span): person.public for person in reading.persons}
    assert told == {"Peter Sample": False, "Maria Test": True, "Sample": False}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("persons")
    news = folder / "news.jsonl"
    news.write_text(json.dumps({"text": TEXT, "date": "2025-03-04", "publisher": "Test Wire"}) + "\n")
    path = folder / "register.sqlite"
    added = CliRunner().invoke(app, ["add", str(news), "--store", str(path)])
    assert added.exit_code == 0, added.output
    return path


def export(store, *options):
    done = CliRunner().invoke(app, ["incidents", "--store", str(store), *options])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("name", ["stix", "stix-misp", "misp"])
def test_formats_for_others_name_no_private_person(store, name):
    written = export(store, "--format", name)
    assert "by [person], the State Police" in written
    assert "Sample" not in written


def test_the_analysts_own_export_keeps_the_words_and_masks_them_when_asked(store):
    assert "Sample" in export(store, "--format", "jsonl")
    assert "Sample" not in export(store, "--format", "jsonl", "--mask")


def test_an_export_states_how_many_rows_it_wrote(store):
    done = CliRunner().invoke(app, ["incidents", "--store", str(store), "--format", "csv"])
    rows = len(done.stdout.splitlines()) - 1
    assert f"{rows} incident{'s' * (rows != 1)} by profile warning and 0 leads written" in done.stderr
