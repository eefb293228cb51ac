"""Web pages: the story without the furniture round it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tocsin.errors import DocumentError
from tocsin.model import Document
from tocsin.sources.base import Intake, make_document, parse_moment

_HEAD_CHARS = 1000


def looks_like_html(text: str) -> bool:
    """Whether a text opens as an HTML page."""
    head = text[:_HEAD_CHARS].lstrip().casefold()
    return head.startswith(("<!doctype html", "<html", "<head", "<body", "<?xml")) or "<html" in head


def make_page_document(raw: bytes | str, intake: Intake, *, url: str | None = None) -> Document:
    """Build a document from an HTML page: main text, title, date, site."""
    found = _extract(raw, url)
    if found is None or not (found.get("text") or "").strip():
        raise DocumentError("is a page without a story in it; wanted an article")
    return make_document(
        text=found["text"],
        intake=intake,
        title=found.get("title"),
        url=url or found.get("url"),
        publisher=found.get("sitename"),
        published_at=parse_moment(found["date"]) if found.get("date") else None,
        lang=found.get("language"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStory:
    """The story of a page, and what the page says of it; the text is empty where there is no story."""

    text: str
    title: str | None
    published_at: datetime | None
    lang: str | None


def take_story(page: str, *, url: str | None = None) -> PageStory:
    """Take the story out of an HTML page."""
    found = _extract(page, url) or {}
    try:
        moment = parse_moment(found["date"]) if found.get("date") else None
    except DocumentError:
        moment = None
    return PageStory(
        text=(found.get("text") or "").strip(),
        title=found.get("title"),
        published_at=moment,
        lang=found.get("language"),
    )


def load_extractor() -> None:
    """Load what takes stories out of pages, which takes a second: before a page is begun, not while it is."""
    _extract("<html><body><article><p>The library loads the rest of itself with its first page.</p>", None)


def _extract(raw: bytes | str, url: str | None) -> dict[str, Any] | None:
    # trafilatura takes half a second to import: only those who read pages pay for it.
    import trafilatura

    document = trafilatura.bare_extraction(
        raw, url=url, with_metadata=True, include_comments=False, include_tables=False, favor_precision=True
    )
    if document is None or isinstance(document, dict):
        return document
    found: dict[str, Any] = document.as_dict()
    return found
