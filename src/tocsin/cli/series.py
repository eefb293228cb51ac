"""`tocsin series`: counts over time by pair, place, type and target; channels apart; tension of a pair."""

import csv
import json
import sys
from contextlib import closing
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.options import (
    AsOfOption,
    ProfileOption,
    SinceOption,
    StoreOption,
    UntilOption,
    parse_option_day,
    parse_option_moment,
)

if TYPE_CHECKING:
    from tocsin.model import Point, Series
    from tocsin.pipeline.counting import Ledger
    from tocsin.warning.tension import TensionPoint

NAME = "series"
LISTED_UNITS = 40


class Format(StrEnum):
    """How a series is printed."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


class Kind(StrEnum):
    """Which records acts are counted from."""

    HYBRID = "hybrid"
    POLITICAL = "political"
    ALL = "all"


def run(
    unit: Annotated[
        str | None,
        typer.Argument(
            metavar="[UNIT]",
            help="all, type:undersea, target:POL, place:EST or 'pair:RUS>POL'; none: list the units.",
            show_default=False,
        ),
    ] = None,
    store: StoreOption = None,
    channel: Annotated[
        str, typer.Option("--channel", help="acts, alleged, intent, denials or cooperation; never added up.")
    ] = "acts",
    tension: Annotated[
        str | None,
        typer.Option("--tension", metavar="PAIR", help="Talk and deeds of a pair, scored, as RUS-POL."),
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="table, jsonl or csv.")] = Format.TABLE,
    kind: Annotated[
        Kind, typer.Option("--kind", help="What acts count: hybrid incidents, political episodes, or all.")
    ] = Kind.HYBRID,
    profile: ProfileOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Print a weekly series: each point with what it counts, what was read, and what may come late."""
    from tocsin.pipeline.counting import make_series, make_tension, open_ledger
    from tocsin.pipeline.views import Query
    from tocsin.settings import load_profile, load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store, profile=profile)
    query = Query(
        profile=load_profile(settings),
        kind=None if kind is Kind.ALL else kind.value,
        since=parse_option_day(since, "--since"),
        until=parse_option_day(until, "--until"),
        as_of=parse_option_moment(as_of, "--as-of", day_ends=True),
    )
    with closing(open_store(settings.store, read_only=True)) as register:
        ledger = open_ledger(register, query)
    if tension is not None:
        _print_tension(make_tension(ledger, tension), tension, output)
    elif unit is None:
        _print_units(ledger, channel)
    else:
        _print_series(make_series(ledger, unit=unit, channel=channel), output)


def _print_units(ledger: "Ledger", channel: str) -> None:
    from tocsin.pipeline.counting import make_series

    make_series(ledger, unit="all", channel=channel)  # refuses a channel that is none
    units = ledger.list_units(channel)
    for name, number in units[:LISTED_UNITS]:
        typer.echo(f"{number:>6}  {name}")
    more = f", {len(units) - LISTED_UNITS} more not shown" if len(units) > LISTED_UNITS else ""
    typer.echo(
        f"{len(units)} units of channel {channel} as of {ledger.as_of} by profile {ledger.profile}{more}"
    )


def _print_series(series: "Series", output: Format) -> None:
    from tocsin.model.codec import encode

    if output is Format.JSONL:
        typer.echo(json.dumps(encode(series), ensure_ascii=False))
        return
    if output is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        columns = ("unit", "channel", "profile", "as_of", "start", "value", "expected", "low", "high", "read")
        writer.writerow((*columns, "incident_ids", "event_ids"))
        for point in series.points:
            numbers = (point.value, point.expected, point.low, point.high, point.read)
            ids = (" ".join(point.incident_ids), " ".join(point.event_ids))
            head = (series.unit, series.channel, series.profile, series.as_of, point.start)
            writer.writerow((*head, *numbers, *ids))
        return
    for point in series.points:
        typer.echo(_describe_point(point))
    total = sum(point.value for point in series.points)
    typer.echo(
        f"{total:g} {series.measure} of {series.unit}, channel {series.channel}, as of {series.as_of}, "
        f"profile {series.profile}"
    )
    for line in series.regime:
        typer.echo(f"note: {line}")


def _describe_point(point: "Point") -> str:
    late = ""
    if point.expected is not None and point.high is not None and point.high > point.value:
        late = f"  expected {point.expected:.1f} ({point.low:g} to {point.high:g}) when late reports are in"
    behind = " ".join(name[:9] for name in (*point.incident_ids, *point.event_ids)[:6])
    return f"{point.start}  {point.value:>4g}  of {point.read} read  {behind}{late}"


def _print_tension(points: "tuple[TensionPoint, ...]", pair: str, output: Format) -> None:
    from tocsin.model.codec import encode

    rows = [encode(point) for point in points]
    if output is Format.JSONL:
        for row in rows:
            typer.echo(json.dumps({"pair": pair, **row}, ensure_ascii=False))
        return
    if output is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(("pair", *rows[0]))
        for row in rows:
            writer.writerow((pair, *(" ".join(v) if isinstance(v, list) else v for v in row.values())))
        return
    typer.echo("week          talk   deed   talk memory   deed memory   read")
    for point in points:
        if point.talk or point.deed:
            typer.echo(
                f"{point.start}  {point.talk:>6.1f} {point.deed:>6.1f}   {point.talk_memory:>11.1f}   "
                f"{point.deed_memory:>11.1f}   {point.read:>4}"
            )
    typer.echo(f"tension of {pair}: PLOVER scores, conflict below 0; talk and deed are never added up")
