"""`tocsin import`: take in a register typed by hand."""

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
    sheet: Annotated[Path, typer.Argument(metavar="SHEET", help="A CSV, XLSX or ODS file with a header.")],
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What the list is called; the file's name.")
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--map", metavar="FILE", help="Which column is which field; made beside the sheet."),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Import your own incident list: every row becomes claims with its cells as words; reports join it."""
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
