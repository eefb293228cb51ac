"""What a store keeps of collection: sources and their state, requests, items, versions."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tocsin.model import Document, Span
from tocsin.model.collection import FeedItem, ItemDates, SourceState, Stage, WatchedSource
from tocsin.model.sketch import Sketch


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One answer to a request as it came: the evidence that outlives the link."""

    source_id: str
    url: str
    at: datetime
    status: int
    media_type: str
    charset: str | None
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One item as this request gave it, ready to be compared with what is stored of it."""

    item: FeedItem
    item_id: str
    host: str | None
    digest: str
    """Of what the feed gives; a change of it makes a new version."""
    stage: Stage
    dates: ItemDates
    document: Document | None = None
    text_digest: str | None = None
    sketch: Sketch | None = None
    reason_kind: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What a poll brought."""

    new: int = 0
    changed: int = 0
    copies: int = 0
    known: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an item, where it stands, and the document that came of it."""

    number: int
    item_id: str
    source_id: str
    ordinal: int
    stage: Stage
    seen_at: datetime
    tries: int
    url: str | None
    item: FeedItem
    dates: ItemDates
    reason_kind: str | None = None
    reason: str | None = None
    capture_number: int | None = None
    document_id: str | None = None
    copy_of: int | None = None
    likeness: float | None = None
    """How alike it is to the text that it copies: 1 for the same words."""
    document: Document | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A request to make: a source to ask, or the page of a version (or of an item, to see if it changed)."""

    source: WatchedSource
    state: SourceState
    host: str
    address: str
    robots: str | None = None
    robots_at: datetime | None = None
    version: Version | None = None
    recheck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCount:
    """How often a source failed in one way, and how it did last."""

    kind: str
    count: int
    last_at: datetime
    last_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTally:
    """What a source gave so far."""

    stages: Mapping[Stage, int]
    languages: Mapping[str, int]
    unread_languages: Mapping[str, int]
    empty: int
    copies: int
    near_copies: int
    copied_from: Mapping[str, int]
    """Which sources gave the originals of how many of the copies."""
    corrected: int
    gone: int
    moments: tuple[datetime, ...]
    """When its newest items were published (seen, where undated), newest first: its rhythm."""
    errors: tuple[ErrorCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """That a document is a translation, of what, by whom, and which stretch is which."""

    document_id: str
    original_id: str
    lang: str
    by: str
    pieces: tuple[tuple[int, int, int, int], ...]
    """start and end in the translation, start and end in the original, in order."""


class CollectionStore(Protocol):
    """The part of a store that collection writes. Every method that writes is one transaction."""

    def save_source(self, source: WatchedSource, *, host: str, due_at: datetime) -> None:
        """Add a source, or change what is known of it; its state and its items are kept."""

    def remove_source(self, source_id: str) -> None:
        """Stop watching a source and forget its state; items, versions and reports stay."""

    def list_watched(self) -> tuple[tuple[WatchedSource, SourceState], ...]:
        """Return all watched sources with their state, by name."""

    def hasten(self, source_ids: Sequence[str], *, at: datetime) -> None:
        """Make sources due at a moment, whatever their interval."""

    def note_source(self, source_id: str, notice: str | None) -> None:
        """Keep what was last said to be wrong with a source."""

    def take_jobs(
        self,
        *,
        at: datetime,
        until: datetime,
        by: str,
        next_at: datetime,
        most: int,
        polls_until: datetime,
    ) -> tuple[Job, ...]:
        """Lease requests that are due, one a host at most, to `by` until a moment.

        Sources (and pages to look at again) are given out if they were due at `polls_until`. No other
        request to these hosts is given out before `next_at` and the return of the host.
        """

    def next_due(self) -> datetime | None:
        """Return when the next request is due, None where nothing is left to ask."""

    def free_host(
        self, host: str, *, next_at: datetime, robots: str | None = None, robots_at: datetime | None = None
    ) -> None:
        """Give a host back: it may be asked again at a moment; robots.txt is kept where one was fetched."""

    def release_leases(self, is_over: Callable[[str], bool], *, next_at: datetime) -> int:
        """Give back what is leased to those that have ended; returns how many leases.

        Their hosts may have been asked up to now: they are not asked again before `next_at`.
        """

    def load_digests(self, item_ids: Sequence[str]) -> Mapping[str, str]:
        """Return what is known of items: their digests by id."""

    def save_poll(
        self,
        source_id: str,
        state: SourceState,
        incoming: Sequence[Incoming],
        *,
        capture: Capture | None,
        at: datetime,
        recheck_at: datetime | None,
    ) -> Received:
        """Store what an answer of a source brought together with the source's state."""

    def fail_poll(self, source_id: str, state: SourceState, *, kind: str, reason: str, at: datetime) -> None:
        """Store that a source could not be had, with its state."""

    def save_page(self, version: Version, capture: Capture, *, at: datetime) -> None:
        """Store the body of a version's page; its text is to be taken out next."""

    def fail_page(
        self, version: Version, *, kind: str, reason: str, at: datetime, due_at: datetime | None
    ) -> None:
        """Store that a page could not be had; it is tried again at `due_at`, or set aside without one."""

    def save_recheck(
        self,
        version: Version,
        *,
        at: datetime,
        recheck_at: datetime | None,
        gone: bool,
        capture: Capture | None,
    ) -> Version | None:
        """Store what looking at an item's page again gave; a new body makes a version to take text from."""

    def take_fetched(
        self, *, at: datetime, until: datetime, by: str, most: int
    ) -> tuple[tuple[Version, Capture], ...]:
        """Lease pages whose text is to be taken out; each taking counts as a try.

        One that was broken off before is given out alone, so that it takes no other with it.
        """

    def save_text(self, version: Version, incoming: Incoming) -> Stage:
        """Store what was taken out of a page; returns the stage: a text known already becomes a copy."""

    def set_aside(self, version: Version, *, kind: str, reason: str) -> None:
        """Set a version aside with the reason."""

    def list_versions(
        self,
        *,
        stages: Collection[Stage] = (),
        source_id: str | None = None,
        item_id: str | None = None,
        other_than: Collection[str] = (),
        after: int = 0,
        most: int = 100,
    ) -> tuple[Version, ...]:
        """Return versions by number, those waiting to be read with their documents.

        `other_than` leaves out languages.
        """

    def load_version(self, number: int) -> Version | None:
        """Return one version by its number."""

    def note_tries(self, numbers: Sequence[int]) -> None:
        """Note that versions are about to be read: one that ends the process each time is found by it."""

    def forget_sketches(self, *, before: datetime) -> int:
        """Forget the bands by which texts older than a moment are recognised; returns how many."""

    def settle(self, numbers: Sequence[int], stage: Stage) -> None:
        """Move versions to a stage; what is stored elsewhere now is dropped here."""

    def retry(self, *, source_id: str | None, stages: Collection[Stage], at: datetime) -> int:
        """Send what was set aside (or is unread) through again; returns how many."""

    def tally(self, source_id: str, *, moments: int = 50) -> SourceTally:
        """Count what a source gave."""

    def count_stages(self) -> Mapping[Stage, int]:
        """Count versions by stage."""

    def iter_captures(self, *, since: datetime | None = None) -> Iterator[Capture]:
        """Yield stored answers, oldest first, bodies as they came."""

    def load_capture(self, number: int) -> Capture | None:
        """Return one stored answer."""

    def find_version(self, document_id: str) -> Version | None:
        """Return the version that a document came from."""

    def list_chains(self) -> Mapping[str, tuple[str, ...]]:
        """Return for each document of an article with several versions all of its documents, oldest first."""

    def find_newest_moment(self) -> datetime | None:
        """Return when the newest dated report was published, None where none is dated."""

    def find_reader(self, document_id: str) -> str | None:
        """Return which reader read a document; None where that is not known."""

    def save_translation(self, translation: Translation) -> None:
        """Keep that a document is a translation."""

    def load_translation(self, document_id: str) -> Translation | None:
        """Return what a document is a translation of, None for an original."""

    def find_original(self, span: Span) -> str | None:
        """Return the words of the original behind a place in a translation, None for an original."""
