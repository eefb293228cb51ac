"""Say records, changes, statements and alerts in a line each, with the words behind it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tocsin.model import NOTABLE_ACTS, Alert, BriefLine, BriefQuote, Delta, Incident, Reading, Statement
from tocsin.pipeline.briefing.quoting import (
    Reports,
    cite,
    make_quote,
    quote_evidence,
    quote_incident,
    quote_incidents,
)
from tocsin.register import describe_attribution
from tocsin.register.titles import count_of

MOST_STATEMENTS = 20
MOST_SENTENCES = 2
FIELDS_TOLD = {
    "status": "status",
    "attribution": "attribution",
    "severity": "severity",
    "outcome": "outcome",
    "threat_type": "type",
    "start_date": "start",
}
"""Changes worth a line, by the word a reader knows them by."""


def tell_incident(incident: Incident, reports: Reports) -> BriefLine:
    """Return a record in a line: status, blame, reports and origins."""
    blame = describe_attribution(incident.attribution)
    return BriefLine(
        text=(
            f"{incident.title}: {incident.status}, blame {blame}, "
            f"{count_of(incident.reports, 'report')} of {count_of(incident.origins, 'origin')}"
        ),
        quotes=quote_incident(incident, reports),
        incident_ids=(incident.id,),
    )


def tell_updates(older: Iterable[Incident], fresh: set[str], reports: Reports) -> Iterator[BriefLine]:
    """Yield a line for each older record that reports of the time are about."""
    for incident in older:
        newer = [name for name in incident.document_ids if name in fresh]
        if not newer:
            continue
        evidence = [e for c in incident.claims for e in c.evidence if e.document_id in newer]
        yield BriefLine(
            text=f"{incident.title}: {count_of(len(newer), 'more report')}; now {incident.status}, "
            f"blame {describe_attribution(incident.attribution)}",
            quotes=quote_evidence(evidence, reports),
            incident_ids=(incident.id,),
        )


def tell_changes(
    deltas: Sequence[Delta], known: Mapping[str, Incident], new: Sequence[Incident], reports: Reports
) -> Iterator[BriefLine]:
    """Yield a line for each followed field of older records that changed."""
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
    return quote_evidence(evidence, reports) or quote_incident(incident, reports)


def tell_statements(fresh: Sequence[Reading]) -> Iterator[BriefLine]:
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
    spans = inside[:MOST_SENTENCES] or list(statement.content[:1])
    said = " ".join(document.quote(part) for part in spans)
    span = (spans[0].start, spans[-1].end) if spans else None
    return BriefLine(
        text=f"{voices[-1]} ({statement.act}{through})",
        quotes=(make_quote(said, document.id, cite(document), span),),
    )


def tell_alert(alert: Alert, known: Mapping[str, Incident], reports: Reports) -> BriefLine:
    """Return an alert in a line, with what it could not see."""
    return BriefLine(
        text=f"{alert.on.isoformat()} {alert.level}, {alert.unit}: {alert.reason}; {alert.detectable_change}",
        quotes=quote_incidents(alert.incident_ids, known, reports) or quote_evidence(alert.evidence, reports),
        incident_ids=alert.incident_ids,
    )
