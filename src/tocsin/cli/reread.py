"""`tocsin reread`: read stored reports again with the present rules."""

from contextlib import closing
from typing import Annotated

import typer

from tocsin.cli.deciding import SHOWN_DELTAS, describe_judgement, print_deltas
from tocsin.cli.options import (
    StoreOption,
    choose_exit_code,
    clean_line,
    parse_option_moment,
    report_failures,
)

NAME = "reread"


def run(
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Only reports published on or after this day."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also reports that these rules and this model read already.")
    ] = False,
    store: StoreOption = None,
) -> None:
    """Read again what older rules or another model read; ids and judgements stay, and changes are printed."""
    from tocsin.cli.render import make_progress
    from tocsin.pipeline.rereading import reread_register
    from tocsin.reading.reader import Reader
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store)
    moment = parse_option_moment(since, "--since")
    with closing(open_store(settings.store, create=False)) as register:
        with make_progress("reading again") as progress:
            reader = Reader(model=settings.model, everything=settings.read_everything)
            done = reread_register(register, reader, everything=everything, since=moment, progress=progress)
        counts = register.count()
    report_failures(done.failed)
    print_deltas(done.deltas[:SHOWN_DELTAS])
    if len(done.deltas) > SHOWN_DELTAS:
        typer.echo(f"... and {len(done.deltas) - SHOWN_DELTAS} more: tocsin diff")
    for entry in done.unplaced:
        typer.echo(clean_line(f"kept without {entry.subject}: {describe_judgement(entry.judgement)}"))
    typer.echo(
        f"{done.read} of {counts.documents} reports read again by {reader.version}, "
        f"{len(done.failed)} failed and keep their old reading; {len(done.deltas)} changes"
    )
    raise typer.Exit(choose_exit_code(done=counts.documents, failed=len(done.failed)))
