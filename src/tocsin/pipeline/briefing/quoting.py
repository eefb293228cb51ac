"""The words behind a line of a brief, with the report they stand in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from tocsin.model import BriefQuote, Document, Evidence, Incident, Reading

MOST_QUOTES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """What a quote says of the report it stands in; the texts of a whole register are not held for it."""

    publisher: str | None
    published_at: datetime | None
    url: str | None


Reports = Mapping[str, Cited]


def cite(document: Document) -> Cited:
    """Return what a quote says of its report."""
    return Cited(publisher=document.publisher, published_at=document.published_at, url=document.url)


def quote_incident(incident: Incident, reports: Reports) -> tuple[BriefQuote, ...]:
    """Return the first words behind the status of a record, one a report, oldest first."""
    return quote_evidence(list_status_words(incident), reports)


def list_status_words(incident: Incident) -> Iterator[Evidence]:
    """Yield the words that say it happened."""
    return (e for claim in incident.claims if claim.field == "status" for e in claim.evidence)


def quote_incidents(
    ids: Iterable[str], known: Mapping[str, Incident], reports: Reports
) -> tuple[BriefQuote, ...]:
    """Return the first words behind several records."""
    behind = (known[name] for name in ids if name in known)
    return quote_evidence((entry for one in behind for entry in list_status_words(one)), reports)


def quote_evidence(evidence: Iterable[Evidence], reports: Reports) -> tuple[BriefQuote, ...]:
    """Return quotes of known reports, one a report, oldest first, two at most."""
    first: dict[str, BriefQuote] = {}
    for entry in evidence:
        report = reports.get(entry.document_id)
        if report is not None:
            span = (entry.span.start, entry.span.end)
            first.setdefault(entry.document_id, make_quote(entry.quote, entry.document_id, report, span))
    dated = sorted(first.values(), key=lambda q: (q.published_at is None, q.published_at, q.document_id))
    return tuple(dated[:MOST_QUOTES])


def make_quote(quote: str, document_id: str, report: Cited, span: tuple[int, int] | None) -> BriefQuote:
    """Return words with their report and where they stand in it."""
    return BriefQuote(
        quote=quote,
        document_id=document_id,
        publisher=report.publisher,
        published_at=report.published_at,
        url=report.url,
        span=span,
    )


def quote_mentions(readings: Iterable[Reading], event_ids: Iterable[str]) -> tuple[BriefQuote, ...]:
    """Return the sentences that hold some mentions, two at most."""
    wanted = set(event_ids)
    found: list[BriefQuote] = []
    for reading in readings:
        for event in reading.events:
            if event.id not in wanted or len(found) == MOST_QUOTES:
                continue
            inside = [s for s in reading.sentences if s.start <= event.trigger.start < s.end]
            span = inside[0] if inside else event.trigger
            words = reading.document.quote(span)
            found.append(
                make_quote(words, reading.document.id, cite(reading.document), (span.start, span.end))
            )
    return tuple(found)
