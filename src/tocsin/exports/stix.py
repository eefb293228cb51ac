"""STIX 2.1: incidents with our fields in an extension, places, and one relationship an attribution act."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Any, BinaryIO

from tocsin.exports.base import ExportContext
from tocsin.model import AttributionAct, Incident, Place

NAMESPACE = uuid.UUID("6f1d8f0a-3c5e-5b58-9a55-0f4d2e7f6c11")
"""Ours, for ids made from content: the same incident is the same STIX object in every export."""

SHARED_MOMENT = datetime(2025, 1, 1, tzinfo=UTC)
"""When objects that several incidents share were made: their ids hold all they say, so they never change."""

EXTENSION_ID = f"extension-definition--{uuid.uuid5(NAMESPACE, 'tocsin.incident/1')}"
_DISAGREE = {"denies": "disagree", "clears": "strongly-disagree", "retracts": "strongly-disagree"}
_ATTRIBUTES = frozenset({"attributes", "suspects", "hints", "blames_other", "claims_responsibility"})
_DETERMINATIONS = {"completed": "successful-attempt", "partly": "successful-attempt"} | {
    "failed": "failed-attempt",
    "foiled": "blocked",
    "hoax": "false-positive",
}


class StixExporter:
    """Writes one bundle."""

    name = "stix"
    label = "STIX 2.1 bundle"
    suffix = ".json"
    media_type = "application/stix+json;version=2.1"
    is_binary = False

    def write(self, incidents: Sequence[Incident], stream: BinaryIO, context: ExportContext) -> None:
        """Write the bundle; objects that several incidents share stand in it once."""
        # stix2 takes a second to import: only those who export STIX pay for it.
        from stix2 import v21

        maker = identity("tocsin", "system")
        objects = {maker.id: maker, EXTENSION_ID: _make_extension(maker.id)}
        for incident in incidents:
            for entry in _make_objects(incident, maker.id):
                objects.setdefault(entry.id, entry)
        if incidents:
            group = _make_group(incidents, maker.id, context.profile)
            objects[group.id] = group
        bundle_id = make_id("bundle", *(f"{entry.id} {entry.modified}" for entry in objects.values()))
        bundle = v21.Bundle(id=bundle_id, objects=list(objects.values()), allow_custom=True)
        stream.write(bundle.serialize(ensure_ascii=False).encode("utf-8") + b"\n")


def make_id(kind: str, *parts: str) -> str:
    """Return the STIX id of an object, made from what it says."""
    return f"{kind}--{uuid.uuid5(NAMESPACE, '|'.join((kind, *parts)))}"


def find_moments(incident: Incident) -> tuple[datetime, datetime]:
    """Return when an incident was first and last reported: the same register makes the same versions."""
    day = incident.start_date
    fallback = datetime.combine(day, time.min, tzinfo=UTC) if day is not None else SHARED_MOMENT
    first = incident.first_reported_at or incident.last_reported_at or fallback
    return first, max(first, incident.last_reported_at or first)


def identity(name: str, identity_class: str) -> Any:
    """Return an identity object."""
    from stix2 import v21

    return v21.Identity(
        id=make_id("identity", name),
        name=name,
        identity_class=identity_class,
        created=SHARED_MOMENT,
        modified=SHARED_MOMENT,
    )


def _make_extension(maker: str) -> Any:
    from stix2 import v21

    return v21.ExtensionDefinition(
        id=EXTENSION_ID,
        created_by_ref=maker,
        created=SHARED_MOMENT,
        modified=SHARED_MOMENT,
        name="tocsin incident",
        description="Hybrid threat type, status, attribution state and counts of a tocsin incident.",
        schema="tocsin.incident/1: docs/reference of the tocsin package",
        version="1.0.0",
        extension_types=["property-extension"],
    )


def _make_group(incidents: Sequence[Incident], maker: str, profile: str) -> Any:
    """Return the object that says which profile chose the incidents: another choice is another object."""
    from stix2 import v21

    ids = [make_id("incident", incident.id) for incident in incidents]
    newest = max(find_moments(incident)[1] for incident in incidents)
    return v21.Grouping(
        id=make_id("grouping", profile, *sorted(ids)),
        name=f"tocsin profile {profile}",
        description=f"The incidents and leads that the inclusion profile {profile} lists.",
        context="unspecified",
        object_refs=ids,
        created_by_ref=maker,
        created=newest,
        modified=newest,
    )


def _make_objects(incident: Incident, maker: str) -> Iterator[Any]:
    from stix2 import v21

    created, modified = find_moments(incident)
    stamp = {"created_by_ref": maker, "created": created, "modified": modified}
    made = _make_incident(incident, stamp)
    yield made
    for place in incident.places:
        location = _make_location(place, maker)
        if location is not None:
            yield location
            yield _relate(made.id, "located-at", location.id, stamp)
    for act in incident.attribution.acts:
        yield from _make_attribution(made.id, act, stamp)
    if incident.document_ids:
        yield v21.Note(
            id=make_id("note", incident.id),
            content="Claims behind this incident: " + "; ".join(_describe_claims(incident)),
            object_refs=[made.id],
            **stamp,
        )


def _make_incident(incident: Incident, stamp: dict[str, Any]) -> Any:
    from stix2 import v21

    determination = {"candidate": "suspected", "refuted": "false-positive"}.get(
        incident.status, _DETERMINATIONS.get(incident.outcome, "suspected")
    )
    fields: dict[str, Any] = {
        "extension_type": "property-extension",
        "incident_id": incident.id,
        "threat_type": incident.threat_type,
        "subtype": incident.subtype,
        "status": incident.status.value,
        "determination": determination,
        "outcome": incident.outcome,
        "start_date": incident.start_date.isoformat() if incident.start_date else None,
        "end_date": incident.end_date.isoformat() if incident.end_date else None,
        "severity": incident.severity,
        "attribution_state": incident.attribution.state.value,
        "attribution_contested": incident.attribution.contested,
        "attribution_denied": incident.attribution.denied,
        "target_countries": list(incident.target_countries) or None,
        "target_sectors": list(incident.target_sectors) or None,
        "reports": incident.reports,
        "origins": incident.origins,
        "admiralty_credibility": incident.credibility,
    }
    return v21.Incident(
        id=make_id("incident", incident.id),
        name=incident.title,
        extensions={EXTENSION_ID: {key: value for key, value in fields.items() if value is not None}},
        allow_custom=True,
        **stamp,
    )


def _make_location(place: Place, maker: str) -> Any | None:
    from stix2 import v21

    given: dict[str, Any] = {"name": place.name}
    if place.lat is not None and place.lon is not None and place.precision not in {"country", "unknown"}:
        given |= {"latitude": place.lat, "longitude": place.lon}
        if place.radius_km is not None:
            given["precision"] = place.radius_km * 1000.0
    if place.country is not None and len(place.country) == 3:
        given["country"] = place.country
    if "country" not in given and "latitude" not in given:
        return None
    return v21.Location(
        id=make_id("location", *(f"{key}={value}" for key, value in given.items())),
        created_by_ref=maker,
        created=SHARED_MOMENT,
        modified=SHARED_MOMENT,
        **given,
    )


def _make_attribution(incident_id: str, act: AttributionAct, stamp: dict[str, Any]) -> Iterator[Any]:
    """Yield one relationship an act of blame; a denial is an opinion on the incident's attribution."""
    from stix2 import v21

    attributor = identity(act.attributor, "unknown")
    yield attributor
    quotes = "; ".join(evidence.quote for evidence in act.evidence)
    own = {**stamp, "created_by_ref": attributor.id}
    if act.act in _ATTRIBUTES and act.towards:
        blamed = identity(act.towards, "unknown")
        yield blamed
        day = datetime.combine(act.date, time.min, tzinfo=UTC) if act.date else None
        yield _relate(
            incident_id,
            "attributed-to",
            blamed.id,
            own,
            description=f"{act.act} ({act.confidence_words or 'no confidence stated'}): {quotes}",
            start_time=day,
        )
    elif act.act in _DISAGREE:
        yield v21.Opinion(
            id=make_id("opinion", incident_id, act.attributor, act.act),
            opinion=_DISAGREE[act.act],
            explanation=quotes,
            object_refs=[incident_id],
            **own,
        )


def _relate(source: str, kind: str, target: str, stamp: dict[str, Any], **more: Any) -> Any:
    from stix2 import v21

    given = {key: value for key, value in more.items() if value is not None}
    made_by = stamp["created_by_ref"]
    relation_id = make_id("relationship", source, kind, target, made_by)
    return v21.Relationship(
        id=relation_id, source_ref=source, relationship_type=kind, target_ref=target, **given, **stamp
    )


def _describe_claims(incident: Incident) -> Iterator[str]:
    for claim in incident.claims:
        yield f"{claim.field} = {claim.value} ({claim.stance}, {' > '.join(claim.holders)})"
