"""`tocsin add`: read texts into the register."""

from contextlib import closing

import typer

from tocsin.cli.options import (
    InputsArgument,
    PublishedOption,
    StoreOption,
    choose_exit_code,
    hide_password,
    parse_option_moment,
    report_failures,
)

NAME = "add"


def run(inputs: InputsArgument, store: StoreOption = None, published: PublishedOption = None) -> None:
    """Read texts, store them, and link them into incidents; the same text twice changes nothing."""
    from tocsin.cli.render import make_progress
    from tocsin.pipeline.linking import link_register, needs_linking
    from tocsin.pipeline.local import add_documents
    from tocsin.pipeline.rereading import has_due
    from tocsin.reading.reader import Reader
    from tocsin.settings import load_settings
    from tocsin.sources import Intake, iter_documents
    from tocsin.store import open_store

    settings = load_settings(store=store)
    intake = Intake(
        published_at=parse_option_moment(published, "--published"), max_bytes=settings.max_input_bytes
    )
    with closing(open_store(settings.store)) as register:
        with make_progress("reading") as progress:
            reader = Reader(model=settings.model)
            added = add_documents(
                iter_documents(inputs, intake), reader=reader, store=register, progress=progress
            )
        with make_progress("linking"):
            linked = link_register(register) if needs_linking(register) else None
        # Counting all rows takes longer than linking one report; a linking knows.
        found = linked or register.count()
        is_older = has_due(register, reader)
    report_failures(added.failed)
    typer.echo(f"{added.read} read, {added.known} known already, {len(added.failed)} failed")
    place = hide_password(settings.store)
    typer.echo(f"the register {place} holds {found.documents} reports and {found.incidents} records")
    if is_older:
        typer.echo("older rules or another model read some of them: tocsin reread reads them again", err=True)
    raise typer.Exit(choose_exit_code(done=added.read + added.known, failed=len(added.failed)))
