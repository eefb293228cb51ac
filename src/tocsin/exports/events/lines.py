"""Event lines: one coded event a line as JSON, as a reading holds it, with its document and sentence."""

import json
from collections.abc import Iterator

from tocsin.exports.events.base import EventExporter, quote_sentence
from tocsin.model import Event, Reading
from tocsin.model.codec import encode


def list_lines(reading: Reading, event: Event, _version: str) -> Iterator[str]:
    """Yield the event as the contract has it, with its document, publication and words."""
    document = reading.document
    entry = {
        "document_id": document.id,
        "external_id": document.external_id,
        "published_at": encode(document.published_at),
        "quote": quote_sentence(reading, event),
        **encode(event),
    }
    yield json.dumps(entry, ensure_ascii=False)


EVENT_LINES = EventExporter(name="jsonl", label="JSON lines, complete", list_lines=list_lines)
