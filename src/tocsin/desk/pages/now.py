"""Now: what is new, what stands out, and how much of what is established."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from tocsin.desk.asking import Asked, read_address
from tocsin.desk.base import Desk, Page
from tocsin.desk.holdings import StatementRow
from tocsin.desk.selecting import INCIDENT_FILTERS, Chosen, choose_incidents, profile_of, replay
from tocsin.model import NOTABLE_ACTS, Alert, Incident, IncidentStatus

NEWEST_INCIDENTS = 12
NOTABLE_STATEMENTS = 8
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
    tallies = tuple(Counter(incident.status for incident in entry.counted) for entry in chosen)
    alerts = _list_standing(desk, profile, newest_day)
    held = tuple(status for status in IncidentStatus if any(tally[status] for tally in tallies))
    return NowContext(
        profile=profile,
        windows=tuple(label for label, _ in WINDOWS),
        lines=tuple(
            StatusLine(
                status=status,
                cells=tuple(
                    Cell(count=tally[status], url=address.url(status=status.value))
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
        statements=tuple(s for s in desk.holdings.load_shelf().statements if s.act in NOTABLE_ACTS)[
            :NOTABLE_STATEMENTS
        ],
        incidents_url=addresses[-1].url(),
        newest_day=newest_day,
    )


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
    filters=tuple(entry for entry in INCIDENT_FILTERS if entry.name == "profile"),
)
