"""Files of watched directories: read part by part, and only those that changed."""

import json
import os
import random
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from tocsin.model.collection import SourceKind, Stage
from tocsin.pipeline import polling
from tocsin.pipeline.asking import ask
from tocsin.pipeline.keeping_sources import add_source, make_source, try_source
from tocsin.pipeline.polling import DOCUMENTS_AT_ONCE, finish_poll, take_part
from tocsin.pipeline.running import Pace, Run
from tocsin.store import open_store
from tocsin.store.collection_base import Job

NOW = datetime(2025, 12, 2, 10, 0, tzinfo=UTC)
WORDS = "The operator of cable {} said on Monday that it had been cut in the night before."


@pytest.fixture
def store(tmp_path):
    with closing(open_store(tmp_path / "s.sqlite")) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "watched"
    made.mkdir()
    return made


def write_lines(path, numbers):
    lines = (json.dumps({"id": str(n), "text": WORDS.format(n)}) for n in numbers)
    path.write_text("\n".join(lines), encoding="utf-8")


def make_run(store):
    return Run(store=store, pace=Pace(), clock=lambda: NOW, chooser=random.Random(1))


def poll(store, run, *, parts=1000):
    """Ask the one source, and store so many parts of what it gives; returns how many there were."""
    ((source, state),) = store.collection.list_watched()
    asked = ask(
        Job(source=source, state=state, host="x", address=source.address), None, None, max_bytes=10**6
    )
    stream = finish_poll(run, asked, NOW)
    if stream is None:
        return 0
    for number in range(1, parts + 1):
        if not take_part(run, stream, NOW + timedelta(seconds=number)):
            return number
    return parts


def count(store):
    return store.collection.count_stages().get(Stage.READY, 0)


def test_a_large_file_is_stored_part_by_part_and_a_stop_loses_nothing(store, folder):
    write_lines(folder / "a.jsonl", range(3 * DOCUMENTS_AT_ONCE + 7))
    add_source(store, make_source(str(folder), name="watched"), at=NOW)
    assert poll(store, make_run(store), parts=1) == 1
    assert count(store) == DOCUMENTS_AT_ONCE
    ((_, state),) = store.collection.list_watched()
    assert (state.etag, state.success_at) == (None, None)
    assert poll(store, make_run(store)) == 4
    assert count(store) == 3 * DOCUMENTS_AT_ONCE + 7
    assert poll(store, make_run(store)) == 0


def test_only_what_is_new_or_changed_is_read_again(store, folder, monkeypatch):
    write_lines(folder / "a.jsonl", range(3))
    write_lines(folder / "b.jsonl", range(3, 6))
    add_source(store, make_source(str(folder), name="watched"), at=NOW)
    poll(store, make_run(store))
    monkeypatch.setattr("tocsin.pipeline.asking.SLACK_NS", -(10**15))
    later = NOW.timestamp() + 10**9
    write_lines(folder / "b.jsonl", range(3, 8))
    os.utime(folder / "b.jsonl", (later, later))
    read = []
    inner = polling._take_documents

    def take(run, source, part, sight):
        read.extend(part)
        return inner(run, source, part, sight)

    monkeypatch.setattr(polling, "_take_documents", take)
    poll(store, make_run(store))
    assert [key.rpartition("/")[2] for key, _ in read] == [f"b.jsonl#{n}" for n in range(3, 8)]
    assert count(store) == 8


def test_a_broken_file_is_told_and_the_rest_is_read(store, folder):
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (folder / "good.txt").write_text(WORDS.format(1), encoding="utf-8")
    add_source(store, make_source(str(folder), name="watched"), at=NOW)
    poll(store, make_run(store))
    assert count(store) == 1
    ((source, state),) = store.collection.list_watched()
    assert (source.kind, state.error_kind) == (SourceKind.DIRECTORY, "file")
    assert "bad.pdf" in state.error


def test_a_failure_of_our_own_is_one_of_the_source(store, folder, monkeypatch):
    write_lines(folder / "a.jsonl", range(3))
    add_source(store, make_source(str(folder), name="watched"), at=NOW)

    def fail(_stream):
        raise KeyError("x")

    monkeypatch.setattr(polling, "_read_part", fail)
    run = make_run(store)
    assert poll(store, run) == 1
    assert run.gathered.errors == {"fault": 1}
    ((_, state),) = store.collection.list_watched()
    assert "please report this file" in state.error


def test_trying_a_directory_out_stops_after_some_documents(folder):
    write_lines(folder / "a.jsonl", range(300))
    tried = try_source(make_source(str(folder), name="w"), None, None, at=NOW, max_bytes=10**6)
    assert len(tried.incoming) == 200
    assert "goes on after 200 documents" in tried.faults[0]
