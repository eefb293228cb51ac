"""What every connector does: turn an address into documents, and say of what it could not read why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Protocol

from tocsin.errors import DocumentError
from tocsin.model import Document
from tocsin.model.ids import make_document_id

MAX_INPUT_BYTES = 10_000_000
"""The largest single document we read; a news story is a few kilobytes, a long report a few megabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An input, or a part of one, that could not be read, and the one line that says why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What the user wants of every input: a day for the undated, and limits.

    `allowed_networks` are those of his own that a named address may lead into; the rest is for the web.
    """

    published_at: datetime | None = None
    max_bytes: int = MAX_INPUT_BYTES
    allowed_networks: tuple[str, ...] = ()
    fetch_seconds: float = 30.0
    pause_seconds: float = 2.0


class Connector(Protocol):
    """One way in."""

    def accepts(self, address: str) -> bool:
        """Whether the address is for this connector."""

    def documents(self, address: str, intake: Intake) -> Iterator[Document | Unread]:
        """Yield what stands at the address."""


def clean_text(text: str) -> str:
    """Replace what no store can hold (NUL, lone surrogates) by U+FFFD, one for one, so offsets stay true."""
    return "".join("\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in text)


def parse_moment(value: str) -> datetime:
    """Return an aware moment from an ISO 8601 day or moment; a day is midnight UTC, no zone is UTC."""
    try:
        moment = datetime.fromisoformat(value.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise DocumentError(f"{value!r:.60} is no date; wanted ISO 8601, as 2025-12-02") from None


def make_moment(day: date) -> datetime:
    """Return midnight UTC of a day."""
    return datetime.combine(day, time.min, tzinfo=UTC)


def make_source_id(name: str | None) -> str | None:
    """Return a stable slug of a publisher's or feed's name."""
    if not name or not name.strip():
        return None
    return "-".join("".join(c if c.isalnum() else " " for c in name.casefold()).split()) or None


def make_language_code(lang: str | None) -> str:
    """Return the primary subtag in lower case: "en-US" and "EN" are English; "und" where none is given."""
    return (lang or "").replace("_", "-").partition("-")[0].strip().casefold() or "und"


def make_document(
    *,
    text: str,
    intake: Intake,
    title: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    source: str | None = None,
    external_id: str | None = None,
    published_at: datetime | None = None,
    lang: str | None = None,
) -> Document:
    """Build a document; an empty text is an error."""
    if not text.strip():
        raise DocumentError("holds no text; wanted at least a sentence")
    cleaned = clean_text(text)
    source_id = make_source_id(source or publisher)
    return Document(
        id=make_document_id(source_id=source_id, url=url, text=cleaned),
        external_id=external_id,
        source_id=source_id,
        publisher=publisher or source,
        url=url,
        title=clean_text(title) if title else None,
        text=cleaned,
        lang=make_language_code(lang),
        published_at=published_at or intake.published_at,
    )
