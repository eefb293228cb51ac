"""Analysts' decisions on the register: checked, logged, and applied by linking anew; any can be withdrawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tocsin.errors import InputError
from tocsin.model import Delta, Incident, Judgement, JudgementKind
from tocsin.model.ids import make_judgement_id
from tocsin.ontology.vocabularies import vocabulary
from tocsin.pipeline.closing import gather_judged
from tocsin.pipeline.linking import link_register, now
from tocsin.register import SETTABLE, check_override, find_contradicted
from tocsin.store.base import Store

MOST_WORDS = 2_000
"""Characters of a reason or a name of an analyst that are kept: a log line, not a report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analyst:
    """Who decides, and the clock that says when."""

    name: str
    clock: Callable[[], datetime] = now

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > MOST_WORDS:
            raise InputError(
                f"the analyst is {self.name[:40]!r}; wanted a name: give --by NAME or set TOCSIN_ANALYST"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a judgement did: the judgement, and every record that it changed."""

    judgement: Judgement
    deltas: tuple[Delta, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What happened to one record: the changes, and the judgements on it, withdrawn ones included."""

    incident: Incident
    deltas: tuple[Delta, ...]
    judgements: tuple[Judgement, ...]


def find_incident(store: Store, incident_id: str) -> Incident:
    """Return the record with an id, an alias or the beginning of one; refuse what names none or several."""
    incident = store.load_incident(incident_id)
    if incident is not None:
        return incident
    begun = store.find_incident_ids(incident_id)
    if len(begun) > 1:
        raise InputError(
            f"{incident_id!r} begins several ids ({', '.join(begun[:3])} ...); give more characters"
        )
    raise InputError(f"no incident {incident_id!r} in the register; tocsin incidents lists them")


def set_review(store: Store, incident_id: str, state: str, *, analyst: Analyst, reason: str = "") -> Decided:
    """Say how far the review of a record is: accepted, rejected, in_review and so on."""
    _refuse_unknown(state, "review_state")
    incident = find_incident(store, incident_id)
    return _decide(store, JudgementKind.REVIEW, (incident.id,), value=state, analyst=analyst, reason=reason)


def set_status(store: Store, incident_id: str, status: str, *, analyst: Analyst, reason: str) -> Decided:
    """Set the status of a record over the one computed from its claims."""
    _refuse_unknown(status, "incident_status")
    incident = find_incident(store, incident_id)
    return _decide(store, JudgementKind.STATUS, (incident.id,), value=status, analyst=analyst, reason=reason)


def set_value(
    store: Store, incident_id: str, field: str, value: str, *, analyst: Analyst, reason: str
) -> Decided:
    """Set the value of a field over the one computed from its claims; an empty value empties the field."""
    if field not in SETTABLE:
        raise InputError(f"unknown field {field!r}; those that can be set: {', '.join(SETTABLE)}")
    incident = find_incident(store, incident_id)
    return _decide(
        store,
        JudgementKind.VALUE,
        (incident.id,),
        value=f"{field}={value}",
        analyst=analyst,
        reason=reason,
    )


def merge_incidents(store: Store, incident_ids: Sequence[str], *, analyst: Analyst, reason: str) -> Decided:
    """Say that records are one incident: their mentions stay together, whatever comes."""
    incidents = {i.id: i for i in (find_incident(store, incident_id) for incident_id in incident_ids)}
    if len(incidents) < 2:
        raise InputError(
            f"merge got {', '.join(incident_ids)!r}, which is one record; wanted the ids of two or more"
        )
    mentions = tuple(event_id for incident in incidents.values() for event_id in incident.event_ids)
    return _decide(store, JudgementKind.SAME, mentions, analyst=analyst, reason=reason)


def split_incident(
    store: Store, incident_id: str, mention_ids: Sequence[str], *, analyst: Analyst, reason: str
) -> Decided:
    """Say that some mentions of a record are another incident: they stay together, and out of this one.

    A report's id stands for all its mentions in the record.
    """
    incident = find_incident(store, incident_id)
    off = tuple(event_id for event_id in incident.event_ids if _names_mention(mention_ids, event_id))
    unknown = [
        name for name in mention_ids if not any(_names_mention((name,), e) for e in incident.event_ids)
    ]
    if unknown:
        raise InputError(
            f"{unknown[0]!r} is no mention of {incident.id}; wanted some of: {', '.join(incident.event_ids)}"
        )
    rest = tuple(event_id for event_id in incident.event_ids if event_id not in off)
    if not off or not rest:
        raise InputError(
            f"split got {len(off)} of the {len(incident.event_ids)} mentions of {incident.id}; "
            "wanted some of them, and not all"
        )
    return _decide(
        store, JudgementKind.DIFFERENT, (*off, *rest), value=str(len(off)), analyst=analyst, reason=reason
    )


def mark_copy(store: Store, document_ids: Sequence[str], *, analyst: Analyst, reason: str) -> Decided:
    """Say that reports copy one another, so that they count as one origin."""
    known = tuple(dict.fromkeys(document_ids))
    missing = [document_id for document_id in known if not store.has_document(document_id)]
    if missing or len(known) < 2:
        given = f"no report {missing[0]!r}" if missing else f"only {', '.join(known)!r}"
        raise InputError(f"{given}; wanted the ids of two or more stored reports; tocsin show prints them")
    return _decide(store, JudgementKind.COPY, known, analyst=analyst, reason=reason)


def withdraw(store: Store, judgement_id: str | None, *, analyst: Analyst) -> Decided:
    """Take back a judgement (the analyst's last standing one where none is named) and link anew."""
    standing = [judgement for judgement in store.list_judgements() if judgement.withdrawn_at is None]
    if judgement_id is None:
        found = [judgement for judgement in standing if judgement.by == analyst.name][-1:]
    else:
        found = [judgement for judgement in standing if judgement.id.startswith(judgement_id)]
    if len(found) != 1:
        what = f"judgement {judgement_id!r}" if judgement_id else f"standing judgement by {analyst.name!r}"
        raise InputError(
            f"{'several begin with' if found else 'no'} {what}; tocsin history ID lists those on a record"
        )
    store.withdraw_judgement(found[0].id, at=analyst.clock())
    return Decided(judgement=found[0], deltas=link_register(store).deltas)


def view_history(store: Store, incident_id: str) -> History:
    """Return what happened to a record, oldest first."""
    incident = find_incident(store, incident_id)
    names = {incident.id, *incident.aliases}
    deltas = tuple(delta for name in sorted(names) for delta in store.list_deltas(incident_id=name))
    subjects = names | set(incident.event_ids) | set(incident.document_ids)
    return History(
        incident=incident,
        deltas=tuple(sorted(deltas, key=lambda delta: delta.at)),
        judgements=tuple(j for j in store.list_judgements() if subjects & set(j.subjects)),
    )


def _names_mention(names: Sequence[str], event_id: str) -> bool:
    return any(event_id == name or event_id.startswith(f"{name}-") for name in names)


def _decide(
    store: Store,
    kind: JudgementKind,
    subjects: tuple[str, ...],
    *,
    value: str | None = None,
    analyst: Analyst,
    reason: str,
) -> Decided:
    """Log a judgement that contradicts no standing one, and link anew."""
    if kind is not JudgementKind.REVIEW and not reason.strip():
        raise InputError("no reason given; wanted why, for those who come after: give --reason WORDS")
    at = analyst.clock()
    judgement = Judgement(
        id=make_judgement_id(kind=kind, subjects=subjects, value=value, by=analyst.name, at=at.isoformat()),
        kind=kind,
        subjects=subjects,
        value=value,
        by=analyst.name,
        reason=reason.strip()[:MOST_WORDS],
        decided_at=at,
    )
    check_override(judgement)
    _refuse_contradiction(store, judgement)
    store.add_judgement(judgement)
    return Decided(judgement=judgement, deltas=link_register(store).deltas)


def _refuse_contradiction(store: Store, judgement: Judgement) -> None:
    """Refuse a link that a standing one forbids: the older one is shown, to be withdrawn first."""
    with store.open_links() as index:
        standing, rows = gather_judged(index, judgement.subjects)
    founders = {row.id: row.founding_event_id for row in rows.values()}
    older = find_contradicted(judgement, standing.values(), founders=founders)
    if older is not None:
        raise InputError(
            f"{older.by} decided otherwise on {older.decided_at.date().isoformat()} "
            f"({older.id[:9]}, {older.kind}: {older.reason or 'no reason'}); "
            f"withdraw that first: tocsin undo {older.id[:9]}"
        )


def _refuse_unknown(code: str, name: str) -> None:
    known = [term.code for term in vocabulary(name)]
    if code not in known:
        raise InputError(f"unknown {name.replace('_', ' ')} {code!r}; known: {', '.join(known)}")
