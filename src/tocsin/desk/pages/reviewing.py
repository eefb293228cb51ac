"""Review of one record: the text of a report on the left, what the register made of it on the right."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tocsin.desk.asking import Asked, Filter, read_number
from tocsin.desk.base import Desk, Page
from tocsin.desk.likeness import Similar, find_similar
from tocsin.desk.marking import TextRow, cut_parts, lay_out
from tocsin.desk.marks import Mark, list_event_marks
from tocsin.desk.pages.incident import Review, ShownField, list_shown, load, load_log, make_review
from tocsin.desk.pages.review import list_waiting
from tocsin.desk.quoting import find_row_originals
from tocsin.desk.shelving import ReportRow, name_report
from tocsin.model import Document, Incident, Span
from tocsin.pipeline.originals import Original, find_originals, find_whole_original, list_quoted

MOST_REPORTS = 30
FILTERS = (Filter(name="report", help="Which report of the record is shown, from 1.", read=read_number),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLink:
    """One report of the record with the address that shows it here."""

    row: ReportRow
    url: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewingContext:
    """What the template of the page gets."""

    incident: Incident = field(metadata={"help": "The record under review."})
    shown: tuple[ShownField, ...] = field(metadata={"help": "Its fields: values, rules, and who decided."})
    decided: frozenset[str] = field(metadata={"help": "The fields that an analyst has set."})
    reports: tuple[ReportLink, ...] = field(metadata={"help": "The reports behind it, oldest first."})
    next_report_url: str | None = field(metadata={"help": "The next report; none where there is one."})
    document: Document | None = field(metadata={"help": "The report shown; none where it cannot be read."})
    rows: tuple[TextRow, ...] = field(metadata={"help": "Its text, with what was read from it."})
    translated: Original | None = field(
        metadata={"help": "The report that this one translates, its language and the translator; else none."}
    )
    row_originals: Mapping[int, Original] = field(
        metadata={"help": "By the start of a row of a translation the original words behind it."}
    )
    originals: Mapping[Span, Original] = field(
        metadata={"help": "The original words behind quotes that stand in a translation."}
    )
    is_cut: bool = field(metadata={"help": "Whether the text is longer than what is shown here."})
    similar: tuple[Similar, ...] = field(metadata={"help": "Records that may be the same, and why."})
    review: Review | None = field(metadata={"help": "What can be decided; none where the desk only reads."})
    waiting: int = field(metadata={"help": "How many records wait for a decision."})
    legend: tuple[Mark, ...] = field(metadata={"help": "Shape, word and meaning of every status."})


def make_context(desk: Desk, asked: Asked, incident: Incident) -> ReviewingContext:
    """Gather what the page shows."""
    ids = incident.document_ids[:MOST_REPORTS]
    briefs = sorted(
        desk.store.load_reports(ids),
        key=lambda one: (one.published_at.timestamp() if one.published_at else float("inf"), one.id),
    )
    chosen = min(asked.get("report") or 1, max(1, len(briefs))) - 1
    reading = desk.store.load_reading(briefs[chosen].id) if briefs else None
    parts = cut_parts(lay_out(reading)) if reading else ((),)
    log = load_log(desk, incident)
    with desk.store.open_links() as links:
        readings = links.load_readings(ids) if len(incident.event_ids) > 1 else ()
    return ReviewingContext(
        incident=incident,
        shown=list_shown(incident),
        decided=log.decided_fields(incident),
        reports=tuple(
            ReportLink(row=name_report(brief), url=asked.url(report=rank + 1), here=rank == chosen)
            for rank, brief in enumerate(briefs)
        ),
        next_report_url=asked.url(report=(chosen + 1) % len(briefs) + 1) if len(briefs) > 1 else None,
        document=reading.document if reading else None,
        rows=parts[0],
        translated=find_whole_original(desk.store, reading.document) if reading else None,
        row_originals=find_row_originals(desk.store, reading.document.id, parts[0]) if reading else {},
        originals=find_originals(desk.store, list_quoted(incident)),
        is_cut=len(parts) > 1,
        similar=find_similar(desk, incident),
        review=make_review(desk, log, incident, readings),
        waiting=sum(len(group) for group in list_waiting(desk.holdings.load_index())),
        legend=list_event_marks(),
    )


PAGE = Page(
    path="/review/{incident_id}",
    template="reviewing.html",
    context=ReviewingContext,
    make=make_context,
    summary="Review of one record",
    filters=FILTERS,
    load=load,
)
