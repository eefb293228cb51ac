"""The scheduler of collection: what is due is asked, what comes is stored, and a stop loses nothing."""

import logging
import os
import random
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tocsin.errors import FetchError
from tocsin.model.collection import SourceState, Stage
from tocsin.pipeline.asking import Asked, Login, ask
from tocsin.pipeline.crew import Crew
from tocsin.pipeline.linking import now
from tocsin.pipeline.taking import (
    LEAST_CHARACTERS,
    Sight,
    digest_item,
    make_item_id,
    pass_known,
    take_document,
    take_item,
    take_page,
    take_text_of_item,
)
from tocsin.sources.fetching import Answer, Fetcher
from tocsin.sources.robots import parse_robots
from tocsin.store.base import Change, Store
from tocsin.store.collection_base import Capture, Incoming, Job, Version

MOST_BACK_OFF_SECONDS = 86_400.0
JITTER = 0.2
"""Waits differ by up to a fifth, so that hosts are not asked by everybody in the same second."""
PAGE_TRIES = 5
TEXT_TRIES = 8
"""A page whose text could not be taken out so often took the process with it each time: it is set aside."""
TEXTS_AT_ONCE = 8
ITEMS_AT_ONCE = 500
RECHECK_HOURS = (6.0, 24.0, 96.0)
"""When the page of an item is looked at again: most corrections come within a day."""
FRESH_AFTER = timedelta(days=2)
"""A source that was asked within this time had not had the item: it is new, not only new to us."""
_LONGEST_WAIT_SECONDS = 0.5
LIKENESS_KEPT = timedelta(days=60)
"""Longer than near-duplicates are looked for; what is older only fills the disk."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How much at once, and how soon again."""

    workers: int = 16
    pause_seconds: float = 2.0
    retry_seconds: float = 120.0
    lease_seconds: float = 300.0
    max_bytes: int = 10_000_000
    recheck_hours: tuple[float, ...] = RECHECK_HOURS


@dataclass(slots=True, kw_only=True)
class Gathered:
    """What a run brought so far."""

    polls: int = 0
    unchanged: int = 0
    new: int = 0
    changed: int = 0
    copies: int = 0
    pages: int = 0
    set_aside: int = 0
    errors: dict[str, int] = field(default_factory=dict)

    def count_error(self, kind: str) -> None:
        """Count one failure."""
        self.errors[kind] = self.errors.get(kind, 0) + 1


class Collection:
    """One run over the sources of a store."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        *,
        pace: Pace,
        login: Login = lambda _source_id: None,
        clock: Callable[[], datetime] = now,
        chooser: random.Random | None = None,
    ) -> None:
        self.store, self.fetcher, self.pace = store, fetcher, pace
        self.gathered = Gathered()
        self._kept, self._clock = store.collection, clock
        self._chooser = chooser or random.Random()  # noqa: S311 - spreads requests, hides nothing
        self._holder = make_holder()
        self._crew: Crew[Job, Asked] = Crew(
            lambda job: ask(job, fetcher, login, max_bytes=pace.max_bytes), size=pace.workers
        )
        self._kept.release_leases(is_over, next_at=clock() + timedelta(seconds=pace.pause_seconds))
        self._kept.forget_sketches(before=clock() - LIKENESS_KEPT)

    def close(self) -> None:
        """Let the threads go; requests under way are made again by the next run."""
        self._crew.dismiss()

    def step(self, *, polls_until: datetime | None = None) -> bool:
        """Do some of what is due; False where nothing is due or under way.

        `polls_until` leaves out sources that became due later than that.
        """
        moment = self._clock()
        started = self._start_jobs(moment, polls_until or moment)
        wait = _LONGEST_WAIT_SECONDS if self._crew.busy and not started else 0.05
        for asked in self._crew.collect(wait_seconds=wait if self._crew.busy else 0.0):
            self._finish(asked)
        took = self._take_texts()
        return bool(started or took or self._crew.busy)

    def is_done(self, polls_until: datetime) -> bool:
        """Whether nothing is left that was due by a moment; what a host's pause holds back still is."""
        if self._crew.busy:
            return False
        due = self._kept.next_due()
        return due is None or due > polls_until

    def _start_jobs(self, moment: datetime, polls_until: datetime) -> int:
        if self._crew.free <= 0:
            return 0
        jobs = self._kept.take_jobs(
            at=moment,
            until=moment + timedelta(seconds=self.pace.lease_seconds),
            by=self._holder,
            next_at=moment + timedelta(seconds=self.pace.pause_seconds),
            most=self._crew.free,
            polls_until=polls_until,
        )
        for job in jobs:
            self._crew.submit(job)
        return len(jobs)

    def _finish(self, asked: Asked) -> None:
        """Store what a job brought, then give its host back."""
        job, moment = asked.job, self._clock()
        if job.version is None:
            self._finish_poll(asked, moment)
        elif job.recheck:
            self._finish_recheck(asked, job.version, moment)
        else:
            self._finish_page(asked, job.version, moment)
        rules = self.fetcher.rules.get(job.host)
        delay = parse_robots(rules.text).delay_seconds if rules else 0.0
        wait = asked.error.wait_seconds if asked.error and asked.error.wait_seconds else 0.0
        pause = timedelta(seconds=max(self.pace.pause_seconds, delay, wait))
        is_new = rules is not None and rules.is_new
        self._kept.free_host(
            job.host,
            next_at=self._clock() + pause,
            robots=rules.text if rules and is_new else None,
            robots_at=rules.fetched_at if rules and is_new else None,
        )
        if rules is not None:
            rules.is_new = False

    # --- Sources -----------------------------------------------------------------------------------------

    def _finish_poll(self, asked: Asked, moment: datetime) -> None:
        job, source, state = asked.job, asked.job.source, asked.job.state
        self.gathered.polls += 1
        if asked.error is not None:
            self._fail_poll(job, asked.error, moment)
            return
        answer = asked.answer
        is_same = answer.body is None if answer else asked.feed is None
        after = self._make_state(job, moment)
        if is_same:
            self.gathered.unchanged += 1
            etag, last_modified = state.etag, state.last_modified
        else:
            etag = answer.etag if answer else asked.mark
            last_modified = answer.last_modified if answer else None
        after = replace(after, etag=etag, last_modified=last_modified)
        is_fresh = state.success_at is not None and moment - state.success_at <= FRESH_AFTER
        incoming = self._take_items(asked, Sight(at=moment, is_fresh=is_fresh))
        capture = make_capture(source.id, answer) if answer is not None and answer.body is not None else None
        faults = asked.feed.faults if asked.feed else ()
        if faults:
            after = replace(after, error_kind=faults[0].kind, error=faults[0].reason)
            self.gathered.count_error(faults[0].kind)
            # The state that is stored last is that with the items.
            self._kept.fail_poll(
                source.id,
                replace(state, due_at=moment),
                kind=faults[0].kind,
                reason=faults[0].reason,
                at=moment,
            )
        parts = [incoming[i : i + ITEMS_AT_ONCE] for i in range(0, len(incoming), ITEMS_AT_ONCE)] or [[]]
        for number, part in enumerate(parts, start=1):
            # A stop between two parts leaves the source due, and its marks as they were.
            kept_state = after if number == len(parts) else replace(state, due_at=moment)
            received = self._kept.save_poll(
                source.id,
                kept_state,
                part,
                capture=capture,
                at=moment,
                recheck_at=self._plan_recheck(moment, done=0),
            )
            self.gathered.new += received.new
            self.gathered.changed += received.changed
            self.gathered.copies += received.copies
        if answer is not None and answer.moved_to and answer.moved_to != source.address:
            self._note_move(job, answer.moved_to, moment)

    def _take_items(self, asked: Asked, sight: Sight) -> list[Incoming]:
        source = asked.job.source
        if asked.feed is not None and asked.feed.format == "page" and asked.answer is not None:
            (item,) = asked.feed.items
            page = take_page(source, item, make_capture(source.id, asked.answer), sight)
            # What counts as a change of a page is a change of its words, not of its advertisements.
            return [replace(page, digest=page.text_digest or page.digest)]
        given = asked.feed.items if asked.feed else ()
        # A feed lists what it listed before, mostly: only what is new is looked at closely.
        known = self._kept.load_digests([make_item_id(source.id, item.key) for item in given])
        items = [
            pass_known(source, item, sight)
            if known.get(make_item_id(source.id, item.key)) == digest_item(source, item)
            else take_item(source, item, sight)
            for item in given
        ]
        files = [take_document(source, document, key, sight) for key, document in asked.documents]
        return [*items, *files]

    def _make_state(self, job: Job, moment: datetime) -> SourceState:
        wait = job.source.interval_seconds * (1 + self._chooser.uniform(0, JITTER / 2))
        return replace(
            job.state,
            due_at=moment + timedelta(seconds=wait),
            checked_at=moment,
            success_at=moment,
            failures=0,
            error_kind=None,
            error=None,
        )

    def _fail_poll(self, job: Job, error: FetchError, moment: datetime) -> None:
        self.gathered.count_error(error.kind)
        failures = job.state.failures + 1
        state = replace(
            job.state,
            due_at=moment + self._back_off(failures, error),
            checked_at=moment,
            failures=failures,
            error_kind=error.kind,
            error=str(error),
        )
        self._kept.fail_poll(job.source.id, state, kind=error.kind, reason=str(error), at=moment)

    def _back_off(self, failures: int, error: FetchError) -> timedelta:
        """Return how long to wait: twice as long after each failure, at least what the server asks for."""
        wait = min(self.pace.retry_seconds * 2 ** min(failures - 1, 20), MOST_BACK_OFF_SECONDS)
        wait *= 1 + self._chooser.uniform(-JITTER, JITTER)
        return timedelta(seconds=max(wait, error.wait_seconds or 0.0))

    def _note_move(self, job: Job, address: str, moment: datetime) -> None:
        detail = f"source {job.source.id}: moved for good to {address}; change it with tocsin sources add"
        if all(change.detail != detail for change in self.store.list_changes()):
            self.store.log_change(Change(kind="source", detail=detail, at=moment))

    # --- Pages -------------------------------------------------------------------------------------------

    def _finish_page(self, asked: Asked, version: Version, moment: datetime) -> None:
        if asked.answer is not None and asked.answer.body is not None:
            self.gathered.pages += 1
            self._kept.save_page(version, make_capture(version.source_id, asked.answer), at=moment)
            return
        error = asked.error or FetchError("answered nothing new to a first request", kind="protocol")
        self.gathered.count_error(error.kind)
        again = error.passing and version.tries + 1 < PAGE_TRIES
        if not again and len(version.item.text) >= LEAST_CHARACTERS:
            # The page is closed to us, the feed's own words are not: a short report is one all the same.
            fallen = take_text_of_item(asked.job.source, version.item, Sight(at=moment, is_fresh=False))
            reason = f"the page {error}; the words of the feed are taken"
            self._kept.save_text(version, replace(fallen, reason_kind=error.kind, reason=reason))
            return
        due_at = moment + self._back_off(version.tries + 1, error) if again else None
        self.gathered.set_aside += not again
        self._kept.fail_page(version, kind=error.kind, reason=str(error), at=moment, due_at=due_at)

    def _finish_recheck(self, asked: Asked, version: Version, moment: datetime) -> None:
        answer, error = asked.answer, asked.error
        is_gone = error is not None and error.kind == "gone"
        body = answer.body if answer is not None else None
        stored = self._kept.load_capture(version.capture_number) if version.capture_number else None
        is_new = body is not None and (stored is None or stored.body != body)
        self._kept.save_recheck(
            version,
            at=moment,
            recheck_at=None if is_gone else self._plan_recheck(moment, done=1, since=version.seen_at),
            gone=is_gone,
            capture=make_capture(version.source_id, answer) if answer is not None and is_new else None,
        )
        if is_gone:
            title = version.item.title or version.url or version.item_id
            detail = (
                f"source {version.source_id}: {title!r:.120} was taken down after it was read; it is kept"
            )
            self.store.log_change(Change(kind="version", detail=detail, at=moment))

    def _plan_recheck(self, moment: datetime, *, done: int, since: datetime | None = None) -> datetime | None:
        """Return when to look at a page again: the first of the planned ages that it has not reached."""
        age = (moment - since).total_seconds() / 3600 if since else 0.0
        coming = [hours for hours in self.pace.recheck_hours if hours > age + 0.01]
        return (since or moment) + timedelta(hours=coming[0]) if coming else None

    def _take_texts(self) -> int:
        """Take the text out of some pages that are fetched."""
        moment = self._clock()
        taken = self._kept.take_fetched(
            at=moment,
            until=moment + timedelta(seconds=self.pace.lease_seconds),
            by=self._holder,
            most=TEXTS_AT_ONCE,
        )
        sources = {source.id: source for source, _state in self._kept.list_watched()} if taken else {}
        for version, capture in taken:
            source = sources.get(version.source_id)
            if source is None:
                self._kept.set_aside(version, kind="removed", reason="its source is no longer watched")
                continue
            if version.tries >= TEXT_TRIES:
                reason = f"its text could not be taken out {version.tries} times; the process ended each time"
                self._set_aside(version, kind="poison", reason=reason)
                continue
            try:
                sight = Sight(at=capture.at, is_fresh=version.dates.chosen == "seen")
                incoming = take_page(source, version.item, capture, sight)
            except Exception as error:  # noqa: BLE001 - the guard round one page, as round one document
                _log.debug("taking text from %s failed", capture.url, exc_info=True)
                reason = f"its text could not be taken out ({type(error).__name__}); please report the page"
                self._set_aside(version, kind="poison", reason=reason)
                continue
            stage = self._kept.save_text(version, incoming)
            self.gathered.copies += stage is Stage.COPY
            self.gathered.set_aside += stage is Stage.SET_ASIDE
        return len(taken)

    def _set_aside(self, version: Version, *, kind: str, reason: str) -> None:
        self.gathered.set_aside += 1
        self.gathered.count_error(kind)
        self._kept.set_aside(version, kind=kind, reason=reason)


def make_capture(source_id: str, answer: Answer) -> Capture:
    """Return what is kept of an answer as evidence."""
    return Capture(
        source_id=source_id,
        url=answer.address,
        at=answer.at,
        status=answer.status,
        media_type=answer.media_type,
        charset=answer.charset,
        headers=answer.headers,
        body=answer.body or b"",
    )


def make_holder() -> str:
    """Return a name for this process in leases: machine, process, and a word that no other has."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def is_over(holder: str) -> bool:
    """Whether the process of a lease has ended; one on another machine is given its time."""
    machine, _, rest = holder.rpartition(":")[0].rpartition(":")
    if machine != socket.gethostname() or not rest.isdigit():
        return False
    if int(rest) == os.getpid():
        # This process has made no lease yet: an earlier one had the same number.
        return True
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def sleep_until(moment: datetime | None, clock: Callable[[], datetime], *, most: float) -> None:
    """Sleep until a moment, at most so many seconds."""
    wait = most if moment is None else (moment - clock()).total_seconds()
    time.sleep(min(max(wait, 0.01), most))
