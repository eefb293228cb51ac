"""Faults planted at the writes of a store."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event


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
