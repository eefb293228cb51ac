"""JSON lines: one document a line, `text` wanted, the rest used where given."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from tocsin.errors import DocumentError
from tocsin.model import Document
from tocsin.sources.base import Intake, Unread, make_document, parse_moment
from tocsin.sources.decoding import check_size, decode_text

_STRINGS = ("id", "title", "url", "date", "published_at", "source", "publisher", "lang")


def iter_lines(stream: BinaryIO, name: str, intake: Intake) -> Iterator[Document | Unread]:
    """Yield a document for every line that holds one; a broken line is told and the rest goes on."""
    empty = True
    for number, raw in enumerate(_bounded_lines(stream, intake.max_bytes), start=1):
        if isinstance(raw, int):
            empty = False
            yield Unread(
                name=f"{name}:{number}",
                reason=f"line has more bytes than the limit of {intake.max_bytes:,}; raise max_input_bytes",
            )
            continue
        if not raw.strip():
            continue
        empty = False
        try:
            yield make_line_document(decode_text(raw), intake)
        except DocumentError as error:
            yield Unread(name=f"{name}:{number}", reason=str(error))
    if empty:
        yield Unread(name=name, reason="is empty; wanted one JSON object a line")


def make_line_document(line: str, intake: Intake) -> Document:
    """Build a document from one JSON line; its text is exactly the `text` given."""
    entry = _parse_object(line)
    text = entry.get("text")
    if not isinstance(text, str):
        raise DocumentError("the object has no text; wanted a string under 'text'")
    check_size(len(text), intake.max_bytes)
    given = {key: _string(entry, key) for key in _STRINGS}
    moment = given["published_at"] or given["date"]
    return make_document(
        text=text,
        intake=intake,
        title=given["title"],
        url=given["url"],
        publisher=given["publisher"],
        source=given["source"],
        external_id=given["id"],
        published_at=parse_moment(moment) if moment else None,
        lang=given["lang"],
    )


def _parse_object(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except RecursionError:
        raise DocumentError("the JSON is nested too deeply; wanted one flat object") from None
    except ValueError as error:
        raise DocumentError(f"is broken JSON ({error}); wanted one object a line") from None
    if not isinstance(entry, dict):
        raise DocumentError(f"is a JSON {type(entry).__name__}; wanted an object with 'text'")
    return entry


def _string(entry: dict[str, Any], key: str) -> str | None:
    value = entry.get(key)
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, int) and key == "id":
        return str(value)
    raise DocumentError(f"{key!r} is {value!r:.60}; wanted a string")


def _bounded_lines(stream: BinaryIO, max_bytes: int) -> Iterator[bytes | int]:
    """Yield lines, and the length so far in place of a line that is too long (the rest of it is skipped)."""
    while raw := stream.readline(max_bytes + 1):
        if len(raw) <= max_bytes or raw.endswith(b"\n"):
            yield raw
            continue
        yield len(raw)
        while (rest := stream.readline(max_bytes)) and not rest.endswith(b"\n"):
            pass
