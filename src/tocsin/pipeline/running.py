"""What the steps of a run of collection share: its store, its pace, and what it brought so far."""

import os
import random
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tocsin.errors import FetchError
from tocsin.sources.fetching import Answer
from tocsin.store.base import Store
from tocsin.store.collection_base import Capture, CollectionStore

MOST_BACK_OFF_SECONDS = 86_400.0
JITTER = 0.2
"""Waits differ by up to a fifth, so that hosts are not asked by everybody in the same second."""
RECHECK_HOURS = (6.0, 24.0, 96.0)
"""When the page of an item is looked at again: most corrections come within a day."""


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


@dataclass(slots=True, kw_only=True)
class Run:
    """One run over the sources of a store."""

    store: Store
    pace: Pace
    clock: Callable[[], datetime]
    chooser: random.Random
    gathered: Gathered = field(default_factory=Gathered)
    has_extractor: bool = False
    """Whether what takes stories out of pages is loaded."""
    holder: str = field(default_factory=lambda: make_holder())

    @property
    def kept(self) -> CollectionStore:
        """Return what the store keeps of collection."""
        return self.store.collection


def back_off(run: Run, failures: int, error: FetchError) -> timedelta:
    """Return how long to wait: twice as long after each failure, at least what the server asks for."""
    wait = min(run.pace.retry_seconds * 2 ** min(failures - 1, 20), MOST_BACK_OFF_SECONDS)
    wait *= 1 + run.chooser.uniform(-JITTER, JITTER)
    return timedelta(seconds=max(wait, error.wait_seconds or 0.0))


def plan_recheck(run: Run, moment: datetime, *, done: int, since: datetime | None = None) -> datetime | None:
    """Return when to look at a page again: the first of the planned ages that it has not reached."""
    age = (moment - since).total_seconds() / 3600 if since else 0.0
    coming = [hours for hours in run.pace.recheck_hours if hours > age + 0.01]
    return (since or moment) + timedelta(hours=coming[0]) if coming else None


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
