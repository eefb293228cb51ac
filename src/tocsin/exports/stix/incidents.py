"""The full shape: an incident object with our fields, places and blame as its relationships."""

from collections.abc import Iterator, Sequence
from typing import Any

from tocsin.exports.stix import parts
from tocsin.model import Incident


def make_incident_objects(incident: Incident, maker: str, _profile: str) -> Iterator[Any]:
    """Yield the objects of one incident."""
    marks = parts.stamp(incident, maker)
    made = parts.v21().Incident(
        id=parts.make_id("incident", incident.id),
        name=incident.title,
        extensions={parts.EXTENSION_ID: parts.make_fields(incident)},
        allow_custom=True,
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
    for act in incident.attribution.acts:
        attributor = parts.identity(act.attributor, "unknown")
        yield attributor
        own = {**marks, "created_by_ref": attributor.id}
        yield from parts.make_blame(act, incident, made.id, "attributed-to", own)
        yield from parts.make_opinion(act, [made.id], own)
    yield from parts.make_note(incident, made.id, marks)


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
        created_by_ref=maker,
        created=newest,
        modified=newest,
    )
