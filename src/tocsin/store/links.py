"""What linking looks up in an SQL store, by key or by id and never by reading everything."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Row, Table, bindparam, delete, func, or_, select, tuple_

from tocsin.errors import InputError
from tocsin.model import Claim, Document, Incident, IncidentRow, Judgement, Membership, Publisher, Reading
from tocsin.store import rows as as_rows
from tocsin.store import schema
from tocsin.store.base import LinkChange, LinkState, MentionRow
from tocsin.store.collection.chains import read_chains

T = TypeVar("T", str, int)

# As many values as one statement names at once.
MOST_NAMED = 400
# So many places are looked at by one statement; SQLite takes 500 selects in one, and a place is two.
MOST_PLACES = 64

_holders = schema.holders.c
_place = tuple_(_holders.moment, _holders.number)
_given = tuple_(bindparam("moment"), bindparam("number"))
_after = (
    select(_holders.moment, _holders.number)
    .where(_holders.key == bindparam("key"), _place > _given)
    .order_by(_holders.moment, _holders.number)
    .limit(bindparam("most"))
)
_first = select(func.min(_holders.moment)).where(_holders.key == bindparam("key"))
_within = select(_holders.number).where(
    _holders.key == bindparam("key"),
    _holders.moment >= bindparam("since"),
    _holders.moment < bindparam("until"),
)


@cache
def _write_neighbours(count: int, most: int, style: str) -> str:
    """Return one statement for the neighbours of so many places: one for each would cost most of linking."""
    mark = "?" if style == "qmark" else "%s"
    parts = [
        "SELECT * FROM (SELECT key, moment, number FROM holders "  # noqa: S608 - nothing is from outside
        f"WHERE key = {mark} AND (moment, number) {sign} ({mark}, {mark}) "
        f"ORDER BY moment {order}, number {order} LIMIT {int(most)}) AS {name}{place}"
        for name, sign, order in (("before", "<", "DESC"), ("after", ">", "ASC"))
        for place in range(count)
    ]
    return " UNION ALL ".join(parts)


class SqlLinkIndex:
    """The tables of linking, seen through one connection; see `tocsin.store.base.LinkIndex`."""

    def __init__(
        self,
        connection: Connection,
        load_readings: Callable[[Connection, list[str]], list[Reading]],
        *,
        blank: bool = False,
    ) -> None:
        """Look up through a connection; a `blank` index knows nothing that earlier linkings found."""
        self._connection = connection
        self._blank = blank
        self._load_readings = load_readings

    def load_state(self) -> LinkState:
        """Return what waits to be linked, and what the last linking noted."""
        waiting = self._connection.execute(select(schema.pending).order_by(schema.pending.c.id)).all()
        marks = {row.key: row.value for row in self._connection.execute(select(schema.meta))}
        changes = schema.changes.c
        rules = select(changes.detail).where(changes.kind == "rules").order_by(changes.number.desc()).limit(1)
        linked_at = marks.get("linked_at")
        return LinkState(
            turn=int(marks.get("linked_turn", 0)),
            waiting=tuple((row.kind, row.id) for row in waiting),
            linked_documents=int(marks.get("linked_documents", 0)),
            linked_incidents=int(marks.get("linked_incidents", 0)),
            linked_at=datetime.fromisoformat(linked_at) if linked_at else None,
            rules=self._connection.scalar(rules),
            publishers=load_publishers(self._connection),
        )

    def find_neighbours(
        self, wanted: Mapping[int, Collection[tuple[int, int]]], *, most: int
    ) -> dict[int, set[tuple[int, int]]]:
        """Return the next holders of keys, at most so many before each place given for a key and after it."""
        found: dict[int, set[tuple[int, int]]] = defaultdict(set)
        if self._blank:
            return found
        places = [(key, moment, number) for key, held in wanted.items() for moment, number in held]
        for start in range(0, len(places), MOST_PLACES):
            some = places[start : start + MOST_PLACES]
            # Statements of few lengths are prepared once; a place asked for twice changes nothing.
            count = 1 << (len(some) - 1).bit_length()
            asked = tuple(part for one in some + some[:1] * (count - len(some)) for part in one)
            statement = _write_neighbours(count, most, self._connection.dialect.paramstyle)
            for key, moment, number in self._connection.exec_driver_sql(statement, asked * 2):
                found[key].add((moment, number))
        return found

    def count_between(self, key: int, low: tuple[int, int], high: tuple[int, int], *, most: int) -> int:
        """Return how many holders of a key stand between two places, at most `most`."""
        given = {"key": key, "moment": low[0], "number": low[1], "most": most}
        rows = self._connection.execute(_after, given)
        return sum((row[0], row[1]) < high for row in rows)

    def find_first(self, key: int) -> int | None:
        """Return the moment of the first holder of a key."""
        found: int | None = None if self._blank else self._connection.scalar(_first, {"key": key})
        return found

    def find_holders(self, key: int, *, since: int, until: int) -> tuple[int, ...]:
        """Return the holders of a key from one moment until before another."""
        if self._blank:
            return ()
        given = {"key": key, "since": since, "until": until}
        return tuple(self._connection.scalars(_within, given))

    def load_mentions(self, numbers: Iterable[int]) -> dict[int, str]:
        """Return what was stored of mentions, by number."""
        mentions = schema.mentions
        return {row.number: row.payload for row in self._find(mentions, mentions.c.number, numbers)}

    def find_mentions(self, document_ids: Iterable[str]) -> tuple[MentionRow, ...]:
        """Return the mentions of documents."""
        mentions = schema.mentions
        return tuple(
            MentionRow(row.number, row.event_id, row.document_id, row.payload)
            for row in self._find(mentions, mentions.c.document_id, document_ids)
        )

    def list_edges(self, numbers: Iterable[int]) -> set[tuple[int, int]]:
        """Return the edges of mentions, each as it stands in their order."""
        edges = schema.edges
        return {(row.number, row.other) for row in self._find(edges, edges.c.number, numbers)}

    def find_texts(self, numbers: Iterable[int]) -> dict[int, str]:
        """Return the ids of documents by number."""
        texts = schema.texts
        return {row.number: row.document_id for row in self._find(texts, texts.c.number, numbers)}

    def list_copies(self, document_ids: Iterable[str]) -> set[tuple[str, str]]:
        """Return which texts copy one another, each pair with one of these documents first."""
        copies = schema.copies
        return {
            (row.document_id, row.other_id) for row in self._find(copies, copies.c.document_id, document_ids)
        }

    def load_origins(self, document_ids: Iterable[str]) -> dict[str, str]:
        """Return the first text of the group of each document that is not alone."""
        origins = schema.origins
        return {row.document_id: row.root for row in self._find(origins, origins.c.document_id, document_ids)}

    def list_copied(self, roots: Iterable[str]) -> dict[str, str]:
        """Return all documents of groups of copies with the first text of theirs."""
        origins = schema.origins
        return {row.document_id: row.root for row in self._find(origins, origins.c.root, roots)}

    def list_chains(self, document_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return for each version of the articles of documents all documents of its article, oldest first."""
        return read_chains(self._connection, set(document_ids))

    def load_documents(self, document_ids: Iterable[str]) -> tuple[Document, ...]:
        """Return documents by id."""
        documents = schema.documents
        return tuple(
            as_rows.build_document(row) for row in self._find(documents, documents.c.id, document_ids)
        )

    def load_readings(self, document_ids: Iterable[str]) -> tuple[Reading, ...]:
        """Return the readings of documents."""
        return tuple(
            reading for some in _cut(document_ids) for reading in self._load_readings(self._connection, some)
        )

    def load_claims(self, document_ids: Iterable[str]) -> tuple[Claim, ...]:
        """Return the claims about the events of documents, as they were stored."""
        claims, events = schema.claims, schema.events
        rows = self._find(claims.join(events), events.c.document_id, document_ids, columns=(claims,))
        return tuple(as_rows.load(Claim, row.payload, row=row.id) for row in rows)

    def list_memberships(
        self, *, event_ids: Iterable[str] = (), incident_ids: Iterable[str] = ()
    ) -> tuple[Membership, ...]:
        """Return the places of mentions, and all places in incidents."""
        places = schema.memberships
        rows = (
            *self._find(places, places.c.event_id, event_ids),
            *self._find(places, places.c.incident_id, incident_ids),
        )
        return tuple(as_rows.build_membership(row) for row in rows)

    def list_rows(
        self, *, document_ids: Iterable[str] = (), incident_ids: Iterable[str] = ()
    ) -> tuple[IncidentRow, ...]:
        """Return the identities that mentions of documents founded, and those with an id; oldest first."""
        minted = schema.incident_rows
        rows = (
            *self._find_of_documents(minted, minted.c.founding_event_id, document_ids),
            *self._find(minted, minted.c.id, incident_ids),
        )
        found = {row.id: IncidentRow(**row._mapping) for row in rows}
        return tuple(sorted(found.values(), key=lambda row: (row.minted_at, row.id)))

    def list_judgements(
        self,
        *,
        judgement_ids: Iterable[str] = (),
        subjects: Iterable[str] = (),
        document_ids: Iterable[str] = (),
    ) -> tuple[Judgement, ...]:
        """Return judgements by id, on subjects, and on mentions of documents; oldest first."""
        about, judgements = schema.judgement_subjects, schema.judgements
        document_ids = tuple(document_ids)
        named = {
            *judgement_ids,
            *(row.judgement_id for row in self._find(about, about.c.subject, (*subjects, *document_ids))),
            *(row.judgement_id for row in self._find_of_documents(about, about.c.subject, document_ids)),
        }
        found = [as_rows.build_judgement(row) for row in self._find(judgements, judgements.c.id, named)]
        return tuple(sorted(found, key=lambda judgement: (judgement.decided_at, judgement.id)))

    def load_incidents(self, incident_ids: Iterable[str]) -> tuple[Incident, ...]:
        """Return assembled incidents by id."""
        incidents = schema.incidents
        rows = self._find(incidents, incidents.c.id, incident_ids)
        return tuple(as_rows.load(Incident, row.payload, row=row.id) for row in rows)

    def load_persons(self, surnames: Iterable[str]) -> tuple[tuple[str, str, datetime], ...]:
        """Return surname, full name and the moment of the first report that gave it."""
        persons = schema.persons
        rows = self._find(persons, persons.c.surname, surnames)
        return tuple((row.surname, row.name, row.moment) for row in rows)

    def _find(
        self, source: Any, column: Column[Any], values: Iterable[T], *, columns: Sequence[Any] = ()
    ) -> Iterator[Row[Any]]:
        if self._blank and source in DERIVED:
            return
        wanted = select(*(columns or (source,))).select_from(source)
        for some in _cut(values):
            yield from self._connection.execute(wanted.where(column.in_(some)))

    def _find_of_documents(
        self, table: Table, column: Column[Any], document_ids: Iterable[str]
    ) -> Iterator[Row[Any]]:
        """Yield rows whose column names a mention of the documents: `<document>-e<start>-<end>`."""
        for some in _cut(document_ids, most=MOST_NAMED // 4):
            spans = [(column >= f"{name}-e") & (column < f"{name}-f") for name in some]
            yield from self._connection.execute(select(table).where(or_(*spans)))


def load_publishers(connection: Connection) -> tuple[Publisher, ...]:
    """Return the user's table of publishers, by name."""
    rows = connection.execute(select(schema.publishers).order_by(schema.publishers.c.name))
    return tuple(as_rows.load(Publisher, row.payload, row=row.name) for row in rows)


def save_change(
    connection: Connection,
    change: LinkChange,
    *,
    add_new: Callable[[Connection, Table, list[dict[str, Any]]], None],
    upsert: Callable[[Connection, Table, list[dict[str, Any]]], None],
) -> bool:
    """Write what a linking found; False where another one was saved since its state was loaded."""
    if change.linked_at.tzinfo is None:
        raise InputError(f"the moment of a linking needs a time zone, not {change.linked_at.isoformat()}")
    meta = schema.meta
    # Two linkings at once would mix on PostgreSQL; SQLite has its write lock already and ignores this.
    connection.execute(select(meta).where(meta.c.key == "linked_documents").with_for_update())
    turn = connection.scalar(select(meta.c.value).where(meta.c.key == "linked_turn"))
    if int(turn or 0) != change.turn:
        return False
    if change.whole:
        for table in (*DERIVED, schema.memberships, schema.incidents):
            connection.execute(delete(table))
    _save_index(connection, change, upsert=upsert)
    add_new(connection, schema.incident_rows, [asdict(row) for row in change.rows])
    _drop(connection, schema.memberships.c.incident_id, change.touched)
    _drop(connection, schema.memberships.c.event_id, [place.event_id for place in change.memberships])
    _drop(connection, schema.incidents.c.id, change.touched)
    written = [as_rows.make_incident_row(one, turn=change.turn + 1) for one in change.incidents]
    upsert(connection, schema.incidents, written)
    _insert(connection, schema.memberships, [as_rows.make_membership_row(one) for one in change.memberships])
    names = [(alias, one.id) for one in change.incidents for alias in one.aliases if alias != one.id]
    upsert(connection, schema.aliases, [{"alias": alias, "incident_id": home} for alias, home in names])
    _insert(connection, schema.deltas, [as_rows.make_delta_row(delta) for delta in change.deltas])
    _insert(connection, schema.changes, [asdict(one) for one in change.changes])
    for kind in sorted({kind for kind, _ in change.done}):
        named = [name for one, name in change.done if one == kind]
        _drop(connection, schema.pending.c.id, named, schema.pending.c.kind == kind)
    marks = {
        "linked_at": change.linked_at.astimezone(UTC).isoformat(),
        "linked_documents": str(change.linked_documents),
        "linked_incidents": str(change.linked_incidents),
        "linked_turn": str(change.turn + 1),
    }
    upsert(connection, meta, [{"key": key, "value": value} for key, value in marks.items()])
    return True


DERIVED = (
    schema.holders,
    schema.edges,
    schema.mentions,
    schema.texts,
    schema.copies,
    schema.origins,
    schema.persons,
)


def _save_index(
    connection: Connection,
    change: LinkChange,
    *,
    upsert: Callable[[Connection, Table, list[dict[str, Any]]], None],
) -> None:
    _insert(connection, schema.mentions, [row._asdict() for row in change.mentions])
    _insert(connection, schema.texts, [{"number": n, "document_id": d} for n, d in change.texts.items()])
    held = sorted(change.holders)
    _insert(
        connection, schema.holders, [dict(zip(("key", "moment", "number"), row, strict=True)) for row in held]
    )
    _save_pairs(connection, schema.edges, new=change.edges, lost=change.lost_edges)
    _save_pairs(connection, schema.copies, new=change.copies, lost=change.lost_copies)
    _drop(connection, schema.origins.c.document_id, change.origins)
    grouped = [{"document_id": d, "root": root} for d, root in change.origins.items() if root is not None]
    _insert(connection, schema.origins, grouped)
    persons = [{"surname": s, "name": n, "moment": m} for s, n, m in change.persons]
    upsert(connection, schema.persons, persons)


def _save_pairs(
    connection: Connection, table: Table, *, new: Collection[tuple[T, T]], lost: Collection[tuple[T, T]]
) -> None:
    one, other = table.columns
    both = [pair for left, right in lost for pair in ((left, right), (right, left))]
    for some in _cut(both, most=MOST_NAMED // 2):
        connection.execute(delete(table).where(tuple_(one, other).in_(some)))
    found = sorted({pair for left, right in new for pair in ((left, right), (right, left))})
    _insert(connection, table, [{one.name: left, other.name: right} for left, right in found])


def _drop(connection: Connection, column: Column[Any], values: Iterable[T], *more: Any) -> None:
    for some in _cut(values):
        connection.execute(delete(column.table).where(column.in_(some), *more))


def _insert(connection: Connection, table: Table, new: list[dict[str, Any]]) -> None:
    if new:
        connection.execute(table.insert(), new)


def _cut(values: Iterable[Any], *, most: int = MOST_NAMED) -> Iterator[list[Any]]:
    every = sorted(set(values))
    return (every[start : start + most] for start in range(0, len(every), most))


def make_subject_rows(judgement: Judgement) -> list[dict[str, Any]]:
    """Return a row for each subject of a judgement, so that it is found from them."""
    return [{"subject": name, "judgement_id": judgement.id} for name in sorted(set(judgement.subjects))]
