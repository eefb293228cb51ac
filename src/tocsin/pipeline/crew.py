"""A crew of threads that make requests; a stop of the program does not wait for the slowest of them."""

import queue
from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Crew(Generic[T, R]):
    """Works on tasks in threads; results come back in the order in which they are done."""

    def __init__(self, work: Callable[[T], R], *, size: int) -> None:
        self._tasks: queue.SimpleQueue[T | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[R] = queue.SimpleQueue()
        self._work, self.size, self.busy = work, size, 0
        # Daemons: Python waits for other threads when it ends, for as long as a slow server likes.
        self._threads = [Thread(target=self._run, daemon=True) for _ in range(size)]
        for thread in self._threads:
            thread.start()

    @property
    def free(self) -> int:
        """Return how many more tasks would be begun at once."""
        return self.size - self.busy

    def submit(self, task: T) -> None:
        """Give the crew a task."""
        self.busy += 1
        self._tasks.put(task)

    def collect(self, *, wait_seconds: float) -> list[R]:
        """Return what is done, waiting for the first at most so long."""
        found: list[R] = []
        try:
            found.append(
                self._done.get(timeout=wait_seconds) if wait_seconds > 0 else self._done.get_nowait()
            )
            while True:
                found.append(self._done.get_nowait())
        except queue.Empty:
            self.busy -= len(found)
            return found

    def dismiss(self) -> None:
        """Let the threads end after their present task."""
        for _ in self._threads:
            self._tasks.put(None)

    def _run(self) -> None:
        while (task := self._tasks.get()) is not None:
            self._done.put(self._work(task))
