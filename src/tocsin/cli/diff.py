"""`tocsin diff`: what changed in the register since a moment."""

import json
from contextlib import closing
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.deciding import describe_delta, print_deltas
from tocsin.cli.options import ProfileOption, StoreOption, clean_line, parse_option_moment

if TYPE_CHECKING:
    from tocsin.pipeline.listing import RowMatch
    from tocsin.settings import Settings

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
    against: Annotated[
        str | None,
        typer.Option("--list", metavar="NAME", help="Compare an imported list with the register."),
    ] = None,
    profile: ProfileOption = None,
    output: Annotated[
        Format, typer.Option("--format", help="text for people, jsonl for machines.")
    ] = Format.TEXT,
    store: StoreOption = None,
) -> None:
    """Print what changed in the register, oldest first and why; or how a list of yours differs from it."""
    from tocsin.model.codec import encode
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store, profile=profile)
    if against is not None:
        _print_comparison(settings, against, output)
        return
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


def _print_comparison(settings: "Settings", name: str, output: Format) -> None:
    from tocsin.pipeline.listing import compare_list, encode_comparison
    from tocsin.pipeline.views import Query, view_register
    from tocsin.settings import load_profile
    from tocsin.store import open_store

    with closing(open_store(settings.store, read_only=True)) as register:
        view = view_register(register, Query(profile=load_profile(settings)))
        comparison = compare_list(register, name, view.exported(), profile=settings.profile)
    if output is Format.JSONL:
        for entry in encode_comparison(comparison):
            typer.echo(json.dumps(entry, ensure_ascii=False))
        return
    for match in (*comparison.matched, *comparison.alone):
        _print_match(match)
    typer.echo(f"\nnot in the list {name}, by profile {comparison.profile}:")
    for incident in comparison.lacking:
        typer.echo(clean_line(f"  {incident.id[:9]}  {incident.status}  {incident.title}"))
    typer.echo(
        f"{len(comparison.matched)} rows that reports tell of, {len(comparison.alone)} that none does, "
        f"{len(comparison.lacking)} records that the list lacks"
    )


def _print_match(match: "RowMatch") -> None:
    title = match.row.title or match.row.text.partition("\n")[0]
    typer.echo(clean_line(f"{match.row.external_id}  {title}"))
    for incident in match.incidents:
        reports = f"{incident.reports} reports"
        typer.echo(clean_line(f"  {incident.id[:9]}  {incident.status}, {reports}: {incident.title}"))
    for told in match.told:
        when = told.document.published_at.date().isoformat() if told.document.published_at else "undated"
        typer.echo(clean_line(f"    {when} {told.document.publisher or ''}: “{told.quote}”"))
    for delta in match.deltas:
        typer.echo(f"    since the import: {describe_delta(delta)}")
    if not match.incidents:
        typer.echo("  opens no record: it says neither when, where nor who")
    elif not match.told:
        typer.echo("    no report tells of it")
