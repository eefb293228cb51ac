"""`tocsin import`: take in a register typed by hand, or the exports of other projects."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.options import StoreOption, choose_exit_code, clean_line

if TYPE_CHECKING:
    from tocsin.pipeline.listing import Imported

NAME = "import"
SHOWN_LINES = 20


def run(
    sheet: Annotated[
        Path,
        typer.Argument(
            metavar="SHEET", help="A CSV, XLSX or ODS file with a header, or an export named by --as."
        ),
    ],
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What the list is called; the file's name.")
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--map", metavar="FILE", help="Which column is which field; made beside the sheet."),
    ] = None,
    known: Annotated[
        str | None,
        typer.Option("--as", metavar="LIST", help="An export of acled, ucdp, gdelt-events or gdelt-gkg."),
    ] = None,
    series: Annotated[
        Path | None,
        typer.Option(
            "--series", metavar="FILE", help="With --as: write monthly counts there; store nothing."
        ),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="UNIT", help="With --series: country, or pair (GDELT events).")
    ] = "country",
    kind: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="WORD", help="With --series or --urls: only rows of this type."),
    ] = None,
    urls: Annotated[
        Path | None,
        typer.Option(
            "--urls", metavar="FILE", help="With --as gdelt-gkg: write the articles' addresses there."
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Import your own incident list: every row becomes claims with its cells as words; reports join it."""
    from tocsin.errors import InputError

    if known is None:
        if series or urls:
            raise InputError("--series and --urls want --as, which says whose export it is")
        _import_own(sheet, name, mapping, store)
    elif series or urls:
        _write_counts(sheet, known, series=series, by=by, kinds=kind or [], urls=urls)
    else:
        _import_known(sheet, known, name, store)


def _import_own(sheet: Path, name: str | None, mapping: Path | None, store: str | None) -> None:
    from tocsin.pipeline.listing import import_sheet, load_mapping
    from tocsin.settings import load_settings
    from tocsin.sources.sheets import read_sheet
    from tocsin.store import open_store

    settings = load_settings(store=store)
    rows = read_sheet(sheet, max_bytes=settings.max_input_bytes)
    path = mapping or sheet.with_suffix(".map.toml")
    mapped, is_guessed = load_mapping(path, rows)
    columns = ", ".join(f"{field} = {column}" for field, column in mapped.columns.items())
    made = " (a guess: correct it there and import again)" if is_guessed else ""
    typer.echo(clean_line(f"columns by {path}{made}: {columns}"))
    with closing(open_store(settings.store)) as register:
        imported = import_sheet(register, rows, mapped, name=name or sheet.stem)
    print_imported(imported)
    raise typer.Exit(choose_exit_code(done=imported.stored + imported.known, failed=len(imported.refused)))


def _import_known(sheet: Path, known: str, name: str | None, store: str | None) -> None:
    from tocsin.pipeline.known_listing import make_known_mapping
    from tocsin.pipeline.listing import import_sheet
    from tocsin.settings import load_settings
    from tocsin.sources.known_lists import find_layout, read_known_sheet
    from tocsin.store import open_store

    layout = find_layout(known)
    taken = read_known_sheet(sheet, layout)
    with closing(open_store(load_settings(store=store).store)) as register:
        imported = import_sheet(register, taken.sheet, make_known_mapping(layout), name=name or layout.name)
    print_imported(imported)
    typer.echo(f"{taken.left_out} rows of {layout.label} are of types that are none of ours: left out")
    raise typer.Exit(choose_exit_code(done=imported.stored + imported.known, failed=len(imported.refused)))


def _write_counts(
    sheet: Path, known: str, *, series: Path | None, by: str, kinds: list[str], urls: Path | None
) -> None:
    from tocsin.errors import InputError
    from tocsin.sources.comparing_series import BY, count_export, list_addresses, write_series
    from tocsin.sources.known_lists import find_layout

    layout = find_layout(known)
    if by not in BY or (by == "pair" and layout.actor is None):
        raise InputError(f"--by {by!r} with {layout.label}; wanted country, or pair with gdelt-events")
    if urls and layout.address is None:
        raise InputError(f"--urls with {layout.label}, which lists no articles; wanted gdelt-gkg")
    if series:
        counted = count_export(sheet, layout, by=by, types=kinds)
        with series.open("w", encoding="utf-8", newline="") as stream:
            lines = write_series(counted, layout, stream)
        typer.echo(f"{counted.rows} rows of {layout.label}: {lines} counts written to {series}")
        if counted.left_out:
            typer.echo(f"{counted.left_out} rows lack a day, a place or a type asked for: counted nowhere")
    if urls:
        addresses = list(list_addresses(sheet, layout, types=kinds))
        urls.write_text("".join(f"{address}\n" for address in addresses), encoding="utf-8")
        typer.echo(f"{len(addresses)} addresses written to {urls}; read them with tocsin add")


def print_imported(imported: "Imported") -> None:
    """Print what an import stored, and a line for everything that was refused or not understood."""
    for lines in (imported.refused, imported.remarks):
        for line in lines[:SHOWN_LINES]:
            typer.echo(f"tocsin: {clean_line(line)}", err=True)
        if len(lines) > SHOWN_LINES:
            typer.echo(f"tocsin: ... and {len(lines) - SHOWN_LINES} more", err=True)
    typer.echo(
        f"list {imported.name}: {imported.stored} rows stored, {imported.known} known already, "
        f"{len(imported.refused)} refused; tocsin diff --list compares it with the register"
    )
