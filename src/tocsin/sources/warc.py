"""Answers as WARC 1.1 (ISO 28500), which web archives and courts can read."""

import hashlib
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import BinaryIO, Protocol
from uuid import UUID

from tocsin.version import __version__


class Answered(Protocol):
    """What is written of an answer."""

    @property
    def url(self) -> str:
        """Return the address that was asked."""

    @property
    def at(self) -> datetime:
        """Return when it answered."""

    @property
    def status(self) -> int:
        """Return the status that it answered."""

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Return the headers that were kept."""

    @property
    def body(self) -> bytes:
        """Return the body, unpacked."""


def write_warc(answers: Iterable[Answered], stream: BinaryIO) -> int:
    """Write answers as gzipped WARC; returns how many. The same answers give the same bytes of content."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(stream, gzip=True, warc_version="1.1")
    about = {"software": f"tocsin/{__version__}", "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record("tocsin.warc.gz", about))
    count = 0
    for answer in answers:
        lines = [*answer.headers, ("content-length", str(len(answer.body)))]
        head = StatusAndHeaders(f"{answer.status} OK", lines, protocol="HTTP/1.1")
        record = writer.create_warc_record(
            answer.url,
            "response",
            payload=io.BytesIO(answer.body),
            http_headers=head,
            warc_headers_dict={
                "WARC-Date": answer.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
                "WARC-Record-ID": _make_id(answer),
            },
        )
        writer.write_record(record)
        # warcio spools the body to reckon its digest, and leaves the file to the collector.
        record.raw_stream.close()
        count += 1
    return count


def _make_id(answer: Answered) -> str:
    named = f"{answer.url}\0{answer.at.isoformat()}\0".encode("utf-8", "surrogatepass")
    return f"<urn:uuid:{UUID(bytes=hashlib.sha256(named + answer.body).digest()[:16])}>"
