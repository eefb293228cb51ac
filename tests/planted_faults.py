"""Faults planted at the writes of a store, and all that is in it, to compare."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine, event

from tocsin.store import open_store
from tocsin.store.schema import metadata


class PlantedError(Exception):
    """What the tests plant."""


@contextmanager
def fault_at(number: int) -> Iterator[list[str]]:
    """Raise before the write or commit of this number; yield what was met, to count them."""
    met: list[str] = []

    def meet(step: str) -> None:
        met.append(step)
        if len(met) == number:
            raise PlantedError(step)

    def before_execute(_connection, _cursor, statement, *_) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "BEGIN")):
            meet(statement)

    def before_commit(_connection) -> None:
        meet("COMMIT")

    event.listen(Engine, "before_cursor_execute", before_execute)
    event.listen(Engine, "commit", before_commit)
    try:
        yield met
    finally:
        event.remove(Engine, "before_cursor_execute", before_execute)
        event.remove(Engine, "commit", before_commit)


def copy_rows(path: Path) -> dict[str, list[str]]:
    """Return every row of a sound store by table, in an order of their own."""
    with closing(open_store(path, create=False)) as store:
        assert store.check() == ()
        with store.engine.connect() as connection:
            return {
                table.name: sorted(map(repr, connection.execute(table.select())))
                for table in metadata.sorted_tables
            }
