"""Files, directories and standard input."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from tocsin.errors import DocumentError
from tocsin.model import Document
from tocsin.sources.base import Intake, Unread
from tocsin.sources.decoding import check_size, decode_text
from tocsin.sources.jsonl import iter_lines
from tocsin.sources.page import looks_like_html, make_page_document
from tocsin.sources.parquet import iter_parquet
from tocsin.sources.plain import make_plain_document

LINE_SUFFIXES = frozenset({".jsonl", ".ndjson"})
PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})
PARQUET_SUFFIXES = frozenset({".parquet"})
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
READ_SUFFIXES = LINE_SUFFIXES | PAGE_SUFFIXES | TEXT_SUFFIXES | PARQUET_SUFFIXES


class StandardInput:
    """Reads `-`: JSON lines, an HTML page or plain text, told by how it opens."""

    def accepts(self, address: str) -> bool:
        """Whether standard input is meant."""
        return address == "-"

    def documents(self, address: str, intake: Intake) -> Iterator[Document | Unread]:
        """Yield what standard input holds."""
        stream = sys.stdin.buffer
        if opens_as_lines(stream):
            yield from iter_lines(stream, "standard input", intake)
            return
        yield from _read_whole(stream, "standard input", intake)


class FileConnector:
    """Reads a file by its suffix, and a file without a known suffix by how it opens."""

    def accepts(self, address: str) -> bool:
        """Whether the address names a file or nothing that exists."""
        return not Path(address).is_dir()

    def documents(self, address: str, intake: Intake) -> Iterator[Document | Unread]:
        """Yield the documents of one file."""
        path = Path(address)
        try:
            with path.open("rb") as stream:
                if path.suffix.casefold() in PARQUET_SUFFIXES:
                    yield from iter_parquet(address, intake)
                    return
                if path.suffix.casefold() in LINE_SUFFIXES or opens_as_lines(stream):
                    yield from iter_lines(stream, address, intake)
                    return
                check_size(path.stat().st_size, intake.max_bytes)
                yield from _read_whole(stream, address, intake)
        except DocumentError as error:
            yield Unread(name=address, reason=str(error))
        except FileNotFoundError:
            yield Unread(name=address, reason="there is no such file; check the path")
        except OSError as error:
            yield Unread(name=address, reason=f"cannot be opened ({error.strerror}); check the file's rights")


class DirectoryConnector:
    """Reads every text, page and JSONL file under a directory, in the order of their names."""

    def accepts(self, address: str) -> bool:
        """Whether the address is a directory."""
        return Path(address).is_dir()

    def documents(self, address: str, intake: Intake) -> Iterator[Document | Unread]:
        """Yield the documents of all files under the directory; other kinds of files are ignored."""
        paths = sorted(path for path in Path(address).rglob("*") if _is_readable(path))
        if not paths:
            wanted = ", ".join(sorted(READ_SUFFIXES))
            yield Unread(name=address, reason=f"the directory holds no file to read; wanted {wanted}")
        connector = FileConnector()
        for path in paths:
            yield from connector.documents(str(path), intake)


def opens_as_lines(stream: BinaryIO) -> bool:
    """Whether what is to come opens with a JSON object; nothing is taken from the stream."""
    head = stream.peek(1) if isinstance(stream, io.BufferedReader) else b""
    return head.removeprefix(BYTE_ORDER_MARK).lstrip().startswith(b"{")


def _is_readable(path: Path) -> bool:
    return path.suffix.casefold() in READ_SUFFIXES and not path.name.startswith(".") and path.is_file()


def _read_whole(stream: BinaryIO, name: str, intake: Intake) -> Iterator[Document | Unread]:
    try:
        raw = stream.read(intake.max_bytes + 1)
        check_size(len(raw), intake.max_bytes)
        yield make_any_document(raw, intake, is_page=Path(name).suffix.casefold() in PAGE_SUFFIXES)
    except DocumentError as error:
        yield Unread(name=name, reason=str(error))


def make_any_document(
    raw: bytes, intake: Intake, *, is_page: bool = False, url: str | None = None
) -> Document:
    """Build a document from the bytes of a page or of plain text."""
    if is_page:
        if not raw.strip():
            raise DocumentError("is empty; wanted text")
        return make_page_document(raw, intake, url=url)
    text = decode_text(raw)
    if looks_like_html(text):
        return make_page_document(raw, intake, url=url)
    return make_plain_document(text, intake)
