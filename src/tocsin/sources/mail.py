"""Mail: boxes (mbox), single messages (.eml) and web pages saved as one file (MHTML)."""

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import BinaryIO

from tocsin.errors import DocumentError
from tocsin.model import Document
from tocsin.sources.base import Intake, Unread, clean_text, make_document
from tocsin.sources.charsets import decode_body
from tocsin.sources.decoding import check_size
from tocsin.sources.fragments import take_text
from tocsin.sources.page import make_page_document

# What opens a message in a box: "From sender Mon Dec  1 08:30:00 2025" (RFC 4155).
OPENS = re.compile(rb"^From \S+.{0,60}\d{2}:\d{2}.{0,40}\d{4}\s*$")
MOST_HEADER_BYTES = 100_000
MOST_PARTS = 200
MOST_TITLE_CHARACTERS = 300
_HEADERS = ("From", "Date", "Subject", "Message-ID")
_LONGEST_LINE = 65_536
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
# Some mails open every quoted line of the mail before by ">": those are another's words, sent earlier.
_QUOTED_LINES = re.compile(r"(?:^>.*\n?)+", re.MULTILINE)
_BREAKS = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


def read_box(stream: BinaryIO, name: str, intake: Intake) -> Iterator[Document | Unread]:
    """Yield a document for every message of a box; one that cannot be read is told and the rest goes on."""
    number = 0
    for number, raw in enumerate(_split(stream, intake.max_bytes), start=1):
        try:
            if isinstance(raw, int):
                check_size(raw, intake.max_bytes)
                continue
            yield make_mail_document(_QUOTED_FROM.sub(rb"\1", raw), intake)
        except DocumentError as error:
            yield Unread(name=f"{name}: message {number}", reason=str(error))
    if not number:
        yield Unread(name=name, reason="is empty; wanted a box of mail (mbox)")


def _split(stream: BinaryIO, max_bytes: int) -> Iterator[bytes | int]:
    """Yield messages, and the bytes so far in place of one that is too large (the rest of it is skipped)."""
    message, size, is_after_blank = bytearray(), 0, True
    while line := stream.readline(_LONGEST_LINE):
        if is_after_blank and OPENS.match(line):
            if size:
                yield bytes(message) if size <= max_bytes else size
            message, size = bytearray(), 0
        else:
            size += len(line)
            if size <= max_bytes:
                message += line
        is_after_blank = not line.strip()
    if size:
        yield bytes(message) if size <= max_bytes else size


def make_mail_document(raw: bytes, intake: Intake) -> Document:
    """Build a document from one message: its plain words, else its HTML; attachments are left out."""
    message = _parse(raw)
    text, is_page = _take_words(message)
    snapshot = _header(message, "Snapshot-Content-Location")
    if is_page and snapshot:
        return make_page_document(text, intake, url=snapshot if _is_address(snapshot) else None)
    words = take_text(text) if is_page else text
    if not words.strip():
        raise DocumentError("is a message without words in it; wanted a text, not attachments alone")
    name, address = _find_sender(message)
    return make_document(
        text=_QUOTED_LINES.sub("", words).strip() or words.strip(),
        intake=intake,
        title=_header(message, "Subject"),
        publisher=name or address.rpartition("@")[2] or None,
        external_id=_header(message, "Message-ID"),
        published_at=_find_moment(message),
    )


def _parse(raw: bytes) -> Message:
    check_nesting(raw)
    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
    except _BREAKS as error:
        raise DocumentError(f"is a broken message ({type(error).__name__}); wanted RFC 5322") from None
    if not any(name in message for name in _HEADERS):
        raise DocumentError(
            f"is no message (none of {', '.join(_HEADERS)}); wanted RFC 5322, as mail programs save it"
        )
    return message


def check_nesting(raw: bytes) -> None:
    """Refuse mail whose parts are many: the parser takes one call a part, and hostile mail has thousands."""
    count = raw.lower().count(b"content-type:")
    if count > MOST_PARTS:
        raise DocumentError(f"has {count} parts; wanted a message of at most {MOST_PARTS}; save it as text")


def _take_words(message: Message) -> tuple[str, bool]:
    """Return the words of the first plain part, else of the first HTML part, and whether they are HTML."""
    page = None
    try:
        for part in message.walk():
            if part.is_multipart() or part.get_content_disposition() == "attachment":
                continue
            kind = part.get_content_type()
            if kind == "text/plain" and (plain := _decode(part)).strip():
                return plain, False
            if kind == "text/html" and page is None:
                page = _decode(part)
    except _BREAKS as error:
        raise DocumentError(f"is a broken message ({type(error).__name__}); wanted RFC 5322") from None
    return page or "", page is not None


def _decode(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_content_charset()
    return decode_body(payload, charset=charset).replace("\r\n", "\n")


def _header(message: Message, name: str) -> str | None:
    """Return a header in words, one line, decoded where it is encoded."""
    value = message.get(name)
    if value is None:
        return None
    given = str(value)[:MOST_HEADER_BYTES]
    try:
        pieces = decode_header(given)
        words = "".join(
            piece if isinstance(piece, str) else decode_body(piece, charset=charset)
            for piece, charset in pieces
        )
    except (HeaderParseError, *_BREAKS):
        words = given
    return " ".join(clean_text(words).split())[:MOST_TITLE_CHARACTERS] or None


def _find_sender(message: Message) -> tuple[str, str]:
    name, address = parseaddr(_header(message, "From") or "")
    listed = _header(message, "List-Id") or ""
    return listed.partition("<")[0].strip().strip('"') or name, address


def _find_moment(message: Message) -> datetime | None:
    """Return when the message was sent, None where it does not tell or tells nonsense."""
    try:
        moment = parsedate_to_datetime(_header(message, "Date") or "")
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _is_address(words: str) -> bool:
    return words.startswith(("http://", "https://"))
