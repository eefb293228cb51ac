"""The scheduler of collection: what is due is asked, what comes is stored, and a stop loses nothing."""

import random
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from tocsin.pipeline.asking import Asked, Login, ask
from tocsin.pipeline.crew import Crew
from tocsin.pipeline.linking import now
from tocsin.pipeline.paging import finish_page, finish_recheck, take_texts
from tocsin.pipeline.polling import FileStream, finish_poll, take_part
from tocsin.pipeline.running import Gathered, Pace, Run, is_over
from tocsin.sources.fetching import Fetcher
from tocsin.sources.robots import parse_robots
from tocsin.store.base import Store
from tocsin.store.collection_base import Job

_LONGEST_WAIT_SECONDS = 0.5
LIKENESS_KEPT = timedelta(days=60)
"""Longer than near-duplicates are looked for; what is older only fills the disk."""


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
        self.fetcher = fetcher
        self._streams: deque[FileStream] = deque()
        # Spreads requests, hides nothing.
        self._run = Run(store=store, pace=pace, clock=clock, chooser=chooser or random.Random())  # noqa: S311
        self._crew: Crew[Job, Asked] = Crew(
            lambda job: ask(job, fetcher, login, max_bytes=pace.max_bytes), size=pace.workers
        )
        self._run.kept.release_leases(is_over, next_at=clock() + timedelta(seconds=pace.pause_seconds))
        self._run.kept.forget_sketches(before=clock() - LIKENESS_KEPT)

    @property
    def gathered(self) -> Gathered:
        """Return what this run brought so far."""
        return self._run.gathered

    def close(self) -> None:
        """Let the threads go; requests under way are made again by the next run."""
        self._crew.dismiss()

    def step(self, *, polls_until: datetime | None = None) -> bool:
        """Do some of what is due; False where nothing is due or under way.

        `polls_until` leaves out sources that became due later than that.
        """
        moment = self._run.clock()
        started = self._start_jobs(moment, polls_until or moment)
        wait = _LONGEST_WAIT_SECONDS if self._crew.busy and not started else 0.05
        for asked in self._crew.collect(wait_seconds=wait if self._crew.busy else 0.0):
            self._finish(asked)
        took = take_texts(self._run)
        return bool(started or took or self._crew.busy or self._read_files())

    def is_done(self, polls_until: datetime) -> bool:
        """Whether nothing is left that was due by a moment; what a host's pause holds back still is."""
        if self._crew.busy or self._streams:
            return False
        due = self._run.kept.next_due()
        return due is None or due > polls_until

    def _start_jobs(self, moment: datetime, polls_until: datetime) -> int:
        if self._crew.free <= 0:
            return 0
        jobs = self._run.kept.take_jobs(
            at=moment,
            until=moment + timedelta(seconds=self._run.pace.lease_seconds),
            by=self._run.holder,
            next_at=moment + timedelta(seconds=self._run.pace.pause_seconds),
            most=self._crew.free,
            polls_until=polls_until,
        )
        for job in jobs:
            self._crew.submit(job)
        return len(jobs)

    def _read_files(self) -> bool:
        """Store the next part of the files that are being read, one source after the other."""
        if not self._streams:
            return False
        stream = self._streams.popleft()
        if take_part(self._run, stream, self._run.clock()):
            self._streams.append(stream)
        return True

    def _finish(self, asked: Asked) -> None:
        """Store what a job brought, then give its host back."""
        job, moment = asked.job, self._run.clock()
        if job.version is None:
            stream = finish_poll(self._run, asked, moment)
            if stream is not None:
                self._streams.append(stream)
        elif job.recheck:
            finish_recheck(self._run, asked, job.version, moment)
        else:
            finish_page(self._run, asked, job.version, moment)
        rules = self.fetcher.rules.get(job.host)
        delay = parse_robots(rules.text).delay_seconds if rules else 0.0
        wait = asked.error.wait_seconds if asked.error and asked.error.wait_seconds else 0.0
        pause = timedelta(seconds=max(self._run.pace.pause_seconds, delay, wait))
        is_new = rules is not None and rules.is_new
        self._run.kept.free_host(
            job.host,
            next_at=self._run.clock() + pause,
            robots=rules.text if rules and is_new else None,
            robots_at=rules.fetched_at if rules and is_new else None,
        )
        if rules is not None:
            rules.is_new = False


def sleep_until(moment: datetime | None, clock: Callable[[], datetime], *, most: float) -> None:
    """Sleep until a moment, at most so many seconds."""
    wait = most if moment is None else (moment - clock()).total_seconds()
    time.sleep(min(max(wait, 0.01), most))
