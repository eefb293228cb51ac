"""`tocsin alerts`: what became more frequent, which signs went up, what met a search, what changed."""

import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.options import (
    ByOption,
    ProfileOption,
    ReasonOption,
    SinceOption,
    StoreOption,
    UntilOption,
    clean_line,
    parse_option_day,
)
from tocsin.cli.wording import say_count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tocsin.model import Alert, Span
    from tocsin.pipeline.alarming import Raised
    from tocsin.pipeline.originals import Original
    from tocsin.settings import Settings
    from tocsin.store.base import Store

NAME = "alerts"
QUOTED = 3
QUOTE_CHARACTERS = 160


def run(
    store: StoreOption = None,
    since: SinceOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would have fired, and keep nothing.")
    ] = False,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", help="rate, indicator, search or status; again for more.", show_default="all"),
    ] = None,
    state: Annotated[
        list[str] | None,
        typer.Option(
            "--state",
            metavar="CODE",
            help="A state whose board of indicators may alert, as POL; may be given again.",
            show_default="those of the settings",
        ),
    ] = None,
    board: Annotated[
        Path | None, typer.Option("--board", metavar="FILE", help="A YAML board of indicators of your own.")
    ] = None,
    rate: Annotated[
        float | None,
        typer.Option(
            "--false-alarms", metavar="N", help="False alarms a year and unit you accept.", show_default="1"
        ),
    ] = None,
    mute: Annotated[
        str | None,
        typer.Option("--mute", metavar="UNIT", help="Keep a unit quiet, as type:cyber."),
    ] = None,
    unmute: Annotated[
        str | None, typer.Option("--unmute", metavar="UNIT", help="Lift the mutes of a unit.")
    ] = None,
    until: UntilOption = None,
    by: ByOption = None,
    reason: ReasonOption = "",
    kept: Annotated[bool, typer.Option("--kept", help="Print the alerts that were kept.")] = False,
    send: Annotated[
        bool, typer.Option("--send/--no-send", help="Send new ones to the addresses of the settings.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines.")] = False,
    profile: ProfileOption = None,
) -> None:
    """Print and keep the alerts of the last weeks, each with what is behind it and what it could not see."""
    from tocsin.errors import InputError
    from tocsin.pipeline.alarming import KINDS, keep_alerts, mute_unit, raise_alerts
    from tocsin.pipeline.linking import now
    from tocsin.pipeline.source_health import describe_currency
    from tocsin.pipeline.views import Query
    from tocsin.settings import load_boards, load_profile, load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store, profile=profile, analyst=by, false_alarms_per_year=rate)
    unknown = [name for name in kind or () if name not in KINDS]
    if unknown:
        raise InputError(f"--kind {unknown[0]!r}; known: {', '.join(KINDS)}")
    boards = load_boards(settings, file=board, states=state or ())
    with closing(open_store(settings.store, read_only=dry_run or kept)) as register:
        if mute is not None:
            day = parse_option_day(until, "--until")
            done = mute_unit(register, mute, until=day, by=settings.analyst, reason=reason)
            typer.echo(f"{done.unit} is muted{f' until {day}' if day else ''} by {done.by}")
            return
        if unmute is not None:
            typer.echo(f"{register.lift_mutes(unmute, at=now())} mutes of {unmute} lifted")
            return
        if kept:
            told = register.list_alerts()
            _print_alerts(told, _find_originals(register, told), as_json=as_json)
            return
        raised = raise_alerts(
            register,
            Query(profile=load_profile(settings)),
            find_profile=lambda name: load_profile(settings, name),
            since=parse_option_day(since, "--since"),
            false_alarms_per_year=settings.false_alarms_per_year,
            kinds=tuple(kind) if kind else KINDS,
            boards=boards,
        )
        new = raised.told if dry_run else keep_alerts(register, raised.told)
        failed = _send(register, settings, new) if send and not dry_run else ()
        currency, originals = describe_currency(register), _find_originals(register, raised.told)
    _print_alerts(raised.told, originals, as_json=as_json)
    _conclude(raised, new=len(new), dry_run=dry_run)
    typer.echo(currency, err=True)
    for line in failed:
        typer.echo(f"tocsin: {clean_line(line)}", err=True)
    raise typer.Exit(1 if failed else 0)


def _send(register: "Store", settings: "Settings", new: "Sequence[Alert]") -> tuple[str, ...]:
    """Send new alerts and what waits from before; return what failed."""
    from tocsin.cli.telling import make_targets
    from tocsin.pipeline.linking import now
    from tocsin.pipeline.notifying import queue_notices, send_waiting

    targets, at = make_targets(settings), now()
    queue_notices(register, new, targets, at=at)
    sent, failed = send_waiting(register, targets, at=at)
    if sent:
        typer.echo(f"{say_count(sent, 'notice')} sent", err=True)
    return failed


def _conclude(raised: "Raised", *, new: int, dry_run: bool) -> None:
    days = f"{raised.since} to {raised.until}"
    muted = f", {len(raised.muted)} more are muted" if raised.muted else ""
    if dry_run:
        typer.echo(
            f"would have fired {say_count(len(raised.told), 'time')} from {days}{muted}; nothing was kept",
            err=True,
        )
    else:
        typer.echo(f"{say_count(len(raised.told), 'alert')} from {days}, {new} of them new{muted}", err=True)
    if raised.replay.silent_weeks:
        typer.echo(f"{raised.replay.silent_weeks} weeks had too little read before them to judge", err=True)


def _find_originals(register: "Store", alerts: "Sequence[Alert]") -> "Mapping[Span, Original]":
    from tocsin.pipeline.originals import find_originals

    return find_originals(register, (e.span for alert in alerts for e in alert.evidence[:QUOTED]))


def _print_alerts(alerts: "Sequence[Alert]", originals: "Mapping[Span, Original]", *, as_json: bool) -> None:
    from tocsin.model.codec import encode

    for alert in alerts:
        if as_json:
            typer.echo(json.dumps(encode(alert), ensure_ascii=False))
            continue
        typer.echo(clean_line(f"{alert.on}  {alert.level:<7}  {alert.unit}  by {alert.detector}"))
        lines = [alert.reason]
        for piece in alert.evidence[:QUOTED]:
            lines.append(f"quote: “{piece.quote[:QUOTE_CHARACTERS]}”")
            lines += [originals[piece.span].tell()] if piece.span in originals else []
        lines += [f"onset about {alert.onset}"] if alert.onset else []
        lines += [
            *alert.checks,
            f"could not see: {alert.detectable_change}",
            f"watch next: {alert.watch_next}",
        ]
        lines.append("incidents " + " ".join(name[:9] for name in alert.incident_ids))
        for line in lines:
            typer.echo(clean_line(f"    {line}"))
