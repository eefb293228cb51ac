"""What starting costs: seconds and memory of commands that do nothing or one sentence, and the install."""

import argparse
import importlib.metadata
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from saving import Parts

COMMANDS = {
    "python -c pass": ("-c", "pass"),
    "import tocsin": ("-c", "import tocsin"),
    "tocsin --help": ("-m", "tocsin", "--help"),
    "tocsin --version": ("-m", "tocsin", "--version"),
    "tocsin read, one sentence": ("-m", "tocsin", "read", "-"),
}
SENTENCE = b"Estonia said that a ship cut a cable on Monday."
ROUNDS = 3


def run(arguments: tuple[str, ...]) -> tuple[float, int]:
    """Return the processor seconds and the peak memory in MB of a command."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, *arguments], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=folder
        )
        assert process.stdin is not None
        process.stdin.write(SENTENCE)
        process.stdin.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{arguments} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def measure_command(arguments: tuple[str, ...], count: int) -> dict[str, float]:
    """Return the least processor seconds of some rounds, and the most memory."""
    rounds = [run(arguments) for _ in range(count)]
    return {"cpu_s": round(min(cpu for cpu, _ in rounds), 2), "peak_mb": max(mb for _, mb in rounds)}


def measure(parts: Parts, rounds: int) -> dict[str, Any]:
    """Return the figures of each command, and megabytes installed."""
    found: dict[str, Any] = {}
    for name, arguments in COMMANDS.items():
        found[name] = parts.take(name, lambda arguments=arguments: measure_command(arguments, rounds))
    package = Path(importlib.import_module("tocsin").__file__ or "").parent
    found["package_mb"] = round(sum(f.stat().st_size for f in package.rglob("*") if f.is_file()) / 1e6, 1)
    found["needed_mb"] = round(sum(map(_weigh, list_needed())) / 1e6)
    return found


def list_needed() -> set[str]:
    """Return the distributions that tocsin needs without extras, and what they need, as installed here."""
    from packaging.requirements import Requirement

    needed: set[str] = set()
    waiting = ["tocsin"]
    while waiting:
        name = waiting.pop()
        try:
            lines = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        for line in lines:
            one = Requirement(line)
            if (one.marker is None or one.marker.evaluate({"extra": ""})) and one.name.lower() not in needed:
                needed.add(one.name.lower())
                waiting.append(one.name)
    return needed


def _weigh(name: str) -> int:
    try:
        held = importlib.metadata.files(name) or []
    except importlib.metadata.PackageNotFoundError:
        return 0
    return sum(path.stat().st_size for one in held if (path := Path(str(one.locate()))).is_file())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    kept = Parts(given.json, {"rounds": given.rounds})
    kept.end(measure(kept, given.rounds))
