"""Reading stored documents again in an SQL store: which are due, and a new reading in place of an old one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, or_, select, update

from tocsin.errors import InputError
from tocsin.model import Claim, Reading
from tocsin.store import rows as as_rows
from tocsin.store import schema

# A document's own columns that a reading fills; the rest never changes.
READ_COLUMNS = ("payload", "sentences", "remarks")


def select_outdated(
    reader: str | None, *, unread: str, since: datetime | None = None, most: int | None = None
) -> Any:
    """Return the query for the ids of documents that another reader read; all of them where none is given."""
    documents = schema.documents.c
    is_read = or_(documents.source_id.is_(None), ~documents.source_id.startswith(unread, autoescape=True))
    wanted = select(documents.id).where(is_read)
    if reader is not None:
        # Two ranges and no "unlike": the index answers them, where nearly all rows are alike.
        others = (documents.reader.is_(None), documents.reader < reader, documents.reader > reader)
        wanted = wanted.where(or_(*others))
    if since is not None:
        wanted = wanted.where(func.coalesce(documents.published_at, documents.seen_at) >= since)
    return wanted.order_by(documents.number) if most is None else wanted.limit(most)


def replace_reading(
    connection: Connection, reading: Reading, claims: Iterable[Claim], *, seen_at: datetime, reader: str
) -> None:
    """Put a new reading in place of a document's old one; mentions that keep their ids keep their places."""
    document_id = reading.document.id
    documents, events, places = schema.documents, schema.events, schema.memberships
    row = as_rows.make_document_row(reading, seen_at=seen_at)
    changed = {name: row[name] for name in READ_COLUMNS} | {"reader": reader}
    found = connection.execute(update(documents).where(documents.c.id == document_id).values(changed))
    if not found.rowcount:
        raise InputError(f"no document {document_id!r} to read again; wanted one that is stored")
    of_document = select(events.c.id).where(events.c.document_id == document_id)
    about = schema.claims.c.event_id.in_(of_document)
    claims = _keep_first_seen(connection, claims, about)
    event_rows = as_rows.make_event_rows(reading)
    kept = {event["id"] for event in event_rows}
    held = connection.execute(select(places).where(places.c.event_id.in_(of_document))).mappings().all()
    connection.execute(delete(places).where(places.c.event_id.in_(of_document)))
    connection.execute(delete(schema.claims).where(about))
    connection.execute(delete(events).where(events.c.document_id == document_id))
    connection.execute(delete(schema.statements).where(schema.statements.c.document_id == document_id))
    connection.execute(delete(schema.sayings).where(schema.sayings.c.document_id == document_id))
    new: dict[Table, list[dict[str, Any]]] = {
        schema.statements: as_rows.make_statement_rows(reading),
        events: event_rows,
        schema.claims: as_rows.make_claim_rows(claims, seen_at=seen_at),
        places: [dict(place) for place in held if place["event_id"] in kept],
    }
    for table, rows in new.items():
        if rows:
            connection.execute(insert(table), rows)


def _keep_first_seen(connection: Connection, claims: Iterable[Claim], about: Any) -> list[Claim]:
    """Return claims that were known already with the moment they were first seen."""
    stored = connection.execute(select(schema.claims.c.id, schema.claims.c.payload).where(about))
    first = {row.id: as_rows.load(Claim, row.payload, row=row.id).first_seen for row in stored}
    return [replace(claim, first_seen=claim.first_seen or first.get(claim.id)) for claim in claims]
