"""Coded output as tables that Python asks: one connection, three views, and nothing copied on the way out."""

from pathlib import Path
from typing import Any

from tocsin.errors import InputError
from tocsin.exports.coded import TABLES, require_duckdb
from tocsin.sources.remote import is_remote, open_system


def open_coded(path: Path | str) -> Any:
    """Return a DuckDB connection with the views `readings`, `statements` and `events` of a coded folder.

    What `connection.sql(query)` returns gives its columns without a copy of rows: `.fetchnumpy()` at once,
    `.df()` with pandas, `pyarrow.table(it)` and `polars.DataFrame(it)` with PyArrow. The path may be an
    fsspec address.
    """
    address = str(path).rstrip("/")
    duckdb = require_duckdb()
    if "'" in address:
        raise InputError(f"{address!r:.80} holds a quotation mark; wanted a path without one")
    connection = duckdb.connect()
    if is_remote(address):
        system, _ = open_system(address)
        connection.register_filesystem(system)
    elif not (Path(address) / "manifest.json").exists():
        raise InputError(f"{address!r:.80} is no coded output; wanted a folder that tocsin code wrote")
    for table in TABLES:
        source = f"read_parquet('{address}/{table}/*.parquet')"
        connection.execute(f"CREATE VIEW {table} AS SELECT * FROM {source}")
    return connection
