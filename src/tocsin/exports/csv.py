"""CSV: one incident a row, for spreadsheets and statistics."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import BinaryIO

from tocsin.exports.base import ExportContext
from tocsin.exports.rows import COLUMNS, Cell, make_row
from tocsin.model import Incident

_FORMULA_OPENERS = ("=", "+", "-", "@", "\t", "\r")


class CsvExporter:
    """Writes UTF-8 with a header row; every row names the profile that chose it."""

    name = "csv"
    label = "CSV, one row an incident"
    suffix = ".csv"
    media_type = "text/csv; charset=utf-8"
    is_binary = False
    is_shared = False

    def write(self, incidents: Sequence[Incident], stream: BinaryIO, context: ExportContext) -> None:
        """Write header and rows."""
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
        writer = csv.writer(text)
        writer.writerow([*(name for name, _, _ in COLUMNS), "profile", "generated_at"])
        generated = context.generated_at.isoformat()
        for incident in incidents:
            writer.writerow(
                [*(guard_cell(flatten_cell(cell)) for cell in make_row(incident)), context.profile, generated]
            )
        text.detach()


def flatten_cell(cell: Cell) -> str | int | float | None:
    """Return a cell as CSV can hold it: true or false, days as ISO 8601, lists joined by |."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, date):
        return cell.isoformat()
    return "|".join(cell) if isinstance(cell, list) else cell


def guard_cell(cell: str | int | float | None) -> str | int | float | None:
    """Return text that a spreadsheet will not run: news text may open like a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_OPENERS) else cell
