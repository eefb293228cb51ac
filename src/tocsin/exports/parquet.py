"""Parquet, through DuckDB (the `analytics` extra): the columns of the CSV with their types."""

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

from tocsin.errors import ExportError
from tocsin.exports.base import ExportContext
from tocsin.exports.rows import COLUMNS, CellType, make_row
from tocsin.model import Incident

_SQL_TYPES: dict[CellType, str] = {
    str: "VARCHAR",
    bool: "BOOLEAN",
    int: "BIGINT",
    float: "DOUBLE",
    date: "DATE",
    list: "VARCHAR[]",
}


class ParquetExporter:
    """Writes one Parquet file, zstd-compressed."""

    name = "parquet"
    label = "Parquet, one row an incident"
    suffix = ".parquet"
    media_type = "application/vnd.apache.parquet"
    is_binary = True
    is_shared = False

    def write(self, incidents: Sequence[Incident], stream: BinaryIO, context: ExportContext) -> None:
        """Write the file by way of a temporary one: DuckDB writes to paths only."""
        try:
            import duckdb
        except ImportError:
            raise ExportError(
                "parquet needs DuckDB, which is not installed; pip install 'tocsin[analytics]' brings it"
            ) from None
        columns = ", ".join(f"{name} {_SQL_TYPES[kind]}" for name, kind, _ in COLUMNS)
        marks = ", ".join("?" for _ in range(len(COLUMNS) + 1))
        with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
            connection.execute(f"CREATE TABLE incidents ({columns}, profile VARCHAR)")
            rows = [[*make_row(incident), context.profile] for incident in incidents]
            if rows:
                connection.executemany(f"INSERT INTO incidents VALUES ({marks})", rows)
            path = Path(folder) / "incidents.parquet"
            connection.execute(f"COPY incidents TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
            stream.write(path.read_bytes())
