"""CSV: one incident a row, for spreadsheets and statistics."""

import csv
import io
from collections.abc import Sequence
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

    def write(self, incidents: Sequence[Incident], stream: BinaryIO, context: ExportContext) -> None:
        """Write header and rows."""
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
        writer = csv.writer(text)
        writer.writerow([*(name for name, _, _ in COLUMNS), "profile", "generated_at"])
        generated = context.generated_at.isoformat()
        for incident in incidents:
            writer.writerow([*(guard_cell(cell) for cell in make_row(incident)), context.profile, generated])
        text.detach()


def guard_cell(cell: Cell) -> Cell:
    """Return text that a spreadsheet will not run: news text may open like a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_OPENERS) else cell
