"""Rows of collection to what they mean, and the queries that several of its parts need."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select, update

from tocsin.model import Document
from tocsin.model.codec import decode
from tocsin.model.collection import FeedItem, ItemDates, SourceState, Stage, WatchedSource
from tocsin.store.collection_base import Capture, Version
from tocsin.store.rows import dump, load
from tocsin.store.schema_collection import (
    bodies,
    captures,
    items,
    versions,
    watched_sources,
)

# An id list longer than this is cut: a database takes so many parameters at once.
IDS_AT_ONCE = 500


def is_watched(table: Table) -> Any:
    """Return the condition that the source of a row is watched and turned on."""
    watched = select(watched_sources.c.id).where(watched_sources.c.enabled)
    return table.c.source_id.in_(watched)


def select_versions() -> Any:
    """Return the query of versions with the address of their items."""
    return select(versions, items.c.url, items.c.host.label("item_host")).join(
        items, items.c.id == versions.c.item_id
    )


def build_source(row: Row[Any]) -> tuple[WatchedSource, SourceState]:
    """Return a source and its state from their row."""
    source = load(WatchedSource, row.payload, row=row.id)
    return source, replace(load(SourceState, row.state, row=row.id), due_at=row.due_at)


def build_version(row: Row[Any]) -> Version:
    """Return a version from its row."""
    name = f"version {row.number}"
    document = load(Document, row.document, row=name) if row.document else None
    return Version(
        number=row.number,
        item_id=row.item_id,
        source_id=row.source_id,
        ordinal=row.ordinal,
        stage=Stage(row.stage),
        seen_at=row.seen_at,
        tries=row.tries,
        url=row.url,
        item=load(FeedItem, row.item, row=name),
        dates=load(ItemDates, row.dates, row=name),
        reason_kind=row.reason_kind,
        reason=row.reason,
        capture_number=row.capture_number,
        document_id=row.document_id,
        copy_of=row.copy_of,
        likeness=row.likeness if row.likeness is not None or row.copy_of is None else 1.0,
        document=document,
    )


def load_capture_row(connection: Connection, number: int | None) -> Capture | None:
    """Return a stored answer, None where there is none of the number."""
    if number is None:
        return None
    wanted = select(captures, bodies.c.content).join(bodies).where(captures.c.number == number)
    row = connection.execute(wanted).first()
    if row is None:
        return None
    return Capture(
        source_id=row.source_id,
        url=row.url,
        at=row.at,
        status=row.status,
        media_type=row.media_type,
        charset=row.charset,
        headers=decode(tuple[tuple[str, str], ...], json.loads(row.headers)),
        body=zlib.decompress(row.content),
    )


def find_known(connection: Connection, ids: list[str]) -> dict[str, str]:
    """Return the digests of those of the items that are known."""
    known: dict[str, str] = {}
    for some in cut(ids):
        wanted = select(items.c.id, items.c.digest).where(items.c.id.in_(some))
        known |= {key: value for key, value in connection.execute(wanted)}
    return known


def save_state(connection: Connection, source_id: str, state: SourceState) -> None:
    """Store the state of a source and give the source back."""
    change = {"state": dump(state), "due_at": state.due_at, "lease_until": None, "lease_by": None}
    connection.execute(update(watched_sources).where(watched_sources.c.id == source_id).values(change))


def change_version(connection: Connection, number: int, change: dict[str, Any]) -> None:
    """Change a version and give it back."""
    free = {"lease_until": None, "lease_by": None}
    connection.execute(update(versions).where(versions.c.number == number).values(change | free))


def last_ordinal(connection: Connection, item_id: str) -> int:
    """Return the number of an item's newest version, 0 where it has none."""
    wanted = select(func.max(versions.c.ordinal)).where(versions.c.item_id == item_id)
    return connection.scalar(wanted) or 0


def cut(ids: list[Any]) -> Iterator[list[Any]]:
    """Return a list in parts that a database takes at once."""
    return (ids[start : start + IDS_AT_ONCE] for start in range(0, len(ids), IDS_AT_ONCE))
