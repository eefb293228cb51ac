"""MISP: one MISP event an incident, as core-format JSON that an instance can import."""

import json
import uuid
from collections.abc import Sequence
from typing import Any, BinaryIO

from tocsin.exports.base import ExportContext
from tocsin.exports.stix.parts import NAMESPACE, find_moments, quote_all
from tocsin.model import Incident

_THREAT_LEVELS = {0: "4", 1: "3", 2: "3", 3: "2", 4: "1", 5: "1"}
"""Our severity 0-5 to MISP's 1 high, 2 medium, 3 low, 4 undefined."""


ORGANISATION_ID = str(uuid.uuid5(NAMESPACE, "misp organisation"))


class MispExporter:
    """Writes {"response": [{"Event": ...}, ...]}, the form MISP's own export has."""

    name = "misp"
    label = "MISP events"
    suffix = ".json"
    media_type = "application/json"
    is_binary = False
    is_shared = True

    def write(self, incidents: Sequence[Incident], stream: BinaryIO, context: ExportContext) -> None:
        """Write one MISP event an incident."""
        events = [{"Event": make_event(incident, context)} for incident in incidents]
        stream.write(json.dumps({"response": events}, ensure_ascii=False).encode("utf-8") + b"\n")


def make_event(incident: Incident, context: ExportContext) -> dict[str, Any]:
    """Return one incident as a MISP event."""
    first, last = find_moments(incident)
    day = incident.start_date or first.date()
    return {
        "uuid": str(uuid.uuid5(NAMESPACE, incident.id)),
        "info": incident.title,
        "date": day.isoformat(),
        "timestamp": str(int(last.timestamp())),
        "threat_level_id": _THREAT_LEVELS[incident.severity],
        "analysis": "0",
        "Orgc": {"uuid": ORGANISATION_ID, "name": "tocsin"},
        "distribution": "0",
        "published": False,
        "Attribute": [
            _make_attribute(incident, kind, value, note) for kind, value, note in _list_facts(incident)
        ],
        "Tag": [{"name": name} for name in _list_tags(incident, context)],
    }


def _make_attribute(incident: Incident, kind: str, value: str, note: str) -> dict[str, Any]:
    return {
        "uuid": str(uuid.uuid5(NAMESPACE, f"{incident.id}|{kind}|{note}|{value}")),
        "category": "External analysis",
        "type": kind,
        "value": value,
        "comment": note,
        "to_ids": False,
        "distribution": "5",
    }


def _list_facts(incident: Incident) -> list[tuple[str, str, str]]:
    facts = [
        ("text", claim.value, f"{claim.field}, {claim.stance}, {' > '.join(claim.holders)}")
        for claim in incident.claims
    ]
    for act in incident.attribution.acts:
        towards = act.towards or "nobody named"
        facts.append(
            ("comment", f"{act.attributor} {act.act} {towards}: {quote_all(act)}", "attribution act")
        )
    return list(dict.fromkeys(facts))


def _list_tags(incident: Incident, context: ExportContext) -> list[str]:
    tags = [
        incident.marking.value.lower(),
        f'tocsin:status="{incident.status}"',
        f'tocsin:profile="{context.profile}"',
        f'admiralty-scale:information-credibility="{incident.credibility}"',
        f'tocsin:attribution-state="{incident.attribution.state}"',
    ]
    if incident.threat_type is not None:
        tags.append(f'tocsin:threat-type="{incident.threat_type}"')
    return tags
