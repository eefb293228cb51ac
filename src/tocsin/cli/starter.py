"""`tocsin sources starter`: watch feeds of the starter list."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.options import StoreOption, clean_line

if TYPE_CHECKING:
    from tocsin.sources.starter import StarterSource

NAME = "starter"


def run(
    country: Annotated[
        list[str] | None,
        typer.Option("--country", metavar="CODE", help="Only of this country, as EST; or NATO, EUU, UNO."),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="Only these publishers, as cert, ministry, broadcaster."),
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option("--language", metavar="CODE", help="Only in this language, as en.")
    ] = None,
    show: Annotated[
        bool, typer.Option("--list", help="Print what would be watched; change nothing.")
    ] = False,
    store: StoreOption = None,
) -> None:
    """Watch the public feeds of the starter list, or those of a country, kind or language."""
    from tocsin.sources.starter import choose_starter

    chosen = choose_starter(countries=country or (), kinds=kind or (), languages=language or ())
    if show:
        for one in chosen:
            facts = (one.source.country or "", one.source.publisher_kind or "", one.source.lang or "")
            line = f"{facts[0]:<5}{facts[1]:<13}{facts[2]:<4}{one.source.reliability}  {one.source.name}"
            typer.echo(clean_line(f"{line}  {one.source.address}"))
    else:
        _watch(chosen, store)
    unverified = sum(not one.is_verified for one in chosen)
    if unverified:
        typer.echo(f"{unverified} of {len(chosen)} were never fetched by us; try them: tocsin sources test")


def _watch(chosen: "tuple[StarterSource, ...]", store: str | None) -> None:
    from tocsin.pipeline.linking import now
    from tocsin.pipeline.starting import add_starter
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    with closing(open_store(load_settings(store=store).store)) as register:
        imported = add_starter(register, chosen, at=now())
    typer.echo(f"{imported.added} added, {imported.known} watched already; collect with `tocsin watch`")
