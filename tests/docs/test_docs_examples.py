"""The examples on the pages run and give what the pages say."""

import contextlib
import io
import re
from itertools import pairwise

import pytest
from docs_pages import DOCS, make_pattern, read_blocks

from tocsin.model import EpistemicStatus
from tocsin.ontology.threats import parse_threats
from tocsin.sources import Intake, make_document, parse_moment

STATUS_ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \| ([^|]+\*\*[^|]+) \|$", re.MULTILINE)
STATUS_PAGE = (DOCS / "explanation" / "epistemic-status.md").read_text("utf-8")
EXAMPLES = STATUS_ROW.findall(STATUS_PAGE)


def test_python_examples_give_what_the_page_says():
    blocks = read_blocks(DOCS / "how-to" / "python-and-spacy.md")
    namespace = {}
    checked = 0
    for block, following in pairwise([*blocks, blocks[0]]):
        if block.language != "python":
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block.text, "python-and-spacy.md", "exec"), namespace)
        if following.language == "text":
            assert printed.getvalue() == following.text
            checked += 1
    assert checked >= 3


def test_example_of_a_reading_is_printed_so(reader):
    from rich.console import Console

    from tocsin.cli.render import render_reading

    (example,) = [
        block.text
        for block in read_blocks(DOCS / "how-to" / "read-your-own-news.md")
        if block.language == "text" and "reported" in block.text
    ]
    sentence = example.splitlines()[0].strip()
    moment = parse_moment("2024-11-19")
    document = make_document(text=sentence, intake=Intake(), lang="en", published_at=moment)
    console = Console(file=io.StringIO(), width=200, soft_wrap=True)
    render_reading(console, reader.read(document))
    first, second = example.splitlines()
    assert make_pattern(f"{first}\n...\n{second}\n", {}).search(console.file.getvalue())


def test_every_status_has_an_example():
    assert {status for status, _ in EXAMPLES} == {status.value for status in EpistemicStatus}


@pytest.mark.parametrize(("status", "example"), EXAMPLES, ids=[status for status, _ in EXAMPLES])
def test_example_has_its_status(reader, status, example):
    before, act, after = example.split("**")
    text = before + act + after
    moment = parse_moment("2024-11-20")
    reading = reader.read(make_document(text=text, intake=Intake(), lang="en", published_at=moment))
    found = [
        event.status for event in reading.events if event.trigger.start <= len(before) < event.trigger.end
    ]
    assert found == [status]


def test_counting_groups_are_those_of_the_model():
    for status in EpistemicStatus:
        row = next(line for line in STATUS_PAGE.splitlines() if line.startswith(f"| {group_of(status)} |"))
        assert f"`{status}`" in row


def group_of(status):
    if status.counts:
        return "events"
    if status.is_claim:
        return "claims"
    return "intent" if status.is_intent else "neither"


def test_example_of_a_threat_type_loads():
    (block,) = [b for b in read_blocks(DOCS / "how-to" / "add-a-threat-type.md") if b.language == "toml"]
    text = block.text.replace('"..."', '"A [[word]] more."')
    assert "water_supply" in parse_threats(f'version = "1"\n[sets]\n{text}')


def test_settings_example_loads(tmp_path, monkeypatch):
    from tocsin.settings import load_settings

    (block,) = [b for b in read_blocks(DOCS / "how-to" / "run-on-postgresql.md") if b.language == "toml"]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tocsin.toml").write_text(block.text, encoding="utf-8")
    assert load_settings().store.startswith("postgresql://")


def test_figures_on_the_page_are_those_that_are_measured():
    from collections import Counter

    from tocsin.evaluation import find_task

    page = (DOCS / "explanation" / "accuracy.md").read_text("utf-8")
    for name in find_task("bench").figures(Counter()):
        assert len(re.findall(rf"^\| {name}(?: \(lower is better\))? \| ", page, re.MULTILINE)) == 3, name
