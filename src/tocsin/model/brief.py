"""What a brief says: lines under headings, each with the words behind it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefQuote:
    """The words behind a line, with the report they stand in, its address, and the characters they are."""

    quote: str
    document_id: str
    original: str | None = None
    """The words of the original, where the report is a translation."""
    publisher: str | None = None
    published_at: datetime | None = None
    url: str | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefLine:
    """One thing worth telling; `incident_ids` are the records it is about."""

    text: str
    quotes: tuple[BriefQuote, ...] = ()
    incident_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefSection:
    """Lines of one kind; `note` says how they were chosen, or why there are none."""

    name: str
    heading: str
    lines: tuple[BriefLine, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a shift has to know of a stretch of time, made with one inclusion profile.

    `documents` were published in it, `newest_at` is when the newest stored report was.
    """

    since: datetime
    until: datetime
    profile: str
    documents: int
    newest_at: datetime | None
    sections: tuple[BriefSection, ...]
