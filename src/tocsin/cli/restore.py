"""`tocsin restore`: a store made from a backup."""

from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.options import StoreOption, hide_password

NAME = "restore"


def run(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `tocsin backup` wrote.")],
    store: StoreOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of the store that is there.")
    ] = False,
) -> None:
    """Make a store from a backup, migrated to this tocsin; one that is there is kept unless --replace."""
    from tocsin.settings import load_settings
    from tocsin.store.backups import restore

    address = load_settings(store=store).store
    counts = restore(file, address, replace=replace)
    typer.echo(
        f"{hide_password(address)}: {counts.documents} reports and {counts.incidents} records as in {file}"
    )
