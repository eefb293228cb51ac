"""Which documents are versions of one article."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, func, select

from tocsin.model.collection import HELD
from tocsin.store.collection.rows import cut
from tocsin.store.schema_collection import versions


def read_chains(
    connection: Connection, document_ids: Collection[str] | None = None
) -> dict[str, tuple[str, ...]]:
    """Return the versions of the articles that documents (all where none are named) are versions of.

    A version that brings back earlier words is the document that it was, at its first place.
    """
    held = versions.c.stage.in_([stage.value for stage in HELD])
    many = select(versions.c.item_id).where(held).group_by(versions.c.item_id).having(func.count() > 1)
    wanted = select(versions.c.item_id, versions.c.document_id).where(
        held, versions.c.document_id.is_not(None)
    )
    wanted = wanted.order_by(versions.c.item_id, versions.c.ordinal)
    rows: list[Row[Any]] = []
    if document_ids is None:
        rows.extend(connection.execute(wanted.where(versions.c.item_id.in_(many))))
    else:
        for some in cut(sorted(document_ids)):
            theirs = select(versions.c.item_id).where(held, versions.c.document_id.in_(some))
            items_of_many = many.where(versions.c.item_id.in_(theirs))
            rows.extend(connection.execute(wanted.where(versions.c.item_id.in_(items_of_many))))
    chains: dict[str, dict[str, None]] = {}
    for row in rows:
        chains.setdefault(row.item_id, {})[row.document_id] = None
    return {name: tuple(chain) for chain in chains.values() if len(chain) > 1 for name in chain}
