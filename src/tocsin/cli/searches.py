"""`tocsin searches`: searches that are kept and raise an alert for every new incident that meets them."""

from contextlib import closing
from typing import Annotated

import typer

from tocsin.cli.options import ProfileOption, StoreOption, clean_line

NAME = "searches"
MOST_NAME_CHARACTERS = 60


def run(
    save: Annotated[
        str | None, typer.Option("--save", metavar="NAME", help="Keep a search under this name.")
    ] = None,
    drop: Annotated[str | None, typer.Option("--drop", metavar="NAME", help="Remove a search.")] = None,
    types: Annotated[
        list[str] | None, typer.Option("--type", metavar="CODE", help="A threat type; may be given again.")
    ] = None,
    countries: Annotated[
        list[str] | None,
        typer.Option("--country", metavar="CODE", help="A country hit or the place; may be given again."),
    ] = None,
    words: Annotated[str, typer.Option("--words", help="Words that title or quotes must all hold.")] = "",
    profile: ProfileOption = None,
    store: StoreOption = None,
) -> None:
    """List, keep or remove saved searches; `tocsin alerts` tells of what meets them."""
    from tocsin.errors import InputError
    from tocsin.model import Search
    from tocsin.ontology.threats import load_threats
    from tocsin.pipeline.alarming import describe_search
    from tocsin.pipeline.linking import now
    from tocsin.settings import load_profile, load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store, profile=profile)
    unknown = [code for code in types or () if code not in load_threats()]
    if unknown:
        raise InputError(f"--type {unknown[0]!r}; known: {', '.join(load_threats())}")
    with closing(open_store(settings.store, read_only=save is None and drop is None)) as register:
        if drop is not None:
            typer.echo(f"search {drop} removed" if register.drop_search(drop) else f"no search {drop}")
        if save is not None:
            if not save.strip() or len(save) > MOST_NAME_CHARACTERS or not save.isprintable():
                raise InputError(
                    f"--save {save[:80]!r}; wanted a name of 1 to {MOST_NAME_CHARACTERS} characters"
                )
            search = Search(
                name=save.strip(),
                profile=load_profile(settings).name,
                threat_types=tuple(types or ()),
                countries=tuple(code.upper() for code in countries or ()),
                words=words,
                made_at=now(),
            )
            register.save_search(search)
        for kept in register.list_searches():
            asked = "; ".join(f"{key} {value}" for key, value in describe_search(kept).items())
            typer.echo(clean_line(f"{kept.name}: {asked}"))
