"""One report: its text as published, with what was read from it marked in place and coded beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import HTTPException

from tocsin.desk.asking import Asked, Filter, read_number, read_range
from tocsin.desk.base import Desk, Page
from tocsin.desk.indexing import Group
from tocsin.desk.marking import TextRow, cut_parts, lay_out
from tocsin.desk.marks import Mark, list_event_marks
from tocsin.desk.quoting import find_row_originals
from tocsin.desk.shelving import ReportRow, make_report_row
from tocsin.model import Document, Incident, Reading, Remark
from tocsin.model.codec import encode_reading
from tocsin.pipeline.originals import Original, find_whole_original

MOST_REMARKS = 50
MOST_INCIDENTS = 50
FILTERS = (
    Filter(name="at", help="Characters to mark and to open the text at, as 120-171.", read=read_range),
    Filter(name="part", help="Which part of a long text.", read=read_number),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContext:
    """What the template of the page gets."""

    document: Document = field(metadata={"help": "The report as published."})
    row: ReportRow = field(metadata={"help": "The report in short form."})
    rows: tuple[TextRow, ...] = field(
        metadata={"help": "The text in rows, each with the events and statements that begin in it."}
    )
    translated: Original | None = field(
        metadata={"help": "The report that this one translates, its language and the translator; else none."}
    )
    originals: Mapping[int, Original] = field(
        metadata={"help": "By the start of a row of a translation the original words behind it."}
    )
    part: int = field(metadata={"help": "Which part of the text is shown, from 1."})
    part_urls: tuple[str, ...] = field(
        metadata={"help": "The addresses of the parts; none where there is one."}
    )
    incidents: tuple[Incident, ...] = field(metadata={"help": "The records that rest on this report."})
    incident_of: dict[str, str] = field(
        metadata={"help": "For each linked event the incident it belongs to."}
    )
    remarks: tuple[Remark, ...] = field(metadata={"help": "What was in scope and not understood."})
    legend: tuple[Mark, ...] = field(metadata={"help": "Shape, word and meaning of every status."})


def load(desk: Desk, document_id: str) -> Reading:
    """Return the reading of a report, or a 404 that says what to do."""
    reading = desk.store.load_reading(document_id)
    if reading is None:
        raise HTTPException(
            404,
            f"there is no report {document_id!r} in this store; it may be from another one; "
            "look for it under Reports",
        )
    return reading


def make_context(desk: Desk, asked: Asked, reading: Reading) -> ReportContext:
    """Gather what the page shows."""
    document = reading.document
    here = asked.get("at")
    parts = cut_parts(lay_out(reading, here=here))
    part = _choose_part(parts, asked, here)
    incident_of = dict(desk.store.list_places_of_report(document.id))
    index = desk.holdings.load_index()
    return ReportContext(
        document=document,
        row=make_report_row(reading),
        rows=parts[part - 1],
        translated=find_whole_original(desk.store, document),
        originals=find_row_originals(desk.store, document.id, parts[part - 1]),
        part=part,
        part_urls=tuple(asked.url(at=None, part=n) for n in range(1, len(parts) + 1))
        if len(parts) > 1
        else (),
        incidents=tuple(Group(index, index.name(incident_of.values()))[:MOST_INCIDENTS]),
        incident_of=incident_of,
        remarks=reading.remarks[:MOST_REMARKS],
        legend=list_event_marks(),
    )


def _choose_part(parts: tuple[tuple[TextRow, ...], ...], asked: Asked, here: tuple[int, int] | None) -> int:
    """Return the part asked for, or the one with the place that was asked for, or the first."""
    if asked.get("part") is not None:
        return min(int(asked.get("part")), len(parts))
    if here is not None:
        for number, rows in enumerate(parts, start=1):
            if rows and rows[0].start <= here[0] < rows[-1].end:
                return number
    return 1


def encode(desk: Desk, document_id: str) -> dict[str, Any]:
    """Return the reading as JSON values."""
    return encode_reading(load(desk, document_id))


PAGE = Page(
    path="/reports/{document_id}",
    template="report.html",
    context=ReportContext,
    make=make_context,
    summary="One report with everything read from it.",
    filters=FILTERS,
    load=load,
    encode=encode,
)
