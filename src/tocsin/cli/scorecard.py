"""`tocsin scorecard`: how the forecasts did that were stored, beside naive ones."""

import json
from contextlib import closing
from typing import Annotated

import typer

from tocsin.cli.options import StoreOption

NAME = "scorecard"


def run(
    store: StoreOption = None,
    unit: Annotated[
        str, typer.Option("--unit", metavar="START", help="Only units that begin so, for example type:.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Score the stored forecasts whose period is over, two weeks after its end, and keep their outcomes."""
    from tocsin.cli.forecast_tables import render_scorecard
    from tocsin.cli.render import make_console
    from tocsin.model.codec import encode
    from tocsin.pipeline.forecasting import find_outcomes, score_register
    from tocsin.settings import load_profile, load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store)
    with closing(open_store(settings.store, create=False)) as register:
        outcomes = find_outcomes(register, lambda name: load_profile(settings, name))
        register.add_outcomes(outcomes)
        card = score_register(register, matches=unit)
    if as_json:
        typer.echo(json.dumps({"schema": "tocsin.scorecard/1", **encode(card)}, ensure_ascii=False))
        return
    render_scorecard(make_console(), card)
