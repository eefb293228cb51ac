"""What the parts of collection in an SQL store share: transactions, and rows that may be there already."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Table

from tocsin.store.flavour import Flavour

Opens = Callable[[], AbstractContextManager[Connection]]


class CollectionPart:
    """One duty of collection in an SQL store; `read` and `write` open its transactions."""

    def __init__(self, read: Opens, write: Opens, flavour: Flavour) -> None:
        self._read, self._write, self._flavour = read, write, flavour

    def _add_new(self, connection: Connection, table: Table, new: list[dict[str, Any]]) -> None:
        keys = list(table.primary_key.columns)
        connection.execute(self._flavour.insert(table).on_conflict_do_nothing(index_elements=keys), new)

    def _upsert(self, connection: Connection, table: Table, new: list[dict[str, Any]]) -> None:
        keys = list(table.primary_key.columns)
        insertion = self._flavour.insert(table)
        changed = {name: insertion.excluded[name] for name in new[0] if not table.c[name].primary_key}
        connection.execute(insertion.on_conflict_do_update(index_elements=keys, set_=changed), new)
