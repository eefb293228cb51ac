"""WARC (ISO 28500): the pages, texts and reports of a web archive, each with its address."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader
from typing import Any

from tocsin.errors import DocumentError, FetchError
from tocsin.model import Document
from tocsin.sources.base import Intake, Unread, parse_moment
from tocsin.sources.bodies import read_body
from tocsin.sources.charsets import decode_body
from tocsin.sources.decoding import check_size
from tocsin.sources.page import looks_like_html, make_page_document
from tocsin.sources.pdf import read_pdf
from tocsin.sources.plain import make_plain_document

MARK = b"WARC/"
PAGES = frozenset({"text/html", "application/xhtml+xml"})
TEXTS = frozenset({"text/plain"})
REPORTS = frozenset({"application/pdf"})
# Requests, revisits, notes on the crawl and answers that are no text are no reports: they are passed over.
KINDS = frozenset({"response", "resource", "conversion"})
MOST_LINE_BYTES = 100_000
MOST_HEADER_LINES = 2_000
_PIECE = 65_536
_FOREVER = float("inf")


def read_warc(stream: BufferedReader, name: str, intake: Intake) -> Iterator[Document | Unread]:
    """Yield a document for every page, text or PDF of an archive; what cannot be read is told."""
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    number = count = 0
    fault = None
    archive, reader = _open_archive(_Stepwise(stream))
    try:
        for number, record in enumerate(archive, start=1):
            reader.lines = 0
            if record.rec_type in KINDS:
                for outcome in _read_record(record, f"{name}: record {number}", intake):
                    count += 1
                    fault = outcome.reason if isinstance(outcome, Unread) else None
                    yield outcome
    except DocumentError as error:
        # A file that is cut off inside a record fails twice: for the record, and for what follows it.
        if str(error) != fault:
            yield Unread(name=f"{name}: record {number + 1}", reason=str(error))
        return
    except (
        ArchiveLoadFailed,
        StatusAndHeadersParserException,
        ValueError,
        EOFError,
        AttributeError,
    ) as error:
        yield Unread(
            name=f"{name}: record {number + 1}",
            reason=f"is broken ({type(error).__name__}); what stands before it was read; get the rest again",
        )
        return
    if not count:
        yield Unread(name=name, reason=f"has {number} records and no page, text or PDF among them")


class _Stepwise:
    """Hands on what is there: a read that waited for more would lose it where the rest is broken."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        """Read some bytes, at least one unless the end is reached."""
        return self._stream.read1(size)


def _open_archive(stream: _Stepwise) -> tuple[Any, Any]:
    """Return the library's walk over the records, and its reader, which here knows how long a line may be."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.bufferedreaders import BufferedReader as LineReader

    class BoundedLines(LineReader):
        """Reads lines with limits, and never unpacks: packed files come here unpacked, with limits too."""

        lines = 0

        def readline(self, length: int | None = None) -> bytes:
            self.lines += 1
            if self.lines > MOST_HEADER_LINES:
                raise DocumentError(f"has a record of more than {MOST_HEADER_LINES:,} lines of headers")
            most = MOST_LINE_BYTES if length is None else min(length, MOST_LINE_BYTES)
            line: bytes = super().readline(most)  # type: ignore[no-untyped-call]
            return line

    archive: Any = ArchiveIterator(stream)
    archive.reader = BoundedLines(stream)  # type: ignore[no-untyped-call]
    return archive, archive.reader


def _read_record(record: Any, name: str, intake: Intake) -> Iterator[Document | Unread]:
    address = record.rec_headers.get_header("WARC-Target-URI")
    kind = _find_kind(record)
    if kind is None:
        return
    where = f"{name} ({address})" if address else name
    url = address if (address or "").startswith(("http://", "https://")) else None
    try:
        body = _take_body(record, intake.max_bytes)
        if kind in REPORTS:
            found = list(read_pdf(body, where, intake, url=url))
        else:
            found = [_make_document(record, body, kind, intake, url)]
    except DocumentError as error:
        yield Unread(name=where, reason=str(error))
        return
    for outcome in found:
        yield _note_day(outcome, record) if isinstance(outcome, Document) else outcome


def _find_kind(record: Any) -> str | None:
    """Return the media type of a record to read, None for what is passed over."""
    head = record.http_headers
    if record.rec_type == "response":
        if head is None or not (head.get_statuscode() or "").startswith("2"):
            return None
        given = head.get_header("Content-Type")
    else:
        given = record.rec_headers.get_header("Content-Type")
    kind = (given or "").partition(";")[0].strip().casefold()
    return kind if kind in PAGES | TEXTS | REPORTS else None


def _take_body(record: Any, max_bytes: int) -> bytes:
    """Return the body as it was meant, unpacked with limits."""
    from warcio.bufferedreaders import ChunkedDataReader

    head, stream = record.http_headers, record.raw_stream
    encoding = (head.get_header("Content-Encoding") or "") if head else ""
    if head and (head.get_header("Transfer-Encoding") or "").strip().casefold() == "chunked":
        # The library takes a chunk whole, so what the record says of its length must be a bound.
        if record.length is None:
            raise DocumentError("does not say its length; wanted a whole record")
        check_size(record.length, 4 * max_bytes)
        stream = ChunkedDataReader(stream)
    try:
        return read_body(
            iter(lambda: stream.read(_PIECE), b""), encoding=encoding, max_bytes=max_bytes, deadline=_FOREVER
        )
    except FetchError as error:
        raise DocumentError(str(error)) from None


def _make_document(record: Any, body: bytes, kind: str, intake: Intake, url: str | None) -> Document:
    head = record.http_headers or record.rec_headers
    given = (head.get_header("Content-Type") or "").casefold().partition("charset=")[2].strip("\"' ;")
    text = decode_body(body, charset=given.partition(";")[0] or None)
    if kind in PAGES or looks_like_html(text):
        return make_page_document(text, intake, url=url)
    return make_plain_document(text, intake, url=url)


def _note_day(document: Document, record: Any) -> Document:
    """Return the document with the moment at which it was archived."""
    try:
        archived = parse_moment(record.rec_headers.get_header("WARC-Date") or "")
    except DocumentError:
        return document
    return replace(document, retrieved_at=archived)
