"""All that is measured of speed, in one run on this machine: printed, saved as JSON, drawn for the docs.

    python bench/run_all.py ../shared/corpus [--quick] [--only reading,register] [--out FILE.json]

Each section is a program of its own (so that its peak memory is its own) whose figures are ratios of
processor seconds taken in turns, so that they hold on a machine that others use; where waiting matters, the
clock is given, too. --quick takes a tenth of the texts and smaller registers.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SECTIONS = ("start", "reading", "triage", "growth", "register", "desk", "corpus", "dask", "kills")


def list_commands(corpus: Path, *, quick: bool, peers: Path | None) -> dict[str, list[str]]:
    """Return the program and arguments of each section; each writes JSON where --json says."""
    words, rounds = ("6000", "5") if quick else ("40000", "9")
    sizes = ["1000", "10000"] if quick else ["1000", "10000", "100000", "1000000"]
    given = ["--peers", str(peers)] if peers else []
    files = [str(corpus / f"{name}.jsonl") for name in ("wh", "voa", "cep")]
    return {
        "start": ["start_up.py"],
        "reading": ["reading_stages.py", str(corpus), "--words", words, "--rounds", rounds, *given],
        "triage": ["triage_speed.py", str(corpus), "--documents", "30" if quick else "120"],
        "growth": ["growth.py", str(corpus), "--largest", "10000" if quick else "100000"],
        "register": ["register_speed.py", "--sizes", *sizes],
        "desk": ["desk_speed.py", "--incidents", "1000" if quick else "10000"],
        "corpus": ["corpus_pass.py", *(files[1:2] if quick else files)],
        "dask": ["dask_speed.py", str(corpus), "--documents", "300" if quick else "2400"],
        "kills": ["code_kills.py", str(corpus / "voa.jsonl"), "--kills", "3" if quick else "20"],
    }


def run_section(name: str, command: list[str]) -> dict[str, Any]:
    """Return what a section measured, with its seconds and the peak memory of its processes."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "found.json"
        started = time.monotonic()
        arguments = [sys.executable, str(HERE / command[0]), *command[1:], "--json", str(target)]
        process = subprocess.Popen(arguments)
        _, status, usage = os.wait4(process.pid, 0)
        found = json.loads(target.read_text()) if target.exists() else None
    return {
        "found": found,
        "exit": os.waitstatus_to_exitcode(status),
        "seconds": round(time.monotonic() - started),
        "peak_mb": usage.ru_maxrss // 1024,
    }


def describe_machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    names = [line for line in _read("/proc/cpuinfo").splitlines() if line.startswith("model name")]
    memory = _read("/proc/meminfo").split()
    return {
        "processor": names[0].partition(":")[2].strip() if names else platform.processor(),
        "processors": len(os.sched_getaffinity(0)),
        "memory_gb": round(int(memory[1]) / 1e6) if memory else None,
        "load": [round(one, 1) for one in os.getloadavg()],
        "python": platform.python_version(),
        "packages": {
            name: version(name) for name in ("spacy", "thinc", "numpy", "blis", "sqlalchemy", "duckdb")
        },
    }


def _read(path: str) -> str:
    return Path(path).read_text() if Path(path).exists() else ""


def main() -> None:
    """Measure section by section, saving after each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=HERE / "results" / "speed.json")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default=",".join(SECTIONS), help="sections, with commas; others are kept")
    parser.add_argument("--peers", type=Path, help="a folder with checkouts of peers")
    given = parser.parse_args()
    wanted = [name for name in SECTIONS if name in given.only.split(",")]
    found = json.loads(given.out.read_text()) if given.out.exists() else {"sections": {}}
    commands = list_commands(given.corpus, quick=given.quick, peers=given.peers)
    for name in wanted:
        print(f"== {name}", flush=True)
        found["machine"], found["quick"] = describe_machine(), given.quick
        found["sections"][name] = run_section(name, commands[name])
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text(json.dumps(found, indent=1) + "\n")
    print(f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MB at most in one process")
    failed = [name for name in wanted if found["sections"][name]["exit"]]
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
