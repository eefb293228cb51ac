"""`tocsin brief`: what a shift has to know, every line with the words behind it."""

import sys
from contextlib import closing
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.options import ProfileOption, StoreOption, parse_option_moment
from tocsin.cli.writing import write_beside

NAME = "brief"


class Form(StrEnum):
    """How a brief is written."""

    MARKDOWN = "md"
    HTML = "html"


def run(
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="TIME", help="Where it begins.", show_default="a day before the end"),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="TIME", help="Where it ends.", show_default="now"),
    ] = None,
    form: Annotated[
        Form, typer.Option("--format", help="md or html, one file, nothing loaded.")
    ] = Form.MARKDOWN,
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE", help="Your own Jinja template.")
    ] = None,
    print_template: Annotated[
        bool, typer.Option("--print-template", help="Print the template that ships, to change it.")
    ] = False,
    board: Annotated[
        Path | None, typer.Option("--board", metavar="FILE", help="A YAML board of indicators of your own.")
    ] = None,
    state: Annotated[
        list[str] | None,
        typer.Option(
            "--state",
            metavar="CODE",
            help="A state whose board is looked at, as POL; may be given again.",
            show_default="those of the settings, or the states hit most",
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="SECTION",
            help="Only this section, as new, alerts or indicators; may be given again.",
            show_default="all",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write to a file.")] = None,
    profile: ProfileOption = None,
    store: StoreOption = None,
) -> None:
    """Print the brief of a shift: what is new, what changed, who said what of note, which alerts."""
    from tocsin.errors import InputError
    from tocsin.exports.brief import load_template, render_brief
    from tocsin.pipeline.briefing import SECTIONS, make_brief
    from tocsin.pipeline.linking import now
    from tocsin.pipeline.views import Query
    from tocsin.settings import load_boards, load_profile, load_settings
    from tocsin.store import open_store

    if print_template:
        typer.echo(load_template(form.value))
        return
    settings = load_settings(store=store, profile=profile)
    if template is None and form is Form.MARKDOWN and settings.brief_template:
        template = Path(settings.brief_template)
    boards = load_boards(settings, file=board, states=state or ())
    end = parse_option_moment(until, "--until", day_ends=True) or now()
    start = parse_option_moment(since, "--since") or end - timedelta(days=1)
    if start > end:
        raise InputError(f"--since {since} is after the end {end:%Y-%m-%d %H:%M}; wanted the earlier first")
    with closing(open_store(settings.store, read_only=True)) as register:
        brief = make_brief(
            register,
            Query(profile=load_profile(settings)),
            since=start,
            until=end,
            false_alarms_per_year=settings.false_alarms_per_year,
            find_profile=lambda name: load_profile(settings, name),
            boards=boards,
            only=tuple(only or SECTIONS),
        )
    written = render_brief(
        brief, form=form.value, template=template, desk_address=settings.desk_address
    ).encode("utf-8")
    if out is None:
        sys.stdout.buffer.write(written)
        return
    with write_beside(out) as stream:
        stream.write(written)
    typer.echo(f"brief of {brief.documents} reports written to {out}", err=True)
