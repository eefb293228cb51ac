"""`tocsin code`: texts by the thousand or million into Parquet."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.options import (
    AllOption,
    PublishedOption,
    choose_exit_code,
    make_intake,
    report_failures,
)
from tocsin.errors import InputError

if TYPE_CHECKING:
    from tocsin.pipeline.bulk import Crew, Pace

NAME = "code"
SECONDS_BETWEEN_LINES = 30.0
"""Without a terminal the progress is a line now and then."""


def run(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="JSONL, WARC, Parquet, text or page files, or folders; s3:// and others too.",
        ),
    ],
    out: Annotated[
        str,
        typer.Option(
            "--out", metavar="DIR", help="Where the Parquet files go, also as s3://...; the same DIR goes on."
        ),
    ],
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, max=512, help="Processes.", show_default="one a processor"),
    ] = None,
    dask: Annotated[
        int | None, typer.Option("--dask", min=1, max=512, help="Workers of a Dask cluster started here.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="The scheduler of a Dask cluster.")
    ] = None,
    published: PublishedOption = None,
    everything: AllOption = False,
) -> None:
    """Code any number of texts into Parquet (readings, statements, events); run again to go on."""
    from tocsin.pipeline.bulk import CodedFolder, code_documents
    from tocsin.settings import load_settings
    from tocsin.sources import iter_documents
    from tocsin.version import __version__

    if sum(option is not None for option in (workers, dask, scheduler)) > 1:
        raise InputError("--workers, --dask and --scheduler exclude one another; give one of them")
    _refuse_streams(inputs)
    settings = load_settings()
    intake = make_intake(settings, published)
    reads_all = everything or settings.read_everything
    folder = CodedFolder(out)
    folder.open_for(
        {
            "inputs": inputs,
            "model": settings.model,
            "version": __version__,
            "published": published,
            "max_input_bytes": settings.max_input_bytes,
            "everything": reads_all,
        }
    )
    with _show_pace() as progress:
        totals = code_documents(
            lambda: iter_documents(inputs, intake),
            folder,
            _choose_crew(workers, dask, scheduler),
            model=settings.model,
            progress=progress,
            everything=reads_all,
        )
    report_failures(folder.iter_failures())
    typer.echo(
        f"{totals.readings} read, {totals.failures} failed; "
        f"{totals.statements} statements, {totals.events} events in {out}"
    )
    raise typer.Exit(choose_exit_code(done=totals.readings, failed=totals.failures))


def _refuse_streams(inputs: list[str]) -> None:
    """Refuse what cannot be read twice the same."""
    for given in inputs:
        if given == "-" or given.startswith(("http://", "https://")):
            raise InputError(f"input {given!r:.80} may change between runs; wanted files or directories")


def _choose_crew(workers: int | None, dask: int | None, scheduler: str | None) -> "Crew":
    from tocsin.pipeline.bulk import join_cluster, start_cluster, start_processes

    if scheduler is not None:
        return join_cluster(scheduler)
    return start_cluster(dask) if dask is not None else start_processes(workers or _count_processors())


def _count_processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _show_pace() -> "Iterator[Callable[[Pace], None]]":
    """Show how far the run is on standard error: one line that changes, or a line now and then."""
    from tocsin.cli.render import make_console

    console = make_console(stderr=True)
    if console.is_terminal:
        with console.status("looking at the inputs ...") as status:
            yield lambda pace: status.update(pace.describe())
        return
    told = time.monotonic()

    def tell(pace: "Pace") -> None:
        nonlocal told
        if time.monotonic() - told >= SECONDS_BETWEEN_LINES:
            told = time.monotonic()
            typer.echo(f"tocsin: {pace.describe()}", err=True)

    yield tell
