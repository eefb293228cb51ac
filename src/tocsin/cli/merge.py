"""`tocsin merge`: say that records are one incident."""

from contextlib import closing
from typing import Annotated

import typer

from tocsin.cli.deciding import print_decided
from tocsin.cli.options import ByOption, ReasonOption, StoreOption

NAME = "merge"


def run(
    incident_ids: Annotated[list[str], typer.Argument(metavar="ID ID...", help="The records that are one.")],
    reason: ReasonOption = "",
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Merge records: the oldest id stays, the others lead to it, and new reports follow."""
    from tocsin.pipeline.judging import Analyst, merge_incidents
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store, analyst=by)
    with closing(open_store(settings.store, create=False)) as register:
        print_decided(
            merge_incidents(register, incident_ids, analyst=Analyst(name=settings.analyst), reason=reason)
        )
