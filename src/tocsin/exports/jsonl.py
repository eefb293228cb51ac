"""JSON lines: one incident a line, everything the register holds of it."""

import json
from collections.abc import Sequence
from typing import BinaryIO

from tocsin.exports.base import ExportContext
from tocsin.model import Incident
from tocsin.model.codec import encode_incident


class JsonlExporter:
    """Writes the contract's incident objects."""

    name = "jsonl"
    label = "JSON lines, complete"
    suffix = ".jsonl"
    media_type = "application/x-ndjson"
    is_binary = False
    is_shared = False

    def write(self, incidents: Sequence[Incident], stream: BinaryIO, context: ExportContext) -> None:
        """Write one object a line, each with the profile that chose it."""
        for incident in incidents:
            entry = {**encode_incident(incident), "profile": context.profile}
            stream.write(json.dumps(entry, ensure_ascii=False).encode("utf-8") + b"\n")
