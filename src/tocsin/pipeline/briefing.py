"""Gather the brief of a shift: what is new, what changed, who said what of note, what is raised."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from tocsin.pipeline.originals import show_originals
from tocsin.pipeline.replaying import replay_query
from tocsin.pipeline.views import Query, view_register
from tocsin.register import describe_attribution
from tocsin.register.titles import count_of
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
    "severity": "severity",
    "outcome": "outcome",
    "threat_type": "type",
    "start_date": "start",
}
"""Changes worth a line, by the word a reader knows them by."""


@dataclass(frozen=True, slots=True)
class Cited:
    """What a quote says of the report it stands in; the texts of a whole register are not held for it."""

    publisher: str | None
    published_at: datetime | None


Reports = Mapping[str, Cited]


def make_brief(store: Store, query: Query, *, since: datetime, until: datetime) -> Brief:
    """Return the brief of reports published from `since` to `until`, and of what was decided in that time."""
    fresh: list[Reading] = []
    reports: dict[str, Cited] = {}
    for reading in store.iter_readings(until=until):
        reports[reading.document.id] = _cite(reading.document)
        if _is_between(reading.document.published_at, since, until):
            fresh.append(reading)
    view = view_register(store, query)
    new = [i for i in view.counted if _is_between(i.first_reported_at, since, until)]
    leads = [i for i in view.apart if _is_between(i.first_reported_at, since, until)]
    known = {incident.id: incident for incident in (*view.counted, *view.apart)}
    young = {incident.id for incident in (*new, *leads)}
    older = [incident for incident in known.values() if incident.id not in young]
    deltas = [delta for delta in store.list_deltas(since=since) if delta.at <= until]
    alerts = replay_query(store, query, false_alarms_per_year=FALSE_ALARMS_PER_YEAR).alerts
    raised = [alert for alert in alerts if since.date() <= alert.on <= until.date()]
    brief = Brief(
        since=since,
        until=until,
        profile=query.profile.name,
        documents=len(fresh),
        newest_at=max((d.published_at for d in reports.values() if d.published_at), default=None),
        sections=(
            BriefSection(
                name="new",
                heading="New incidents",
                lines=tuple(_tell_incident(incident, reports) for incident in new),
                note=f"counted by profile {query.profile.name}, first reported in this time",
            ),
            BriefSection(
                name="updates",
                heading="More on known incidents",
                lines=tuple(_tell_updates(older, {r.document.id for r in fresh}, reports)),
                note="records first reported earlier that reports of this time are about",
            ),
            BriefSection(
                name="changes",
                heading="Changed records",
                lines=tuple(_tell_changes(deltas, known, new, reports)),
                note="what linkings and judgements changed in this time, of records older than it",
            ),
            BriefSection(
                name="leads",
                heading="Leads, counted nowhere",
                lines=tuple(_tell_incident(incident, reports) for incident in leads),
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
                lines=tuple(_tell_alert(alert, known, reports) for alert in raised),
                note=f"{FALSE_ALARMS_PER_YEAR:g} false alarm a year and series is accepted",
            ),
        ),
    )
    return show_originals(store, brief)


def _cite(document: Document) -> Cited:
    return Cited(publisher=document.publisher, published_at=document.published_at)


def _is_between(moment: datetime | None, since: datetime, until: datetime) -> bool:
    return moment is not None and since <= moment <= until


def _tell_incident(incident: Incident, reports: Reports) -> BriefLine:
    blame = describe_attribution(incident.attribution)
    return BriefLine(
        text=(
            f"{incident.title}: {incident.status}, blame {blame}, "
            f"{count_of(incident.reports, 'report')} of {count_of(incident.origins, 'origin')}"
        ),
        quotes=_quote_incident(incident, reports),
        incident_ids=(incident.id,),
    )


def _quote_incident(incident: Incident, reports: Reports) -> tuple[BriefQuote, ...]:
    """Return the first words behind the status of a record, one a report, oldest first."""
    return _quote(_list_status_words(incident), reports)


def _list_status_words(incident: Incident) -> Iterator[Evidence]:
    return (e for claim in incident.claims if claim.field == "status" for e in claim.evidence)


def _quote(evidence: Iterable[Evidence], reports: Reports) -> tuple[BriefQuote, ...]:
    first: dict[str, BriefQuote] = {}
    for entry in evidence:
        report = reports.get(entry.document_id)
        if report is not None:
            first.setdefault(entry.document_id, _make_quote(entry.quote, entry.document_id, report))
    dated = sorted(first.values(), key=lambda q: (q.published_at is None, q.published_at, q.document_id))
    return tuple(dated[:MOST_QUOTES])


def _make_quote(quote: str, document_id: str, report: Cited) -> BriefQuote:
    return BriefQuote(
        quote=quote,
        document_id=document_id,
        publisher=report.publisher,
        published_at=report.published_at,
    )


def _tell_updates(older: Iterable[Incident], fresh: set[str], reports: Reports) -> Iterator[BriefLine]:
    for incident in older:
        newer = [name for name in incident.document_ids if name in fresh]
        if not newer:
            continue
        evidence = [e for c in incident.claims for e in c.evidence if e.document_id in newer]
        yield BriefLine(
            text=f"{incident.title}: {count_of(len(newer), 'more report')}; now {incident.status}, "
            f"blame {describe_attribution(incident.attribution)}",
            quotes=_quote(evidence, reports),
            incident_ids=(incident.id,),
        )


def _tell_changes(
    deltas: Sequence[Delta], known: Mapping[str, Incident], new: Sequence[Incident], reports: Reports
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
        quotes = () if incident is None else _quote_change(incident, delta, reports)
        yield BriefLine(
            text=f"{name}: {said} ({delta.cause})", quotes=quotes, incident_ids=(delta.incident_id,)
        )


def _quote_change(incident: Incident, delta: Delta, reports: Reports) -> tuple[BriefQuote, ...]:
    evidence = [e for c in incident.claims for e in c.evidence if e.document_id in delta.documents]
    return _quote(evidence, reports) or _quote_incident(incident, reports)


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
        quotes=(_make_quote(said, document.id, _cite(document)),),
    )


def _tell_alert(alert: Alert, known: Mapping[str, Incident], reports: Reports) -> BriefLine:
    behind = [known[name] for name in alert.incident_ids if name in known]
    evidence = [e for incident in behind for e in _list_status_words(incident)]
    return BriefLine(
        text=f"{alert.on.isoformat()} {alert.level}, {alert.unit}: {alert.reason}; {alert.detectable_change}",
        quotes=_quote(evidence, reports),
        incident_ids=alert.incident_ids,
    )
