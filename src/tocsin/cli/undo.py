"""`tocsin undo`: take back a decision."""

from contextlib import closing
from typing import Annotated

import typer

from tocsin.cli.deciding import print_decided
from tocsin.cli.options import ByOption, StoreOption

NAME = "undo"


def run(
    judgement_id: Annotated[
        str | None,
        typer.Argument(metavar="JUDGEMENT", help="The judgement; your last one where none is named."),
    ] = None,
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Withdraw a judgement: the register is again as if it had not been given, and the log keeps it."""
    from tocsin.pipeline.judging import Analyst, withdraw
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store, analyst=by)
    with closing(open_store(settings.store, create=False)) as register:
        decided = withdraw(register, judgement_id, analyst=Analyst(name=settings.analyst))
    typer.echo("withdrawn:")
    print_decided(decided)
