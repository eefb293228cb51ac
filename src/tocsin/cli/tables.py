"""Incidents, alerts and counts as tables for a terminal."""

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tocsin.cli.render import STATUS_STYLES, clean
from tocsin.model import CLAIMS, COUNTING, INTENT, Alert, EpistemicStatus, Incident, Reading
from tocsin.register import Difference, describe_attribution

SHOWN_ID_CHARS = 9
"""Enough to name one incident among millions; `tocsin show` takes any beginning that names only one."""


def render_incidents(console: Console, incidents: Sequence[Incident], *, caption: str) -> None:
    """Print incidents as a table, and under it how many by which rule."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("id", "incident", "type", "status", "blame", "reports/origins"):
        table.add_column(column, overflow="fold", no_wrap=column == "id")
    for incident in incidents:
        table.add_row(*(Text(cell) for cell in _cells(incident)))
    if incidents:
        console.print(table)
    console.print(Text(caption, style="bold"))


def render_differences(
    console: Console, differences: Sequence[Difference], *, profiles: tuple[str, str]
) -> None:
    """Print what two profiles count differently: each record with the rule that left it out."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("id", "incident", "counted by", "left out by", "rule that does not hold"):
        table.add_column(column, overflow="fold", no_wrap=column == "id")
    for entry in differences:
        cells = (
            entry.incident.id[:SHOWN_ID_CHARS],
            clean(entry.incident.title),
            entry.counted_by,
            entry.left_out_by,
            f"{entry.rule}: {entry.sentence}",
        )
        table.add_row(*(Text(cell) for cell in cells))
    if differences:
        console.print(table)
    one, other = profiles
    only = [sum(entry.counted_by == name for entry in differences) for name in profiles]
    caption = f"{only[0]} counted by {one} only, {only[1]} by {other} only"
    console.print(Text(caption, style="bold"))


def _cells(incident: Incident) -> tuple[str, ...]:
    code = ".".join(part for part in (incident.threat_type, incident.subtype) if part)
    return (
        incident.id[:SHOWN_ID_CHARS],
        clean(incident.title),
        code or incident.event_type or "-",
        incident.status,
        describe_attribution(incident.attribution),
        f"{incident.reports}/{incident.origins}",
    )


def render_status_counts(console: Console, readings: Iterable[Reading], *, documents: int) -> None:
    """Print how many mentions have which status, in the three groups that are never added up."""
    counts = Counter(event.status for reading in readings for event in reading.events)
    groups = (("events", COUNTING), ("claims", CLAIMS), ("intent", INTENT))
    rest = frozenset(EpistemicStatus) - COUNTING - CLAIMS - INTENT
    console.print(Text(f"{documents} reports; mentions by what the text says of them:"))
    for label, statuses in (*groups, ("neither", rest)):
        line = Text(f"  {label:<8}")
        for status in (status for status in EpistemicStatus if status in statuses):
            shape, style = STATUS_STYLES[status]
            line.append(f" {shape} {status} {counts[status]} ", style=style)
        console.print(line)


def render_alerts(console: Console, alerts: Sequence[Alert]) -> None:
    """Print alerts, newest first, each with the incidents behind it."""
    if not alerts:
        console.print("none")
    for alert in alerts:
        ids = ", ".join(incident_id[:SHOWN_ID_CHARS] for incident_id in alert.incident_ids)
        console.print(
            Text(f"  {alert.on.isoformat()}  {alert.level}  {alert.unit}: {alert.reason}", style="bold")
        )
        console.print(Text(f"      incidents {ids}; {alert.detectable_change}", style="dim"))
