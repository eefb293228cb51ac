"""How much faster two workers of Dask code than one, start-up left out: the cluster stands and is warm."""

import argparse
import json
import multiprocessing
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import distributed
from saving import Parts, say

from tocsin.pipeline.bulk import CodedFolder, code_documents, join_cluster
from tocsin.pipeline.bulk.processes import THREAD_VARIABLES
from tocsin.reading.parse import DEFAULT_MODEL
from tocsin.sources import Intake, iter_documents

BATCH = 64
WARM_BATCHES = 8
"""So many batches first, so that each worker has loaded its model and met its tables."""
OPTIONS = {
    "threads_per_worker": 1,
    "processes": True,
    "dashboard_address": "127.0.0.1:0",
    "host": "127.0.0.1",
}


def code(path: Path, address: str) -> float:
    """Return the seconds that a cluster needs for the documents of a file."""
    with tempfile.TemporaryDirectory() as folder:
        out = CodedFolder(Path(folder) / "out")
        out.open_for({"inputs": [str(path)]})
        started = time.monotonic()
        code_documents(
            lambda: iter_documents([str(path)], Intake()),
            out,
            join_cluster(address),
            model=DEFAULT_MODEL,
            progress=lambda pace: None,
            everything=True,
            batch_documents=BATCH,
        )
        return time.monotonic() - started


def code_with(workers: int, warm: Path, path: Path) -> float:
    """Return the seconds that a cluster of so many workers needs, its start and first texts left out."""
    with distributed.LocalCluster(n_workers=workers, silence_logs=50, **OPTIONS) as cluster:
        code(warm, cluster.scheduler_address)
        return code(path, cluster.scheduler_address)


def parse_alone(texts: list[str], ready: Any, go: Any, spent: Any) -> None:
    """Parse texts in a process of its own once all are ready; tell the seconds."""
    import spacy

    nlp = spacy.load(DEFAULT_MODEL)
    list(nlp.pipe(texts[:64]))
    ready.release()
    go.wait()
    started = time.monotonic()
    list(nlp.pipe(texts, batch_size=64))
    spent.put(time.monotonic() - started)


def measure_machine(texts: list[str]) -> float:
    """Return how many times more this machine does with two processes of bare spaCy than with one."""
    context = multiprocessing.get_context("spawn")
    seconds = []
    for count in (1, 2):
        ready, go, spent = context.Semaphore(0), context.Event(), context.Queue()
        crew = [
            context.Process(target=parse_alone, args=(texts, ready, go, spent), daemon=True)
            for _ in range(count)
        ]
        for one in crew:
            one.start()
        for _ in crew:
            ready.acquire()
        go.set()
        seconds.append(max(spent.get() for _ in crew))
        for one in crew:
            one.join()
    return 2 * seconds[0] / seconds[1]


def measure(corpus: Path, parts: Parts, documents: int, rounds: int) -> dict[str, Any]:
    """Return the seconds of one worker and of two, in turns, and how many times faster two are."""
    lines = (corpus / "cep.jsonl").read_text("utf-8").splitlines()[:documents]
    times: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        path, warm = Path(folder) / "some.jsonl", Path(folder) / "warm.jsonl"
        path.write_text("\n".join(lines), "utf-8")
        warm.write_text("\n".join(lines[: WARM_BATCHES * BATCH]), "utf-8")
        for number in range(rounds):
            for workers in (1, 2) if number % 2 else (2, 1):
                spent = parts.take(
                    f"round {number + 1}, {workers} workers",
                    lambda workers=workers: code_with(workers, warm, path),
                )
                say(f"  {workers} workers: {spent:.1f} s")
                times[workers].append(spent)
    texts = [json.loads(line)["text"] for line in lines]
    machine = parts.take("two bare processes", lambda: measure_machine(texts))
    ratios = [one / two for one, two in zip(times[1], times[2], strict=True)]
    return {
        "documents": len(lines),
        "seconds": {str(workers): [round(one, 1) for one in spent] for workers, spent in times.items()},
        "times_faster": round(statistics.median(ratios), 2),
        "times_faster_least": round(min(ratios), 2),
        "times_faster_most": round(max(ratios), 2),
        "two_bare_processes": round(machine, 2),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--documents", type=int, default=2400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    # Workers inherit it: as many numeric threads as workers.
    os.environ.update(dict.fromkeys(THREAD_VARIABLES, "1"))
    kept = Parts(given.json, {"documents": given.documents, "rounds": given.rounds})
    kept.end(measure(given.corpus, kept, given.documents, given.rounds))
