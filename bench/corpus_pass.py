"""One pass of `tocsin code --all` with two processes: seconds of the clock, memory, words a second."""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
from saving import Parts

LOOK_SECONDS = 0.5


def measure(files: list[Path], *, workers: int, most: int | None) -> dict[str, Any]:
    """Return the figures; memory is what all processes together held at the worst moment looked at."""
    lines = [line for path in files for line in path.read_text("utf-8").splitlines()][-(most or 0) :]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "documents.jsonl"
        source.write_text("\n".join(lines) + "\n", "utf-8")
        started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        process = subprocess.Popen(
            [sys.executable, "-m", "tocsin", "code", str(source), "--out", f"{folder}/out"]
            + ["--workers", str(workers), "--all"],
            stdout=subprocess.DEVNULL,
        )
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, _weigh(process.pid))
            time.sleep(LOOK_SECONDS)
        seconds, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in (0, 1):
        sys.exit(f"tocsin code ended with {process.returncode}")
    words = sum(len(json.loads(line)["text"].split()) for line in lines)
    return {
        "documents": len(lines),
        "words": words,
        "workers": workers,
        "seconds": round(seconds, 1),
        "cpu_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
        "words_per_second": round(words / seconds),
        "peak_mb_all_processes": round(peak),
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
    parser.add_argument("--most", type=int, help="only so many documents, the last ones")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    asked = {"files": [str(path) for path in given.files], "workers": given.workers, "most": given.most}
    kept = Parts(given.json, asked)
    kept.end(
        kept.take("pass", lambda: measure(given.files, workers=given.workers, most=given.most)),
    )
