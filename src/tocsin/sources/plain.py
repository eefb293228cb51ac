"""Plain text, with or without a front matter of `key: value` lines between two `---` lines."""

from tocsin.errors import DocumentError
from tocsin.model import Document
from tocsin.sources.base import Intake, make_document, parse_moment

_FENCE = "---"
_MAX_HEADER_LINES = 40


def make_plain_document(text: str, intake: Intake, *, url: str | None = None) -> Document:
    """Build a document from plain text; front matter gives id, date, publisher, title, url and lang."""
    header, body = split_front_matter(text)
    moment = header.get("published_at") or header.get("date")
    return make_document(
        text=body,
        intake=intake,
        title=header.get("title"),
        url=header.get("url") or url,
        publisher=header.get("publisher"),
        source=header.get("source"),
        external_id=header.get("id"),
        published_at=parse_moment(moment) if moment else None,
        lang=header.get("lang"),
    )


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the header and the body; a text that only looks as if it had a header is all body."""
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].strip() != _FENCE:
        return {}, text
    closing = next(
        (i for i, line in enumerate(lines[1 : _MAX_HEADER_LINES + 2], start=1) if line.strip() == _FENCE),
        None,
    )
    if closing is None:
        return {}, text
    header: dict[str, str] = {}
    for line in lines[1:closing]:
        key, colon, value = line.partition(":")
        if not colon or not key.strip().isidentifier():
            return {}, text
        header[key.strip()] = value.strip()
    body = "".join(lines[closing + 1 :]).strip("\n")
    if not body.strip():
        raise DocumentError("holds a header and no text; wanted at least a sentence after it")
    return header, body
