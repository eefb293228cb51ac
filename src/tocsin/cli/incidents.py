"""`tocsin incidents`: print the register under one inclusion profile."""

import json
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.options import (
    AsOfOption,
    ProfileOption,
    SinceOption,
    StoreOption,
    UntilOption,
    parse_option_day,
    parse_option_moment,
)
from tocsin.cli.wording import say_count
from tocsin.cli.writing import write_beside

if TYPE_CHECKING:
    from tocsin.pipeline.views import RegisterView
    from tocsin.register import Difference

NAME = "incidents"
TABLE = "table"


class Kind(StrEnum):
    """Which records are meant."""

    HYBRID = "hybrid"
    POLITICAL = "political"
    ALL = "all"


def run(
    store: StoreOption = None,
    output: Annotated[
        str,
        typer.Option(
            "--format",
            help="table, or an export format: jsonl, csv, geojson, stix, stix-misp, misp, parquet.",
        ),
    ] = TABLE,
    profile: ProfileOption = None,
    kind: Annotated[
        Kind, typer.Option("--kind", help="hybrid incidents, political episodes, or all.")
    ] = Kind.HYBRID,
    since: SinceOption = None,
    until: UntilOption = None,
    as_of: AsOfOption = None,
    compare: Annotated[
        str | None,
        typer.Option(
            "--compare",
            metavar="NAME",
            help="A second profile: print what only one of the two counts, and the rule that decided.",
        ),
    ] = None,
    mask: Annotated[
        bool | None,
        typer.Option(
            "--mask/--no-mask",
            help="Put [person] for private persons in quotes; by default in stix, stix-misp and misp.",
        ),
    ] = None,
    up_to: Annotated[
        str | None,
        typer.Option(
            "--up-to",
            metavar="TLP",
            help="Leave out what is marked above it; by default, in formats for other houses, share_up_to.",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """Print the incidents that a profile counts, and apart from them the leads it does not."""
    from tocsin.errors import InputError
    from tocsin.exports import find_exporter
    from tocsin.pipeline.masking import mask_incidents
    from tocsin.pipeline.sharing import hold_back, read_clearance
    from tocsin.pipeline.source_health import describe_currency
    from tocsin.pipeline.views import Query, view_differences, view_register
    from tocsin.settings import load_profile, load_settings
    from tocsin.store import open_store

    if out is not None and output == TABLE:
        raise InputError(f"--out {out} without --format: a table is for the screen; name an export format")
    settings = load_settings(store=store, profile=profile)
    exporter = None if output == TABLE else find_exporter(output)
    limit = up_to or (settings.share_up_to if exporter is not None and exporter.is_shared else "RED")
    clearance = read_clearance(limit, setting="--up-to" if up_to else "share_up_to")
    query = Query(
        profile=load_profile(settings),
        kind=None if kind is Kind.ALL else kind.value,
        since=parse_option_day(since, "--since"),
        until=parse_option_day(until, "--until"),
        as_of=parse_option_moment(as_of, "--as-of", day_ends=True),
    )
    if query.since is not None and query.until is not None and query.since > query.until:
        raise InputError(
            f"--since {query.since} is after --until {query.until}; wanted the earlier day first"
        )
    if compare is not None:
        if output not in (TABLE, "jsonl") or out is not None:
            raise InputError("--compare prints a table or jsonl; leave out --out and other formats")
        with closing(open_store(settings.store, read_only=True)) as register:
            other = load_profile(settings, compare)
            _print_differences(view_differences(register, query, other), query.profile.name, compare, output)
        return
    if exporter is not None and exporter.is_binary and out is None and sys.stdout.isatty():
        raise InputError(f"--format {output} writes bytes, and this is a terminal; add --out FILE")
    with closing(open_store(settings.store, read_only=True)) as register:
        view = view_register(register, query)
        counted, apart = hold_back(view.counted, clearance), hold_back(view.apart, clearance)
        withheld = counted.withheld + apart.withheld
        view = replace(view, counted=counted.incidents, apart=apart.incidents)
        if exporter is None:
            _print_table(view, settings.profile)
            _note_withheld(withheld, clearance.value)
            typer.echo(describe_currency(register))
            return
        _note_unlinked(view)
        is_masked = exporter.is_shared if mask is None else mask
        currency = describe_currency(register)
        leaving = tuple(mask_incidents(register, view.exported())) if is_masked else view.exported()
    if out is None:
        exporter.write(leaving, sys.stdout.buffer, view.context())
    else:
        with write_beside(out) as stream:
            exporter.write(leaving, stream, view.context())
    _note_withheld(withheld, clearance.value)
    typer.echo(
        f"{say_count(len(view.counted), 'incident')} by profile {settings.profile} and "
        f"{say_count(len(view.apart), 'lead')} written"
        f"{f' to {out}' if out else ''}{', private persons masked' if is_masked else ''}; "
        f"{currency}",
        err=True,
    )


def _print_differences(differences: "Sequence[Difference]", one: str, other: str, output: str) -> None:
    if output == TABLE:
        from tocsin.cli.render import make_console
        from tocsin.cli.tables import render_differences

        render_differences(make_console(), differences, profiles=(one, other))
        return
    for difference in differences:
        shown = {
            "incident_id": difference.incident.id,
            "title": difference.incident.title,
            "counted_by": difference.counted_by,
            "left_out_by": difference.left_out_by,
            "rule": difference.rule,
            "sentence": difference.sentence,
        }
        typer.echo(json.dumps(shown, ensure_ascii=False))


def _print_table(view: "RegisterView", profile: str) -> None:
    from tocsin.cli.render import make_console
    from tocsin.cli.tables import render_incidents

    console = make_console()
    counted = say_count(len(view.counted), "incident")
    render_incidents(console, view.counted, caption=f"{counted} by profile {profile}")
    if view.apart:
        leads = say_count(len(view.apart), "lead")
        render_incidents(console, view.apart, caption=f"{leads}, not counted by profile {profile}")
    _note_unlinked(view)


def _note_withheld(withheld: int, clearance: str) -> None:
    if withheld:
        typer.echo(f"{say_count(withheld, 'record')} marked above {clearance} left out", err=True)


def _note_unlinked(view: "RegisterView") -> None:
    if view.unlinked:
        typer.echo(f"{view.unlinked} reports are stored and not linked yet: run tocsin add again", err=True)
