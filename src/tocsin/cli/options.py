"""Options and exit codes that several commands share."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.errors import InputError

if TYPE_CHECKING:
    from tocsin.settings import Settings
    from tocsin.sources import Intake, Unread

_PASSWORD_IN_QUERY = re.compile(r"([?&]password=)[^&]*", re.IGNORECASE)

StoreOption = Annotated[
    str | None,
    typer.Option("--store", help="The register: a file, or a PostgreSQL address.", show_default=False),
]
InputsArgument = Annotated[
    list[str],
    typer.Argument(metavar="INPUT", help="Files, directories, web addresses, or - for standard input."),
]
PublishedOption = Annotated[
    str | None, typer.Option("--published", metavar="DATE", help="When texts without a date were published.")
]
AllOption = Annotated[
    bool, typer.Option("--all", help="Read off-topic texts too, not only say that they are.")
]
ProfileOption = Annotated[
    str | None,
    typer.Option("--profile", metavar="NAME", help="The inclusion profile that counts are made with."),
]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Only what ends on or after this day.")
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Only what starts on or before this day.")
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="TIME",
        help="What could be known then, a day meaning its end: later reports are left out.",
    ),
]

ByOption = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who decides.", show_default="your login name")
]
ReasonOption = Annotated[
    str, typer.Option("--reason", metavar="WORDS", help="Why, for those who come after.", show_default=False)
]
IncidentArgument = Annotated[
    str, typer.Argument(metavar="ID", help="An incident's id, an alias, or the start of one.")
]


def make_intake(settings: "Settings", published: str | None) -> "Intake":
    """Return what the user wants of every input, by his settings and `--published`."""
    from tocsin.sources import Intake

    return Intake(
        published_at=parse_option_moment(published, "--published"),
        max_bytes=settings.max_input_bytes,
        allowed_networks=settings.allowed_networks,
        fetch_seconds=settings.fetch_seconds,
        pause_seconds=settings.host_pause_seconds,
    )


def parse_option_moment(value: str | None, option: str, *, day_ends: bool = False) -> datetime | None:
    """Return the moment an option gives, or None where it is not given; a day is its beginning or its end."""
    from tocsin.sources import parse_moment

    if value is None:
        return None
    try:
        moment = parse_moment(value)
        is_day = len(value.strip()) <= len("2025-12-02")
        return moment + timedelta(days=1, microseconds=-1) if day_ends and is_day else moment
    except InputError as error:
        raise InputError(f"{option}: {error}") from error


def parse_option_day(value: str | None, option: str) -> date | None:
    """Return the day an option gives, or None where it is not given."""
    moment = parse_option_moment(value, option)
    return moment.date() if moment else None


def report_failures(failures: Iterable["Unread"], *, shown: int = 20) -> None:
    """Print what could not be read to standard error, a line each, the first ones only."""
    lines = [f"{failure.name}: {failure.reason}" for failure in failures]
    for line in lines[:shown]:
        typer.echo(f"tocsin: {clean_line(line)}", err=True)
    if len(lines) > shown:
        typer.echo(f"tocsin: ... and {len(lines) - shown} more", err=True)


def hide_password(address: str) -> str:
    """Return a database address without its password, for messages."""
    scheme, separator, rest = address.partition("://")
    if not separator:
        return address
    login, at, host = rest.rpartition("@")
    if at and ":" in login:
        rest = f"{login.partition(':')[0]}:***@{host}"
    shown = _PASSWORD_IN_QUERY.sub(r"\1***", rest)
    return f"{scheme}://{shown}"


def clean_line(text: str) -> str:
    """Return text safe for a terminal: no control characters, one line."""
    return "".join(char if char.isprintable() else " " for char in text)


def choose_exit_code(*, done: int, failed: int) -> int:
    """Return 0 when all went well, 1 when some failed, 2 when nothing could be read."""
    if not failed:
        return 0
    return 1 if done else 2
