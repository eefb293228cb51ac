"""The command line: one command a file; heavy parts are imported when a command runs."""

import os
import sys

import typer

from tocsin.cli import (
    accounts,
    add,
    agreement,
    alerts,
    audit,
    backup,
    brief,
    code,
    demo,
    diff,
    doctor,
    evaluate,
    events,
    forecast,
    history,
    importing,
    incidents,
    indicators,
    judge,
    keys,
    merge,
    posture,
    publishers,
    questions,
    read,
    record,
    reread,
    restore,
    scorecard,
    searches,
    series,
    serve,
    share,
    show,
    sources,
    split,
    undo,
    watch,
)
from tocsin.cli.stopping import Stopped, stop_on_interrupt
from tocsin.errors import TocsinError
from tocsin.version import __version__

COMMANDS = (
    demo,
    read,
    add,
    reread,
    code,
    importing,
    sources,
    watch,
    record,
    incidents,
    show,
    events,
    series,
    alerts,
    searches,
    indicators,
    judge,
    merge,
    split,
    undo,
    history,
    diff,
    agreement,
    publishers,
    questions,
    posture,
    brief,
    forecast,
    scorecard,
    serve,
    share,
    accounts,
    keys,
    audit,
    backup,
    restore,
    doctor,
    evaluate,
)
"""Each module has NAME and run, or an app where it has commands of its own; in the order of the help."""

app = typer.Typer(
    name="tocsin",
    help="Early warning of hybrid threats: who said what, what happened, and how we know.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _command in COMMANDS:
    if hasattr(_command, "app"):
        app.add_typer(_command.app, name=_command.NAME)
    else:
        app.command(_command.NAME)(_command.run)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tocsin {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Print the version and stop."
    ),
) -> None:
    pass


def main() -> None:
    """Run the command line; our own errors become one line and exit code 2."""
    stop_on_interrupt()
    try:
        app()
    except TocsinError as error:
        typer.echo(f"tocsin: {error}", err=True)
        sys.exit(2)
    except Stopped:
        typer.echo("tocsin: stopped; what was stored is kept, run again to go on", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): not an error, and nothing more may be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        where = f"{error.filename!r}: " if error.filename else ""
        typer.echo(
            f"tocsin: {where}{error.strerror}; wanted to read or write it: check path and room", err=True
        )
        sys.exit(2)
