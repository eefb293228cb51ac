"""Now: what is new, what stands out, and how much of what is established."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from tocsin.desk.asking import Asked, Filter, read_address, read_day
from tocsin.desk.base import Desk, Page
from tocsin.desk.changing import Changes, gather_changes
from tocsin.desk.holdings import REPORTS, Late
from tocsin.desk.selecting import (
    INCIDENT_FILTERS,
    Chosen,
    choose_incidents,
    load_replay,
    profile_of,
    replay,
)
from tocsin.desk.shelving import StatementRow, name_statement
from tocsin.model import NOTABLE_ACTS, Alert, Incident, IncidentStatus, Span
from tocsin.pipeline.originals import Original, find_originals
from tocsin.pipeline.replaying import Replay
from tocsin.pipeline.source_health import find_collected_until, view_sources
from tocsin.store.base import Store
from tocsin.store.shelf_base import StatementBrief, StatementQuery

NEWEST_INCIDENTS = 12
FIRST_VISIT = timedelta(days=1)
UNWELL = frozenset({"dead", "failing", "silent"})
NOTABLE_STATEMENTS = 8
FEWEST_WORDS = 2
"""A statement of a single word, as a "which" that stands for what went before, says nothing by itself."""
STANDING_DAYS = 56
"""An alert is shown here until its cool-down is over; older ones are on the page of alerts."""
WINDOWS: tuple[tuple[str, int | None], ...] = (
    ("7 days", 7),
    ("28 days", 28),
    ("52 weeks", 364),
    ("all", None),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A number and the list of the incidents that it counts."""

    count: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusLine:
    """One status with its number in every window of days."""

    status: IncidentStatus
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NowContext:
    """What the template of the page gets."""

    profile: str = field(
        metadata={"help": "The inclusion profile that every number on the page is made with."}
    )
    windows: tuple[str, ...] = field(
        metadata={"help": "The stretches of days counted, all ending with the newest report."}
    )
    lines: tuple[StatusLine, ...] = field(
        metadata={"help": "Counted incidents by status and window; each number has its link."}
    )
    totals: tuple[Cell, ...] = field(metadata={"help": "Counted incidents a window, whatever their status."})
    leads: Cell = field(metadata={"help": "Leads: listed apart by the profile and in none of the numbers."})
    newest: tuple[Incident, ...] = field(metadata={"help": "The newest counted incidents."})
    alerts: tuple[Alert, ...] = field(
        metadata={"help": "Alerts of the last eight weeks, replayed to the newest report."}
    )
    alerts_url: str = field(metadata={"help": "The page with all alerts."})
    statements: tuple[StatementRow, ...] = field(
        metadata={"help": "The newest statements that threaten, accuse, deny, admit, warn or demand."}
    )
    originals: Mapping[Span, Original] = field(
        metadata={"help": "The original words behind statements that stand in a translation."}
    )
    changes: Changes | None = field(
        metadata={"help": "What changed since the reader's last visit, or since the day asked for."}
    )
    is_first: bool = field(metadata={"help": "Whether the reader has not yet said what he has seen."})
    seen_until: str | None = field(metadata={"help": "The moment to note as seen: that of the last linking."})
    can_note: bool = field(metadata={"help": "Whether what was seen can be kept here."})
    seal: str = field(metadata={"help": "What a form must bring back."})
    collected_until: datetime | None = field(metadata={"help": "The last answer of any collected source."})
    unwell: int = field(metadata={"help": "How many collected sources are dead, failing or silent."})
    late: Late[Replay] = field(metadata={"help": "When the alerts were worked out, and of what."})
    incidents_url: str = field(metadata={"help": "The list of all counted incidents."})
    newest_day: date | None = field(
        metadata={"help": "The day of the newest report; none while the store is empty."}
    )


def make_context(desk: Desk, asked: Asked) -> NowContext:
    """Gather what the page shows."""
    profile = profile_of(desk, asked)
    newest_day = desk.holdings.find_newest_day()
    addresses = tuple(_address(profile, days, newest_day) for _, days in WINDOWS)
    chosen = tuple(choose_incidents(desk, address) for address in addresses)
    everything = chosen[-1]
    tallies = tuple(Counter(entry.index.tally("status", entry.counted.chosen)) for entry in chosen)
    alerts = _list_standing(desk, profile, newest_day)
    held = tuple(status for status in IncidentStatus if any(tally[status.value] for tally in tallies))
    linked_at = desk.store.load_linked_at()
    seen_at = desk.store.load_seen(desk.reader)
    since = _choose_since(asked, seen_at, linked_at)
    health = view_sources(desk.store, at=desk.clock())
    notable = desk.holdings.keep("notable", lambda: _list_notable(desk.store), of=REPORTS)
    return NowContext(
        changes=gather_changes(desk, since) if since is not None else None,
        is_first=seen_at is None and asked.get("since") is None,
        seen_until=linked_at.isoformat() if linked_at else None,
        can_note=not desk.is_read_only,
        seal=desk.seal,
        collected_until=find_collected_until(desk.store),
        unwell=sum(one.verdict in UNWELL for one in health),
        late=load_replay(desk, profile),
        profile=profile,
        windows=tuple(label for label, _ in WINDOWS),
        lines=tuple(
            StatusLine(
                status=status,
                cells=tuple(
                    Cell(count=tally[status.value], url=address.url(status=status.value))
                    for tally, address in zip(tallies, addresses, strict=True)
                ),
            )
            for status in held
        ),
        totals=tuple(
            Cell(count=len(entry.counted), url=address.url())
            for entry, address in zip(chosen, addresses, strict=True)
        ),
        leads=_count_leads(everything, addresses[-1]),
        newest=everything.counted[:NEWEST_INCIDENTS],
        alerts=alerts,
        alerts_url=asked.url("/alerts"),
        statements=notable,
        originals=find_originals(desk.store, (piece.span for row in notable for piece in row.words)),
        incidents_url=addresses[-1].url(),
        newest_day=newest_day,
    )


def _choose_since(asked: Asked, seen_at: datetime | None, linked_at: datetime | None) -> datetime | None:
    """Return the moment that changes are told from: the day asked for, the last visit, or the last day."""
    day = asked.get("since")
    if day is not None:
        return datetime.combine(day, time.min, tzinfo=UTC)
    return seen_at or (linked_at - FIRST_VISIT if linked_at else None)


def _list_notable(store: Store) -> tuple[StatementRow, ...]:
    found = [
        brief
        for act in sorted(NOTABLE_ACTS)
        for brief in store.list_statements(StatementQuery(act=act), skip=0, take=2 * NOTABLE_STATEMENTS)
        if sum(len(words.split()) for words in brief.words) >= FEWEST_WORDS
    ]
    dated = sorted(found, key=lambda brief: (_stamp_of(brief), brief.report.id), reverse=True)
    return tuple(name_statement(brief) for brief in dated[:NOTABLE_STATEMENTS])


def _stamp_of(brief: StatementBrief) -> float:
    at = brief.report.published_at
    return at.timestamp() if at else float("-inf")


def _address(profile: str, days: int | None, newest: date | None) -> Asked:
    """Return the address of the list that a window counts: the numbers are made from it, so they agree."""
    items = [("profile", profile)]
    if days is not None and newest is not None:
        items += [("since", (newest - timedelta(days=days - 1)).isoformat()), ("until", newest.isoformat())]
    return read_address("/incidents", items, INCIDENT_FILTERS)


def _count_leads(chosen: Chosen, address: Asked) -> Cell:
    return Cell(count=len(chosen.apart), url=address.url(status=IncidentStatus.CANDIDATE.value))


def _list_standing(desk: Desk, profile: str, newest: date | None) -> tuple[Alert, ...]:
    if newest is None:
        return ()
    return tuple(alert for alert in replay(desk, profile) if (newest - alert.on).days <= STANDING_DAYS)


PAGE = Page(
    path="/",
    template="now.html",
    context=NowContext,
    make=make_context,
    summary="What is new and how much of it is established.",
    nav="Now",
    filters=(
        *(entry for entry in INCIDENT_FILTERS if entry.name == "profile"),
        Filter(name="since", help="Tell what changed since this day.", read=read_day),
    ),
)
