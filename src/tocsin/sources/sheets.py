"""Read a sheet (CSV, XLSX, ODS) as rows of words, bounded: the way in for registers typed by hand."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tocsin.errors import DocumentError, InputError
from tocsin.sources.base import MAX_INPUT_BYTES, clean_text
from tocsin.sources.decoding import decode_text

SHEET_SUFFIXES = frozenset({".xlsx", ".xls", ".xlsb", ".ods"})
MOST_ROWS = 200_000
MOST_COLUMNS = 400
MOST_CELL_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row of a sheet: its number as the sheet shows it, and its cells by column, empty ones left out."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet with a header row."""

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(path: Path, *, max_bytes: int = MAX_INPUT_BYTES) -> Sheet:
    """Read the first sheet of a file; refuse what has no header, is too large or is no sheet."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= max_bytes else b""
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read ({error.strerror}); wanted CSV or XLSX") from error
    if size > max_bytes:
        raise InputError(f"{str(path)!r} has {size} bytes; wanted at most {max_bytes}; raise max_input_bytes")
    read = _read_workbook if path.suffix.lower() in SHEET_SUFFIXES else _read_csv
    return _make_sheet(path, read(path, content))


def _read_csv(path: Path, content: bytes) -> Iterator[Sequence[str]]:
    try:
        text = decode_text(content)
    except DocumentError as error:
        raise InputError(f"{str(path)!r} {error}") from error
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:20_000], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        yield from csv.reader(io.StringIO(text, newline=""), dialect)
    except csv.Error as error:
        raise InputError(f"{str(path)!r} is no CSV ({error}); wanted a header row and rows") from error


def _read_workbook(path: Path, content: bytes) -> Iterator[Sequence[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_object(io.BytesIO(content))
        sheet = workbook.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 2)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise InputError(
            f"{str(path)!r} is no workbook ({error}); wanted XLSX or ODS, or save it as CSV"
        ) from error
    for row in rows:
        yield [_write_cell(cell) for cell in row]


def _write_cell(cell: object) -> str:
    """Return a cell in words: a day as ISO 8601, a whole number without a point."""
    if isinstance(cell, datetime):
        at_midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if at_midnight else cell.isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _make_sheet(path: Path, rows: Iterator[Sequence[str]]) -> Sheet:
    header: tuple[str, ...] = ()
    found: list[SheetRow] = []
    for number, row in enumerate(rows, start=1):
        cells = [" ".join(clean_text(cell[:MOST_CELL_CHARACTERS]).split()) for cell in row[:MOST_COLUMNS]]
        if not any(cells):
            continue
        if not header:
            header = _name_columns(cells)
            continue
        if len(found) == MOST_ROWS:
            raise InputError(f"{str(path)!r} has over {MOST_ROWS} rows; wanted fewer; cut it in parts")
        named = {name: cell for name, cell in zip(header, cells, strict=False) if cell}
        found.append(SheetRow(number=number, cells=named))
    if not header or not found:
        raise InputError(f"{str(path)!r} has no rows; wanted a header row and at least one row under it")
    return Sheet(columns=header, rows=tuple(found))


def _name_columns(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the header's names; a nameless or repeated one gets its number."""
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = cell or f"column {number}"
        names.append(f"{name} ({number})" if name in names else name)
    return tuple(names)
