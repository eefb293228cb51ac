"""Reports: what was read, newest first, with the statuses of what each tells."""

from collections import Counter
from dataclasses import dataclass, field

from tocsin.desk.asking import PAGE_FILTER, Asked, Filter, read_day, read_text
from tocsin.desk.base import Desk, Page, Table
from tocsin.desk.holdings import ReportRow
from tocsin.desk.marks import Mark, list_event_marks
from tocsin.desk.paging import Slice, cut_page
from tocsin.model.codec import encode

MOST_FOUND = 1000
"""Reports that a search brings; the page says where there may be more."""
MOST_PUBLISHERS = 100

FILTERS = (
    Filter(name="publisher", help="Only reports of this publisher, as it is written.", read=read_text),
    Filter(name="since", help="Only reports published on or after this day.", read=read_day),
    Filter(name="until", help="Only reports published on or before this day.", read=read_day),
    Filter(name="q", help="Words that all stand in the title or the text.", read=read_text),
    PAGE_FILTER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsContext:
    """What the template of the page gets."""

    reports: Slice[ReportRow] = field(
        metadata={"help": "One page of the reports, newest first; a search puts the best first."}
    )
    asked: Asked = field(metadata={"help": "The address as understood."})
    publishers: tuple[str, ...] = field(
        metadata={"help": "The publishers to choose from, most reports first."}
    )
    legend: tuple[Mark, ...] = field(metadata={"help": "Shape, word and meaning of every status."})
    may_be_more: bool = field(metadata={"help": "Whether the search was cut at its limit."})


def make_context(desk: Desk, asked: Asked) -> ReportsContext:
    """Gather what the page shows."""
    tally = Counter(row.publisher for row in desk.holdings.load_shelf().reports)
    found, may_be_more = find_reports(desk, asked)
    return ReportsContext(
        reports=cut_page(found, asked),
        asked=asked,
        publishers=tuple(name for name, _ in tally.most_common(MOST_PUBLISHERS)),
        legend=list_event_marks(),
        may_be_more=may_be_more,
    )


def find_reports(desk: Desk, asked: Asked) -> tuple[tuple[ReportRow, ...], bool]:
    """Return the reports an address asks for, and whether a search may have more."""
    rows = desk.holdings.load_shelf().reports
    words = asked.get("q")
    may_be_more = False
    if words is not None:
        documents = desk.store.search_documents(words, limit=MOST_FOUND)
        may_be_more = len(documents) == MOST_FOUND
        by_id = {row.id: row for row in rows}
        rows = tuple(by_id[document.id] for document in documents if document.id in by_id)
    return tuple(row for row in rows if _matches(row, asked)), may_be_more


def _matches(row: ReportRow, asked: Asked) -> bool:
    publisher, since, until = asked.get("publisher"), asked.get("since"), asked.get("until")
    if publisher is not None and row.publisher != publisher:
        return False
    if row.published_at is None:
        return since is None and until is None
    day = row.published_at.date()
    return (since is None or day >= since) and (until is None or day <= until)


def tabulate(desk: Desk, asked: Asked) -> Table:
    """Return the rows of the list."""
    return Table(name="reports", items=tuple(encode_row(row) for row in find_reports(desk, asked)[0]))


def encode_row(row: ReportRow) -> dict[str, object]:
    """Return a report in short form as JSON values."""
    return {
        "id": row.id,
        "title": row.title,
        "publisher": row.publisher,
        "url": row.url,
        "published_at": encode(row.published_at),
        "statements": row.statements,
        "events_by_status": {status.value: count for status, count in row.statuses},
    }


PAGE = Page(
    path="/reports",
    template="reports.html",
    context=ReportsContext,
    make=make_context,
    summary="Reports with the number of mentions of each status.",
    nav="Reports",
    filters=FILTERS,
    tabulate=tabulate,
)
