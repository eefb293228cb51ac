"""`tocsin add`: read texts into the register."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.options import (
    AllOption,
    PublishedOption,
    StoreOption,
    choose_exit_code,
    hide_password,
    make_intake,
    report_failures,
)
from tocsin.errors import InputError

if TYPE_CHECKING:
    from tocsin.pipeline.local import Added
    from tocsin.settings import Settings
    from tocsin.sources import Intake
    from tocsin.store.base import Store

NAME = "add"


def run(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="INPUT", help="Files, directories, web addresses, or - for standard input."),
    ] = None,
    store: StoreOption = None,
    published: PublishedOption = None,
    coded: Annotated[
        str | None,
        typer.Option("--coded", metavar="DIR", help="What tocsin code wrote, instead of INPUT."),
    ] = None,
    everything: AllOption = False,
) -> None:
    """Read texts, store them, and link them into incidents; the same text twice changes nothing."""
    from tocsin.cli.render import make_progress
    from tocsin.pipeline.linking import link_register, needs_linking
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    if bool(inputs) == (coded is not None):
        raise InputError("nothing to add; wanted INPUT, or --coded DIR without INPUT")
    settings = load_settings(store=store)
    intake = make_intake(settings, published)
    with closing(open_store(settings.store)) as register:
        if coded is not None:
            added, is_older = _load(coded, register), False
        else:
            reads_all = everything or settings.read_everything
            added, is_older = _read(inputs or [], intake, settings, register, everything=reads_all)
        with make_progress("linking"):
            linked = link_register(register) if needs_linking(register) else None
        # Counting all rows takes longer than linking one report; a linking knows.
        found = linked or register.count()
    report_failures(added.failed)
    typer.echo(f"{added.read} read, {added.known} known already, {len(added.failed)} failed")
    place = hide_password(settings.store)
    typer.echo(f"the register {place} holds {found.documents} reports and {found.incidents} records")
    if is_older:
        typer.echo("older rules or another model read some of them: tocsin reread reads them again", err=True)
    raise typer.Exit(choose_exit_code(done=added.read + added.known, failed=len(added.failed)))


def _read(
    inputs: list[str], intake: "Intake", settings: "Settings", register: "Store", *, everything: bool
) -> "tuple[Added, bool]":
    """Read and store what is new; also tell whether older rules or another model read what is stored."""
    from tocsin.cli.render import make_progress
    from tocsin.pipeline.local import add_documents
    from tocsin.pipeline.rereading import has_due
    from tocsin.reading.reader import Reader
    from tocsin.sources import iter_documents

    with make_progress("reading") as progress:
        reader = Reader(model=settings.model, everything=everything)
        documents = iter_documents(inputs, intake)
        added = add_documents(documents, reader=reader, store=register, progress=progress)
    return added, has_due(register, reader)


def _load(folder: str, register: "Store") -> "Added":
    from tocsin.cli.render import make_progress
    from tocsin.pipeline.bulk import CodedFolder, add_coded

    with make_progress("loading") as progress:
        return add_coded(CodedFolder(folder), register, progress=progress)
