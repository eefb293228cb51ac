"""`tocsin record`: put an incident into the register by hand."""

from contextlib import closing
from datetime import UTC, datetime
from typing import Annotated

import typer

from tocsin.cli.importing import print_imported
from tocsin.cli.options import ByOption, StoreOption

NAME = "record"


def run(
    title: Annotated[str, typer.Option("--title", metavar="WORDS", help="What happened, in a line.")],
    type_: Annotated[
        str,
        typer.Option("--type", metavar="TYPE", help="A threat type, as sabotage or undersea.gas_pipeline"),
    ],
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="When: 2025-12-02, 2025-12 or 2025.")],
    place: Annotated[str | None, typer.Option("--place", metavar="NAME", help="Where.")] = None,
    country: Annotated[str | None, typer.Option("--country", metavar="CODE", help="ISO alpha-3.")] = None,
    sector: Annotated[str | None, typer.Option("--sector", metavar="CODE", help="What was hit.")] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="WORDS", help="How you know.")] = None,
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Enter an incident that no report told you of; it is yours by name, and reports of it join it."""
    from tocsin.errors import InputError
    from tocsin.ontology import load_threats
    from tocsin.pipeline.listing import import_sheet
    from tocsin.register.listing import Mapped, find_type, read_days
    from tocsin.settings import load_settings
    from tocsin.sources.sheets import Sheet, SheetRow
    from tocsin.store import open_store

    settings = load_settings(store=store, analyst=by)
    if find_type(type_, {}) is None:
        raise InputError(f"--type {type_!r} is no threat type; known: {', '.join(load_threats())}")
    if read_days(date) is None:
        raise InputError(f"--date {date!r} is no day; wanted 2025-12-02, 2025-12 or 2025")
    moment = datetime.now(tz=UTC).isoformat(timespec="seconds")
    given = {
        "id": moment,
        "title": title,
        "threat_type": type_,
        "date": date,
        "place": place,
        "country": country,
        "target_sector": sector,
        "note": note,
    }
    cells = {field: " ".join(words.split()) for field, words in given.items() if words and words.strip()}
    sheet = Sheet(columns=tuple(cells), rows=(SheetRow(number=1, cells=cells),))
    mapped = Mapped(columns={field: field for field in cells if field != "note"}, types={})
    with closing(open_store(settings.store)) as register:
        print_imported(import_sheet(register, sheet, mapped, name=f"by {settings.analyst}"))
