"""`tocsin sources changes`: what publishers changed and took down, and which sources died or came back."""

from contextlib import closing
from typing import Annotated

import typer

from tocsin.cli.options import SinceOption, StoreOption, clean_line, parse_option_moment

NAME = "changes"
KINDS = ("version", "source")


def run(
    source: Annotated[
        str | None, typer.Argument(metavar="SOURCE", help="Only of this source: its id, or the start of it.")
    ] = None,
    since: SinceOption = None,
    corrections: Annotated[
        bool, typer.Option("--corrections", help="Only what was changed or taken down after it was read.")
    ] = False,
    store: StoreOption = None,
) -> None:
    """Print corrections, with the acts whose status changed, and how sources did; oldest first."""
    from tocsin.pipeline.keeping_sources import find_source
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    moment = parse_option_moment(since, "--since")
    with closing(open_store(load_settings(store=store).store, read_only=True)) as register:
        start = f"source {find_source(register, source).id}: " if source else "source "
        found = [
            change
            for change in register.list_changes()
            if change.kind in (KINDS[:1] if corrections else KINDS)
            and change.detail.startswith(start)
            and (moment is None or change.at >= moment)
        ]
    for change in found:
        typer.echo(clean_line(f"{change.at:%Y-%m-%d %H:%M}  {change.detail}"))
    typer.echo(f"{len(found)} entries")
