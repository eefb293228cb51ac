"""An off-topic document yields nothing and says so; with everything switched on it is read."""

import json

from typer.testing import CliRunner

from tocsin.cli import app
from tocsin.model import Document
from tocsin.reading.reader import Reader

MATCH = (
    "The striker scored twice as the hosts beat the visitors in front of a sold-out stadium. The home"
    " side attacked from the first whistle, and a deflected shot hit the post before the penalty. The"
    " coach said the team had been under siege and praised the goalkeeper. The captain lifted the cup"
    " while fans celebrated the league title. "
)


def test_an_off_topic_document_yields_nothing_but_a_remark(reader):
    reading = reader.read(Document(id="d1", text=MATCH))
    assert (reading.events, reading.statements, reading.sentences) == ((), (), ())
    assert [remark.about for remark in reading.remarks] == ["topic"]


def test_other_documents_of_the_batch_are_read(reader):
    deed = "Poland expelled three Russian diplomats on Monday."
    documents = [Document(id="d1", text=MATCH), Document(id="d2", text=deed), Document(id="d3", text=MATCH)]
    readings = [reader.read_parsed(document, passages) for document, passages in reader.parse(documents)]
    assert [bool(reading.events) for reading in readings] == [False, True, False]


def test_everything_is_read_when_asked():
    reading = Reader(everything=True).read(Document(id="d1", text=MATCH))
    assert reading.statements
    assert reading.remarks == ()


def test_the_command_says_off_topic_and_reads_with_all(tmp_path):
    file = tmp_path / "match.txt"
    file.write_text(MATCH, encoding="utf-8")
    plain, whole = (
        json.loads(CliRunner().invoke(app, ["read", str(file), "--format", "jsonl", *more]).stdout)
        for more in ([], ["--all"])
    )
    assert [remark["about"] for remark in plain["remarks"]] == ["topic"]
    assert plain["statements"] == [] and whole["statements"]
