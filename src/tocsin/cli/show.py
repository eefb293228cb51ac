"""`tocsin show`: print one incident with every claim and its evidence."""

import json
from contextlib import closing
from enum import StrEnum
from typing import Annotated

import typer

from tocsin.cli.options import IncidentArgument, StoreOption

NAME = "show"


class Format(StrEnum):
    """How an incident is printed."""

    TEXT = "text"
    JSON = "json"


def run(
    incident_id: IncidentArgument,
    store: StoreOption = None,
    output: Annotated[
        Format, typer.Option("--format", help="text for people, json for machines.")
    ] = Format.TEXT,
) -> None:
    """Print one incident: values with their rules, why each report was linked, claims with their words."""
    from tocsin.cli.record_view import render_record
    from tocsin.cli.render import make_console
    from tocsin.pipeline.records import encode_record, view_record
    from tocsin.pipeline.source_health import describe_currency
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store)
    with closing(open_store(settings.store, read_only=True)) as register:
        view = view_record(register, incident_id)
        currency = describe_currency(register)
    if output is Format.JSON:
        typer.echo(json.dumps(encode_record(view), ensure_ascii=False, indent=1))
    else:
        render_record(make_console(), view)
    typer.echo(currency, err=output is Format.JSON)
