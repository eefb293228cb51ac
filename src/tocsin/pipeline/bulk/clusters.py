"""Workers of Dask distributed (the `dask` extra) that code batches, here or on other machines."""

import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from tocsin.errors import InputError
from tocsin.pipeline.bulk.running import Crew

SECONDS_TO_CONNECT = 30
BATCHES_AHEAD = 3
"""Batches in flight for each thread of the cluster."""


def start_cluster(workers: int) -> Crew:
    """Return a crew of a cluster of its own, on this machine, that ends with the run."""
    distributed = _load_distributed()
    return Crew(
        hire=lambda: _start(distributed, workers),
        hire_one=lambda: _start(distributed, 1),
        ahead=BATCHES_AHEAD * workers,
        lost=(distributed.KilledWorker,),
    )


def join_cluster(address: str) -> Crew:
    """Return a crew of the cluster whose scheduler is at the address, as tcp://10.0.0.1:8786."""
    distributed = _load_distributed()
    with _connect(distributed, address) as client:
        threads = sum(client.nthreads().values())
    return Crew(
        hire=lambda: _join(distributed, address),
        hire_one=lambda: _join(distributed, address),
        ahead=BATCHES_AHEAD * max(1, threads),
        lost=(distributed.KilledWorker,),
    )


def _load_distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise InputError(
            "a cluster needs Dask distributed, which is not installed; pip install 'tocsin[dask]' brings it"
        ) from None
    return distributed


@contextmanager
def _start(distributed: Any, workers: int) -> Iterator[Executor]:
    options = {
        "threads_per_worker": 1,
        "processes": True,
        "dashboard_address": "127.0.0.1:0",
        "host": "127.0.0.1",
    }
    with (
        distributed.LocalCluster(n_workers=workers, silence_logs=logging.CRITICAL, **options) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client.get_executor(pure=False)


@contextmanager
def _join(distributed: Any, address: str) -> Iterator[Executor]:
    with _connect(distributed, address) as client:
        yield client.get_executor(pure=False)


def _connect(distributed: Any, address: str) -> Any:
    try:
        return distributed.Client(address, timeout=SECONDS_TO_CONNECT)
    except (OSError, ValueError) as error:
        raise InputError(
            f"no scheduler answers at {address!r:.80} ({type(error).__name__}); wanted one as tcp://10.0.0.1:8786"
        ) from error
