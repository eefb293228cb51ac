"""`tocsin watch`: keep collecting from the sources, reading and linking as it comes."""

import os
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.options import StoreOption, clean_line
from tocsin.cli.stopping import Stopped

if TYPE_CHECKING:
    from tocsin.pipeline.watching import Watched

NAME = "watch"


def run(
    once: Annotated[
        bool, typer.Option("--once", help="Ask every source once, take in what comes, stop.")
    ] = False,
    due: Annotated[
        bool, typer.Option("--due", help="With --once: only sources whose interval is over, as for cron.")
    ] = False,
    no_read: Annotated[
        bool, typer.Option("--no-read", help="Only collect; what waits is read by a later run.")
    ] = False,
    copies: Annotated[
        bool,
        typer.Option("--copies", help="Read copies deep too, not by their original's reading."),
    ] = False,
    store: StoreOption = None,
) -> None:
    """Collect from the sources that `tocsin sources` lists; stop with Ctrl+C at any moment."""
    from tocsin.cli.telling import make_teller
    from tocsin.pipeline.collecting import Collection
    from tocsin.pipeline.linking import now
    from tocsin.pipeline.watching import make_fetcher, make_login, make_pace, watch
    from tocsin.settings import load_settings
    from tocsin.sources.translating import choose_translator
    from tocsin.store import open_store

    settings = load_settings(store=store)
    login = make_login(os.environ)
    fetcher = make_fetcher(
        allowed_networks=settings.allowed_networks,
        pause_seconds=settings.host_pause_seconds,
        fetch_seconds=settings.fetch_seconds,
        max_bytes=settings.max_input_bytes,
    )
    pace = make_pace(
        workers=settings.fetch_workers,
        pause_seconds=settings.host_pause_seconds,
        retry_seconds=settings.retry_seconds,
        fetch_seconds=settings.fetch_seconds,
        max_bytes=settings.max_input_bytes,
    )
    translator = choose_translator(settings.translator, authorization=login("translator"))
    with closing(open_store(settings.store)) as register:
        watched_sources = [
            source.id for source, _state in register.collection.list_watched() if source.enabled
        ]
        if not watched_sources:
            typer.echo("tocsin: no source is watched; add one with `tocsin sources add ADDRESS`", err=True)
            raise typer.Exit(2)
        reader = None
        if not no_read:
            from tocsin.reading.reader import Reader

            reader = Reader(model=settings.model, everything=settings.read_everything)
        started = now()
        if once and not due:
            register.collection.hasten(watched_sources, at=started)
        collection = Collection(register, fetcher, pace=pace, login=login)
        teller = make_teller(register, settings)
        try:
            watched = watch(
                register,
                collection,
                reader=reader,
                translator=translator,
                reads_copies=copies,
                until=started if once else None,
                report=None if once else print_watched,
                tell=teller.tell,
            )
        except Stopped:
            typer.echo("tocsin: stopped; what came is kept, `tocsin watch` goes on where it was", err=True)
            raise typer.Exit(0) from None
        finally:
            collection.close()
    print_watched(watched)
    raise typer.Exit(1 if watched.gathered.errors or watched.settled.complaints else 0)


def print_watched(watched: "Watched") -> None:
    """Print what a run did so far, and what is wrong."""
    gathered, settled = watched.gathered, watched.settled
    typer.echo(
        f"{gathered.polls} asked ({gathered.unchanged} unchanged), {gathered.new} new, "
        f"{gathered.changed} changed, {gathered.copies} copies, {gathered.pages} pages, "
        f"{gathered.set_aside} set aside; {settled.read} read ({settled.retold} by their originals), "
        f"{settled.translated} in translation, "
        f"{settled.unread} in other languages, {settled.linked} linked"
    )
    if gathered.errors:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(gathered.errors.items()))
        typer.echo(f"tocsin: failed: {kinds}; see `tocsin sources`", err=True)
    for line in (*watched.notices, *settled.complaints):
        typer.echo(f"tocsin: {clean_line(line)}", err=True)
    watched.notices.clear()
