"""Feed reports one after another into an empty register, and note after each what its records show."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tocsin.evaluation.base import Item
from tocsin.model import Document, Incident, Reading
from tocsin.model.edtf import write_incident_edtf
from tocsin.register import assemble_register, link_mentions, select_incidents
from tocsin.sources import Intake, make_document, parse_moment

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

Record = Mapping[str, Any]
"""What a record shows, as one JSON object."""

PROFILE = "warning"
# The gold names alliances as the codebook does.
ALLIANCES = {"NATO": "nato", "EUU": "eu", "UNO": "un"}
FLAGS = ("contested", "denied", "retracted")


def make_report(item: Item) -> Document:
    """Return the document of a line of the gold, with its publisher and its moment."""
    return make_document(
        text=item["text"],
        intake=Intake(),
        title=item["title"],
        publisher=item["publisher"],
        external_id=item["id"],
        published_at=parse_moment(item["published_at"]),
        lang="en",
    )


def read_reports(items: Sequence[Item], reader: "Reader") -> list[Reading]:
    """Return the reading of each report, in order."""
    documents = [make_report(item) for item in items]
    return [reader.read_parsed(document, passages) for document, passages in reader.parse(documents)]


def feed_reports(readings: Iterable[Reading]) -> Iterator[Item]:
    """Yield after each report which records changed, as they now stand, and which are gone.

    Each step links everything known so far and keeps the ids of the step before, as a register does.
    """
    known: list[Reading] = []
    names: dict[str, str] = {}
    shown: dict[str, Record] = {}
    linkage = None
    for reading in readings:
        known.append(reading)
        document = reading.document
        names[document.id] = document.external_id or document.id
        linkage = link_mentions(
            known,
            rows=linkage.rows if linkage else (),
            memberships=linkage.memberships if linkage else (),
            now=document.published_at or parse_moment("1970-01-01"),
        )
        records = show_records(assemble_register(known, linkage), names)
        changed = [record for key, record in records.items() if shown.get(key) != record]
        yield {
            "id": names[document.id],
            "changed": changed,
            "gone": sorted(shown.keys() - records.keys()),
        }
        shown = records


def show_records(incidents: Sequence[Incident], names: Mapping[str, str]) -> dict[str, Record]:
    """Return what each hybrid record shows, by id; `counted` says whether the profile `warning` counts it."""
    counted = {incident.id for incident in select_incidents(incidents, PROFILE).counted}
    return {
        incident.id: _show(incident, names, is_counted=incident.id in counted)
        for incident in incidents
        if incident.kind == "hybrid"
    }


def _show(incident: Incident, names: Mapping[str, str], *, is_counted: bool) -> Record:
    view = incident.attribution
    return {
        "record": incident.id,
        "title": incident.title,
        "reports": sorted(names[key] for key in incident.document_ids),
        "counted": is_counted,
        "status": incident.status.value,
        "threat_type": incident.threat_type,
        "attribution_state": view.state.value,
        "attribution_flags": [flag for flag in FLAGS if getattr(view, flag)],
        "origins": incident.origins,
        "target_country": [ALLIANCES.get(code, code) for code in incident.target_countries],
        "target_sector": list(incident.target_sectors),
        "severity": incident.severity,
        "start_date": write_incident_edtf(incident),
    }


def replay_records(lines: Iterable[Item]) -> Iterator[dict[str, Record]]:
    """Yield every record as it stood after each line."""
    shown: dict[str, Record] = {}
    for line in lines:
        shown = {key: record for key, record in shown.items() if key not in line["gone"]}
        shown |= {record["record"]: record for record in line["changed"]}
        yield shown
