"""Reports: what was read, newest first, with the statuses of what each tells."""

from dataclasses import dataclass, field, replace

from tocsin.desk.asking import PAGE_FILTER, Asked, Filter, read_day, read_text
from tocsin.desk.base import Desk, Page, Table
from tocsin.desk.holdings import REPORTS
from tocsin.desk.marks import Mark, list_event_marks
from tocsin.desk.paging import Rows, Slice, change_rows, cut_page
from tocsin.desk.shelving import ReportRow, name_report
from tocsin.model.codec import encode
from tocsin.store.shelf_base import NO_PUBLISHER, PublisherCount, ReportQuery

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

    reports: Slice[ReportRow] = field(metadata={"help": "One page of the reports, newest first."})
    asked: Asked = field(metadata={"help": "The address as understood."})
    publishers: tuple[str, ...] = field(
        metadata={"help": "The publishers to choose from, most reports first."}
    )
    legend: tuple[Mark, ...] = field(metadata={"help": "Shape, word and meaning of every status."})


def make_context(desk: Desk, asked: Asked) -> ReportsContext:
    """Gather what the page shows."""
    found = find_reports(desk, asked)
    return ReportsContext(
        reports=cut_page(found, asked),
        asked=asked,
        publishers=tuple(row.publisher or NO_PUBLISHER for row in list_publishers(desk)[:MOST_PUBLISHERS]),
        legend=list_event_marks(),
    )


def list_publishers(desk: Desk) -> tuple[PublisherCount, ...]:
    """Return the publishers, most reports first; of a large store they are counted behind, none at first."""
    late = desk.holdings.keep_behind("publishers", lambda store: store.count_publishers(), counts_all=True)
    return late.value or ()


def find_reports(desk: Desk, asked: Asked) -> Rows[ReportRow]:
    """Return the reports an address asks for, newest first."""
    query = ReportQuery(
        publisher=asked.get("publisher"),
        since=asked.get("since"),
        until=asked.get("until"),
        words=asked.get("q"),
    )
    store = desk.store
    if query.words is not None:
        found = desk.holdings.keep(
            ("found", query), lambda: store.list_reports(query, skip=0, take=MOST_FOUND), of=REPORTS
        )
        return replace(change_rows(found, name_report), is_cut=len(found) >= MOST_FOUND)
    total = desk.holdings.keep(query, lambda: store.count_reports(query, most=MOST_FOUND), of=REPORTS)
    return Rows(
        total=total,
        cut=lambda skip, take: tuple(map(name_report, store.list_reports(query, skip=skip, take=take))),
        iterate=lambda: map(name_report, store.iter_reports(query)),
    )


def tabulate(desk: Desk, asked: Asked) -> Table:
    """Return the rows of the list."""
    return Table(name="reports", items=change_rows(find_reports(desk, asked), encode_row))


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
