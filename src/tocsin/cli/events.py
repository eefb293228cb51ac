"""`tocsin events`: the coded events of the stored reports, for those who count mentions themselves."""

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.options import SinceOption, StoreOption, UntilOption, parse_option_day
from tocsin.cli.writing import write_beside

if TYPE_CHECKING:
    from tocsin.model import EpistemicStatus

NAME = "events"
COUNTED = "counted"
ALL = "all"


def run(
    store: StoreOption = None,
    output: Annotated[str, typer.Option("--format", help="jsonl, plover, polecat or icews.")] = "jsonl",
    status: Annotated[
        str,
        typer.Option(
            "--status", help="counted (happened, ongoing, reported), all, or statuses joined by commas."
        ),
    ] = COUNTED,
    background: Annotated[bool, typer.Option("--background", help="History too.")] = False,
    since: SinceOption = None,
    until: UntilOption = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """Print every coded event, one mention a row; talk leaves only where you ask for it."""
    from tocsin.exports.events import EventChoice, find_event_exporter
    from tocsin.pipeline.source_health import describe_currency
    from tocsin.settings import load_settings
    from tocsin.store import open_store
    from tocsin.version import __version__

    exporter = find_event_exporter(output)
    choice = EventChoice(
        statuses=_parse_statuses(status),
        background=background,
        since=parse_option_day(since, "--since"),
        until=parse_option_day(until, "--until"),
    )
    settings = load_settings(store=store)
    with closing(open_store(settings.store, read_only=True)) as register:
        readings = register.iter_readings()
        if out is None:
            tally = exporter.write(readings, sys.stdout.buffer, choice, version=__version__)
        else:
            with write_beside(out) as stream:
                tally = exporter.write(readings, stream, choice, version=__version__)
        currency = describe_currency(register)
    typer.echo(f"{tally.describe()}{f' to {out}' if out else ''}; {currency}", err=True)


def _parse_statuses(words: str) -> "frozenset[EpistemicStatus]":
    from tocsin.errors import InputError
    from tocsin.model import COUNTING, EpistemicStatus

    if words == COUNTED:
        return COUNTING
    if words == ALL:
        return frozenset(EpistemicStatus)
    names: Sequence[str] = [word.strip() for word in words.split(",")]
    known = [status.value for status in EpistemicStatus]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise InputError(f"--status {unknown[0]!r}: known: {COUNTED}, {ALL}, {', '.join(known)}")
    return frozenset(EpistemicStatus(name) for name in names)
