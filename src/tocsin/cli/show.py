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
    """Print one incident: every value with the rule that chose it, every claim with its words."""
    from tocsin.cli.render import make_console
    from tocsin.cli.tables import render_incident
    from tocsin.model.codec import encode_incident
    from tocsin.pipeline.judging import find_incident
    from tocsin.pipeline.originals import find_originals
    from tocsin.pipeline.pages import load_pages
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store)
    with closing(open_store(settings.store, read_only=True)) as register:
        incident = find_incident(register, incident_id)
        originals = find_originals(register, incident)
        pages = load_pages(register, incident)
    if output is Format.JSON:
        typer.echo(json.dumps(encode_incident(incident), ensure_ascii=False, indent=1))
    else:
        render_incident(make_console(), incident, originals=originals, pages=pages)
