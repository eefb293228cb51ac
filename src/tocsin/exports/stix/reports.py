"""The shape for MISP: its converter knows no incident objects, so each incident is a report here.

A report becomes a MISP event, its places and parties the event's objects, claims and denials the event's
notes and opinions; blame is a relationship from who blames to who is blamed.
"""

from collections.abc import Iterator
from typing import Any

from tocsin.exports.stix import parts
from tocsin.model import AttributionAct, Incident


def make_report_objects(incident: Incident, maker: str, profile: str) -> Iterator[Any]:
    """Yield the objects of one incident, the report last; its labels name the profile that chose it."""
    marks = parts.stamp(incident, maker)
    report_id = parts.make_id("report", incident.id)
    inside = [
        *_list_inside(incident, maker, marks),
        *parts.make_children(incident, report_id, marks),
        *parts.make_note(incident, report_id, marks),
        *(comment for act in incident.attribution.acts for comment in _comment(act, report_id, marks)),
    ]
    yield from inside
    # A report needs an object: one that has neither place nor party nor claim holds its maker.
    refs = list(dict.fromkeys(entry.id for entry in inside)) or [maker]
    yield parts.v21().Report(
        id=report_id,
        name=incident.title,
        published=marks["created"],
        report_types=["threat-report"],
        labels=list(_list_labels(incident, profile)),
        object_refs=refs,
        extensions={parts.EXTENSION_ID: parts.make_fields(incident)},
        allow_custom=True,
        **marks,
    )


def _list_inside(incident: Incident, maker: str, marks: dict[str, Any]) -> Iterator[Any]:
    for place in incident.places:
        location = parts.make_location(place, maker)
        if location is not None:
            yield location
    for act in incident.attribution.acts:
        attributor = parts.identity(act.attributor, "unknown")
        yield attributor
        yield from parts.make_blame(act, incident, attributor.id, "blames", marks)


def _comment(act: AttributionAct, report_id: str, marks: dict[str, Any]) -> Iterator[Any]:
    """Yield an act as a note or, a denial, as an opinion: the converter keeps no words of a relationship."""
    yield from parts.make_opinion(act, [report_id], marks)
    if act.act in parts.ATTRIBUTES:
        yield parts.v21().Note(
            id=parts.make_id(
                "note", report_id, act.attributor, act.act, act.towards or "", parts.quote_all(act)
            ),
            abstract=f"{act.attributor} {act.act} {act.towards or 'nobody named'}",
            content=parts.describe_blame(act),
            authors=[act.attributor],
            object_refs=[report_id],
            **marks,
        )


def _list_labels(incident: Incident, profile: str) -> Iterator[str]:
    yield f"profile {profile}"
    yield f"status {incident.status}"
    yield f"attribution {incident.attribution.state}"
    if incident.threat_type:
        yield f"threat type {incident.threat_type}"
