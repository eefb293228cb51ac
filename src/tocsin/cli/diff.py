"""`tocsin diff`: what changed in the register since a moment."""

import json
from contextlib import closing
from enum import StrEnum
from typing import Annotated

import typer

from tocsin.cli.deciding import print_deltas
from tocsin.cli.options import StoreOption, parse_option_moment

NAME = "diff"


class Format(StrEnum):
    """How changes are printed."""

    TEXT = "text"
    JSONL = "jsonl"


def run(
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="TIME", help="Only what changed after this moment.", show_default="all"
        ),
    ] = None,
    output: Annotated[
        Format, typer.Option("--format", help="text for people, jsonl for machines.")
    ] = Format.TEXT,
    store: StoreOption = None,
) -> None:
    """Print what changed in the register, oldest first: new, changed, merged and gone records, and why."""
    from tocsin.model.codec import encode
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store)
    moment = parse_option_moment(since, "--since")
    with closing(open_store(settings.store, read_only=True)) as register:
        deltas = register.list_deltas(since=moment)
    if output is Format.JSONL:
        for delta in deltas:
            typer.echo(json.dumps(encode(delta), ensure_ascii=False))
        return
    print_deltas(deltas)
    records = len({delta.incident_id for delta in deltas})
    typer.echo(
        f"{len(deltas)} changes in {records} records{f' since {moment.isoformat()}' if moment else ''}"
    )
