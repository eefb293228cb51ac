"""Turns: at most one request at a time to a host, and a pause between two."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock


class Turns:
    """Keeps this process's requests to one host apart; the store keeps those of other processes apart."""

    def __init__(
        self,
        *,
        pause_seconds: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.pause_seconds = pause_seconds
        self._clock, self._sleep = clock, sleep
        self._lock = Lock()
        self._hosts: dict[str, Lock] = defaultdict(Lock)
        self._next: dict[str, float] = {}

    @contextmanager
    def take(self, host: str, *, pause_seconds: float = 0.0) -> Iterator[None]:
        """Wait for the host, hold it, and keep others off it for the pause (the host's own if longer)."""
        with self._lock:
            mine = self._hosts[host]
        with mine:
            wait = self._next.get(host, 0.0) - self._clock()
            if wait > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                self._next[host] = self._clock() + max(self.pause_seconds, pause_seconds)
