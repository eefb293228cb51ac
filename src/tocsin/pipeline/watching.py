"""Watching: collect, read, link and give notice, round after round, until told to stop."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tocsin.model import Delta
from tocsin.pipeline.collecting import Collection, sleep_until
from tocsin.pipeline.linking import now
from tocsin.pipeline.own_changes import note_reader
from tocsin.pipeline.repeating import ReadBefore
from tocsin.pipeline.running import Gathered, Pace
from tocsin.pipeline.settling import Settled, link_collected, settle_some, translate_unread
from tocsin.pipeline.source_health import give_notice
from tocsin.sources.addresses import AddressGuard, parse_networks
from tocsin.sources.fetching import Fetcher, FetchLimits
from tocsin.sources.translating import Translator
from tocsin.store.base import Store

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

LINK_SECONDS = 60.0
"""What was read is linked once in a minute, and told of at once: a notice is wanted within five."""
NOTICE_SECONDS = 60.0
IDLE_SECONDS = 1.0
LOGIN_PREFIX = "TOCSIN_AUTH_"

Tell = Callable[[Sequence[Delta]], Sequence[str]]


@dataclass(slots=True, kw_only=True)
class Watched:
    """What a run of watching did."""

    gathered: Gathered
    settled: Settled = field(default_factory=Settled)
    notices: list[str] = field(default_factory=list)


def make_fetcher(
    *, allowed_networks: tuple[str, ...], pause_seconds: float, fetch_seconds: float, max_bytes: int
) -> Fetcher:
    """Return what makes the requests, with the user's limits."""
    return Fetcher(
        guard=AddressGuard(allowed=parse_networks(allowed_networks)),
        limits=FetchLimits(seconds=fetch_seconds, max_bytes=max_bytes, pause_seconds=pause_seconds),
    )


def make_login(environment: Mapping[str, str]) -> Callable[[str], str | None]:
    """Return what finds the login for a source in the environment: TOCSIN_AUTH_BALTIC_COURIER."""

    def find_login(source_id: str) -> str | None:
        name = LOGIN_PREFIX + "".join(c if c.isalnum() else "_" for c in source_id).upper()
        value = environment.get(name, "").strip()
        # A header in two lines would be two headers.
        return value if value and value.isprintable() and value.isascii() else None

    return find_login


def _tell_nobody(_deltas: Sequence[Delta]) -> Sequence[str]:
    return ()


def watch(
    store: Store,
    collection: Collection,
    *,
    reader: "Reader | None" = None,
    translator: Translator | None = None,
    reads_copies: bool = False,
    until: datetime | None = None,
    stopped: Callable[[], bool] = lambda: False,
    report: Callable[[Watched], None] | None = None,
    tell: Tell = _tell_nobody,
) -> Watched:
    """Collect and read until stopped; with `until` only what was due by then, and until that is done.

    `tell` gets what each linking changed, and returns lines for who looks on.
    """
    watched = Watched(gathered=collection.gathered)
    before = ReadBefore()
    linked_at = noticed_at = time.monotonic()
    if reader is not None:
        note_reader(store, reader.version, at=now())
        translate_unread(store, watched.settled, reader=reader, translator=translator)
    while not stopped():
        is_busy = collection.step(polls_until=until)
        is_busy |= bool(
            settle_some(
                store,
                watched.settled,
                reader=reader,
                translator=translator,
                before=before,
                reads_copies=reads_copies,
            )
        )
        if time.monotonic() - noticed_at > NOTICE_SECONDS:
            noticed_at = time.monotonic()
            watched.notices += give_notice(store, at=now())
            if report is not None:
                report(watched)
        if reader is not None and time.monotonic() - linked_at > LINK_SECONDS:
            watched.notices += tell(link_collected(store, watched.settled))
            linked_at = time.monotonic()
        if is_busy:
            continue
        if until is not None and collection.is_done(until):
            break
        due = store.collection.next_due()
        # What is due and not given out waits for its host: a short look again.
        wait = IDLE_SECONDS if due is None or due > now() else 0.05
        sleep_until(due if wait == IDLE_SECONDS else None, now, most=wait)
    if reader is not None:
        watched.notices += tell(link_collected(store, watched.settled))
    watched.notices += give_notice(store, at=now())
    return watched


def make_pace(
    *, workers: int, pause_seconds: float, retry_seconds: float, fetch_seconds: float, max_bytes: int
) -> Pace:
    """Return the pace of the user's settings; a lease outlives the longest request by far."""
    return Pace(
        workers=workers,
        pause_seconds=pause_seconds,
        retry_seconds=retry_seconds,
        lease_seconds=max(300.0, 20 * fetch_seconds),
        max_bytes=max_bytes,
    )
