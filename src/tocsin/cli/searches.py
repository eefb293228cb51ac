"""`tocsin searches`: searches that are kept: what meets one is told of, and stands in its feeds."""

import sys
from collections.abc import Sequence
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.options import ProfileOption, StoreOption, clean_line
from tocsin.cli.writing import write_beside

if TYPE_CHECKING:
    from tocsin.model import Search
    from tocsin.settings import Settings
    from tocsin.store.base import Store

NAME = "searches"
MOST_NAME_CHARACTERS = 60


class Kind(StrEnum):
    """Which records a search is about."""

    HYBRID = "hybrid"
    POLITICAL = "political"
    ALL = "all"


class FeedForm(StrEnum):
    """How a feed is written."""

    RSS = "rss"
    ATOM = "atom"
    ICS = "ics"


def run(
    save: Annotated[
        str | None, typer.Option("--save", metavar="NAME", help="Keep a search under this name.")
    ] = None,
    drop: Annotated[str | None, typer.Option("--drop", metavar="NAME", help="Remove a search.")] = None,
    feed: Annotated[
        str | None, typer.Option("--feed", metavar="NAME", help="Write the feed of a saved search.")
    ] = None,
    types: Annotated[
        list[str] | None, typer.Option("--type", metavar="CODE", help="A threat type; may be given again.")
    ] = None,
    countries: Annotated[
        list[str] | None,
        typer.Option("--country", metavar="CODE", help="A country hit or the place; may be given again."),
    ] = None,
    towards: Annotated[
        list[str] | None,
        typer.Option("--blamed", metavar="CODE", help="Whom somebody blames; may be given again."),
    ] = None,
    statuses: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="STATUS", help="How far it is established; may be given again."),
    ] = None,
    words: Annotated[str, typer.Option("--words", help="Words that title or quotes must all hold.")] = "",
    kind: Annotated[
        Kind, typer.Option("--kind", help="Hybrid incidents, political episodes, or all.")
    ] = Kind.HYBRID,
    notify: Annotated[
        list[str] | None,
        typer.Option(
            "--notify", metavar="NAME", help="An address of the setting notify; may be given again."
        ),
    ] = None,
    form: Annotated[FeedForm, typer.Option("--format", help="rss, atom or ics.")] = FeedForm.ATOM,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write to a file.")] = None,
    profile: ProfileOption = None,
    store: StoreOption = None,
) -> None:
    """List, keep or remove saved searches, or write a feed; `tocsin alerts` tells of what meets them."""
    from tocsin.pipeline.alarming import describe_search
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store, profile=profile)
    with closing(open_store(settings.store, read_only=save is None and drop is None)) as register:
        if feed is not None:
            _write_feed(register, settings, feed, form=form, out=out)
            return
        if drop is not None:
            typer.echo(f"search {drop} removed" if register.drop_search(drop) else f"no search {drop}")
        if save is not None:
            search = _make_search(
                save, settings, types=types or (), countries=countries or (), towards=towards or (),
                statuses=statuses or (), words=words, kind=kind, notify=notify or (),
            )  # fmt: skip
            register.save_search(search)
        for kept in register.list_searches():
            asked = "; ".join(f"{key} {value}" for key, value in describe_search(kept).items())
            typer.echo(clean_line(f"{kept.name}: {asked}"))


def _make_search(
    name: str,
    settings: "Settings",
    *,
    types: Sequence[str],
    countries: Sequence[str],
    towards: Sequence[str],
    statuses: Sequence[str],
    words: str,
    kind: Kind,
    notify: Sequence[str],
) -> "Search":
    from tocsin.cli.telling import make_targets
    from tocsin.errors import InputError
    from tocsin.model import IncidentStatus, Search
    from tocsin.ontology.threats import load_threats
    from tocsin.pipeline.linking import now
    from tocsin.settings import load_profile

    if not name.strip() or len(name) > MOST_NAME_CHARACTERS or not name.isprintable() or "/" in name:
        raise InputError(
            f"--save {name[:80]!r}; wanted a name of 1 to {MOST_NAME_CHARACTERS} characters, without /"
        )
    for option, given, known in (
        ("--type", types, tuple(load_threats())),
        ("--status", statuses, tuple(status.value for status in IncidentStatus)),
    ):
        unknown = [code for code in given if code not in known]
        if unknown:
            raise InputError(f"{option} {unknown[0]!r}; known: {', '.join(known)}")
    make_targets(settings).check(notify)
    return Search(
        name=name.strip(),
        profile=load_profile(settings).name,
        kind=kind.value,
        threat_types=tuple(types),
        countries=tuple(code.upper() for code in countries),
        towards=tuple(code.upper() for code in towards),
        statuses=tuple(statuses),
        words=words,
        notify=tuple(notify),
        made_at=now(),
    )


def _write_feed(
    register: "Store", settings: "Settings", name: str, *, form: FeedForm, out: Path | None
) -> None:
    from tocsin.exports.feeds import find_feed
    from tocsin.pipeline.feeding import find_search, make_feed
    from tocsin.settings import load_profile

    search = find_search(register, name)
    feed = make_feed(
        register, search, load_profile(settings, search.profile), desk_address=settings.desk_address
    )
    written = find_feed(form.value).write(feed)
    if out is None:
        sys.stdout.buffer.write(written)
        return
    with write_beside(out) as stream:
        stream.write(written)
    typer.echo(f"{len(feed.entries)} incidents of {name} written to {out}", err=True)
