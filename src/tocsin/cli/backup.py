"""`tocsin backup`: the whole store in one file, while others use it."""

from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.options import StoreOption, hide_password

NAME = "backup"


def run(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The new file to write.")],
    store: StoreOption = None,
) -> None:
    """Copy the whole store into one new file, while others read and write it."""
    from tocsin.settings import load_settings
    from tocsin.store.backups import back_up

    address = load_settings(store=store).store
    counts = back_up(address, file)
    typer.echo(
        f"{file}: {file.stat().st_size / 1e6:.1f} MB, {counts.documents} reports and {counts.incidents} "
        f"records of {hide_password(address)}; back by `tocsin restore {file} --store ADDRESS`"
    )
