"""`tocsin publishers`: who publishes what you hold, and how reliable by the table that you review."""

import json
from contextlib import closing
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.deciding import SHOWN_DELTAS, print_deltas
from tocsin.cli.options import StoreOption, clean_line

if TYPE_CHECKING:
    from tocsin.pipeline.publishing import Standing

NAME = "publishers"


class Format(StrEnum):
    """How publishers are printed."""

    TEXT = "text"
    JSONL = "jsonl"


def run(
    apply: Annotated[
        bool, typer.Option("--apply", help="Grade the register by your file (setting publishers).")
    ] = False,
    output: Annotated[
        Format, typer.Option("--format", help="text for people, jsonl for machines.")
    ] = Format.TEXT,
    store: StoreOption = None,
) -> None:
    """List publishers with their reports held, Admiralty letter and why; those in no table come last."""
    from tocsin.errors import InputError
    from tocsin.pipeline.publishing import apply_publishers, list_standings
    from tocsin.settings import list_own_publishers, load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store)
    own = list_own_publishers(settings)
    if apply and own is None:
        raise InputError('--apply without a file: set publishers = "FILE" in tocsin.toml first')
    with closing(open_store(settings.store, create=False, read_only=not apply)) as register:
        deltas = apply_publishers(register, own) if apply else None
        standings = list_standings(register)
        is_due = (
            own is not None and tuple(sorted(own, key=lambda one: one.name)) != register.list_publishers()
        )
    if deltas is not None:
        print_deltas(deltas[:SHOWN_DELTAS])
        typer.echo(f"graded by {settings.publishers}: {len(deltas)} changes")
    known = [entry for entry in standings if entry.publisher is not None]
    unknown = [entry for entry in standings if entry.publisher is None]
    for entry in (*known, *unknown):
        typer.echo(_write(entry) if output is Format.TEXT else json.dumps(_encode(entry), ensure_ascii=False))
    if output is Format.TEXT:
        typer.echo(
            f"{len(known)} publishers in the table, {len(unknown)} not in it (letter f: cannot be judged)"
        )
    if is_due:
        typer.echo(
            "your file differs from what the register is graded by: tocsin publishers --apply", err=True
        )


def _write(entry: "Standing") -> str:
    publisher = entry.publisher
    if publisher is None:
        return clean_line(f"f  {entry.reports:6,}  {entry.name}  (not in the table)")
    owner = f", one origin with {publisher.owner}" if publisher.owner else ""
    country = f" {publisher.country}" if publisher.country else ""
    rule = f"{entry.reliability}  {entry.reports:6,}  {entry.name}{country}  ({entry.rule}{owner})"
    return clean_line(rule)


def _encode(entry: "Standing") -> dict[str, object]:
    from tocsin.model.codec import encode

    return {
        "name": entry.name,
        "reports": entry.reports,
        "reliability": entry.reliability,
        "rule": entry.rule,
        "publisher": encode(entry.publisher),
    }
