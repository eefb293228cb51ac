"""Incidents, alerts and counts as tables for a terminal."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tocsin.cli.render import STATUS_STYLES, clean, describe_days
from tocsin.model import (
    CLAIMS,
    COUNTING,
    INTENT,
    Alert,
    EpistemicStatus,
    Evidence,
    Incident,
    Place,
    Reading,
    Span,
)
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


def _describe_when(incident: Incident) -> str:
    if incident.start_date is None:
        reported = incident.first_reported_at
        return f"(told {reported.date().isoformat()})" if reported else "-"
    return describe_days(
        incident.start_date.isoformat(), (incident.end_date or incident.start_date).isoformat()
    )


def _describe_where(place: Place) -> str:
    return f"{clean(place.name)} ({place.precision})"


def render_incident(
    console: Console,
    incident: Incident,
    *,
    originals: Mapping[Span, str] | None = None,
    pages: Mapping[Span, int] | None = None,
) -> None:
    """Print one incident: its values with their rules, attribution acts, claims with their words.

    `originals` holds the words behind quotes of translations, which are printed under them, `pages`
    the pages that quotes stand on.
    """
    rules = dict(incident.rules)
    console.print(Text(f"{incident.id}  {clean(incident.title)}", style="bold"))
    values = (
        ("type", "threat_type", ".".join(part for part in (incident.threat_type, incident.subtype) if part)),
        ("status", "status", incident.status),
        ("outcome", "outcome", incident.outcome),
        ("when", "start_date", _describe_when(incident)),
        ("where", "places", ", ".join(_describe_where(place) for place in incident.places)),
        ("targets", "target_countries", ", ".join(incident.target_countries)),
        ("sectors", "target_sectors", ", ".join(incident.target_sectors)),
        ("severity", "severity", str(incident.severity)),
        (
            "credibility",
            "credibility",
            f"{incident.credibility} (Admiralty, 1 confirmed to 6 cannot be judged)",
        ),
        ("blame", "attribution", describe_attribution(incident.attribution)),
        ("reports", "reports", f"{incident.reports} from {incident.origins} independent origins"),
        ("aliases", "aliases", ", ".join(incident.aliases)),
    )
    for label, field, value in values:
        if value:
            rule = rules.get(field)
            console.print(Text(f"  {label:<12} {value}" + (f"   by rule {rule}" if rule else "")))
    for act in incident.attribution.acts:
        words = f" ({clean(act.confidence_words)})" if act.confidence_words else ""
        towards = clean(act.towards) if act.towards else "nobody named"
        console.print(
            Text(
                f"\n  {clean(act.attributor)} ({act.attributor_kind}) {act.act} {towards}{words}",
                style="bold",
            )
        )
        for evidence in act.evidence:
            _print_quote(console, evidence, pages)
            _print_original(console, evidence, originals)
    console.print(Text(f"\n  {len(incident.claims)} claims", style="bold"))
    for claim in incident.claims:
        holders = " > ".join(clean(holder) for holder in claim.holders)
        interested = ", interested" if claim.interested else ""
        console.print(Text(f"  {claim.field} = {clean(claim.value)}  [{claim.stance}{interested}] {holders}"))
        for evidence in claim.evidence:
            _print_quote(console, evidence, pages)
            _print_original(console, evidence, originals)


def _print_quote(console: Console, evidence: Evidence, pages: Mapping[Span, int] | None) -> None:
    page = (pages or {}).get(evidence.span)
    where = evidence.document_id + (f", page {page}" if page else "")
    console.print(Text(f"      “{clean(evidence.quote)}”  {where}", style="dim"))


def _print_original(console: Console, evidence: Evidence, originals: Mapping[Span, str] | None) -> None:
    if originals and (words := originals.get(evidence.span)):
        console.print(Text(f"      translated from “{clean(words)}”", style="dim"))


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
