"""Reports as they were published, and places in their text."""

from dataclasses import dataclass
from datetime import datetime

PAGE_END = "\f"
"""Stands after each page of a text that has pages, as printers and PDF converters have long written it."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters [start, end) of a document's text, in Unicode code points."""

    document_id: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not [{self.start}, {self.end})")

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character of the same document."""
        return self.document_id == other.document_id and self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Whether the other lies wholly inside this one."""
        return self.document_id == other.document_id and self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span with its place in the order of the document's sentences."""

    span: Span
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publisher or feed; `reliability` is an Admiralty letter a to f, f where nobody has judged it."""

    id: str
    name: str
    kind: str = "publisher"
    reliability: str = "f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One report as published; its text never changes."""

    id: str
    text: str
    external_id: str | None = None
    source_id: str | None = None
    publisher: str | None = None
    url: str | None = None
    title: str | None = None
    lang: str = "en"
    published_at: datetime | None = None
    retrieved_at: datetime | None = None

    def __post_init__(self) -> None:
        for name in ("published_at", "retrieved_at"):
            moment: datetime | None = getattr(self, name)
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"{name} needs a time zone, not {moment.isoformat()}")

    def quote(self, span: Span) -> str:
        """Return the words at the span: the only way from a span to text."""
        if span.document_id != self.id:
            raise ValueError(f"span of document {span.document_id!r} asked of document {self.id!r}")
        if span.end > len(self.text):
            raise ValueError(f"span ends at {span.end}, after the text of {len(self.text)} characters")
        return self.text[span.start : span.end]

    def find_page(self, span: Span) -> int | None:
        """Return the page that a span begins on, counted from 1; None where the text has no pages."""
        if PAGE_END not in self.text:
            return None
        return self.text.count(PAGE_END, 0, span.start) + 1
