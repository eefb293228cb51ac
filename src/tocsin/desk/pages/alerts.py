"""Alerts: when something became more frequent than the year before it, replayed week by week."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tocsin.desk.asking import PAGE_FILTER, Asked
from tocsin.desk.base import Desk, Page, Table
from tocsin.desk.holdings import Late
from tocsin.desk.indexing import Group
from tocsin.desk.paging import Slice, cut_page
from tocsin.desk.selecting import (
    INCIDENT_FILTERS,
    load_replay,
    profile_of,
    replay,
)
from tocsin.model import Alert, Evidence, Incident, Span
from tocsin.model.codec import encode
from tocsin.pipeline.originals import Original, find_originals
from tocsin.pipeline.replaying import Replay

MOST_INCIDENTS = 20
"""Incidents named under an alert; the rest are one link away."""
MOST_QUOTES = 3
"""Quotes under an alert; the others stand on the pages of its incidents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAlert:
    """An alert with the incidents behind it."""

    alert: Alert
    incidents: tuple[Incident, ...]
    more: int
    quotes: tuple[Evidence, ...]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsContext:
    """What the template of the page gets."""

    profile: str = field(metadata={"help": "The inclusion profile whose counted incidents were watched."})
    alerts: Slice[Alert] = field(metadata={"help": "One page of the alerts, newest first."})
    shown: tuple[ShownAlert, ...] = field(
        metadata={"help": "The alerts of the page with what is behind them."}
    )
    originals: Mapping[Span, Original] = field(
        metadata={"help": "The original words behind quotes that stand in a translation."}
    )
    late: Late[Replay] = field(metadata={"help": "When the replay was made, and of what."})
    weeks: int = field(metadata={"help": "How many weeks to the newest report were replayed."})
    silent_weeks: int = field(
        metadata={"help": "In so many of them no alert could stand: too few reports lay before (16 weeks)."}
    )
    is_cut: bool = field(
        metadata={"help": "Whether the register is too large to replay all weeks of three years."}
    )
    newest_day: date | None = field(metadata={"help": "The day of the newest report."})
    false_alarms_per_year: float = field(
        metadata={"help": "The false alarms a year and unit that thresholds are set for."}
    )


def make_context(desk: Desk, asked: Asked) -> AlertsContext:
    """Gather what the page shows."""
    profile = profile_of(desk, asked)
    late = load_replay(desk, profile)
    replayed = late.value or Replay(alerts=())
    alerts = cut_page(replayed.alerts, asked)
    shown = tuple(_show(desk, alert, profile) for alert in alerts.rows)
    return AlertsContext(
        profile=profile,
        alerts=alerts,
        shown=shown,
        originals=find_originals(desk.store, (piece.span for entry in shown for piece in entry.quotes)),
        late=late,
        weeks=replayed.weeks,
        silent_weeks=replayed.silent_weeks,
        is_cut=replayed.is_cut,
        newest_day=desk.holdings.find_newest_day(),
        false_alarms_per_year=desk.settings.false_alarms_per_year,
    )


def _show(desk: Desk, alert: Alert, profile: str) -> ShownAlert:
    index = desk.holdings.load_index()
    behind = Group(index, index.name(alert.incident_ids))
    return ShownAlert(
        alert=alert,
        incidents=behind[:MOST_INCIDENTS],
        quotes=alert.evidence[:MOST_QUOTES],
        more=max(0, len(behind) - MOST_INCIDENTS),
        url=f"/incidents?profile={profile}&alert={alert.id}",
    )


def tabulate(desk: Desk, asked: Asked) -> Table:
    """Return the rows of the list."""
    profile = profile_of(desk, asked)
    return Table(
        name="alerts", items=tuple(encode(alert) for alert in replay(desk, profile)), profile=profile
    )


PAGE = Page(
    path="/alerts",
    template="alerts.html",
    context=AlertsContext,
    make=make_context,
    summary="Alerts as they would have fired, with the incidents behind them.",
    nav="Alerts",
    filters=(*(entry for entry in INCIDENT_FILTERS if entry.name == "profile"), PAGE_FILTER),
    tabulate=tabulate,
)
