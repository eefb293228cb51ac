"""`tocsin agreement`: a second reader's blind sheet, and how far readers agree."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.options import ProfileOption, StoreOption, clean_line

if TYPE_CHECKING:
    from tocsin.pipeline.coding import Agreement

NAME = "agreement"
SHOWN_DISAGREEMENTS = 40


def run(
    sheets: Annotated[
        list[Path] | None, typer.Argument(metavar="SHEET...", help="Sheets that second readers have filled.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write a blind sheet to fill instead.")
    ] = None,
    sample: Annotated[
        int, typer.Option("--sample", min=1, help="How many records the blind sheet holds.")
    ] = 50,
    seed: Annotated[int, typer.Option("--seed", help="Draws the same records again.")] = 1,
    between: Annotated[
        bool,
        typer.Option("--between", help="Compare the readers only, without the register."),
    ] = False,
    profile: ProfileOption = None,
    store: StoreOption = None,
) -> None:
    """Give a second reader records to code blind, or say how far readers and the register agree."""
    from tocsin.errors import InputError
    from tocsin.pipeline.coding import draw_sample, measure_agreement, write_blind_sheet
    from tocsin.pipeline.views import Query, view_register
    from tocsin.settings import load_profile, load_settings
    from tocsin.sources.sheets import read_sheet
    from tocsin.store import open_store

    if bool(sheets) == (out is not None):
        raise InputError("wanted filled sheets to compare, or --out FILE for a blind sheet to fill")
    settings = load_settings(store=store, profile=profile)
    read = {path.stem: read_sheet(path, max_bytes=settings.max_input_bytes) for path in sheets or ()}
    with closing(open_store(settings.store, read_only=True)) as register:
        if out is not None:
            view = view_register(register, Query(profile=load_profile(settings)))
            drawn = draw_sample(view.exported(), size=sample, seed=seed)
            write_blind_sheet(drawn, out)
            typer.echo(f"{len(drawn)} records by profile {settings.profile} (seed {seed}) to code in {out}")
            return
        agreement = measure_agreement(register.list_incidents(), read, with_register=not between)
    if not any(entry.units for entry in agreement.fields):
        raise InputError(f"{', '.join(map(str, sheets or ()))}: nothing to compare; wanted cells filled by "
                         "a reader, for records that the others coded too")  # fmt: skip
    _print_agreement(agreement)


def _print_agreement(agreement: "Agreement") -> None:
    typer.echo(f"readers: {', '.join(agreement.readers)}")
    typer.echo(f"{'field':<20}{'records':>8}{'equal':>8}{'alpha':>8}   (Krippendorff; 1 perfect, 0 chance)")
    for entry in agreement.fields:
        equal = "-" if entry.equal is None else f"{entry.equal:.2f}"
        alpha = "-" if entry.alpha is None else f"{entry.alpha:.2f}"
        typer.echo(f"{entry.field:<20}{entry.units:>8}{equal:>8}{alpha:>8}")
    for cell in agreement.disagreements[:SHOWN_DISAGREEMENTS]:
        values = ", ".join(f"{name}: {value}" for name, value in cell.values.items())
        typer.echo(clean_line(f"  {cell.incident_id[:9]}  {cell.field}  {values}"))
    more = len(agreement.disagreements) - SHOWN_DISAGREEMENTS
    if more > 0:
        typer.echo(f"  ... and {more} more")
    count = len(agreement.disagreements)
    typer.echo(f"{count} cells to adjudicate: tocsin judge ID --set FIELD=VALUE --reason WORDS")
