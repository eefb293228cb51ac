"""Lay analysts' judgements over an assembled incident: each says who set what, and why."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tocsin.errors import InputError
from tocsin.model import Incident, IncidentRow, IncidentStatus, Judgement, JudgementKind
from tocsin.register.constraints import list_standing


def _split(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


# Fields that a judgement of the kind "value" may set, and how its text is read; lists are comma-separated.
SETTABLE: Mapping[str, Callable[[str], Any]] = {
    "title": str,
    "threat_type": str,
    "subtype": str,
    "secondary_types": _split,
    "event_type": str,
    "outcome": str,
    "start_date": date.fromisoformat,
    "end_date": date.fromisoformat,
    "date_precision": str,
    "target_countries": _split,
    "target_sectors": _split,
    "severity": int,
    "credibility": int,
}


def apply_judgements(
    incident: Incident, row: IncidentRow, judgements: Iterable[Judgement], *, as_of: datetime | None = None
) -> Incident:
    """Return the incident as the standing judgements on it, its aliases or its founding mention leave it."""
    names = {incident.id, row.founding_event_id, *incident.aliases}
    for judgement in list_standing(judgements, as_of=as_of):
        if judgement.value is not None and names & set(judgement.subjects):
            for field, value in read_override(judgement).items():
                rules = dict(incident.rules) | {field: f"judgement {judgement.id} by {judgement.by}"}
                incident = replace(incident, **{field: value}, rules=tuple(sorted(rules.items())))
    return incident


def read_override(judgement: Judgement) -> dict[str, Any]:
    """Return what a judgement sets: nothing for the kinds that work on links; bad values are refused."""
    text = judgement.value or ""
    try:
        match judgement.kind:
            case JudgementKind.STATUS:
                return {"status": IncidentStatus(text)}
            case JudgementKind.REVIEW:
                return {"review_state": text}
            case JudgementKind.VALUE:
                field, _, value = text.partition("=")
                return {field: SETTABLE[field](value) if value else _emptied(field)}
    except (KeyError, ValueError) as error:
        raise InputError(
            f"judgement {judgement.id} sets {text!r}; wanted a status, a review state, or one of "
            f"{', '.join(SETTABLE)} as field=value"
        ) from error
    return {}


def _emptied(field: str) -> Any:
    """Return the empty value of a field: `subtype=` takes the subtype away."""
    if field in ("secondary_types", "target_countries", "target_sectors"):
        return ()
    if field in ("subtype", "start_date", "end_date", "date_precision"):
        return None
    raise ValueError(field)
