"""`tocsin read`: print what a text says, without storing anything."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from tocsin.cli.options import (
    AllOption,
    InputsArgument,
    PublishedOption,
    choose_exit_code,
    make_intake,
    report_failures,
)

NAME = "read"


class Format(StrEnum):
    """How a reading is printed."""

    TEXT = "text"
    JSONL = "jsonl"


def run(
    inputs: InputsArgument,
    output: Annotated[
        Format, typer.Option("--format", help="text for people, jsonl for machines: one object a document.")
    ] = Format.TEXT,
    published: PublishedOption = None,
    everything: AllOption = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Name the rules that decided each status.")
    ] = False,
) -> None:
    """Read texts and print statements and events, with who said so and whether it happened."""
    from tocsin.cli.render import make_console, render_reading
    from tocsin.model.codec import encode_reading
    from tocsin.pipeline.local import read_documents
    from tocsin.reading.reader import Reader
    from tocsin.settings import load_settings
    from tocsin.sources import Unread, iter_documents

    settings = load_settings()
    intake = make_intake(settings, published)
    reader = Reader(model=settings.model, explain=explain, everything=everything or settings.read_everything)
    console = make_console()
    failed: list[Unread] = []
    done = 0
    for outcome in read_documents(iter_documents(inputs, intake), reader):
        if isinstance(outcome, Unread):
            failed.append(outcome)
            continue
        done += 1
        if output is Format.JSONL:
            typer.echo(json.dumps(encode_reading(outcome), ensure_ascii=False))
        else:
            render_reading(console, outcome)
    report_failures(failed)
    if failed:
        typer.echo(f"tocsin: {done} read, {len(failed)} failed", err=True)
    raise typer.Exit(choose_exit_code(done=done, failed=len(failed)))
