"""Parts that both shapes of a STIX bundle share: ids, identities, places, relationships, our fields."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from tocsin.exports.stix.confidence import find_confidence, rate_credibility
from tocsin.model import AttributionAct, Claim, Incident, Marking, Place, Response

NAMESPACE = uuid.UUID("6f1d8f0a-3c5e-5b58-9a55-0f4d2e7f6c11")
"""Ours, for ids made from content: the same incident is the same STIX object in every export."""

SHARED_MOMENT = datetime(2025, 1, 1, tzinfo=UTC)
"""When objects that several incidents share were made: their ids hold all they say, so they never change."""

EXTENSION_ID = f"extension-definition--{uuid.uuid5(NAMESPACE, 'tocsin.incident/1')}"
# Labels of the Traffic Light Protocol 2.0 are objects that OASIS defined once for all bundles
# (cti-stix-common-objects, extension "TLP 2.0"), not ones of ours.
MARKING_EXTENSION_ID = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
MARKING_MOMENT = datetime(2022, 10, 1, tzinfo=UTC)
MARKING_IDS = {
    Marking.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    Marking.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Marking.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Marking.AMBER_STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    Marking.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
ATTRIBUTES = frozenset({"attributes", "suspects", "hints", "blames_other", "claims_responsibility"})
DISAGREES = {"denies": "disagree", "clears": "strongly-disagree", "retracts": "strongly-disagree"}
_DETERMINATIONS = {"completed": "successful-attempt", "partly": "successful-attempt"} | {
    "failed": "failed-attempt",
    "foiled": "blocked",
    "hoax": "false-positive",
}


def make_id(kind: str, *parts: str) -> str:
    """Return the STIX id of an object, made from what it says."""
    return f"{kind}--{uuid.uuid5(NAMESPACE, '|'.join((kind, *parts)))}"


def find_moments(incident: Incident) -> tuple[datetime, datetime]:
    """Return when an incident was first reported, and last reported or judged: its version.

    The same register makes the same versions, and a decision another one, so that partners take it over.
    """
    day = incident.start_date
    fallback = datetime.combine(day, time.min, tzinfo=UTC) if day is not None else SHARED_MOMENT
    first = incident.first_reported_at or incident.last_reported_at or fallback
    return first, max(first, incident.last_reported_at or first, incident.judged_at or first)


def identity(name: str, identity_class: str) -> Any:
    """Return an identity object."""
    return v21().Identity(
        id=make_id("identity", name),
        name=name,
        identity_class=identity_class,
        created=SHARED_MOMENT,
        modified=SHARED_MOMENT,
    )


def make_extension(maker: str) -> Any:
    """Return the definition of our fields."""
    return v21().ExtensionDefinition(
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


def make_fields(incident: Incident) -> dict[str, Any]:
    """Return our own fields of an incident, as the extension carries them."""
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
        "responses": [_list_response(response) for response in incident.responses] or None,
        "claims": [_list_claim(claim) for claim in incident.claims] or None,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _list_response(response: Response) -> dict[str, Any]:
    """Return a child as the extension carries it: a step of law, an effect or an answer, never an act."""
    fields: dict[str, Any] = {
        "code": response.code,
        "actor": response.actor,
        "towards": response.towards,
        "date": response.on.isoformat() if response.on else None,
        "plover": response.plover,
        "linked_by": response.linked_by,
        "holders": list(response.holders),
    }
    return {key: value for key, value in fields.items() if value}


def _list_claim(claim: Claim) -> dict[str, Any]:
    """Return a claim as the extension carries it, with the grade of its source and its own."""
    fields: dict[str, Any] = {
        "field": claim.field,
        "value": claim.value,
        "stance": claim.stance.value,
        "holders": list(claim.holders),
        "interested": claim.interested,
    }
    if claim.grade is not None:
        fields |= {
            "admiralty": describe_grade(claim),
            "reliability_rule": claim.grade.reliability_rule,
            "credibility_rule": claim.grade.credibility_rule,
            "confidence": rate_credibility(claim.grade.credibility),
        }
    return {key: value for key, value in fields.items() if value is not None}


def describe_grade(claim: Claim) -> str:
    """Return the Admiralty grade of a claim in its usual form: B2, or F6 where none was given."""
    return f"{claim.grade.reliability.upper()}{claim.grade.credibility}" if claim.grade else "F6"


def stamp(incident: Incident, maker: str) -> dict[str, Any]:
    """Return what every object of an incident bears: its maker, first and last report, how far it may go."""
    created, modified = find_moments(incident)
    return {
        "created_by_ref": maker,
        "created": created,
        "modified": modified,
        "object_marking_refs": [MARKING_IDS[incident.marking]],
    }


def make_marking(marking: Marking) -> Any:
    """Return the definition of a label of the Traffic Light Protocol, as OASIS publishes it for all."""
    level = {"extension_type": "property-extension", "tlp_2_0": marking.value.removeprefix("TLP:").lower()}
    return v21().MarkingDefinition(
        id=MARKING_IDS[marking],
        created=MARKING_MOMENT,
        name=marking.value,
        extensions={MARKING_EXTENSION_ID: level},
        allow_custom=True,
    )


def make_location(place: Place, maker: str) -> Any | None:
    """Return a place, a country never as a point; None where neither country nor point is known."""
    given: dict[str, Any] = {"name": place.name}
    if place.lat is not None and place.lon is not None and place.precision not in {"country", "unknown"}:
        given |= {"latitude": place.lat, "longitude": place.lon}
        if place.radius_km is not None:
            given["precision"] = place.radius_km * 1000.0
    if place.country is not None and len(place.country) == 3:
        given["country"] = place.country
    if "country" not in given and "latitude" not in given:
        return None
    return v21().Location(
        id=make_id("location", *(f"{key}={value}" for key, value in given.items())),
        created_by_ref=maker,
        created=SHARED_MOMENT,
        modified=SHARED_MOMENT,
        **given,
    )


def make_blame(
    act: AttributionAct, incident: Incident, source: str, kind: str, marks: dict[str, Any]
) -> Iterator[Any]:
    """Yield whom an act blames and the relationship that says so with its words; or nothing."""
    if act.act not in ATTRIBUTES or not act.towards:
        return
    blamed = identity(act.towards, "unknown")
    yield blamed
    quotes = quote_all(act)
    yield v21().Relationship(
        id=make_id("relationship", incident.id, source, kind, blamed.id, act.attributor, act.act, quotes),
        source_ref=source,
        relationship_type=kind,
        target_ref=blamed.id,
        description=describe_blame(act),
        **({"start_time": datetime.combine(act.date, time.min, tzinfo=UTC)} if act.date else {}),
        **({"confidence": sure} if (sure := find_confidence(act.confidence_words)) is not None else {}),
        **marks,
    )


def describe_blame(act: AttributionAct) -> str:
    """Say an act of blame with the words of confidence and the quotes behind it."""
    sure = act.confidence_words or "no confidence stated"
    return f"{act.attributor} {act.act} {act.towards or 'nobody named'} ({sure}): {quote_all(act)}"


def quote_all(act: AttributionAct) -> str:
    """Return the words behind an act."""
    return "; ".join(evidence.quote for evidence in act.evidence)


def make_opinion(act: AttributionAct, refs: list[str], marks: dict[str, Any]) -> Iterator[Any]:
    """Yield the opinion of one who denies or clears; nothing for an act of blame."""
    if act.act in DISAGREES:
        quotes = quote_all(act)
        yield v21().Opinion(
            id=make_id("opinion", refs[0], act.attributor, act.act, quotes),
            opinion=DISAGREES[act.act],
            explanation=quotes,
            authors=[act.attributor],
            object_refs=refs,
            **marks,
        )


def make_note(incident: Incident, ref: str, marks: dict[str, Any]) -> Iterator[Any]:
    """Yield the note that lists the claims behind an incident."""
    if incident.document_ids:
        yield v21().Note(
            id=make_id("note", ref),
            content="Claims behind this incident: " + "; ".join(_describe_claims(incident)),
            object_refs=[ref],
            **marks,
        )


def _describe_claims(incident: Incident) -> Iterator[str]:
    for claim in incident.claims:
        told = f"{claim.field} = {claim.value} ({claim.stance}, {' > '.join(claim.holders)})"
        yield f"{told} [{describe_grade(claim)}]" if claim.grade else told


def make_children(incident: Incident, ref: str, marks: dict[str, Any]) -> Iterator[Any]:
    """Yield a note for each step of law, effect or answer that followed: no act, and no object of its own."""
    for response in incident.responses:
        words = "; ".join(piece.quote for piece in response.evidence)
        title = " ".join(_describe_response(response))
        yield v21().Note(
            id=make_id("note", ref, "child", title, response.linked_by, words),
            abstract=title,
            content=f"{title} ({response.linked_by}): {words}",
            authors=[response.holders[-1]] if response.holders else None,
            object_refs=[ref],
            **marks,
        )


def _describe_response(response: Response) -> Iterator[str]:
    yield response.code
    if response.actor:
        yield f"by {response.actor}"
    if response.towards:
        yield f"towards {response.towards}"
    if response.on:
        yield f"on {response.on.isoformat()}"


def v21() -> Any:
    """Return the library's STIX 2.1 objects; importing it takes a second, so only those who export pay."""
    from stix2 import v21 as objects

    return objects
