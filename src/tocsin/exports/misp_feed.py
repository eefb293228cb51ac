"""A MISP feed: a manifest, hashes and one file an event, which any MISP instance can subscribe to.

The layout is that of the feeds that MISP's own feed generator writes.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tocsin.exports.base import ExportContext
from tocsin.exports.misp import make_event
from tocsin.model import Incident

MANIFEST, HASHES = "manifest.json", "hashes.csv"
IN_MANIFEST = ("info", "date", "timestamp", "threat_level_id", "analysis", "Orgc", "Tag")


def iter_feed(incidents: Iterable[Incident], context: ExportContext) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every file of the feed, the manifest last: who reads it finds the rest."""
    manifest: dict[str, dict[str, Any]] = {}
    hashes: list[tuple[str, str]] = []
    for incident in incidents:
        event = make_event(incident, context)
        manifest[event["uuid"]] = {name: event[name] for name in IN_MANIFEST}
        hashes += [(_hash(one["value"]), event["uuid"]) for one in event["Attribute"]]
        yield f"{event['uuid']}.json", _encode({"Event": event})
    yield HASHES, _write_hashes(hashes)
    yield MANIFEST, _encode(manifest)


def _hash(value: str) -> str:
    # The feed's own format wants MD5: it finds values that are alike, and guards nothing.
    return hashlib.md5(value.encode("utf-8"), usedforsecurity=False).hexdigest()


def _write_hashes(rows: Sequence[tuple[str, str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode("utf-8")


def _encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8") + b"\n"
