"""`tocsin split`: say that some mentions of a record are another incident."""

from contextlib import closing
from typing import Annotated

import typer

from tocsin.cli.deciding import print_decided
from tocsin.cli.options import ByOption, IncidentArgument, ReasonOption, StoreOption

NAME = "split"


def run(
    incident_id: IncidentArgument,
    mention_ids: Annotated[
        list[str],
        typer.Argument(
            metavar="MENTION...", help="Mentions that are another incident; a report's id means all of its."
        ),
    ],
    reason: ReasonOption = "",
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Split a record: the mentions named stay together and out of it, whatever comes."""
    from tocsin.pipeline.judging import Analyst, split_incident
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store, analyst=by)
    analyst = Analyst(name=settings.analyst)
    with closing(open_store(settings.store, create=False)) as register:
        print_decided(split_incident(register, incident_id, mention_ids, analyst=analyst, reason=reason))
