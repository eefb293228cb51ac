"""How much faster two workers of Dask code than one, start-up left out: the cluster stands and is warm."""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import distributed

from tocsin.pipeline.bulk import CodedFolder, code_documents, join_cluster
from tocsin.reading.parse import DEFAULT_MODEL
from tocsin.sources import Intake, iter_documents

ROUNDS = 3
BATCH = 64
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


def measure(corpus: Path, documents: int) -> dict[str, Any]:
    """Return the seconds of one worker and of two, in turns, and how many times faster two are."""
    lines = (corpus / "cep.jsonl").read_text("utf-8").splitlines()[:documents]
    times: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        path, warm = Path(folder) / "some.jsonl", Path(folder) / "warm.jsonl"
        path.write_text("\n".join(lines), "utf-8")
        warm.write_text("\n".join(lines[: 4 * BATCH]), "utf-8")
        for number in range(ROUNDS):
            for workers in (1, 2) if number % 2 else (2, 1):
                with distributed.LocalCluster(n_workers=workers, silence_logs=50, **OPTIONS) as cluster:
                    code(warm, cluster.scheduler_address)
                    times[workers].append(code(path, cluster.scheduler_address))
    ratios = [one / two for one, two in zip(times[1], times[2], strict=True)]
    return {
        "documents": len(lines),
        "seconds": {str(workers): [round(one, 1) for one in spent] for workers, spent in times.items()},
        "times_faster": round(statistics.median(ratios), 2),
        "times_faster_least": round(min(ratios), 2),
        "times_faster_most": round(max(ratios), 2),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--documents", type=int, default=2400)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    result = measure(given.corpus, given.documents)
    print(json.dumps(result, indent=1))
    if given.json:
        given.json.write_text(json.dumps(result, indent=1) + "\n")
