"""Whether `tocsin code` gives the same rows whoever codes and however often it is killed on the way.

    python bench/code_kills.py INPUT... [--kills 20] [--json FILE]

Codes with one process, with two, with two workers of Dask, and with two processes that are killed (all of
them, by SIGKILL) again and again after a random time and started again; compares a hash over the sorted rows
of each table, floats rounded to 6 digits, and what was set aside.
"""

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
from saving import Parts

SEED = 2025
TABLES = ("readings", "statements", "events")
DIGITS = 6
LEAST_PAUSE = 3.0
"""Seconds before a kill: Python has started by then, and half of the runs have coded something."""


ALONE = "1 process"
WAYS = {ALONE: ("--workers", "1"), "2 processes": ("--workers", "2"), "Dask, 2 workers": ("--dask", "2")}


def hash_rows(folder: Path) -> dict[str, Any]:
    """Return the number of rows of each table and a hash over them, and one over what was set aside."""
    found: dict[str, Any] = {}
    with duckdb.connect() as connection:
        for table in TABLES:
            rows = connection.execute(f"SELECT * FROM '{folder / table}/*.parquet'").fetchall()  # noqa: S608
            lines = sorted(repr([_round(cell) for cell in row]) for row in rows)
            found[table] = [len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()]
    found["failures"] = hashlib.sha256((folder / "failures.jsonl").read_bytes()).hexdigest()
    return found


def _round(cell: object) -> object:
    return round(cell, DIGITS) if isinstance(cell, float) else cell


def start(inputs: list[str], out: Path, *options: str) -> "subprocess.Popen[bytes]":
    """Start a coding run in a group of processes of its own."""
    command = [sys.executable, "-m", "tocsin", "code", *inputs, "--out", str(out), *options]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def run(inputs: list[str], out: Path, *options: str) -> float:
    """Code to the end; return the seconds."""
    started = time.monotonic()
    code = start(inputs, out, *options).wait()
    if code not in (0, 1):
        sys.exit(f"tocsin code ended with {code}")
    return time.monotonic() - started


def run_killed(inputs: list[str], out: Path, kills: int, *, seconds: float) -> int:
    """Kill runs after random times, then let one end; return how many batches were whole before that."""
    chance = random.Random(SEED)
    met: set[str] = set()
    killed = 0
    while killed < kills:
        process = start(inputs, out, "--workers", "2")
        pause = chance.uniform(LEAST_PAUSE, LEAST_PAUSE + seconds / 3)
        try:
            process.wait(pause)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            killed += 1
        met |= {path.name for path in (out / "batches").glob("[!.]*.json")}
    run(inputs, out, "--workers", "2")
    return len(met)


def hash_way(inputs: list[str], way: str) -> dict[str, Any]:
    """Return the hashes of what one way of coding gives, and its seconds."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        return {"seconds": run(inputs, out, *WAYS[way]), "hashes": hash_rows(out)}


def hash_killed(inputs: list[str], kills: int, seconds: float) -> dict[str, Any]:
    """Return the hashes of what killed runs and a last one give."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        whole = run_killed(inputs, out, kills, seconds=seconds)
        return {"whole": whole, "hashes": hash_rows(out)}


def measure(inputs: list[str], parts: Parts, *, kills: int) -> dict[str, Any]:
    """Return how each way of coding compares with one process, and its seconds."""
    ways = {way: parts.take(way, lambda way=way: hash_way(inputs, way)) for way in WAYS}
    one = ways[ALONE]
    killed = parts.take(f"{kills} kills", lambda: hash_killed(inputs, kills, one["seconds"]))
    expected = one["hashes"]
    same = {way: found["hashes"] == expected for way, found in ways.items() if way != ALONE}
    return {
        "rows": {table: expected[table][0] for table in TABLES},
        "hashes": {table: expected[table][1][:16] for table in TABLES},
        "seconds": {way: round(found["seconds"], 1) for way, found in ways.items()},
        "same_as_1_process": {**same, f"{kills} kills and a last run": killed["hashes"] == expected},
        "batches_whole_before_the_last_run": killed["whole"],
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--most", type=int, help="only so many lines of each input")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    kept = Parts(given.json, {"inputs": given.inputs, "kills": given.kills, "most": given.most})
    with tempfile.TemporaryDirectory() as scratch:
        # The same names each time: what is set aside is told by the name of its file.
        files = list(given.inputs)
        if given.most:
            for place, path in enumerate(map(Path, given.inputs)):
                files[place] = str(Path(scratch) / path.name)
                lines = path.read_text("utf-8").splitlines()[: given.most]
                Path(files[place]).write_text("\n".join(lines) + "\n", "utf-8")
        result = measure(files, kept, kills=given.kills)
    kept.end(result)
    sys.exit(0 if all(result["same_as_1_process"].values()) else 1)
