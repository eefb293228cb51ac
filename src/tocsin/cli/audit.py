"""`tocsin audit`: who did what when on the desk."""

from contextlib import closing
from typing import Annotated

import typer

from tocsin.cli.options import StoreOption, clean_line

NAME = "audit"


def run(
    who: Annotated[
        str | None, typer.Option("--who", metavar="NAME", help="Only what one person did.")
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, max=100_000, help="How many entries at most.")] = 50,
    store: StoreOption = None,
) -> None:
    """Print the audit log, newest first: sign-ins, changes of accounts and keys, decisions."""
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store)
    with closing(open_store(settings.store, read_only=True, create=False)) as register:
        deeds = register.accounts.list_deeds(who=who, most=most)
    for deed in deeds:
        parts = (deed.subject, deed.detail, f"from {deed.address}" if deed.address else "")
        rest = "  ".join(part for part in parts if part)
        typer.echo(clean_line(f"{deed.at:%Y-%m-%d %H:%M:%S}  {deed.who}  {deed.what}  {rest}"))
    if not deeds:
        typer.echo("nothing is written down yet")
