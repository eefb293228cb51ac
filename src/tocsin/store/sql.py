"""The one body of every SQL store; what truly differs between backends comes in as a `Flavour`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, delete, func, insert, select, update

from tocsin.errors import DocumentError, InputError, StoreError
from tocsin.model import (
    Claim,
    Delta,
    Document,
    Incident,
    IncidentRow,
    Judgement,
    Membership,
    Publisher,
    Reading,
    Source,
)
from tocsin.store import rows as as_rows
from tocsin.store import schema
from tocsin.store.accounts import SqlAccounts
from tocsin.store.base import (
    DOCUMENT,
    JUDGEMENT,
    PUBLISHERS,
    REREADING,
    WITHDRAWAL,
    Change,
    Failure,
    LinkChange,
    StoreCounts,
)
from tocsin.store.collection import SqlCollection
from tocsin.store.flavour import Flavour, open_to_read, open_to_write
from tocsin.store.forecasts import ForecastRows
from tocsin.store.links import SqlLinkIndex, load_publishers, make_subject_rows, save_change
from tocsin.store.rereading import replace_reading, select_outdated
from tocsin.store.shelves import ShelfRows
from tocsin.store.warnings import WarningRows

# How many documents or claims are held at once while iterating: a document may have 10 MB.
BATCH = 50
# A query is a few words; the rest of a pasted page adds nothing but work.
QUERY_WORDS = 32
# More aliases than this under one prefix cannot name a single incident that a person has in mind.
PREFIX_ALIASES = 100

_in_order = (
    schema.documents.c.published_at.is_(None),
    schema.documents.c.published_at,
    schema.documents.c.id,
)


NewRows = tuple[Reading, dict[str, Any], dict[Table, list[dict[str, Any]]]]
"""A document to add: its reading, its row, and the rows of its parts by table."""


class SqlStore(ForecastRows, ShelfRows, WarningRows):
    """A store in an SQL database; see `tocsin.store.base.Store`."""

    def __init__(self, engine: Engine, flavour: Flavour) -> None:
        self.engine = engine
        self._flavour = flavour
        self._closed = False
        self.collection = SqlCollection(self._read, self._write, flavour)
        self.accounts = SqlAccounts(self._read, self._write, flavour)

    def add_reading(
        self, reading: Reading, claims: Iterable[Claim], *, seen_at: datetime, reader: str | None = None
    ) -> bool:
        """Store a document with its statements, events and claims; False where it was there already."""
        try:
            return self.add_readings([(reading, claims)], seen_at=seen_at, reader=reader)[0]
        except InputError as error:
            raise DocumentError(f"document {reading.document.id!r}: {error}") from error

    def add_readings(
        self,
        readings: Iterable[tuple[Reading, Iterable[Claim]]],
        *,
        seen_at: datetime,
        reader: str | None = None,
    ) -> list[bool]:
        """Store documents with their parts, all or none; tell of each whether it was new."""
        return self._add_documents([_make_new(*one, seen_at=seen_at, reader=reader) for one in readings])

    def replace_reading(
        self, reading: Reading, claims: Iterable[Claim], *, seen_at: datetime, reader: str
    ) -> None:
        """Put a new reading in place of a stored document's old one, and note that it waits to be linked."""
        with self._write() as connection:
            replace_reading(connection, reading, claims, seen_at=seen_at, reader=reader)
            self._add_sayings(connection, reading)
            self._add_new(connection, schema.pending, [{"kind": REREADING, "id": reading.document.id}])

    def list_outdated(
        self, reader: str | None, *, unread: str, since: datetime | None = None, most: int | None = None
    ) -> tuple[str, ...]:
        """Return the ids of documents that another reader read (all where none is named), oldest first."""
        wanted = select_outdated(reader, unread=unread, since=since, most=most)
        return tuple(row.id for row in self._load_all(wanted))

    def has_document(self, document_id: str) -> bool:
        """Whether the document is stored."""
        if schema.find_unstorable(document_id) is not None:
            return False
        wanted = select(schema.documents.c.number).where(schema.documents.c.id == document_id)
        with self._read() as connection:
            return connection.execute(wanted).first() is not None

    def load_reading(self, document_id: str) -> Reading | None:
        """Return one document with what was read from it."""
        if schema.find_unstorable(document_id) is not None:
            return None
        with self._read() as connection:
            return next(iter(_load_readings(connection, [document_id])), None)

    def iter_readings(self, *, until: datetime | None = None) -> Iterator[Reading]:
        """Yield readings by publication moment (none last) and document id, up to `until` if given."""
        moment = func.coalesce(schema.documents.c.published_at, schema.documents.c.seen_at)
        wanted = select(schema.documents.c.id).order_by(*_in_order)
        if until is not None:
            wanted = wanted.where(moment <= until)
        # The ids are one snapshot, and documents never change: no transaction stays open between steps.
        with self._read() as connection:
            ids = list(connection.scalars(wanted))
        for some in _cut(ids):
            with self._read() as connection:
                readings = _load_readings(connection, some)
            yield from readings

    def list_documents(self) -> tuple[Document, ...]:
        """Return all documents in the order of `iter_readings`, for lists; text included."""
        found = self._load_all(select(schema.documents).order_by(*_in_order))
        return tuple(as_rows.build_document(row) for row in found)

    def search_documents(self, query: str, *, limit: int = 20) -> tuple[Document, ...]:
        """Return the documents that hold every word of the query in title or text, best first."""
        # Only the words are taken, so that no query has a syntax; \w holds no lone surrogate and no NUL.
        words = tuple(re.findall(r"\w+", query)[:QUERY_WORDS])
        if not words or limit < 1:
            return ()
        with self._read() as connection:
            ids = self._flavour.search(connection, words, limit)
            wanted = select(schema.documents).where(schema.documents.c.id.in_(ids))
            found = {row.id: row for row in connection.execute(wanted)}
        return tuple(as_rows.build_document(found[document_id]) for document_id in ids)

    def iter_claims(self) -> Iterator[Claim]:
        """Yield every stored claim, ordered by id."""
        with self._read() as connection:
            ids = list(connection.scalars(select(schema.claims.c.id).order_by(schema.claims.c.id)))
        for some in _cut(ids):
            wanted = select(schema.claims).where(schema.claims.c.id.in_(some)).order_by(schema.claims.c.id)
            yield from (as_rows.load(Claim, row.payload, row=row.id) for row in self._load_all(wanted))

    def load_claims(self, document_id: str) -> tuple[Claim, ...]:
        """Return the claims about the events of one document, by id."""
        if schema.find_unstorable(document_id) is not None:
            return ()
        wanted = (
            select(schema.claims)
            .join(schema.events)
            .where(schema.events.c.document_id == document_id)
            .order_by(schema.claims.c.id)
        )
        return tuple(as_rows.load(Claim, row.payload, row=row.id) for row in self._load_all(wanted))

    def add_failure(self, failure: Failure) -> None:
        """Record a document that could not be read; the same name and reason again only moves `at`."""
        with self._write() as connection:
            self._upsert(connection, schema.failures, [as_rows.make_failure_row(failure)])

    def list_failures(self) -> tuple[Failure, ...]:
        """Return failures, newest first."""
        failures = schema.failures
        found = self._load_all(select(failures).order_by(failures.c.at.desc(), failures.c.id))
        return tuple(Failure(name=row.name, reason=row.reason, at=row.at) for row in found)

    def add_source(self, source: Source) -> None:
        """Store or update a source."""
        with self._write() as connection:
            self._upsert(connection, schema.sources, [asdict(source)])

    def list_sources(self) -> tuple[Source, ...]:
        """Return all sources by name."""
        found = self._load_all(select(schema.sources).order_by(schema.sources.c.name, schema.sources.c.id))
        return tuple(
            Source(id=row.id, name=row.name, kind=row.kind, reliability=row.reliability) for row in found
        )

    def save_publishers(self, publishers: Sequence[Publisher]) -> None:
        """Put a user's table of publishers in place of the one before, and note that all is graded anew."""
        new = [{"name": one.name, "payload": as_rows.dump(one)} for one in publishers]
        with self._write() as connection:
            connection.execute(delete(schema.publishers))
            _insert(connection, schema.publishers, new)
            self._add_new(connection, schema.pending, [{"kind": PUBLISHERS, "id": "table"}])

    def list_publishers(self) -> tuple[Publisher, ...]:
        """Return the user's table of publishers, by name."""
        with self._read() as connection:
            return load_publishers(connection)

    def add_judgement(self, judgement: Judgement) -> None:
        """Store a judgement; one that is there already is left as it is."""
        known = select(schema.judgements.c.id).where(schema.judgements.c.id == judgement.id)
        with self._write() as connection:
            if connection.execute(known).first() is not None:
                return
            self._add_new(connection, schema.judgements, [as_rows.make_judgement_row(judgement)])
            self._add_new(connection, schema.judgement_subjects, make_subject_rows(judgement))
            self._add_new(connection, schema.pending, [{"kind": JUDGEMENT, "id": judgement.id}])

    def withdraw_judgement(self, judgement_id: str, *, at: datetime) -> None:
        """Mark a judgement as withdrawn; it stays in the log, with the moment of its first withdrawal."""
        judgements = schema.judgements
        named = judgements.c.id == judgement_id
        with self._write() as connection:
            if connection.execute(select(judgements.c.id).where(named)).first() is None:
                raise InputError(
                    f"no judgement {judgement_id!r}; wanted the id of one in the log of judgements"
                )
            connection.execute(
                update(judgements).where(named, judgements.c.withdrawn_at.is_(None)).values(withdrawn_at=at)
            )
            self._add_new(connection, schema.pending, [{"kind": WITHDRAWAL, "id": judgement_id}])

    def list_judgements(self) -> tuple[Judgement, ...]:
        """Return all judgements, oldest first, withdrawn ones included."""
        judgements = schema.judgements
        found = self._load_all(select(judgements).order_by(judgements.c.decided_at, judgements.c.id))
        return tuple(as_rows.build_judgement(row) for row in found)

    def save_register(
        self,
        *,
        rows: Sequence[IncidentRow],
        memberships: Sequence[Membership],
        incidents: Sequence[Incident],
        linked_at: datetime,
        linked_documents: int | None = None,
        deltas: Sequence[Delta] = (),
    ) -> None:
        """Replace memberships and incidents by these; rows of identities and deltas are only added to."""
        if linked_at.tzinfo is None:
            raise InputError(f"the moment of a linking needs a time zone, not {linked_at.isoformat()}")
        aliases = [{"alias": a, "incident_id": i.id} for i in incidents for a in i.aliases if a != i.id]
        with self._write() as connection:
            _wait_for_turn(connection)
            if linked_documents is None:
                linked_documents = _count(connection, schema.documents)
            self._add_new(connection, schema.incident_rows, [asdict(row) for row in rows])
            connection.execute(delete(schema.memberships))
            connection.execute(delete(schema.incidents))
            _insert(connection, schema.incidents, [as_rows.make_incident_row(i) for i in incidents])
            _insert(connection, schema.memberships, [as_rows.make_membership_row(m) for m in memberships])
            self._upsert(connection, schema.aliases, aliases)
            _insert(connection, schema.deltas, [as_rows.make_delta_row(delta) for delta in deltas])
            marks = {
                "linked_at": linked_at.astimezone(UTC).isoformat(),
                "linked_documents": str(linked_documents),
            }
            self._upsert(connection, schema.meta, [{"key": k, "value": v} for k, v in marks.items()])

    @contextmanager
    def open_links(self, *, blank: bool = False) -> Iterator[SqlLinkIndex]:
        """Give what linking looks up, in one transaction that only reads."""
        with self._read() as connection:
            yield SqlLinkIndex(connection, _load_readings, blank=blank)

    def save_links(self, change: LinkChange) -> bool:
        """Write what a linking found; False, and nothing written, where another was saved meanwhile."""
        with self._write() as connection:
            return save_change(connection, change, add_new=self._add_new, upsert=self._upsert)

    def load_linked_at(self) -> datetime | None:
        """Return the moment of the last linking, None before the first."""
        found = self._load_all(select(schema.meta.c.value).where(schema.meta.c.key == "linked_at"))
        return datetime.fromisoformat(found[0].value) if found else None

    def list_rows(self) -> tuple[IncidentRow, ...]:
        """Return every incident identity ever minted, oldest first."""
        minted = schema.incident_rows
        found = self._load_all(select(minted).order_by(minted.c.minted_at, minted.c.id))
        return tuple(
            IncidentRow(id=row.id, founding_event_id=row.founding_event_id, minted_at=row.minted_at)
            for row in found
        )

    def list_memberships(self) -> tuple[Membership, ...]:
        """Return the present place of every linked mention."""
        places = schema.memberships
        found = self._load_all(select(places).order_by(places.c.event_id, places.c.incident_id))
        return tuple(as_rows.build_membership(row) for row in found)

    def list_places(self, incident_id: str) -> tuple[Membership, ...]:
        """Return the present places of the mentions of one incident, by mention."""
        places = schema.memberships
        wanted = select(places).where(places.c.incident_id == incident_id).order_by(places.c.event_id)
        return tuple(as_rows.build_membership(row) for row in self._load_all(wanted))

    def list_incidents(self) -> tuple[Incident, ...]:
        """Return the assembled incidents of the last linking, by id."""
        found = self._load_all(select(schema.incidents).order_by(schema.incidents.c.id))
        return tuple(as_rows.load(Incident, row.payload, row=row.id) for row in found)

    def load_incident(self, incident_id: str) -> Incident | None:
        """Return one incident by id, by an alias, or by a prefix that names only one."""
        if not incident_id or schema.find_unstorable(incident_id) is not None:
            return None
        with self._read() as connection:
            ids = _find_ids(connection, incident_id, limit=2)
            if len(ids) != 1:
                return None
            wanted = select(schema.incidents.c.payload).where(schema.incidents.c.id == ids[0])
            return as_rows.load(Incident, connection.scalars(wanted).one(), row=ids[0])

    def find_incident_ids(self, prefix: str, *, limit: int = 10) -> tuple[str, ...]:
        """Return the ids, sorted and at most `limit`, of incidents whose id or alias is or begins so."""
        if not prefix or schema.find_unstorable(prefix) is not None:
            return ()
        with self._read() as connection:
            return _find_ids(connection, prefix, limit=limit)

    def list_deltas(
        self, *, since: datetime | None = None, incident_id: str | None = None
    ) -> tuple[Delta, ...]:
        """Return what linkings changed after a moment, or in one record, oldest first."""
        deltas = schema.deltas
        wanted = select(deltas.c.number, deltas.c.payload).order_by(deltas.c.number)
        if since is not None:
            wanted = wanted.where(deltas.c.at > since)
        if incident_id is not None:
            wanted = wanted.where(deltas.c.incident_id == incident_id)
        found = self._load_all(wanted)
        return tuple(as_rows.load(Delta, row.payload, row=str(row.number)) for row in found)

    def read_deltas(self, *, after: int, most: int) -> tuple[tuple[int, Delta], ...]:
        """Return what linkings changed, with the number of each in the log, from above a number on."""
        deltas = schema.deltas
        wanted = select(deltas.c.number, deltas.c.payload).where(deltas.c.number > after)
        found = self._load_all(wanted.order_by(deltas.c.number).limit(most))
        return tuple((row.number, as_rows.load(Delta, row.payload, row=str(row.number))) for row in found)

    def find_last_delta(self) -> int:
        """Return the number of the newest change in the log, 0 before the first."""
        with self._read() as connection:
            return connection.scalar(select(func.max(schema.deltas.c.number))) or 0

    def log_change(self, change: Change) -> None:
        """Append to the regime log."""
        with self._write() as connection:
            _insert(connection, schema.changes, [asdict(change)])

    def list_changes(self) -> tuple[Change, ...]:
        """Return the regime log, oldest first."""
        found = self._load_all(select(schema.changes).order_by(schema.changes.c.at, schema.changes.c.number))
        return tuple(Change(kind=row.kind, detail=row.detail, at=row.at) for row in found)

    def count(self) -> StoreCounts:
        """Count the rows."""
        counted = ("documents", "statements", "events", "claims", "incidents", "failures")
        linked = select(schema.meta.c.value).where(schema.meta.c.key == "linked_documents").scalar_subquery()
        sizes = [
            select(func.count()).select_from(schema.metadata.tables[name]).scalar_subquery()
            for name in counted
        ]
        # One statement, so that the numbers belong to one moment.
        with self._read() as connection:
            *found, linked_documents = connection.execute(select(*sizes, linked)).one()
        by_name = dict(zip(counted, found, strict=True))
        return StoreCounts(**by_name, unlinked=max(0, by_name["documents"] - int(linked_documents or 0)))

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the store, empty when sound."""
        with self._read() as connection:
            faults = self._flavour.find_faults(connection)
            ids = list(connection.scalars(select(schema.documents.c.id).order_by(schema.documents.c.number)))
        found = [*faults, *(fault for document_id in ids for fault in self._check_document(document_id))]
        for read in (self.list_incidents, self.list_memberships, self.list_judgements):
            try:
                read()
            except StoreError as error:
                found.append(str(error))
        return tuple(found)

    def close(self) -> None:
        """Let go of the database."""
        self._closed = True
        self.engine.dispose()

    def _add_documents(self, new: Sequence[NewRows]) -> list[bool]:
        """Add documents in one transaction; tell of each whether it was new."""
        # Two processes may add the same document at once: the loser finds it there and adds nothing.
        once = self._flavour.insert(schema.documents).on_conflict_do_nothing(index_elements=["id"])
        insertion = once.returning(schema.documents.c.number)
        with self._write() as connection:
            fresh = [connection.execute(insertion, row).first() is not None for _, row, _ in new]
            added = [one for one, is_new in zip(new, fresh, strict=True) if is_new]
            for table in (schema.statements, schema.events, schema.claims):
                _insert(connection, table, [row for _, _, parts in added for row in parts[table]])
            for reading, _, _ in added:
                self._add_sayings(connection, reading)
            waiting = [{"kind": DOCUMENT, "id": row["id"]} for _, row, _ in added]
            self._add_new(connection, schema.pending, waiting)
        return fresh

    def _add_sayings(self, connection: Connection, reading: Reading) -> None:
        voices, sayings = as_rows.make_saying_rows(reading)
        self._add_new(connection, schema.voices, voices)
        self._add_new(connection, schema.sayings, sayings)

    def _check_document(self, document_id: str) -> list[str]:
        try:
            reading, claims = self.load_reading(document_id), self.load_claims(document_id)
        except StoreError as error:
            return [str(error)]
        if reading is None:
            return []
        return [
            f"claim {claim.id}: its quote is not in {document_id} at {piece.span.start}-{piece.span.end}"
            for claim in claims
            for piece in claim.evidence
            if piece.document_id == document_id
            and reading.document.text[piece.span.start : piece.span.end] != piece.quote
        ]

    def _read(self) -> AbstractContextManager[Connection]:
        self._refuse_closed()
        return open_to_read(self.engine, self._flavour)

    def _write(self) -> AbstractContextManager[Connection]:
        self._refuse_closed()
        return open_to_write(self.engine, self._flavour)

    def _refuse_closed(self) -> None:
        if self._closed:
            raise StoreError(f"store {self._flavour.address} was closed; open it again before using it")

    def _load_all(self, wanted: Any) -> Sequence[Row[Any]]:
        with self._read() as connection:
            found: Sequence[Row[Any]] = connection.execute(wanted).all()
        return found

    def _add_new(self, connection: Connection, table: Table, new: list[dict[str, Any]]) -> None:
        if new:
            keys = list(table.primary_key.columns)
            connection.execute(self._flavour.insert(table).on_conflict_do_nothing(index_elements=keys), new)

    def _upsert(self, connection: Connection, table: Table, new: list[dict[str, Any]]) -> None:
        if new:
            keys = list(table.primary_key.columns)
            insertion = self._flavour.insert(table)
            changed = {c.name: insertion.excluded[c.name] for c in table.columns if not c.primary_key}
            connection.execute(insertion.on_conflict_do_update(index_elements=keys, set_=changed), new)


def _make_new(reading: Reading, claims: Iterable[Claim], *, seen_at: datetime, reader: str | None) -> NewRows:
    """Return the rows of a document and of its parts; refuse what no store can hold."""
    try:
        document_row = as_rows.make_document_row(reading, seen_at=seen_at) | {"reader": reader}
        parts = {
            schema.statements: as_rows.make_statement_rows(reading),
            schema.events: as_rows.make_event_rows(reading),
            schema.claims: as_rows.make_claim_rows(claims, seen_at=seen_at),
        }
        _refuse_twins(parts[schema.events], "events")
        _refuse_twins(parts[schema.claims], "claims")
    except OverflowError as error:
        # As 0001-01-01T00:00:00+05:00, which some pages give for "no date".
        raise InputError("a moment in it has no date in UTC; wanted years 1 to 9999") from error
    return reading, document_row, parts


def _insert(connection: Connection, table: Table, new: list[dict[str, Any]]) -> None:
    if new:
        connection.execute(insert(table), new)


def _cut(ids: list[str]) -> Iterator[list[str]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _wait_for_turn(connection: Connection) -> None:
    # Two linkings at once would mix on PostgreSQL; SQLite has its write lock already and ignores this.
    connection.execute(select(schema.meta).where(schema.meta.c.key == "linked_documents").with_for_update())


def _refuse_twins(new: list[dict[str, Any]], kind: str) -> None:
    ids = [row["id"] for row in new]
    twins = sorted({i for i in ids if ids.count(i) > 1}) if len(set(ids)) < len(ids) else []
    if twins:
        raise InputError(f"two {kind} with the id {twins[0]!r}; wanted one each")


def _load_readings(connection: Connection, ids: list[str]) -> list[Reading]:
    documents, statements, events = schema.documents, schema.statements, schema.events
    document_rows = connection.execute(
        select(documents).where(documents.c.id.in_(ids)).order_by(*_in_order)
    ).all()
    parts: list[dict[str, list[Row[Any]]]] = []
    for table in (statements, events):
        wanted = select(table).where(table.c.document_id.in_(ids)).order_by(table.c.position)
        by_document: dict[str, list[Row[Any]]] = {}
        for row in connection.execute(wanted):
            by_document.setdefault(row.document_id, []).append(row)
        parts.append(by_document)
    return [as_rows.build_reading(row, *(part.get(row.id, []) for part in parts)) for row in document_rows]


def _follow_alias(connection: Connection, name: str) -> str | None:
    incidents, aliases = schema.incidents, schema.aliases
    seen: set[str] = set()
    # A merged into B, then B into C: A still leads to C.
    while name not in seen:
        seen.add(name)
        if connection.scalar(select(incidents.c.id).where(incidents.c.id == name)) is not None:
            return name
        name = connection.scalar(select(aliases.c.incident_id).where(aliases.c.alias == name)) or name
    return None


def _find_ids(connection: Connection, name: str, *, limit: int) -> tuple[str, ...]:
    whole = _follow_alias(connection, name)
    return (whole,) if whole is not None else _find_by_prefix(connection, name, limit=limit)


def _find_by_prefix(connection: Connection, prefix: str, *, limit: int) -> tuple[str, ...]:
    incidents, aliases = schema.incidents, schema.aliases
    begins = select(incidents.c.id).where(_starts_with(incidents.c.id, prefix))
    found = set(connection.scalars(begins.order_by(incidents.c.id).limit(limit)))
    wanted = select(aliases.c.alias).where(_starts_with(aliases.c.alias, prefix)).limit(PREFIX_ALIASES)
    found |= {_follow_alias(connection, alias) or "" for alias in connection.scalars(wanted).all()} - {""}
    return tuple(sorted(found)[:limit])


def _starts_with(column: Any, prefix: str) -> Any:
    # A range, not LIKE: ids sort by code points everywhere, and LIKE has its own wildcards and cases.
    return (column >= prefix) & (column < prefix + "\U0010ffff")
