"""Batches, pace, and workers that die: no language model is needed for these."""

from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager

import pytest

from tocsin.errors import InputError
from tocsin.model import Document
from tocsin.pipeline.bulk import BatchResult, CodedFolder, Crew, Pace, code_batch, cut_batches
from tocsin.pipeline.bulk.batches import Batch
from tocsin.pipeline.bulk.running import run_batches
from tocsin.sources import Unread

DEADLY = "deadly"


def make_documents(*texts):
    return [Document(id=f"d-{text}", text=text) for text in texts]


class MortalExecutor(Executor):
    """Dies of a deadly text; once dead it takes nothing."""

    def __init__(self, chance):
        self.dead = False
        self.chance = chance

    def submit(self, function, batch):
        texts = [entry.text for entry in batch.entries if isinstance(entry, Document)]
        self.dead = self.dead or DEADLY in texts or bool(self.chance and self.chance.pop())
        if self.dead:
            raise BrokenExecutor
        future = Future()
        failures = tuple(entry for entry in batch.entries if isinstance(entry, Unread))
        future.set_result(BatchResult(name=batch.name, tables={}, counts={}, failures=failures))
        return future


def make_crew(chance=()):
    left = list(chance)

    @contextmanager
    def hire():
        yield MortalExecutor(left)

    return Crew(hire=hire, hire_one=hire, ahead=3, lost=(BrokenExecutor,))


def cut(documents, size=2):
    return list(cut_batches(documents, model="m", documents=size))


def test_batches_depend_on_the_inputs_alone_and_hold_each_text_once():
    batches = cut(make_documents("a", "b", "c", "a", "d"))
    assert [[entry.text for entry in batch.entries] for batch in batches] == [["a", "b"], ["c", "d"]]
    assert batches == cut(make_documents("a", "b", "c", "d"))
    assert batches[0].name != cut(make_documents("a", "x"))[0].name


def test_long_texts_make_small_batches():
    batches = list(cut_batches(make_documents("a" * 60, "b" * 60, "c"), model="m", characters=100))
    assert [len(batch.entries) for batch in batches] == [2, 1]


def test_document_that_kills_its_worker_is_set_aside_and_the_rest_is_coded():
    batches = cut(make_documents("a", "b", DEADLY, "c", "d", "e", "f"))
    results = {batch.name: result for batch, result in run_batches(batches, make_crew())}
    assert sorted(results) == [batch.name for batch in batches]
    failed = [failure.name for result in results.values() for failure in result.failures]
    assert failed == [f"d-{DEADLY}"]


def test_worker_that_dies_by_chance_costs_no_document():
    batches = cut(make_documents(*"abcdefgh"))
    results = list(run_batches(batches, make_crew([False, True, False, True, False])))
    assert sorted(result.name for _, result in results) == [batch.name for batch in batches]
    assert [result.failures for _, result in results] == [()] * len(batches)


def test_worker_of_another_version_is_refused():
    with pytest.raises(InputError, match="install the same everywhere"):
        code_batch(Batch(name="x", entries=(), model="m", version="0.0.0"))


def test_pace_leaves_out_what_an_earlier_run_did():
    pace = Pace(
        documents=100,
        characters=1000,
        documents_done=60,
        characters_done=600,
        documents_before=40,
        characters_before=400,
        seconds=10.0,
    )
    assert pace.documents_per_second == 2.0
    assert pace.seconds_left == 20.0
    assert pace.describe() == "60 of 100 documents, 2.0 a second, 0:00:20 left"


def test_batch_without_its_mark_does_not_count(tmp_path):
    folder = CodedFolder(tmp_path / "out")
    folder.open_for({"inputs": ["a"]})
    tables = {"readings": b"1", "statements": b"2", "events": b"3"}
    counts = {"documents": 1, "readings": 1, "statements": 0, "events": 0}
    folder.keep(BatchResult(name="0000000-aa", tables=tables, counts=counts, failures=()))
    (tmp_path / "out" / "events" / "0000001-bb.parquet").write_bytes(b"half of a batch")
    assert folder.list_names() == ["0000000-aa"]
    assert folder.has("0000000-aa")
    assert not folder.has("0000001-bb")
    folder.drop_others({"0000000-aa"})
    assert sorted(path.name for path in tmp_path.glob("out/*/*")) == [
        "0000000-aa.json",
        "0000000-aa.parquet",
        "0000000-aa.parquet",
        "0000000-aa.parquet",
    ]


def test_folder_with_other_things_is_refused(tmp_path):
    (tmp_path / "letters.txt").write_text("mine", "utf-8")
    with pytest.raises(InputError, match="holds other things"):
        CodedFolder(tmp_path).open_for({"inputs": ["a"]})
