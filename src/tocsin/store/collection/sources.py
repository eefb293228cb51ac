"""Sources that are watched, and their state."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from tocsin.errors import InputError
from tocsin.model.collection import SourceState, WatchedSource
from tocsin.store.collection.base import CollectionPart
from tocsin.store.collection.rows import build_source
from tocsin.store.rows import dump
from tocsin.store.schema_collection import (
    hosts,
    source_errors,
    watched_sources,
)


class SourceRows(CollectionPart):
    """Sources as rows."""

    def save_source(self, source: WatchedSource, *, host: str, due_at: datetime) -> None:
        """Add a source, or change what is known of it; its state and its items are kept."""
        row = {"address": source.address, "host": host, "enabled": source.enabled, "payload": dump(source)}
        with self._write() as connection:
            twin = connection.scalar(
                select(watched_sources.c.id).where(
                    watched_sources.c.address == source.address, watched_sources.c.id != source.id
                )
            )
            if twin is not None:
                raise InputError(
                    f"{source.address} is watched already as {twin!r}; wanted each address once; "
                    "remove that one first, or leave it as it is"
                )
            named = watched_sources.c.id == source.id
            if connection.execute(update(watched_sources).where(named).values(row)).rowcount == 0:
                state = dump(SourceState(due_at=due_at))
                connection.execute(
                    insert(watched_sources).values(id=source.id, due_at=due_at, state=state, **row)
                )
            self._add_new(connection, hosts, [{"host": host, "next_at": due_at}])

    def remove_source(self, source_id: str) -> None:
        """Stop watching a source and forget its state; items, versions and reports stay."""
        with self._write() as connection:
            connection.execute(delete(watched_sources).where(watched_sources.c.id == source_id))
            connection.execute(delete(source_errors).where(source_errors.c.source_id == source_id))

    def list_watched(self) -> tuple[tuple[WatchedSource, SourceState], ...]:
        """Return all watched sources with their state, by name."""
        with self._read() as connection:
            found = connection.execute(select(watched_sources)).all()
        pairs = [build_source(row) for row in found]
        return tuple(sorted(pairs, key=lambda pair: (pair[0].name, pair[0].id)))

    def hasten(self, source_ids: Sequence[str], *, at: datetime) -> None:
        """Make sources due at a moment, whatever their interval."""
        with self._write() as connection:
            for source_id in source_ids:
                named = watched_sources.c.id == source_id
                connection.execute(update(watched_sources).where(named).values(due_at=at))

    def note_source(self, source_id: str, notice: str | None) -> None:
        """Keep what was last said to be wrong with a source."""
        named = watched_sources.c.id == source_id
        with self._write() as connection:
            row = connection.execute(select(watched_sources).where(named)).first()
            if row is not None:
                state = replace(build_source(row)[1], notice=notice)
                connection.execute(update(watched_sources).where(named).values(state=dump(state)))
