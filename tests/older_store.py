"""A store as the first release left it: made by the first migration, with the rows of a store of today."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import MetaData, create_engine, select

from tocsin.store import Store, open_store
from tocsin.store.migrating import upgrade
from tocsin.store.postgres import read_url
from tocsin.store.schema import REVISION_TABLE, metadata


def make_first_store(address: str | Path, fill: Callable[[Store], None], *, folder: Path) -> None:
    """Make a store of the first release, holding what `fill` adds as far as it had room for it."""
    with closing(open_store(folder / "filled-today.sqlite")) as full:
        fill(full)
        with full.engine.connect() as connection:  # type: ignore[attr-defined]
            held = {
                name: [dict(row._mapping) for row in connection.execute(select(table))]
                for name, table in metadata.tables.items()
            }
    is_server = "://" in str(address)
    engine = create_engine(read_url(str(address)) if is_server else f"sqlite:///{address}")
    if not is_server:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    with engine.begin() as connection:
        upgrade(connection, "0001")
        first = MetaData()
        first.reflect(connection)
        for table in first.sorted_tables:
            rows = held.get(table.name, []) if table.name != REVISION_TABLE else []
            known = [{name: value for name, value in row.items() if name in table.c} for row in rows]
            if known:
                connection.execute(table.delete())
                connection.execute(table.insert(), known)
    engine.dispose()
