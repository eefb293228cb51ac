"""Analysts' decisions on the register: checked, logged, and applied by linking anew; any can be withdrawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tocsin.errors import InputError
from tocsin.model import Delta, Event, Incident, Judgement, JudgementKind, Reading
from tocsin.model.ids import make_judgement_id
from tocsin.model.marking import Marking, read_marking
from tocsin.pipeline.closing import gather_judged
from tocsin.pipeline.linking import link_register, now
from tocsin.register import (
    NOT_FOLLOWING,
    SETTABLE,
    check_codes,
    check_override,
    find_contradicted,
    find_kind,
    make_response,
    write_link,
)
from tocsin.store.base import Store

EVENT_MARK = "-e"
"""Between the document and the offsets in an event's id."""

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
    check_codes("review_state", (state,))
    incident = find_incident(store, incident_id)
    return _decide(store, JudgementKind.REVIEW, (incident.id,), value=state, analyst=analyst, reason=reason)


def set_reviews(
    store: Store, incident_ids: Sequence[str], state: str, *, analyst: Analyst, reason: str = ""
) -> tuple[Judgement, ...]:
    """Say the same of the review of several records, linked once for all."""
    check_codes("review_state", (state,))
    at = analyst.clock()
    made = []
    for incident in [find_incident(store, incident_id) for incident_id in dict.fromkeys(incident_ids)]:
        judgement = _make_judgement(
            JudgementKind.REVIEW, (incident.id,), value=state, analyst=analyst, reason=reason, at=at
        )
        store.add_judgement(judgement)
        made.append(judgement)
    if made:
        link_register(store)
    return tuple(made)


def set_status(store: Store, incident_id: str, status: str, *, analyst: Analyst, reason: str) -> Decided:
    """Set the status of a record over the one computed from its claims."""
    check_codes("status", (status,))
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


def set_marking(store: Store, subject: str, marking: str, *, analyst: Analyst, reason: str = "") -> Decided:
    """Say how far a record or a report may be passed on; a record goes no farther than its reports."""
    try:
        label = read_marking(marking)
    except ValueError:
        known = ", ".join(one.value for one in Marking)
        raise InputError(f"{marking!r} is no label of the Traffic Light Protocol; known: {known}") from None
    marked = subject if store.has_document(subject) else find_incident(store, subject).id
    return _decide(store, JudgementKind.MARKING, (marked,), value=label.value, analyst=analyst, reason=reason)


def link_response(
    store: Store, incident_id: str, subject: str, *, code: str | None = None, analyst: Analyst, reason: str
) -> Decided:
    """Say that an event, or another record's act, followed a record: a step of law, an effect, an answer.

    `code` is the kind of response or legal stage; without one it is read from the event.
    """
    incident = find_incident(store, incident_id)
    reading, event = _find_event(store, subject)
    if event.id in incident.event_ids:
        raise InputError(f"{event.id} is a mention of {incident.id} itself; wanted what followed it")
    if code is None:
        kind = find_kind(reading, event)
        if kind is None:
            words = reading.document.quote(event.trigger)
            raise InputError(f"{words!r} is no kind of response that is known by its words; give --as CODE")
        code = kind.code
    check_codes("response", (code,))
    response = make_response(reading, event, code=code, linked_by=analyst.name, reason=reason.strip())
    return _decide(
        store,
        JudgementKind.RESPONSE,
        (incident.id, event.id),
        value=write_link(response),
        analyst=analyst,
        reason=reason,
    )


def unlink_response(
    store: Store, incident_id: str, claim_id: str, *, analyst: Analyst, reason: str
) -> Decided:
    """Say that what reports tie to a record did not follow it; `claim_id` is one of the child's claims."""
    incident = find_incident(store, incident_id)
    found = [one for one in incident.responses if any(name.startswith(claim_id) for name in one.claim_ids)]
    if len(found) != 1:
        raise InputError(
            f"{claim_id!r} names {len(found)} responses of {incident.id}; wanted a claim of one that a "
            "report ties to it: tocsin show prints them; one linked by hand is taken back by tocsin undo"
        )
    subjects = (incident.id, *found[0].claim_ids)
    return _decide(
        store, JudgementKind.RESPONSE, subjects, value=NOT_FOLLOWING, analyst=analyst, reason=reason
    )


def withdraw(store: Store, judgement_id: str | None, *, analyst: Analyst) -> Decided:
    """Take back a judgement (the analyst's last standing one where none is named) and link anew."""
    given = store.list_judgements()
    standing = [judgement for judgement in given if judgement.withdrawn_at is None]
    if judgement_id is None:
        found = [judgement for judgement in standing if judgement.by == analyst.name][-1:]
    else:
        found = [judgement for judgement in standing if judgement.id.startswith(judgement_id)]
    gone = next((one for one in given if judgement_id and one.id.startswith(judgement_id)), None)
    if not found and gone is not None:
        raise InputError(f"judgement {judgement_id!r} was withdrawn on {gone.withdrawn_at:%Y-%m-%d} already")
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


def _find_event(store: Store, subject: str) -> tuple[Reading, Event]:
    """Return the event of an id, or the founding event of a record, with the reading that holds it."""
    event_id = subject
    if EVENT_MARK not in subject:
        event_id = find_incident(store, subject).event_ids[0]
    reading = store.load_reading(event_id.rpartition(EVENT_MARK)[0])
    event = next((one for one in reading.events if one.id == event_id), None) if reading else None
    if reading is None or event is None:
        raise InputError(
            f"no event {subject!r}; wanted the id of one, or of a record: tocsin show prints them"
        )
    return reading, event


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
    judgement = _make_judgement(kind, subjects, value=value, analyst=analyst, reason=reason, at=at)
    check_override(judgement)
    _refuse_contradiction(store, judgement)
    store.add_judgement(judgement)
    return Decided(judgement=judgement, deltas=link_register(store).deltas)


def _make_judgement(
    kind: JudgementKind,
    subjects: tuple[str, ...],
    *,
    value: str | None,
    analyst: Analyst,
    reason: str,
    at: datetime,
) -> Judgement:
    return Judgement(
        id=make_judgement_id(kind=kind, subjects=subjects, value=value, by=analyst.name, at=at.isoformat()),
        kind=kind,
        subjects=subjects,
        value=value,
        by=analyst.name,
        reason=reason.strip()[:MOST_WORDS],
        decided_at=at,
    )


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
