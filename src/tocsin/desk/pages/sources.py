"""Sources: who published what was read, when last, and what could not be read."""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from tocsin.desk.asking import PAGE_FILTER, Asked
from tocsin.desk.base import Desk, Page, Table
from tocsin.desk.pages.reports import list_publishers as count_publishers
from tocsin.desk.paging import Slice, cut_page
from tocsin.model.codec import encode
from tocsin.pipeline.source_health import SourceHealth, find_collected_until, view_sources
from tocsin.store.base import Failure
from tocsin.store.shelf_base import NO_PUBLISHER

MOST_FAILURES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherRow:
    """One publisher: how many reports, when the last, and how many days before the newest of all."""

    name: str
    reports: int
    last: datetime | None
    behind_days: int | None
    reliability: str | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesContext:
    """What the template of the page gets."""

    publishers: Slice[PublisherRow] = field(
        metadata={"help": "One page of the publishers, most reports first."}
    )
    sources: tuple[SourceHealth, ...] = field(
        metadata={"help": "The sources that are collected, those that are not well first."}
    )
    collected_until: datetime | None = field(metadata={"help": "The last answer of any source."})
    failures: tuple[Failure, ...] = field(
        metadata={"help": "The newest documents that could not be read, and why."}
    )
    all_failures: int = field(metadata={"help": "How many documents could not be read."})


def make_context(desk: Desk, asked: Asked) -> SourcesContext:
    """Gather what the page shows."""
    failures = desk.store.list_failures()
    return SourcesContext(
        publishers=cut_page(list_publishers(desk), asked),
        sources=_list_watched(desk),
        collected_until=find_collected_until(desk.store),
        failures=failures[:MOST_FAILURES],
        all_failures=len(failures),
    )


def _list_watched(desk: Desk) -> tuple[SourceHealth, ...]:
    """Return the watched sources, those of which somebody should know first."""
    found = view_sources(desk.store, at=desk.clock())
    order = {verdict: rank for rank, verdict in enumerate(("dead", "failing", "silent", "ok", "new", "off"))}
    return tuple(sorted(found, key=lambda health: (order[health.verdict], health.source.name)))


def list_publishers(desk: Desk) -> tuple[PublisherRow, ...]:
    """Return every publisher of a stored report, most reports first."""
    newest = desk.holdings.find_newest_day()
    letters = {source.name: source.reliability for source in desk.store.list_sources()}
    return tuple(
        PublisherRow(
            name=row.publisher or NO_PUBLISHER,
            reports=row.reports,
            last=row.last,
            behind_days=(newest - row.last.date()).days if newest and row.last else None,
            reliability=letters.get(row.publisher or ""),
            url=f"/reports?{urlencode({'publisher': row.publisher or NO_PUBLISHER})}",
        )
        for row in count_publishers(desk)
    )


def tabulate(desk: Desk, _asked: Asked) -> Table:
    """Return the rows of the list."""
    rows = (
        {
            "publisher": row.name,
            "reports": row.reports,
            "last_report": encode(row.last),
            "reliability": row.reliability,
        }
        for row in list_publishers(desk)
    )
    return Table(name="sources", items=tuple(rows))


PAGE = Page(
    path="/sources",
    template="sources.html",
    context=SourcesContext,
    make=make_context,
    summary="Publishers, their last reports, and what could not be read.",
    nav="Sources",
    filters=(PAGE_FILTER,),
    tabulate=tabulate,
)
