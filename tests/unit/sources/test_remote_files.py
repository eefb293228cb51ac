"""Files behind an fsspec address are read as files on a disk are."""

import gzip
import json

import pytest

from tocsin.errors import InputError
from tocsin.model import Document
from tocsin.sources import Intake, Unread, iter_documents
from tocsin.sources.remote import is_remote

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed: remote files are not tested")

TEXT = "Estonia said that a ship cut a cable on Monday."


@pytest.fixture
def memory():
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


def test_folder_is_read_in_the_order_of_its_names(memory):
    line = json.dumps({"id": "b", "text": TEXT}).encode()
    memory.pipe_file("/news/b.jsonl.gz", gzip.compress(line + b"\n7\n"))
    memory.pipe_file("/news/a.txt", b"Latvia expelled a diplomat on Tuesday.")
    memory.pipe_file("/news/.hidden.txt", b"Not this.")
    memory.pipe_file("/news/picture.png", b"\x89PNG")
    first, second, third = iter_documents(["memory://news"], Intake())
    assert isinstance(first, Document)
    assert first.text.startswith("Latvia")
    assert isinstance(second, Document)
    assert (second.external_id, second.text) == ("b", TEXT)
    assert isinstance(third, Unread)
    assert third.name == "memory://news/b.jsonl.gz:2"


def test_missing_file_and_empty_folder_are_one_line(memory):
    memory.pipe_file("/empty/picture.png", b"\x89PNG")
    missing, empty = iter_documents(["memory://no/such.txt", "memory://empty"], Intake())
    assert "no such file" in missing.reason
    assert "holds no file to read" in empty.reason


def test_file_over_the_limit_is_set_aside(memory):
    memory.pipe_file("/long.txt", b"word " * 1000)
    (found,) = iter_documents(["memory://long.txt"], Intake(max_bytes=100))
    assert isinstance(found, Unread)


def test_unknown_scheme_says_what_is_wanted():
    with pytest.raises(InputError, match="wanted a path or an address"):
        list(iter_documents(["nosuch://bucket/file.txt"], Intake()))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("s3://bucket/a.jsonl", True),
        ("memory://a", True),
        ("https://example.org", False),
        ("http://example.org", False),
        ("reports/a.jsonl", False),
        ("C:/reports", False),
        ("-", False),
    ],
)
def test_addresses_are_told_from_paths_and_pages(address, expected):
    assert is_remote(address) is expected
