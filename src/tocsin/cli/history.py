"""`tocsin history`: what happened to one record."""

from contextlib import closing

import typer

from tocsin.cli.deciding import describe_judgement, print_deltas
from tocsin.cli.options import IncidentArgument, StoreOption, clean_line
from tocsin.cli.wording import say_count

NAME = "history"


def run(incident_id: IncidentArgument, store: StoreOption = None) -> None:
    """Print every change of a record, with its cause, and every judgement on it."""
    from tocsin.pipeline.judging import view_history
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store)
    with closing(open_store(settings.store, read_only=True)) as register:
        history = view_history(register, incident_id)
    typer.echo(clean_line(f"{history.incident.id}  {history.incident.title}"))
    print_deltas(history.deltas)
    typer.echo(say_count(len(history.judgements), "judgement"))
    for judgement in history.judgements:
        typer.echo(describe_judgement(judgement))
