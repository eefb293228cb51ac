"""`tocsin forecast`: how many incidents lie ahead, as chances, with a naive forecast beside each."""

import json
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.options import AsOfOption, ProfileOption, StoreOption, parse_option_moment

if TYPE_CHECKING:
    from tocsin.model import Forecast

NAME = "forecast"
DEFAULT_WEEKS, DEFAULT_MONTHS = 4, 3


class Kind(StrEnum):
    """Which units are forecast, and fitted together."""

    TYPE = "type"
    COUNTRY = "country"
    PLACE = "place"
    PAIR = "pair"
    ALL = "all"


UNIT_STARTS = {
    Kind.TYPE: "type:",
    Kind.COUNTRY: "target:",
    Kind.PLACE: "place:",
    Kind.PAIR: "pair:",
    Kind.ALL: "all",
}


def run(
    units: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[UNIT]",
            help="Units, as type:undersea, target:POL, 'pair:RUS>POL' or all; without one, all of --by.",
            show_default=False,
        ),
    ] = None,
    store: StoreOption = None,
    by: Annotated[
        Kind,
        typer.Option("--by", help="The kind of unit: threat type, country hit, place, pair, or all as one."),
    ] = Kind.TYPE,
    weeks: Annotated[
        int | None, typer.Option("--weeks", metavar="N", help="Weeks ahead, 1 to 26.", show_default="4")
    ] = None,
    months: Annotated[
        int | None,
        typer.Option(
            "--months",
            metavar="N",
            help="Calendar months ahead, 1 to 6, in place of weeks.",
            show_default=False,
        ),
    ] = None,
    profile: ProfileOption = None,
    as_of: AsOfOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON lines: draws, baselines, model card, evidence.")
    ] = False,
    keep: Annotated[
        bool,
        typer.Option("--keep/--no-keep", help="Store the forecasts, to be scored when their period is over."),
    ] = True,
) -> None:
    """Forecast counts of incidents: median, 90 % interval, chance of any, and naive forecasts beside."""
    from tocsin.cli.render import make_console
    from tocsin.errors import InputError
    from tocsin.pipeline.forecasting import Wanted, forecast_register
    from tocsin.pipeline.views import Query
    from tocsin.settings import load_profile, load_settings
    from tocsin.store import open_store
    from tocsin.warning.forecasting import MONTH, WEEK

    if weeks is not None and months is not None:
        raise InputError(f"--weeks {weeks} and --months {months} were given; wanted one of them")
    settings = load_settings(store=store, profile=profile)
    wanted = Wanted(
        units=tuple(units or ()),
        alike=_find_start(units or [], by),
        period=WEEK if months is None else MONTH,
        steps=months if months is not None else (DEFAULT_WEEKS if weeks is None else weeks),
    )
    moment = parse_option_moment(as_of, "--as-of", day_ends=True)
    query = Query(profile=load_profile(settings), as_of=moment)
    with closing(open_store(settings.store, create=False, read_only=not keep)) as register:
        with make_console(stderr=True).status("forecasting ...") as status:
            forecasts = forecast_register(
                register,
                query,
                wanted,
                advance=lambda number: status.update(f"forecasting ... {number} units"),
            )
        new = register.add_forecasts(forecasts) if keep else 0
    if as_json:
        _print_lines(forecasts)
    else:
        from tocsin.cli.forecast_tables import render_forecasts

        render_forecasts(make_console(), forecasts)
    if keep:
        typer.echo(
            f"{new} forecasts stored, {len(forecasts) - new} were there; tocsin scorecard scores them",
            err=True,
        )


def _find_start(units: Sequence[str], by: Kind) -> str:
    """Return how units of the kind asked for begin; units named say it themselves, and are of one kind."""
    from tocsin.errors import InputError

    starts = {next((s for s in UNIT_STARTS.values() if unit.startswith(s)), None) for unit in units}
    if None in starts:
        known = ", ".join(UNIT_STARTS.values())
        raise InputError(f"unknown unit among {', '.join(units)}; wanted units that begin with {known}")
    if len(starts) > 1:
        raise InputError(
            f"{', '.join(units)} are of several kinds; wanted one kind, since units are fitted together"
        )
    return starts.pop() or "" if starts else UNIT_STARTS[by]


def _print_lines(forecasts: "Sequence[Forecast]") -> None:
    from tocsin.model.codec import encode
    from tocsin.warning.forecasting import chance_of_any, find_quantile

    for forecast in forecasts:
        shown = {
            "schema": "tocsin.forecast/1",
            **encode(forecast),
            "made_at": forecast.made_at.astimezone(UTC).isoformat(),
            "median": find_quantile(forecast.draws, 0.5),
            "interval_90": [find_quantile(forecast.draws, 0.05), find_quantile(forecast.draws, 0.95)],
            "chance_of_any": chance_of_any(forecast.draws),
        }
        typer.echo(json.dumps(shown, ensure_ascii=False))
