"""A folder of coded files behaves alike on a disk and behind an fsspec address."""

import pytest

from tocsin.errors import InputError
from tocsin.pipeline.bulk import BatchResult, CodedFolder
from tocsin.pipeline.bulk.filing import open_filing
from tocsin.sources import Unread

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed: remote folders are not tested")


@pytest.fixture(params=["disk", "memory"])
def address(request, tmp_path):
    if request.param == "disk":
        yield str(tmp_path / "coded")
        return
    yield "memory://coded"
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]


def make_result(name):
    return BatchResult(
        name=name,
        tables={"readings": b"r", "statements": b"s", "events": b"e"},
        counts={"documents": 2, "readings": 1, "statements": 3, "events": 4},
        failures=(Unread(name="x", reason="is broken"),),
    )


def test_files_are_written_read_listed_and_dropped(address):
    filing = open_filing(address)
    assert filing.list_names("events") == []
    filing.write("events/b", b"2")
    filing.write("events/a", b"1")
    filing.write("events/a", b"3")
    assert filing.list_names("events") == ["a", "b"]
    assert filing.read("events/a") == b"3"
    with filing.open_path("events/a") as path:
        assert path.read_bytes() == b"3"
    filing.drop("events/a")
    assert (filing.has("events/a"), filing.has("events/b")) == (False, True)


def test_batches_are_kept_counted_and_replaced(address):
    folder = CodedFolder(address)
    folder.open_for({"inputs": ["a"]})
    folder.keep(make_result("0-a"))
    folder.keep(make_result("1-b"))
    assert folder.list_names() == ["0-a", "1-b"]
    assert folder.has("1-b")
    again = CodedFolder(address)
    again.open_for({"inputs": ["a"]})
    again.drop_others({"0-a"})
    assert again.list_names() == ["0-a"]
    totals = again.count()
    assert (totals.documents, totals.events, totals.failures) == (2, 4, 1)
    again.write_failures()
    assert b"is broken" in open_filing(address).read("failures.jsonl")


def test_folder_of_another_run_and_of_other_things_is_refused(address):
    CodedFolder(address).open_for({"inputs": ["a"]})
    with pytest.raises(InputError, match="was coded with inputs"):
        CodedFolder(address).open_for({"inputs": ["b"]})
    open_filing(f"{address}-other").write("notes.txt", b"mine")
    with pytest.raises(InputError, match="holds other things"):
        CodedFolder(f"{address}-other").open_for({"inputs": ["a"]})
