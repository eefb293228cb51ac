"""`tocsin demo`: the main job on the sample reports, in one command."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.options import report_failures
from tocsin.cli.serve import HostOption, PortOption, serve_desk
from tocsin.cli.wording import say_count

if TYPE_CHECKING:
    from rich.console import Console

    from tocsin.settings import Settings
    from tocsin.store.base import Store

NAME = "demo"
DEMO_STORE = "tocsin-demo.sqlite"
FOUNDING_REPORT = "sample-079"
"""The report that restates the news which started the project: nearly all talk."""


def run(
    store: Annotated[
        str, typer.Option("--store", help="The file the demo's register is kept in.")
    ] = DEMO_STORE,
    serve: Annotated[bool, typer.Option(help="Serve the desk after reading.")] = True,
    host: HostOption = None,
    port: PortOption = None,
) -> None:
    """Read the sample reports, build the register, print what was found, and serve the desk."""
    from tocsin.cli.render import make_console, make_progress
    from tocsin.pipeline.linking import link_register, needs_linking
    from tocsin.pipeline.local import add_documents
    from tocsin.reading.reader import Reader
    from tocsin.settings import load_settings
    from tocsin.sources import iter_sample
    from tocsin.store import open_store

    settings = load_settings(store=store, host=host, port=port)
    console = make_console()
    with closing(open_store(settings.store)) as register:
        with make_progress("reading the sample reports") as progress:
            added = add_documents(
                iter_sample(), reader=Reader(model=settings.model), store=register, progress=progress
            )
            if needs_linking(register):
                link_register(register)
        report_failures(added.failed)
        _print_found(console, register, settings)
        if serve:
            serve_desk(register, settings)


def _print_found(console: "Console", register: "Store", settings: "Settings") -> None:
    from tocsin.cli.render import render_reading
    from tocsin.cli.tables import render_alerts, render_incidents, render_status_counts
    from tocsin.pipeline.replaying import replay_query
    from tocsin.pipeline.views import Query, view_register
    from tocsin.settings import load_profile

    founding = next((r for r in register.iter_readings() if r.document.external_id == FOUNDING_REPORT), None)
    if founding is not None:
        console.rule("One report, read")
        render_reading(console, founding)
    console.rule("All reports")
    render_status_counts(console, register.iter_readings(), documents=register.count().documents)
    console.rule("The register")
    view = view_register(register, Query(profile=load_profile(settings)))
    counted = say_count(len(view.counted), "incident")
    render_incidents(console, view.counted, caption=f"{counted} by profile {settings.profile}")
    if view.apart:
        leads = say_count(len(view.apart), "lead")
        console.print(f"{leads} listed apart and not counted: tocsin incidents --store ...")
    console.rule("Alerts that would have fired")
    replay = replay_query(register, view.query, false_alarms_per_year=settings.false_alarms_per_year)
    render_alerts(console, replay.alerts)
