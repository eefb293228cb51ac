"""Event lines: one coded event a line as JSON, as a reading holds it, with its document and sentence."""

import json
from collections.abc import Iterable
from typing import BinaryIO

from tocsin.exports.events.base import EventChoice, Tally, choose_events, quote_sentence
from tocsin.model import Reading
from tocsin.model.codec import encode


class EventLinesExporter:
    """Writes the contract's event objects with their document, publication and words."""

    name = "jsonl"
    label = "JSON lines, complete"

    def write(
        self, readings: Iterable[Reading], stream: BinaryIO, choice: EventChoice, *, version: str
    ) -> Tally:
        """Write one object a line."""
        tally = Tally()
        for reading, event in choose_events(readings, choice, tally):
            document = reading.document
            entry = {
                "document_id": document.id,
                "external_id": document.external_id,
                "published_at": encode(document.published_at),
                "quote": quote_sentence(reading, event),
                **encode(event),
            }
            stream.write(json.dumps(entry, ensure_ascii=False).encode("utf-8") + b"\n")
        return tally
