"""`tocsin indicators`: a board of signs, each with its state, why, and the evidence under it."""

import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.options import AsOfOption, ProfileOption, StoreOption, clean_line, parse_option_moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tocsin.model import Indicator

NAME = "indicators"
SHAPES = {"unknown": "?", "quiet": "○", "watch": "◐", "warning": "●"}


def run(
    store: StoreOption = None,
    board: Annotated[
        Path | None,
        typer.Option("--board", metavar="FILE", help="A YAML board of your own in place of ours."),
    ] = None,
    state: Annotated[
        str | None, typer.Option("--state", metavar="CODE", help="The country the board is about, as POL.")
    ] = None,
    profile: ProfileOption = None,
    as_of: AsOfOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Write states that changed into the history.")] = False,
    history: Annotated[bool, typer.Option("--history", help="Print the history that was kept.")] = False,
) -> None:
    """Print every indicator of a board: unknown, quiet, watch or warning, why, and what is behind it."""
    from tocsin.pipeline.boards import assess, keep_changes, tell_own_changes
    from tocsin.pipeline.views import Query
    from tocsin.settings import load_profile, load_settings
    from tocsin.store import open_store
    from tocsin.warning.boards import load_board

    settings = load_settings(store=store, profile=profile)
    with closing(open_store(settings.store, read_only=not keep)) as register:
        if history:
            _print(register.list_indicator_states(), as_json=as_json)
            return
        path = board or (Path(settings.board) if settings.board else None)
        loaded = load_board(path, parameters={"state": state} if state else {})
        query = Query(
            profile=load_profile(settings), as_of=parse_option_moment(as_of, "--as-of", day_ends=True)
        )
        found = assess(register, query, loaded)
        changed = keep_changes(register, loaded, found) if keep else ()
        ours = tell_own_changes(register, query)
    _print(found, as_json=as_json)
    if not as_json:
        about = ", ".join(loaded.parameters.values())
        for line in ours:
            typer.echo(clean_line(f"our own reading: {line}"))
        typer.echo(f"{loaded.label}{f': {about}' if about else ''}; acts by profile {settings.profile}")
        if keep:
            typer.echo(f"{len(changed)} states changed and were written down")


def _print(indicators: "Sequence[Indicator]", *, as_json: bool) -> None:
    from tocsin.model.codec import encode

    for indicator in indicators:
        if as_json:
            typer.echo(json.dumps(encode(indicator), ensure_ascii=False))
            continue
        ids = " ".join(name[:9] for name in (*indicator.incident_ids, *indicator.event_ids)[:5])
        line = f"{'  ' * indicator.depth}{SHAPES[indicator.state]} {indicator.state:<8} {indicator.label}"
        typer.echo(clean_line(f"{indicator.on}  {line:<58} {indicator.reason}  {ids}".rstrip()))
