"""Say what changed in the register between two linkings: the entries of its history."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tocsin.model import Delta, Incident, Judgement
from tocsin.register.attribution import describe_attribution
from tocsin.register.responses import describe_response

NEW = "new"
CHANGED = "changed"
MERGED = "merged"
GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What may have moved a record: mentions and records judged since, and reports read again."""

    judged: frozenset[str]
    reread: frozenset[str]


def _join(values: Iterable[str]) -> str:
    return ", ".join(values)


# What a record shows and an analyst follows, each as the words of a log.
FOLLOWED: Mapping[str, Callable[[Incident], object]] = {
    "title": lambda incident: incident.title,
    "kind": lambda incident: incident.kind,
    "threat_type": lambda incident: incident.threat_type,
    "subtype": lambda incident: incident.subtype,
    "event_type": lambda incident: incident.event_type,
    "status": lambda incident: incident.status.value,
    "outcome": lambda incident: incident.outcome,
    "start_date": lambda incident: incident.start_date,
    "end_date": lambda incident: incident.end_date,
    "date_precision": lambda incident: incident.date_precision,
    "places": lambda incident: _join(f"{place.name} ({place.precision})" for place in incident.places),
    "target_countries": lambda incident: _join(incident.target_countries),
    "target_sectors": lambda incident: _join(incident.target_sectors),
    "severity": lambda incident: incident.severity,
    "attribution": lambda incident: describe_attribution(incident.attribution),
    "responses": lambda incident: _join(describe_response(response) for response in incident.responses),
    "reports": lambda incident: incident.reports,
    "origins": lambda incident: incident.origins,
    "credibility": lambda incident: incident.credibility,
    "review_state": lambda incident: incident.review_state,
    "marking": lambda incident: incident.marking.value,
}


def find_deltas(
    before: Iterable[Incident],
    after: Iterable[Incident],
    *,
    judgements: Iterable[Judgement] = (),
    linked_at: datetime | None = None,
    reread: Collection[str] = (),
    at: datetime,
) -> tuple[Delta, ...]:
    """Return what the linking at `at` changed; `linked_at` is the moment of the one before it, if any.

    `reread` are the reports that were read again since then.
    """
    known = {incident.id: incident for incident in before}
    present = {incident.id: incident for incident in after}
    homes = {alias: incident.id for incident in present.values() for alias in incident.aliases}
    moved = Moved(judged=_find_judged(judgements, since=linked_at), reread=frozenset(reread))
    deltas: list[Delta] = []
    for incident_id, incident in sorted(present.items()):
        if incident_id not in known:
            deltas.append(_tell_new(incident, moved, at))
        elif incident != known[incident_id]:
            deltas.extend(_compare(known[incident_id], incident, moved, at))
    for incident_id in sorted(set(known) - set(present)):
        home = homes.get(incident_id)
        cause = _find_cause(known[incident_id], present.get(home or ""), moved)
        deltas.append(
            Delta(
                incident_id=incident_id,
                at=at,
                kind=MERGED if home else GONE,
                before=known[incident_id].title,
                after=home,
                cause=cause,
            )
        )
    return tuple(deltas)


def _tell_new(incident: Incident, moved: Moved, at: datetime) -> Delta:
    if _names(incident) & moved.judged:
        cause = "judgement"
    else:
        cause = "re-read" if set(incident.document_ids) <= moved.reread else "reports"
    return Delta(
        incident_id=incident.id,
        at=at,
        kind=NEW,
        after=incident.title,
        cause=cause,
        documents=incident.document_ids,
    )


def _compare(before: Incident, after: Incident, moved: Moved, at: datetime) -> Iterable[Delta]:
    cause = _find_cause(before, after, moved)
    fresh = tuple(sorted(set(after.document_ids) - set(before.document_ids)))
    for field, show in FOLLOWED.items():
        old, new = _write(show(before)), _write(show(after))
        if old != new:
            yield Delta(
                incident_id=after.id,
                at=at,
                kind=CHANGED,
                field=field,
                before=old,
                after=new,
                cause=cause,
                documents=fresh,
            )


def _find_cause(before: Incident, after: Incident | None, moved: Moved) -> str:
    """Return what moved a record: a judgement, reports read again, new reports, or the linking itself."""
    if (_names(before) | (_names(after) if after else frozenset())) & moved.judged:
        return "judgement"
    if {*before.document_ids, *(after.document_ids if after else ())} & moved.reread:
        return "re-read"
    if after is not None and set(after.document_ids) - set(before.document_ids):
        return "reports"
    return "linking"


def _names(incident: Incident) -> frozenset[str]:
    return frozenset((incident.id, *incident.aliases, *incident.event_ids, *incident.document_ids))


def _find_judged(judgements: Iterable[Judgement], *, since: datetime | None) -> frozenset[str]:
    """Return the mentions, records and reports that were judged, or freed of a judgement, since a moment."""
    return frozenset(
        subject
        for judgement in judgements
        for moment in (judgement.withdrawn_at or judgement.decided_at,)
        if since is None or moment > since
        for subject in judgement.subjects
    )


def _write(value: object) -> str | None:
    return None if value is None or value == "" else str(value)
