"""Notices that are no rates: a new incident that meets a saved search, a record whose status changed."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date

from tocsin.model import Alert, Delta, Incident, Search
from tocsin.warning.alerts import quote_incident

WATCHED_FIELDS = ("status", "attribution", "outcome", "review_state")
"""Fields whose change an analyst is told of; a second report or a new place is none."""
ALL_KINDS = "all"
OWN_CAUSES = frozenset({"linking", "re-read"})
"""What our own rules or a second reading moved is no news."""
RAISED_STATUSES = frozenset({"confirmed", "disputed", "refuted"})


def meets_search(incident: Incident, search: Search) -> bool:
    """Whether an incident meets every criterion of a search; words are all looked for in title and quotes."""
    places = {place.country for place in incident.places if place.country and place.role == "act"}
    asked = (
        (search.threat_types, {incident.threat_type, *incident.secondary_types}),
        (search.countries, {*incident.target_countries, *places}),
        (search.towards, {act.towards for act in incident.attribution.acts}),
        (search.statuses, {incident.status.value}),
        (() if search.kind == ALL_KINDS else (search.kind,), {incident.kind}),
    )
    quotes = (evidence.quote for claim in incident.claims for evidence in claim.evidence)
    text = "\n".join((incident.title, *quotes)).casefold() if search.words else ""
    return all(not wanted or set(wanted) & found for wanted, found in asked) and all(
        word in text for word in search.words.casefold().split()
    )


def notice_search(incidents: Iterable[Incident], search: Search, *, since: date) -> tuple[Alert, ...]:
    """Return one notice for each new incident that a saved search meets, however many copies tell of it."""
    return tuple(
        _make_notice(
            incident,
            unit=f"search:{search.name}",
            kind="search",
            on=incident.first_reported_at.date(),
            key="",
            level="watch",
            reason=f"new incident for the search {search.name}: {incident.title}",
            seen="only what opens a record that the profile counts is told of",
        )
        for incident in incidents
        if incident.first_reported_at is not None
        and incident.first_reported_at.date() >= since
        and meets_search(incident, search)
    )


def notice_changes(deltas: Iterable[Delta], incidents: Mapping[str, Incident]) -> tuple[Alert, ...]:
    """Return one notice a record and linking whose status, blame or outcome changed; leads are left out."""
    found: dict[tuple[str, str], list[Delta]] = {}
    for delta in deltas:
        if delta.field in WATCHED_FIELDS and delta.incident_id in incidents and delta.cause not in OWN_CAUSES:
            found.setdefault((delta.incident_id, delta.at.isoformat()), []).append(delta)
    notices = []
    for (incident_id, moment), changes in found.items():
        told = "; ".join(f"{d.field} {d.before or 'none'} to {d.after or 'none'}" for d in changes)
        grave = any(delta.after in RAISED_STATUSES for delta in changes)
        notices.append(
            _make_notice(
                incidents[incident_id],
                unit=f"incident:{incident_id}",
                kind="status",
                on=changes[0].at.date(),
                key=moment,
                level="warning" if grave else "watch",
                reason=f"{told}, by {changes[0].cause}: {incidents[incident_id].title}",
                seen=f"changes of {', '.join(WATCHED_FIELDS)} are told of, no others",
            )
        )
    return tuple(notices)


def _make_notice(
    incident: Incident, *, unit: str, kind: str, on: date, key: str, level: str, reason: str, seen: str
) -> Alert:
    name = f"{unit}|{kind}|{incident.id}|{key}"
    return Alert(
        id="a" + hashlib.sha256(name.encode()).hexdigest()[:16],
        unit=unit,
        detector=kind,
        level=level,
        on=on,
        reason=reason,
        statistic=1.0,
        threshold=1.0,
        detectable_change=seen,
        watch_next="a second origin, an act of attribution, a denial",
        incident_ids=(incident.id,),
        kind=kind,
        evidence=quote_incident(incident, most=2),
    )
