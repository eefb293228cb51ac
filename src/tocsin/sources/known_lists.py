"""Exports of other projects that the user holds (ACLED, UCDP GED, GDELT): their rows, read one by one."""

import csv
import io
import re
import tomllib
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO, Any

from tocsin.errors import DocumentError, InputError
from tocsin.sources.base import clean_text
from tocsin.sources.inflating import GZIP_MARK, Inflated
from tocsin.sources.sheets import MOST_CELL_CHARACTERS, MOST_ROWS, Sheet, SheetRow

LAYOUTS = "known_lists.toml"
MOST_LINE_BYTES = 2_000_000
"""An article of the GKG may have some hundred thousand characters of themes."""
MOST_GROWTH = 200
GROWTH_BYTES = 50_000_000
ISO_SUFFIX = " (ISO 8601)"
SHORT_SUFFIX = " (short)"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?!\d)")
_PACKED = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:\d{6})?$")
_SPELT = re.compile(r"^(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})$")
# "Military Forces of Russia (2000-)", "Government of Ukraine": the state is meant.
_OFFICE = re.compile(r"^(?:Military Forces|Police Forces|Government|State Forces) of ")
_NOTE = re.compile(r"\s*\([^()]*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How an export is laid out, and what in it is ours."""

    name: str
    label: str
    date: str
    country: str
    type: str
    id: str | None = None
    country_code: str = "name"
    actor: str | None = None
    recipient: str | None = None
    address: str | None = None
    needs: tuple[str, ...] = ()
    no_list: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    headless: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSheet:
    """The rows of an export that a list takes, and how many are of types that are none of ours."""

    sheet: Sheet
    left_out: int


@cache
def load_layouts() -> Mapping[str, Layout]:
    """Return the layouts by name."""
    raw = tomllib.loads((files("tocsin.sources") / LAYOUTS).read_text(encoding="utf-8"))
    return {name: _make_layout(name, entry) for name, entry in raw.items()}


def find_layout(name: str) -> Layout:
    """Return a layout by its name."""
    layouts = load_layouts()
    if name not in layouts:
        raise InputError(f"no known list {name!r}; known: {', '.join(layouts)}")
    return layouts[name]


def _make_layout(name: str, entry: dict[str, Any]) -> Layout:
    headless = {int(count): tuple(_spread(names)) for count, names in entry.pop("headless", {}).items()}
    return Layout(name=name, headless=headless, needs=tuple(entry.pop("needs", ())), **entry)


def _spread(columns: Sequence[str]) -> Iterator[str]:
    """Yield the names of columns; "+3" are three that nothing is taken from."""
    for column in columns:
        yield from [""] * int(column[1:]) if column.startswith("+") else [column]


def read_known_sheet(path: Path, layout: Layout) -> KnownSheet:
    """Return the rows of an export as a sheet: those whose type is one of ours."""
    if layout.no_list:
        raise InputError(
            f"{layout.label} {layout.no_list}: no list of what happened; "
            "write a series to compare with by --series FILE"
        )
    wanted = {word.casefold() for word in layout.types}
    type_column = layout.fields["threat_type"]
    rows: list[SheetRow] = []
    left_out = 0
    for number, cells in iter_rows(path, layout):
        if cells.get(type_column, "").casefold() not in wanted:
            left_out += 1
            continue
        if len(rows) == MOST_ROWS:
            raise InputError(f"{str(path)!r} has over {MOST_ROWS} rows of our types; cut it in parts")
        rows.append(SheetRow(number=number, cells=_add_columns(cells, layout)))
    if not rows:
        raise InputError(
            f"{str(path)!r} has no row whose {type_column} is one of {', '.join(layout.types)}; "
            f"it has {left_out} others"
        )
    return KnownSheet(sheet=Sheet(columns=tuple(rows[0].cells), rows=tuple(rows)), left_out=left_out)


def name_list_columns(layout: Layout) -> dict[str, str]:
    """Return which column is which field, those that are derived from theirs under names of our own."""
    derived = {"date": ISO_SUFFIX, "end_date": ISO_SUFFIX, "attributed_to": SHORT_SUFFIX}
    return {name: column + derived.get(name, "") for name, column in layout.fields.items()}


def _add_columns(cells: Mapping[str, str], layout: Layout) -> dict[str, str]:
    """Return the cells with days as ISO 8601 and the state behind its forces beside their own words."""
    more: dict[str, str] = {}
    for name in ("date", "end_date"):
        column = layout.fields.get(name)
        if column and (day := read_day(cells.get(column, ""))):
            more[column + ISO_SUFFIX] = day
    column = layout.fields.get("attributed_to")
    if column and (actor := shorten_actor(cells.get(column, ""))):
        more[column + SHORT_SUFFIX] = actor
    return {**cells, **more}


def read_day(words: str) -> str | None:
    """Return a day as ISO 8601 from 2024-03-05, 20240305 (with or without an hour) or 5 March 2024."""
    words = words.strip()
    if found := _ISO.match(words) or _PACKED.match(words):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif (found := _SPELT.match(words)) and found[2][:3].casefold() in _MONTHS:
        year, month, day = int(found[3]), _MONTHS.index(found[2][:3].casefold()) + 1, int(found[1])
    else:
        return None
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def shorten_actor(words: str) -> str | None:
    """Return the actor behind a name of an export, None where nobody is named."""
    if words.casefold().startswith(("unidentified", "unknown")):
        return None
    short = _OFFICE.sub("", _NOTE.sub("", words)).strip()
    return short or None


# --- Rows ------------------------------------------------------------------------------------------------


def iter_rows(path: Path, layout: Layout) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of an export with their numbers, empty cells left out; plain, gzipped or zipped."""
    try:
        with path.open("rb") as raw, closing(_unpack(raw)) as stream:
            lines = _iter_lines(stream, path)
            rows = (
                _iter_headless(lines, layout, path) if layout.headless else _iter_sheet(lines, layout, path)
            )
            for number, cells in rows:
                kept = {name: _clean(cell) for name, cell in cells.items() if name and cell.strip()}
                yield number, kept
    except FileNotFoundError:
        raise InputError(f"there is no {str(path)!r}; check the path") from None
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read ({error.strerror or type(error).__name__})") from None
    except DocumentError as error:
        raise InputError(f"{str(path)!r} {error}") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise InputError(
            f"{str(path)!r} is a broken ZIP ({type(error).__name__}); unpack it by hand"
        ) from None


def _unpack(raw: IO[bytes]) -> IO[bytes]:
    mark = raw.read(4)
    raw.seek(0)
    if mark.startswith(GZIP_MARK):
        return io.BufferedReader(Inflated(raw))  # type: ignore[arg-type]
    if mark == b"PK\x03\x04":
        archive = zipfile.ZipFile(raw)
        entries = archive.infolist()
        if len(entries) != 1:
            raise DocumentError(f"is a ZIP of {len(entries)} files; wanted one; unpack it first")
        (entry,) = entries
        if entry.file_size > max(GROWTH_BYTES, MOST_GROWTH * entry.compress_size):
            raise DocumentError(f"packs more than {MOST_GROWTH} bytes into one; refused as a bomb")
        return archive.open(entry)
    return raw


def _iter_lines(stream: IO[bytes], path: Path) -> Iterator[str]:
    while line := stream.readline(MOST_LINE_BYTES):
        if len(line) == MOST_LINE_BYTES:
            raise InputError(
                f"{str(path)!r} has a line of over {MOST_LINE_BYTES:,} bytes; wanted a table of rows"
            )
        yield line.decode("utf-8-sig", "replace")


def _iter_headless(lines: Iterator[str], layout: Layout, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield rows that stand between tabs, without a header and without quotes."""
    for number, line in enumerate(lines, start=1):
        cells = line.rstrip("\r\n").split("\t")
        columns = layout.headless.get(len(cells))
        if columns is None:
            counts = " or ".join(map(str, layout.headless))
            raise InputError(
                f"{str(path)!r} line {number} has {len(cells)} columns; wanted {counts} between tabs, "
                f"as {layout.label} has"
            )
        yield number, dict(zip(columns, cells, strict=True))


def _iter_sheet(lines: Iterator[str], layout: Layout, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    first = next(lines, "")
    delimiter = max(",;\t", key=first.count)
    header = [name.strip().strip('"') for name in first.rstrip("\r\n").split(delimiter)]
    lacking = [name for name in layout.needs if name not in header]
    if lacking:
        raise InputError(f"{str(path)!r} has no column {lacking[0]!r}; wanted an export of {layout.label}")
    rows = csv.reader(lines, delimiter=delimiter)
    try:
        for row in rows:
            if row:
                yield rows.line_num + 1, dict(zip(header, row, strict=False))
    except csv.Error as error:
        raise InputError(f"{str(path)!r} is no CSV ({error}); wanted an export of {layout.label}") from None


def _clean(cell: str) -> str:
    return " ".join(clean_text(cell[:MOST_CELL_CHARACTERS]).split())
