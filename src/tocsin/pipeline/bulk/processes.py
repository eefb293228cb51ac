"""Processes on this machine that code batches: each with one numeric thread, none left behind."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import Any

from tocsin.pipeline.bulk.running import Crew

THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
"""Numeric libraries read these when they are loaded; as many threads as cores in each process is too many."""

AHEAD = 2
"""Batches in flight for each worker: one that is coded and one that waits for it."""


def start_processes(workers: int) -> Crew:
    """Return a crew of so many processes; one works in this process."""
    if workers == 1:
        return Crew(hire=_work_here, hire_one=_work_here, ahead=1, lost=())
    return Crew(
        hire=lambda: _hire(workers),
        hire_one=lambda: _hire(1),
        ahead=AHEAD * workers,
        lost=(BrokenExecutor,),
    )


class _Here(Executor):
    """Does the work at once, in this process."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(function(*args, **kwargs))
        return done


@contextmanager
def _work_here() -> Iterator[Executor]:
    yield _Here()


@contextmanager
def _hire(workers: int) -> Iterator[Executor]:
    others = set(multiprocessing.active_children())
    context = multiprocessing.get_context("spawn")
    with _one_numeric_thread():
        executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker)
        whole = False
        try:
            yield executor
            whole = True
        finally:
            executor.shutdown(wait=whole, cancel_futures=True)
            if not whole:
                for child in set(multiprocessing.active_children()) - others:
                    child.terminate()


@contextmanager
def _one_numeric_thread() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in THREAD_VARIABLES}
    os.environ.update(dict.fromkeys(THREAD_VARIABLES, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _start_worker() -> None:
    """Leave Ctrl+C to the first process, and end with it: a killed run must not leave workers behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
