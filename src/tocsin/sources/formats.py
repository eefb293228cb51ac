"""The kinds of files that are read: how each is told, by how it opens and by its name, and what reads it."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from tocsin.errors import DocumentError
from tocsin.model import Document
from tocsin.sources import docx, mail, parquet, pdf, warc_reading
from tocsin.sources.base import Intake, Unread
from tocsin.sources.decoding import check_size, decode_text
from tocsin.sources.inflating import GZIP_MARK, Inflated
from tocsin.sources.jsonl import iter_lines
from tocsin.sources.page import looks_like_html, make_page_document
from tocsin.sources.plain import make_plain_document

HEAD_BYTES = 4096
PACKED_SUFFIX = ".gz"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

ReadFormat = Callable[[io.BufferedReader, "Given"], Iterator[Document | Unread]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is to be read: its name for messages, what the user wants of it, and its address if it has one."""

    name: str
    intake: Intake
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file: `opens` says whether bytes open as one; `is_one` whether it is one document."""

    name: str
    suffixes: frozenset[str]
    media_types: frozenset[str]
    opens: Callable[[bytes], bool]
    read: ReadFormat
    is_one: bool = True


def read_stream(stream: BinaryIO, given: Given, *, media_type: str = "") -> Iterator[Document | Unread]:
    """Yield the documents of a stream, whatever it holds; what cannot be read is one line."""
    buffered = _buffer(stream)
    suffix = PurePath(given.name).suffix.casefold()
    try:
        if _peek(buffered).startswith(GZIP_MARK):
            buffered = io.BufferedReader(Inflated(buffered))
            suffix = PurePath(PurePath(given.name).stem).suffix.casefold() if suffix == PACKED_SUFFIX else ""
            if _peek(buffered).startswith(GZIP_MARK):
                raise DocumentError("is packed twice; unpack it first")  # noqa: TRY301 - one way out
        yield from choose_format(_peek(buffered), suffix, media_type).read(buffered, given)
    except DocumentError as error:
        yield Unread(name=given.name, reason=str(error))


def choose_format(head: bytes, suffix: str, media_type: str = "") -> Format:
    """Return the format of what opens so: what the bytes say goes before the name, plain text is last."""
    by_bytes = (one for one in FORMATS if one.opens(head))
    by_name = (one for one in FORMATS if suffix in one.suffixes)
    by_type = (one for one in FORMATS if media_type in one.media_types)
    return next((one for found in (by_bytes, by_type, by_name) for one in found), PLAIN)


def find_format(path: PurePath) -> Format | None:
    """Return the format that a file's name tells, None where it tells none."""
    name = PurePath(path.stem) if path.suffix.casefold() == PACKED_SUFFIX else path
    return next((one for one in FORMATS if name.suffix.casefold() in one.suffixes), None)


def _buffer(stream: BinaryIO) -> io.BufferedReader:
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[arg-type]


def _peek(stream: io.BufferedReader) -> bytes:
    return stream.peek(HEAD_BYTES)[:HEAD_BYTES]


def _take_whole(stream: BinaryIO, intake: Intake) -> bytes:
    raw = stream.read(intake.max_bytes + 1)
    check_size(len(raw), intake.max_bytes)
    if not raw.strip():
        raise DocumentError("is empty; wanted text")
    return raw


def _read_pdf(stream: BinaryIO, given: Given) -> Iterator[Document | Unread]:
    yield from pdf.read_pdf(_take_whole(stream, given.intake), given.name, given.intake, url=given.url)


def _read_docx(stream: BinaryIO, given: Given) -> Iterator[Document | Unread]:
    yield from docx.read_docx(_take_whole(stream, given.intake), given.intake, url=given.url)


def _refuse_old_office(stream: BinaryIO, given: Given) -> Iterator[Document | Unread]:
    yield Unread(
        name=given.name,
        reason="is an old or encrypted Office file; save it as DOCX or PDF without a password",
    )


def _read_mail(stream: BinaryIO, given: Given) -> Iterator[Document | Unread]:
    yield mail.make_mail_document(_take_whole(stream, given.intake), given.intake)


def _read_page(stream: BinaryIO, given: Given) -> Iterator[Document | Unread]:
    yield make_page_document(_take_whole(stream, given.intake), given.intake, url=given.url)


def _read_plain(stream: BinaryIO, given: Given) -> Iterator[Document | Unread]:
    raw = _take_whole(stream, given.intake)
    text = decode_text(raw)
    if looks_like_html(text):
        yield make_page_document(raw, given.intake, url=given.url)
    else:
        yield make_plain_document(text, given.intake, url=given.url)


def _opens_as_lines(head: bytes) -> bool:
    return head.removeprefix(BYTE_ORDER_MARK).lstrip().startswith(b"{")


def _opens_by(mark: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(mark)


def _never(_head: bytes) -> bool:
    return False


FORMATS: tuple[Format, ...] = (
    Format(
        name="PDF",
        suffixes=frozenset({".pdf"}),
        media_types=frozenset({"application/pdf"}),
        # Some files carry a few lines before the mark; readers have always looked a kilobyte far.
        opens=lambda head: bool(pdf.OPENS.search(head[:1024])),
        read=_read_pdf,
    ),
    Format(
        name="DOCX",
        suffixes=frozenset({".docx"}),
        media_types=frozenset({"application/vnd.openxmlformats-officedocument.wordprocessingml.document"}),
        opens=_opens_by(docx.MARK),
        read=_read_docx,
    ),
    Format(
        name="old Office file",
        suffixes=frozenset(),
        media_types=frozenset(),
        opens=_opens_by(docx.OLD_MARK),
        read=_refuse_old_office,
    ),
    Format(
        name="WARC",
        suffixes=frozenset({".warc"}),
        media_types=frozenset({"application/warc"}),
        opens=_opens_by(warc_reading.MARK),
        read=lambda stream, given: warc_reading.read_warc(stream, given.name, given.intake),
        is_one=False,
    ),
    Format(
        name="Parquet",
        suffixes=frozenset({".parquet"}),
        media_types=frozenset({"application/vnd.apache.parquet"}),
        opens=_opens_by(parquet.MARK),
        read=lambda stream, given: parquet.read_parquet(stream, given.name, given.intake),
        is_one=False,
    ),
    Format(
        name="box of mail",
        suffixes=frozenset({".mbox"}),
        media_types=frozenset({"application/mbox"}),
        opens=lambda head: bool(mail.OPENS.match(head.partition(b"\n")[0])),
        read=lambda stream, given: mail.read_box(stream, given.name, given.intake),
        is_one=False,
    ),
    Format(
        name="JSON lines",
        suffixes=frozenset({".jsonl", ".ndjson"}),
        media_types=frozenset({"application/x-ndjson", "application/jsonl", "application/json"}),
        opens=_opens_as_lines,
        read=lambda stream, given: iter_lines(stream, given.name, given.intake),
        is_one=False,
    ),
    Format(
        name="mail",
        suffixes=frozenset({".eml", ".mht", ".mhtml"}),
        media_types=frozenset({"message/rfc822", "multipart/related"}),
        opens=_never,
        read=_read_mail,
    ),
    Format(
        name="web page",
        suffixes=frozenset({".html", ".htm", ".xhtml"}),
        media_types=frozenset({"text/html", "application/xhtml+xml"}),
        opens=_never,
        read=_read_page,
    ),
    Format(
        name="plain text",
        suffixes=frozenset({".txt", ".text", ".md"}),
        media_types=frozenset({"text/plain"}),
        opens=_never,
        read=_read_plain,
    ),
)
"""Told by their bytes in this order; new ones go before plain text."""
PLAIN = FORMATS[-1]
READ_SUFFIXES = frozenset(suffix for one in FORMATS for suffix in one.suffixes)
