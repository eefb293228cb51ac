"""What every store keeps: rows in, views out."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from tocsin.model import (
    Alert,
    Claim,
    Delivery,
    Delta,
    Document,
    Forecast,
    Incident,
    IncidentRow,
    Indicator,
    Judgement,
    Membership,
    Mute,
    Outcome,
    Publisher,
    Reading,
    Search,
    Source,
)
from tocsin.store.accounts_base import AccountStore
from tocsin.store.collection_base import CollectionStore
from tocsin.store.shelf_base import ShelfStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One document that could not be read, and why; kept so that nothing is lost silently."""

    name: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An entry of the regime log (a source added, a rule changed), so that alerts do not fire on it."""

    kind: str
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCounts:
    """How many rows the store holds; `unlinked` documents were read but are not in the register yet."""

    documents: int
    statements: int
    events: int
    claims: int
    incidents: int
    failures: int
    unlinked: int


DOCUMENT, JUDGEMENT, WITHDRAWAL, REREADING = "document", "judgement", "withdrawal", "rereading"
PUBLISHERS = "publishers"


class MentionRow(NamedTuple):
    """A mention as linking stores it: the number of its id, and a payload that only the register reads."""

    number: int
    event_id: str
    document_id: str
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkState:
    """What waits to be linked (kind and id, as "document" and "d1"), and what the last linking noted.

    `turn` counts linkings: a change is saved only on top of the state it was made from.
    """

    turn: int
    waiting: tuple[tuple[str, str], ...]
    linked_documents: int
    linked_incidents: int
    linked_at: datetime | None
    rules: str | None
    publishers: tuple[Publisher, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """Return the ids of the documents that wait."""
        return tuple(name for kind, name in self.waiting if kind == DOCUMENT)

    @property
    def judgements(self) -> tuple[str, ...]:
        """Return the ids of the judgements that wait: given or taken back."""
        return tuple(name for kind, name in self.waiting if kind in (JUDGEMENT, WITHDRAWAL))

    @property
    def regraded(self) -> bool:
        """Return whether the user's table of publishers has changed since the last linking."""
        return any(kind == PUBLISHERS for kind, _ in self.waiting)

    @property
    def reread(self) -> frozenset[str]:
        """Return the ids of the documents that were read again since the last linking."""
        return frozenset(name for kind, name in self.waiting if kind == REREADING)


@dataclass(slots=True, kw_only=True)
class LinkChange:
    """All that one linking writes; with `whole` everything that linkings wrote before goes first.

    `done` is what no longer waits. Pairs stand once each. `origins` gives None for a document that has become
    alone; `touched` are the incidents that were looked at, of which `incidents` holds those still there.
    """

    turn: int
    linked_at: datetime
    linked_documents: int
    linked_incidents: int = 0
    whole: bool = False
    done: Collection[tuple[str, str]] = ()
    mentions: list[MentionRow] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    holders: set[tuple[int, int, int]] = field(default_factory=set)
    edges: set[tuple[int, int]] = field(default_factory=set)
    lost_edges: set[tuple[int, int]] = field(default_factory=set)
    copies: set[tuple[str, str]] = field(default_factory=set)
    lost_copies: set[tuple[str, str]] = field(default_factory=set)
    origins: dict[str, str | None] = field(default_factory=dict)
    persons: tuple[tuple[str, str, datetime], ...] = ()
    touched: Collection[str] = ()
    rows: Sequence[IncidentRow] = ()
    memberships: Sequence[Membership] = ()
    incidents: Sequence[Incident] = ()
    deltas: Sequence[Delta] = ()
    changes: Sequence[Change] = ()


class LinkIndex(Protocol):
    """What linking looks up, by key or id: no method reads more than it returns."""

    def load_state(self) -> LinkState:
        """Return what waits to be linked, and what the last linking noted."""

    def find_neighbours(
        self, wanted: Mapping[int, Collection[tuple[int, int]]], *, most: int
    ) -> dict[int, set[tuple[int, int]]]:
        """Return the next holders of keys, at most so many before each place given for a key and after it."""

    def count_between(self, key: int, low: tuple[int, int], high: tuple[int, int], *, most: int) -> int:
        """Return how many holders of a key stand between two places, at most `most`."""

    def find_first(self, key: int) -> int | None:
        """Return the moment of the first holder of a key."""

    def find_holders(self, key: int, *, since: int, until: int) -> tuple[int, ...]:
        """Return the holders of a key from one moment until before another."""

    def load_mentions(self, numbers: Iterable[int]) -> Mapping[int, str]:
        """Return what was stored of mentions, by number."""

    def find_mentions(self, document_ids: Iterable[str]) -> tuple[MentionRow, ...]:
        """Return the mentions of documents."""

    def list_edges(self, numbers: Iterable[int]) -> set[tuple[int, int]]:
        """Return the edges of mentions, each with one of these first."""

    def find_texts(self, numbers: Iterable[int]) -> Mapping[int, str]:
        """Return the ids of documents by number."""

    def list_copies(self, document_ids: Iterable[str]) -> set[tuple[str, str]]:
        """Return which texts copy one another, each pair with one of these documents first."""

    def load_origins(self, document_ids: Iterable[str]) -> Mapping[str, str]:
        """Return the first text of the group of each document that is not alone."""

    def list_copied(self, roots: Iterable[str]) -> Mapping[str, str]:
        """Return all documents of groups of copies with the first text of theirs."""

    def list_chains(self, document_ids: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Return for each version of the articles of documents all documents of its article, oldest first."""

    def load_documents(self, document_ids: Iterable[str]) -> tuple[Document, ...]:
        """Return documents by id."""

    def load_readings(self, document_ids: Iterable[str]) -> tuple[Reading, ...]:
        """Return the readings of documents."""

    def load_claims(self, document_ids: Iterable[str]) -> tuple[Claim, ...]:
        """Return the claims about the events of documents, as they were stored."""

    def list_memberships(
        self, *, event_ids: Iterable[str] = (), incident_ids: Iterable[str] = ()
    ) -> tuple[Membership, ...]:
        """Return the places of mentions, and all places in incidents."""

    def list_rows(
        self, *, document_ids: Iterable[str] = (), incident_ids: Iterable[str] = ()
    ) -> tuple[IncidentRow, ...]:
        """Return the identities that mentions of documents founded, and those with an id; oldest first."""

    def list_judgements(
        self,
        *,
        judgement_ids: Iterable[str] = (),
        subjects: Iterable[str] = (),
        document_ids: Iterable[str] = (),
    ) -> tuple[Judgement, ...]:
        """Return judgements by id, on subjects, and on documents and their mentions; oldest first."""

    def load_incidents(self, incident_ids: Iterable[str]) -> tuple[Incident, ...]:
        """Return assembled incidents by id."""

    def load_persons(self, surnames: Iterable[str]) -> tuple[tuple[str, str, datetime], ...]:
        """Return surname, full name and the moment of the first report that gave it."""


class Store(ShelfStore, Protocol):
    """Rows in, views out. Every method that writes is one transaction: all of it is kept, or none."""

    @property
    def collection(self) -> CollectionStore:
        """Return the part that collection reads and writes."""

    @property
    def accounts(self) -> AccountStore:
        """Return the part that knows people: accounts, sessions, keys and the audit log."""

    def add_reading(
        self, reading: Reading, claims: Iterable[Claim], *, seen_at: datetime, reader: str | None = None
    ) -> bool:
        """Store a document with its statements, events and claims; False where it was there already.

        `reader` names what read it, so that a better one knows what to read again. A claim without
        `first_seen` or `last_seen` gets `seen_at`. Text with a NUL character or a lone surrogate is refused
        with a DocumentError: a source replaces them before anything is read.
        """

    def add_readings(
        self,
        readings: Iterable[tuple[Reading, Iterable[Claim]]],
        *,
        seen_at: datetime,
        reader: str | None = None,
    ) -> list[bool]:
        """Store documents in one transaction, all of them or none; tell of each whether it was new.

        One that cannot be stored raises an InputError, and none of them is stored.
        """

    def replace_reading(
        self, reading: Reading, claims: Iterable[Claim], *, seen_at: datetime, reader: str
    ) -> None:
        """Put a new reading in place of a stored document's old one, and note that it waits to be linked.

        A mention whose id is in both keeps its place in the register; a claim known already keeps the moment
        it was first seen.
        """

    def list_outdated(
        self, reader: str | None, *, unread: str, since: datetime | None = None, most: int | None = None
    ) -> tuple[str, ...]:
        """Return the ids of documents that another reader read (all where none is named), oldest first.

        Documents whose source begins with `unread` are left out: nothing reads them. `since` leaves out what
        was published, or where that is unknown seen, before. Of more than `most` any so many are returned.
        """

    def has_document(self, document_id: str) -> bool:
        """Whether the document is stored."""

    def load_reading(self, document_id: str) -> Reading | None:
        """Return one document with what was read from it."""

    def iter_readings(self, *, until: datetime | None = None) -> Iterator[Reading]:
        """Yield readings by publication moment (none last) and document id, up to `until` if given.

        A document without a publication moment counts from the moment it was seen. What is yielded is
        what was stored at the first step; nothing stays locked between steps.
        """

    def list_documents(self) -> tuple[Document, ...]:
        """Return all documents in the order of `iter_readings`, for lists; text included."""

    def iter_claims(self) -> Iterator[Claim]:
        """Yield every stored claim, ordered by id."""

    def load_claims(self, document_id: str) -> tuple[Claim, ...]:
        """Return the claims about the events of one document, by id."""

    def search_documents(self, query: str, *, limit: int = 20) -> tuple[Document, ...]:
        """Return the documents that hold every word of the query in title or text, best first."""

    def add_failure(self, failure: Failure) -> None:
        """Record a document that could not be read; the same name and reason again only moves `at`."""

    def list_failures(self) -> tuple[Failure, ...]:
        """Return failures, newest first."""

    def add_source(self, source: Source) -> None:
        """Store or update a source."""

    def list_sources(self) -> tuple[Source, ...]:
        """Return all sources by name."""

    def save_publishers(self, publishers: Sequence[Publisher]) -> None:
        """Put a user's table of publishers in place of the one before, and note that all is graded anew."""

    def list_publishers(self) -> tuple[Publisher, ...]:
        """Return the user's table of publishers, by name."""

    def add_judgement(self, judgement: Judgement) -> None:
        """Store a judgement; one that is there already is left as it is."""

    def withdraw_judgement(self, judgement_id: str, *, at: datetime) -> None:
        """Mark a judgement as withdrawn; it stays in the log, with the moment of its first withdrawal."""

    def list_judgements(self) -> tuple[Judgement, ...]:
        """Return all judgements, oldest first, withdrawn ones included."""

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
        """Replace memberships and incidents by these; rows of identities and deltas are only added to.

        `linked_documents` is how many documents the linking read; None means all that are stored. Give
        it where another process may add a document between the reading and this call.
        """

    def open_links(self, *, blank: bool = False) -> AbstractContextManager[LinkIndex]:
        """Give what linking looks up, in one transaction that only reads.

        A `blank` index knows nothing that earlier linkings found: no mention, key, edge or copy.
        """

    def save_links(self, change: LinkChange) -> bool:
        """Write what a linking found; False, and nothing written, where another was saved meanwhile."""

    def load_linked_at(self) -> datetime | None:
        """Return the moment of the last linking, None before the first."""

    def list_rows(self) -> tuple[IncidentRow, ...]:
        """Return every incident identity ever minted, oldest first."""

    def list_memberships(self) -> tuple[Membership, ...]:
        """Return the present place of every linked mention."""

    def list_places(self, incident_id: str) -> tuple[Membership, ...]:
        """Return the present places of the mentions of one incident, by mention."""

    def list_incidents(self) -> tuple[Incident, ...]:
        """Return the assembled incidents of the last linking, by id."""

    def load_incident(self, incident_id: str) -> Incident | None:
        """Return one incident by id, by an alias, or by a prefix that names only one."""

    def find_incident_ids(self, prefix: str, *, limit: int = 10) -> tuple[str, ...]:
        """Return the ids, sorted and at most `limit`, of incidents whose id or alias is or begins so."""

    def list_deltas(
        self, *, since: datetime | None = None, incident_id: str | None = None
    ) -> tuple[Delta, ...]:
        """Return what linkings changed after a moment, or in one record, oldest first."""

    def read_deltas(self, *, after: int, most: int) -> tuple[tuple[int, Delta], ...]:
        """Return what linkings changed, with the number of each in the log, from above a number on."""

    def find_last_delta(self) -> int:
        """Return the number of the newest change in the log, 0 before the first."""

    def add_forecasts(self, forecasts: Sequence[Forecast]) -> int:
        """Store forecasts and return how many are new; one issued before from the same counts stays."""

    def list_forecasts(self) -> tuple[Forecast, ...]:
        """Return every forecast ever issued, by the end of its period, then its id."""

    def add_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Store what came of forecasts; the first outcome written down stays."""

    def list_outcomes(self) -> tuple[Outcome, ...]:
        """Return the outcomes written down, by the forecast's id."""

    def add_alerts(self, alerts: Sequence[Alert]) -> tuple[Alert, ...]:
        """Store alerts and return those that are new; one that fired before stays as it was."""

    def list_alerts(self) -> tuple[Alert, ...]:
        """Return every alert that fired, newest first."""

    def add_mute(self, mute: Mute) -> None:
        """Keep alerts of a unit quiet from now on."""

    def lift_mutes(self, unit: str, *, at: datetime) -> int:
        """Lift every mute of a unit and return how many there were; they stay in the log."""

    def list_mutes(self) -> tuple[Mute, ...]:
        """Return every mute, oldest first, lifted ones included."""

    def save_search(self, search: Search) -> None:
        """Store a search under its name, in place of one of that name."""

    def drop_search(self, name: str) -> bool:
        """Remove a saved search; False where there was none. Alerts it raised stay."""

    def list_searches(self) -> tuple[Search, ...]:
        """Return the saved searches by name."""

    def add_indicator_states(self, indicators: Sequence[Indicator]) -> None:
        """Append to the history of indicators."""

    def list_indicator_states(self) -> tuple[Indicator, ...]:
        """Return the history of indicators, oldest first."""

    def load_alerts(self, alert_ids: Collection[str]) -> tuple[Alert, ...]:
        """Return the alerts of some ids, newest first."""

    def add_deliveries(self, deliveries: Sequence[Delivery]) -> int:
        """Note which notices have to go where, and return how many are new; one noted before stays."""

    def save_delivery(self, delivery: Delivery) -> None:
        """Note how a delivery went."""

    def list_deliveries(self, *, due_by: datetime | None = None) -> tuple[Delivery, ...]:
        """Return all deliveries, or those that wait and are due by a moment, the longest due first."""

    def log_change(self, change: Change) -> None:
        """Append to the regime log."""

    def list_changes(self) -> tuple[Change, ...]:
        """Return the regime log, oldest first."""

    def count(self) -> StoreCounts:
        """Count the rows."""

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the store, empty when sound."""

    def close(self) -> None:
        """Let go of the database."""


class OpenStore(Protocol):
    """What opens a store at an address."""

    def __call__(
        self, address: str | Path, *, create: bool, read_only: bool, now: Callable[[], datetime]
    ) -> Store:
        """Open the store, bringing it to the present schema first; never where it is only read."""


@dataclass(frozen=True, slots=True)
class Backend:
    """A kind of store: its name, the URL schemes that ask for it, and what opens it."""

    name: str
    schemes: tuple[str, ...]
    open: OpenStore
