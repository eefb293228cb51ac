"""Lay analysts' judgements over an assembled incident: each says who set what, and why."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tocsin.errors import InputError
from tocsin.gazetteer import all_countries
from tocsin.model import AttributionState, Incident, IncidentRow, IncidentStatus, Judgement, JudgementKind
from tocsin.model.marking import Marking, find_strictest, read_marking
from tocsin.ontology.fields import load_fields
from tocsin.ontology.plover import load_plover
from tocsin.ontology.threats import load_threats
from tocsin.ontology.vocabularies import vocabulary
from tocsin.register.constraints import list_standing
from tocsin.register.responses import judge_responses

ALLIANCES = ("NATO", "EUU", "UNO")
MOST_CODES_NAMED = 60
COUNTRY_CODES = "ISO 3166 alpha-3 codes, NATO, EUU, UNO"


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
# What a value that cannot be read should have been.
WANTED: Mapping[str, str] = {
    "start_date": "a day, as 2025-12-02",
    "end_date": "a day, as 2025-12-02",
    "severity": "a whole number from 0 to 5",
    "credibility": "a whole number from 1 to 6",
}


def apply_judgements(
    incident: Incident, row: IncidentRow, judgements: Iterable[Judgement], *, as_of: datetime | None = None
) -> Incident:
    """Return the incident as the standing judgements on it, its aliases or its founding mention leave it."""
    names = {incident.id, row.founding_event_id, *incident.aliases}
    judgements = tuple(judgements)
    incident = replace(incident, judged_at=_find_moment(incident, names, judgements, as_of))
    standing = list_standing(judgements, as_of=as_of)
    incident = judge_responses(incident, names, standing, as_of=as_of)
    incident = _apply_markings(incident, names, standing)
    for judgement in standing:
        if judgement.value is not None and names & set(judgement.subjects):
            for field, value in read_override(judgement).items():
                rules = dict(incident.rules) | {field: f"judgement {judgement.id} by {judgement.by}"}
                incident = replace(incident, **{field: value}, rules=tuple(sorted(rules.items())))
    return incident


def _find_moment(
    incident: Incident, names: set[str], judgements: Iterable[Judgement], as_of: datetime | None
) -> datetime | None:
    """Return when a judgement on a record, its mentions or its reports was last given or taken back."""
    concerned = names | set(incident.event_ids) | set(incident.document_ids)
    moments = (
        moment
        for judgement in judgements
        if concerned.intersection(judgement.subjects)
        for moment in (judgement.decided_at, judgement.withdrawn_at)
        if moment is not None and (as_of is None or moment <= as_of)
    )
    return max(moments, default=None)


def _apply_markings(incident: Incident, names: set[str], standing: Iterable[Judgement]) -> Incident:
    """Mark a record as strictly as itself and any report that it rests on, each by its last judgement."""
    concerned = names | set(incident.document_ids)
    last = {
        subject: judgement
        for judgement in standing
        if judgement.kind is JudgementKind.MARKING
        for subject in concerned & set(judgement.subjects)
    }
    if not last:
        return incident
    marking = find_strictest(read_marking(judgement.value or "") for judgement in last.values())
    deciding = next(one for one in last.values() if read_marking(one.value or "") is marking)
    rules = dict(incident.rules) | {"marking": f"judgement {deciding.id} by {deciding.by}"}
    return replace(incident, marking=marking, rules=tuple(sorted(rules.items())))


def list_markings(judgements: Iterable[Judgement]) -> dict[str, Marking]:
    """Return what each marked record and report was last marked with, by id."""
    return {
        subject: read_marking(judgement.value or "")
        for judgement in list_standing(judgements)
        if judgement.kind is JudgementKind.MARKING
        for subject in judgement.subjects
    }


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
        field, _, value = text.partition("=")
        if value and field in WANTED:
            raise InputError(f"{field}={value!r}; wanted {WANTED[field]}") from error
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


def check_override(judgement: Judgement) -> None:
    """Refuse a judgement that sets what the codebook does not know."""
    for field, value in read_override(judgement).items():
        check_codes(field, value if isinstance(value, tuple) else (value,))


def check_codes(field: str, values: Iterable[object]) -> None:
    """Refuse the first value that is no code of a field with closed values; None sets nothing."""
    codes = known_codes(field)
    unknown = [value for value in values if codes and value is not None and str(value) not in codes]
    if unknown:
        known = COUNTRY_CODES if field == "target_countries" else ", ".join(codes[:MOST_CODES_NAMED])
        raise InputError(f"{unknown[0]!r} is no value of {field}; known: {known}")


def known_codes(field: str) -> tuple[str, ...]:
    """Return the codes that a settable field may take, in their order; empty where its values are open."""
    if field in ("threat_type", "secondary_types"):
        return tuple(load_threats())
    if field == "subtype":
        return tuple(dict.fromkeys(s.code for threat in load_threats().values() for s in threat.subtypes))
    if field == "event_type":
        return tuple(load_plover().event_types)
    if field == "target_countries":
        return (*(country.iso3 for country in all_countries()), *ALLIANCES)
    if field == "marking":
        return tuple(marking.value for marking in Marking)
    if field == "status":
        return tuple(status.value for status in IncidentStatus)
    if field == "attribution_state":
        return tuple(state.value for state in AttributionState)
    if field == "response":
        return tuple(term.code for name in ("response", "legal_stage") for term in vocabulary(name))
    named = next((f.vocabulary for f in load_fields() if f.name == field), None)
    return tuple(term.code for term in vocabulary(named)) if named else ()
