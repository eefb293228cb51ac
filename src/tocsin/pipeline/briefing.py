"""Gather the brief of a shift: what is new, what changed, who said what of note, what is raised."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from tocsin.model import (
    Alert,
    Brief,
    BriefLine,
    BriefQuote,
    BriefSection,
    Delta,
    Document,
    Evidence,
    Incident,
    Reading,
    Statement,
)
from tocsin.pipeline.replaying import replay_query
from tocsin.pipeline.views import Query, view_register
from tocsin.register import describe_attribution
from tocsin.store.base import Store

NOTABLE_ACTS = frozenset(
    {"threaten", "accuse", "admit", "confirm", "deny", "warn", "demand", "condemn", "refuse", "promise"}
)
"""Acts that move a dispute; the daily say-so is left out."""
MOST_STATEMENTS = 20
MOST_QUOTES = 2
MOST_SENTENCES = 2
FALSE_ALARMS_PER_YEAR = 1.0
FIELDS_TOLD = {
    "status": "status",
    "attribution": "attribution",
    "attribution_state": "attribution",
    "severity": "severity",
    "outcome": "outcome",
    "threat_type": "type",
    "start_date": "start",
}
"""Changes worth a line, by the word a reader knows them by."""

Documents = Mapping[str, Document]


def make_brief(store: Store, query: Query, *, since: datetime, until: datetime) -> Brief:
    """Return the brief of reports published from `since` to `until`, and of what was decided in that time."""
    readings = tuple(store.iter_readings(until=until))
    fresh = [reading for reading in readings if _is_between(reading.document.published_at, since, until)]
    documents = {reading.document.id: reading.document for reading in readings}
    view = view_register(store, query)
    new = [i for i in view.counted if _is_between(i.first_reported_at, since, until)]
    leads = [i for i in view.apart if _is_between(i.first_reported_at, since, until)]
    known = {incident.id: incident for incident in (*view.counted, *view.apart)}
    older = [known[key] for key in known if known[key] not in new and known[key] not in leads]
    deltas = [delta for delta in store.list_deltas(since=since) if delta.at <= until]
    alerts = replay_query(store, query, false_alarms_per_year=FALSE_ALARMS_PER_YEAR).alerts
    raised = [alert for alert in alerts if since.date() <= alert.on <= until.date()]
    return Brief(
        since=since,
        until=until,
        profile=query.profile.name,
        documents=len(fresh),
        newest_at=max((d.published_at for d in documents.values() if d.published_at), default=None),
        sections=(
            BriefSection(
                name="new",
                heading="New incidents",
                lines=tuple(_tell_incident(incident, documents) for incident in new),
                note=f"counted by profile {query.profile.name}, first reported in this time",
            ),
            BriefSection(
                name="updates",
                heading="More on known incidents",
                lines=tuple(_tell_updates(older, {r.document.id for r in fresh}, documents)),
                note="records first reported earlier that reports of this time are about",
            ),
            BriefSection(
                name="changes",
                heading="Changed records",
                lines=tuple(_tell_changes(deltas, known, new, documents)),
                note="what linkings and judgements changed in this time, of records older than it",
            ),
            BriefSection(
                name="leads",
                heading="Leads, counted nowhere",
                lines=tuple(_tell_incident(incident, documents) for incident in leads),
                note="claims by interested parties, and happenings that nobody states",
            ),
            BriefSection(
                name="statements",
                heading="Said of note",
                lines=tuple(_tell_statements(fresh)),
                note=f"threats, accusations, denials and the like; the newest {MOST_STATEMENTS} at most",
            ),
            BriefSection(
                name="alerts",
                heading="Alerts",
                lines=tuple(_tell_alert(alert, known, documents) for alert in raised),
                note=f"{FALSE_ALARMS_PER_YEAR:g} false alarm a year and series is accepted",
            ),
        ),
    )


def _is_between(moment: datetime | None, since: datetime, until: datetime) -> bool:
    return moment is not None and since <= moment <= until


def _tell_incident(incident: Incident, documents: Documents) -> BriefLine:
    blame = describe_attribution(incident.attribution)
    return BriefLine(
        text=(
            f"{incident.title}: {incident.status}, blame {blame}, "
            f"{_count(incident.reports, 'report')} of {_count(incident.origins, 'origin')}"
        ),
        quotes=_quote_incident(incident, documents),
        incident_ids=(incident.id,),
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _quote_incident(incident: Incident, documents: Documents) -> tuple[BriefQuote, ...]:
    """Return the first words behind the status of a record, one a report, oldest first."""
    evidence = [e for claim in incident.claims if claim.field == "status" for e in claim.evidence]
    return _quote(evidence, documents)


def _quote(evidence: Iterable[Evidence], documents: Documents) -> tuple[BriefQuote, ...]:
    first: dict[str, BriefQuote] = {}
    for entry in evidence:
        document = documents.get(entry.document_id)
        if document is not None:
            quoted = BriefQuote(
                quote=entry.quote,
                document_id=entry.document_id,
                publisher=document.publisher,
                published_at=document.published_at,
            )
            first.setdefault(entry.document_id, quoted)
    dated = sorted(first.values(), key=lambda q: (q.published_at is None, q.published_at, q.document_id))
    return tuple(dated[:MOST_QUOTES])


def _tell_updates(older: Iterable[Incident], fresh: set[str], documents: Documents) -> Iterator[BriefLine]:
    for incident in older:
        newer = [name for name in incident.document_ids if name in fresh]
        if not newer:
            continue
        evidence = [e for c in incident.claims for e in c.evidence if e.document_id in newer]
        yield BriefLine(
            text=f"{incident.title}: {_count(len(newer), 'more report')}; now {incident.status}, "
            f"blame {describe_attribution(incident.attribution)}",
            quotes=_quote(evidence, documents),
            incident_ids=(incident.id,),
        )


def _tell_changes(
    deltas: Sequence[Delta], known: Mapping[str, Incident], new: Sequence[Incident], documents: Documents
) -> Iterator[BriefLine]:
    young = {incident.id for incident in new}
    for delta in deltas:
        if delta.incident_id in young or delta.kind == "new":
            continue
        incident = known.get(delta.incident_id)
        name = incident.title if incident else delta.incident_id
        if delta.kind == "changed":
            if delta.field not in FIELDS_TOLD:
                continue
            said = f"{FIELDS_TOLD[delta.field]} {delta.before or 'none'} became {delta.after or 'none'}"
        else:
            said = f"merged into {delta.after}" if delta.kind == "merged" else "opens no record any more"
        quotes = () if incident is None else _quote_change(incident, delta, documents)
        yield BriefLine(
            text=f"{name}: {said} ({delta.cause})", quotes=quotes, incident_ids=(delta.incident_id,)
        )


def _quote_change(incident: Incident, delta: Delta, documents: Documents) -> tuple[BriefQuote, ...]:
    evidence = [e for c in incident.claims for e in c.evidence if e.document_id in delta.documents]
    return _quote(evidence, documents) or _quote_incident(incident, documents)


def _tell_statements(fresh: Sequence[Reading]) -> Iterator[BriefLine]:
    """Yield notable statements by voices that are named or stand for a body, newest first."""
    newest = sorted(fresh, key=lambda r: (r.document.published_at, r.document.id), reverse=True)
    found = (
        (reading, statement)
        for reading in newest
        for statement in reading.statements
        if statement.act in NOTABLE_ACTS and statement.attributions[-1:] and statement.attributions[-1].name
    )
    for _, (reading, statement) in zip(range(MOST_STATEMENTS), found, strict=False):
        yield _tell_statement(reading, statement)


def _tell_statement(reading: Reading, statement: Statement) -> BriefLine:
    """Return who said it and the sentences it stands in: the content alone may be "it"."""
    document = reading.document
    voices = [voice.name or str(voice.kind) for voice in statement.attributions]
    through = f", through {' > '.join(voices[:-1])}" if len(voices) > 1 else ""
    inside = [
        sentence
        for sentence in reading.sentences
        if any(sentence.start < part.end and part.start < sentence.end for part in statement.content)
    ]
    said = " ".join(document.quote(span) for span in inside[:MOST_SENTENCES] or statement.content[:1])
    return BriefLine(
        text=f"{voices[-1]} ({statement.act}{through})",
        quotes=(
            BriefQuote(
                quote=said,
                document_id=document.id,
                publisher=document.publisher,
                published_at=document.published_at,
            ),
        ),
    )


def _tell_alert(alert: Alert, known: Mapping[str, Incident], documents: Documents) -> BriefLine:
    behind = [known[name] for name in alert.incident_ids if name in known]
    evidence = [e for i in behind for c in i.claims if c.field == "status" for e in c.evidence]
    return BriefLine(
        text=f"{alert.on.isoformat()} {alert.level}, {alert.unit}: {alert.reason}; {alert.detectable_change}",
        quotes=_quote(evidence, documents),
        incident_ids=alert.incident_ids,
    )
