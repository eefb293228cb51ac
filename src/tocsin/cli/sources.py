"""`tocsin sources`: what is collected, how it does, and everything that changes it."""

import json
import os
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli import source_changes, starter
from tocsin.cli.options import StoreOption, clean_line, parse_option_moment
from tocsin.model.collection import Filters, SourceKind, WholeText

if TYPE_CHECKING:
    from tocsin.model.collection import WatchedSource
    from tocsin.pipeline.source_health import SourceHealth
    from tocsin.store.base import Store

NAME = "sources"
SHOWN_ITEMS = 10

app = typer.Typer(
    help="The sources that are collected, how they do, and what changes them.",
    invoke_without_command=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

SourceArgument = Annotated[
    str, typer.Argument(metavar="SOURCE", help="A source's id, its address, or the start of its id.")
]
KindOption = Annotated[
    SourceKind | None, typer.Option("--kind", help="What stands there; a feed of any format if not given.")
]


def _list_option(flag: str, words: str) -> "typer.models.OptionInfo":
    option: typer.models.OptionInfo = typer.Option(flag, metavar="WORD", help=words)
    return option


@app.callback()
def run(
    context: typer.Context,
    as_jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a source.")] = False,
    store: StoreOption = None,
) -> None:
    """List the sources: how each does, when it last gave something, and what failed."""
    if context.invoked_subcommand is not None:
        return
    from tocsin.pipeline.linking import now
    from tocsin.pipeline.source_health import find_collected_until, view_sources

    with closing(_open(store)) as register:
        found = view_sources(register, at=now())
        until = find_collected_until(register)
    if as_jsonl:
        for health in found:
            typer.echo(json.dumps(_encode(health), ensure_ascii=False))
        return
    _print_table(found)
    bad = sum(health.verdict in ("dead", "silent", "failing") for health in found)
    when = until.strftime("%Y-%m-%d %H:%M UTC") if until else "never collected"
    typer.echo(f"{len(found)} sources, {bad} not well; collected as of {when}")


@app.command("add")
def add(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="A web address, a file or a directory.")],
    name: Annotated[
        str | None, typer.Option("--name", help="The publisher's name; the host's if not given.")
    ] = None,
    kind: KindOption = None,
    country: Annotated[str | None, typer.Option("--country", help="ISO 3166 alpha-3, as EST.")] = None,
    publisher: Annotated[
        str | None, typer.Option("--publisher-kind", help="As ministry, agency, broadcaster.")
    ] = None,
    reliability: Annotated[
        str, typer.Option("--reliability", help="Admiralty letter, a (best) to f (cannot be judged).")
    ] = "f",
    lang: Annotated[str | None, typer.Option("--lang", help="The language it is in, as en.")] = None,
    minutes: Annotated[
        float, typer.Option("--every", metavar="MINUTES", help="How often it is asked.")
    ] = 30.0,
    whole: Annotated[
        WholeText, typer.Option("--whole-text", help="Where the text is taken from: the feed or the page.")
    ] = WholeText.AUTO,
    keyword: Annotated[list[str] | None, _list_option("--keyword", "Only texts with one of these.")] = None,
    not_keyword: Annotated[
        list[str] | None, _list_option("--not-keyword", "No text with one of these.")
    ] = None,
    category: Annotated[list[str] | None, _list_option("--category", "Only items in one of these.")] = None,
    not_category: Annotated[
        list[str] | None, _list_option("--not-category", "No item in one of these.")
    ] = None,
    language: Annotated[
        list[str] | None, _list_option("--language", "Only texts in these languages.")
    ] = None,
    not_language: Annotated[list[str] | None, _list_option("--not-language", "No text in these.")] = None,
    path: Annotated[list[str] | None, _list_option("--path", "Only addresses with this in them.")] = None,
    not_path: Annotated[list[str] | None, _list_option("--not-path", "No address with this in it.")] = None,
    store: StoreOption = None,
) -> None:
    """Watch a source, or change what is known of one (same address)."""
    from dataclasses import replace

    from tocsin.pipeline.keeping_sources import add_source, make_source
    from tocsin.pipeline.linking import now

    source = make_source(
        address, name=name, kind=kind, reliability=reliability, interval_seconds=60.0 * minutes
    )
    filters = Filters(
        languages=tuple(language or ()),
        keywords=tuple(keyword or ()),
        categories=tuple(category or ()),
        addresses=tuple(path or ()),
        not_languages=tuple(not_language or ()),
        not_keywords=tuple(not_keyword or ()),
        not_categories=tuple(not_category or ()),
        not_addresses=tuple(not_path or ()),
    )
    facts = replace(
        source, country=country, publisher_kind=publisher, lang=lang, whole_text=whole, filters=filters
    )
    with closing(_open(store)) as register:
        added = add_source(register, facts, at=now())
    typer.echo(f"watching {added.id}: {added.address}; collect with `tocsin watch`")


@app.command("test")
def test(address: SourceArgument, kind: KindOption = None, store: StoreOption = None) -> None:
    """Ask a source or an address once and show what it would give; nothing is stored."""
    from tocsin.errors import InputError
    from tocsin.pipeline.keeping_sources import find_source, make_source, try_source
    from tocsin.pipeline.linking import now
    from tocsin.pipeline.watching import make_fetcher, make_login
    from tocsin.settings import load_settings

    settings = load_settings(store=store)
    if "://" in address or Path(address).exists():
        source = make_source(address, kind=kind)
    else:
        with closing(_open(store)) as register:
            source = find_source(register, address)
    fetcher = make_fetcher(
        allowed_networks=settings.allowed_networks,
        pause_seconds=settings.host_pause_seconds,
        fetch_seconds=settings.fetch_seconds,
        max_bytes=settings.max_input_bytes,
    )
    login = make_login(os.environ)
    try:
        tried = try_source(source, fetcher, login, at=now(), max_bytes=settings.max_input_bytes)
    except InputError as error:
        typer.echo(f"tocsin: {clean_line(str(error))}", err=True)
        raise typer.Exit(2) from error
    title = f" {clean_line(tried.title)!r}" if tried.title else ""
    typer.echo(f"{tried.format}{title}: {len(tried.incoming)} items")
    for one in tried.incoming[:SHOWN_ITEMS]:
        when = one.dates.published_at.strftime("%Y-%m-%d %H:%M") if one.dates.published_at else "no date"
        what = clean_line(one.item.title or one.item.url or one.item.key)[:80]
        note = f" ({clean_line(one.reason)})" if one.reason else ""
        typer.echo(f"  {when:<16}  {one.stage.value:<9} {len(one.item.text):>6} characters  {what}{note}")
    if len(tried.incoming) > SHOWN_ITEMS:
        typer.echo(f"  ... and {len(tried.incoming) - SHOWN_ITEMS} more")
    for fault in tried.faults:
        typer.echo(f"tocsin: {clean_line(fault)}", err=True)


@app.command("enable")
def enable(source: SourceArgument, store: StoreOption = None) -> None:
    """Collect from a source again."""
    _switch(source, store, enabled=True)


@app.command("disable")
def disable(source: SourceArgument, store: StoreOption = None) -> None:
    """Stop collecting from a source; what is known of it stays."""
    _switch(source, store, enabled=False)


@app.command("remove")
def remove(source: SourceArgument, store: StoreOption = None) -> None:
    """Forget a source; its reports stay."""
    from tocsin.pipeline.keeping_sources import remove_source
    from tocsin.pipeline.linking import now

    with closing(_open(store)) as register:
        removed = remove_source(register, source, at=now())
    typer.echo(f"removed {removed.id}; its reports stay")


@app.command("retry")
def retry(
    source: Annotated[str | None, typer.Argument(metavar="SOURCE", help="Only of this source.")] = None,
    store: StoreOption = None,
) -> None:
    """Send what was set aside through again, with the next `tocsin watch`."""
    from tocsin.pipeline.keeping_sources import retry_items
    from tocsin.pipeline.linking import now

    with closing(_open(store)) as register:
        count = retry_items(register, source, at=now())
    typer.echo(f"{count} items are tried again with the next tocsin watch")


@app.command("aside")
def aside(source: SourceArgument, store: StoreOption = None) -> None:
    """List what of a source was set aside or left out, and why."""
    from tocsin.model.collection import Stage
    from tocsin.pipeline.keeping_sources import describe_item, find_source

    with closing(_open(store)) as register:
        source_id = find_source(register, source).id
        last = 0
        stages = (Stage.SET_ASIDE, Stage.SKIPPED)
        while found := register.collection.list_versions(stages=stages, source_id=source_id, after=last):
            last = found[-1].number
            for version in found:
                line = f"{version.stage.value:<9} {describe_item(version.item)[:80]}: {version.reason or ''}"
                typer.echo(clean_line(line))


@app.command("import")
def take_in(
    opml: Annotated[Path, typer.Argument(metavar="OPML", help="A list of feeds, as feed readers export it.")],
    store: StoreOption = None,
) -> None:
    """Watch all feeds of an OPML list."""
    from tocsin.pipeline.keeping_sources import import_opml
    from tocsin.pipeline.linking import now

    with closing(_open(store)) as register:
        imported = import_opml(register, opml, at=now())
    for line in imported.refused:
        typer.echo(f"tocsin: {clean_line(line)}", err=True)
    typer.echo(f"{imported.added} added, {imported.known} watched already, {len(imported.refused)} refused")
    raise typer.Exit(1 if imported.refused else 0)


app.command(starter.NAME)(starter.run)
app.command(source_changes.NAME)(source_changes.run)


@app.command("export")
def give_out(
    opml: Annotated[Path, typer.Argument(metavar="OPML", help="The file to write.")],
    store: StoreOption = None,
) -> None:
    """Write the sources as OPML."""
    from tocsin.pipeline.keeping_sources import export_opml

    with closing(_open(store)) as register:
        count = export_opml(register, opml)
    typer.echo(f"{count} sources written to {opml}")


@app.command("archive")
def archive(
    warc: Annotated[Path, typer.Argument(metavar="WARC", help="The file to write, as evidence.warc.gz.")],
    since: Annotated[
        str | None, typer.Option("--since", metavar="TIME", help="Only what came since.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Write everything that was fetched as WARC, as it came: evidence that outlives its links."""
    from tocsin.cli.writing import write_beside
    from tocsin.sources.warc import write_warc

    moment = parse_option_moment(since, "--since")
    with closing(_open(store)) as register, write_beside(warc) as stream:
        count = write_warc(register.collection.iter_captures(since=moment), stream)
    typer.echo(f"{count} answers written to {warc}")


def _open(store: str | None) -> "Store":
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    return open_store(load_settings(store=store).store)


def _switch(source: str, store: str | None, *, enabled: bool) -> None:
    from tocsin.pipeline.keeping_sources import switch_source
    from tocsin.pipeline.linking import now

    with closing(_open(store)) as register:
        switched: WatchedSource = switch_source(register, source, enabled=enabled, at=now())
    typer.echo(f"{switched.id} is {'watched' if enabled else 'no longer watched'}")


def _print_table(found: "tuple[SourceHealth, ...]") -> None:
    from rich.table import Table
    from rich.text import Text

    from tocsin.cli.render import make_console
    from tocsin.pipeline.asking import describe_age
    from tocsin.pipeline.linking import now

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in (
        *("source", "state", "last well", "last item", "texts", "unread", "copies", "empty", "aside", "what"),
    ):
        table.add_column(column, overflow="fold", no_wrap=column == "source")
    at = now()
    for health in found:
        stages = {stage.value: count for stage, count in health.tally.stages.items()}
        cells = (
            health.source.id,
            health.verdict,
            describe_age(health.state.success_at, at),
            describe_age(health.last_item_at, at),
            str(health.held),
            health.unread_words,
            health.copied_words,
            f"{health.share_empty:.0%}" if health.share_empty else "",
            str(stages.get("set_aside", "")),
            "; ".join(filter(None, (health.words, _describe_errors(health)))),
        )
        table.add_row(*(Text(clean_line(cell)) for cell in cells))
    if found:
        make_console().print(table)


def _describe_errors(health: "SourceHealth") -> str:
    return ", ".join(f"{error.kind} {error.count}" for error in health.tally.errors)


def _encode(health: "SourceHealth") -> dict[str, object]:
    from tocsin.model.codec import encode

    rhythm: timedelta | None = health.rhythm
    return {
        **encode(health.source),
        "verdict": health.verdict,
        "words": health.words,
        "last_success_at": encode(health.state.success_at),
        "last_item_at": encode(health.last_item_at),
        "rhythm_seconds": rhythm.total_seconds() if rhythm else None,
        "stages": {stage.value: count for stage, count in health.tally.stages.items()},
        "languages": dict(health.tally.languages),
        "unread_languages": dict(health.tally.unread_languages),
        "share_empty": health.share_empty,
        "copies": health.tally.copies,
        "near_copies": health.tally.near_copies,
        "copied_from": dict(health.tally.copied_from),
        "corrected": health.tally.corrected,
        "gone": health.tally.gone,
        "errors": {error.kind: error.count for error in health.tally.errors},
    }
