"""One pass of `tocsin code --all` with two processes: seconds of the clock, memory, words a second."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

LOOK_SECONDS = 0.5


def measure(files: list[Path], *, workers: int) -> dict[str, Any]:
    """Return the figures; memory is what all processes together held at the worst moment looked at."""
    rows = [json.loads(line) for path in files for line in path.open(encoding="utf-8")]
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "tocsin", "code", *map(str, files), "--out", f"{folder}/out"]
            + ["--workers", str(workers), "--all"],
            stdout=subprocess.DEVNULL,
        )
        peak = 0
        while process.poll() is None:
            peak = max(peak, _weigh(process.pid))
            time.sleep(LOOK_SECONDS)
        seconds = time.monotonic() - started
    if process.returncode not in (0, 1):
        sys.exit(f"tocsin code ended with {process.returncode}")
    words = sum(len(row["text"].split()) for row in rows)
    return {
        "documents": len(rows),
        "words": words,
        "workers": workers,
        "seconds": round(seconds, 1),
        "words_per_second": round(words / seconds),
        "peak_mb_all_processes": round(peak),
        "load_at_the_end": round(os.getloadavg()[0], 1),
    }


def _weigh(pid: int) -> float:
    """Return the megabytes that a process and its children hold, what they share counted once."""
    try:
        family = [psutil.Process(pid)]
        family += family[0].children(recursive=True)
        return sum(one.memory_full_info().pss for one in family) / 1e6
    except psutil.Error:
        return 0.0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    result = measure(given.files, workers=given.workers)
    print(json.dumps(result, indent=1))
    if given.json:
        given.json.write_text(json.dumps(result, indent=1) + "\n")
