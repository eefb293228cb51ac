"""The full shape: an incident object with our fields, places and blame as its relationships."""

from collections.abc import Iterator, Sequence
from typing import Any

from tocsin.exports.stix import parts
from tocsin.exports.stix.confidence import rate_credibility
from tocsin.model import Incident
from tocsin.model.marking import find_strictest


def make_incident_objects(incident: Incident, maker: str, _profile: str) -> Iterator[Any]:
    """Yield the objects of one incident."""
    marks = parts.stamp(incident, maker)
    made = parts.v21().Incident(
        id=parts.make_id("incident", incident.id),
        name=incident.title,
        extensions={parts.EXTENSION_ID: parts.make_fields(incident)},
        allow_custom=True,
        **({"confidence": sure} if (sure := rate_credibility(incident.credibility)) is not None else {}),
        **marks,
    )
    yield made
    for place in incident.places:
        location = parts.make_location(place, maker)
        if location is not None:
            yield location
            yield parts.v21().Relationship(
                id=parts.make_id("relationship", made.id, "located-at", location.id, maker),
                source_ref=made.id,
                relationship_type="located-at",
                target_ref=location.id,
                **marks,
            )
    yield from _make_acts(incident, made.id, marks)
    yield from parts.make_children(incident, made.id, marks)
    yield from parts.make_note(incident, made.id, marks)


def _make_acts(incident: Incident, ref: str, marks: dict[str, Any]) -> Iterator[Any]:
    """Yield blame as relationships, then who denies or clears as opinions on the blame of that party."""
    blames: dict[str, list[str]] = {}
    for act in incident.attribution.acts:
        attributor = parts.identity(act.attributor, "unknown")
        yield attributor
        for made in parts.make_blame(
            act, incident, ref, "attributed-to", {**marks, "created_by_ref": attributor.id}
        ):
            yield made
            if made.type == "relationship":
                blames.setdefault(act.towards or "", []).append(made.id)
    for act in incident.attribution.acts:
        own = {**marks, "created_by_ref": parts.identity(act.attributor, "unknown").id}
        refs = list(dict.fromkeys(blames.get(act.towards or "", ())))
        yield from parts.make_opinion(act, [ref, *refs], own)


def make_group(incidents: Sequence[Incident], maker: str, profile: str) -> Any:
    """Return the object that says which profile chose the incidents: another choice is another object."""
    ids = [parts.make_id("incident", incident.id) for incident in incidents]
    newest = max(parts.find_moments(incident)[1] for incident in incidents)
    return parts.v21().Grouping(
        id=parts.make_id("grouping", profile, *sorted(ids)),
        name=f"tocsin profile {profile}",
        description=f"The incidents and leads that the inclusion profile {profile} lists.",
        context="unspecified",
        object_refs=ids,
        object_marking_refs=[parts.MARKING_IDS[find_strictest(incident.marking for incident in incidents)]],
        created_by_ref=maker,
        created=newest,
        modified=newest,
    )
