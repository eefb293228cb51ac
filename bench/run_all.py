"""All that is measured of speed, section by section: printed, saved as JSON, drawn for the docs.

    python bench/run_all.py ../shared/corpus [--quick] [--only reading,register] [--missing]

Each section is a program of its own (so that its peak memory is its own) and may be run apart: what it finds
is put into the one file of results beside what is there. A section that was stopped goes on after its last
whole part when it is run again. Costs of one process are ratios of processor seconds taken in turns; where
waiting matters, the clock is given, too. --quick takes a tenth of the texts and smaller registers and keeps
its results apart; --tiny takes minutes in all and only shows that everything runs.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "results"
PACKAGES = ("spacy", "thinc", "numpy", "blis", "sqlalchemy", "duckdb", "distributed")
SECTIONS = ("start", "reading", "corpus", "triage", "dask", "growth", "register", "desk", "kills")

Size = dict[str, list[str]]
FULL: Size = {
    "reading": ["--words", "16000", "--rounds", "5"],
    "triage": ["--documents", "30", "--rounds", "3"],
    "growth": ["--largest", "100000"],
    "register": ["--sizes", "1000", "10000", "100000", "1000000"],
    "desk": ["--incidents", "10000"],
    "dask": ["--documents", "2400", "--rounds", "3"],
    "kills": ["--kills", "20"],
}
QUICK: Size = {
    "reading": ["--words", "6000", "--rounds", "3"],
    "triage": ["--documents", "8", "--rounds", "3"],
    "growth": ["--largest", "10000"],
    "register": ["--sizes", "1000", "10000"],
    "desk": ["--incidents", "1000"],
    "corpus": ["--most", "400"],
    "dask": ["--documents", "600", "--rounds", "3"],
    "kills": ["--kills", "5", "--most", "150"],
}
TINY: Size = {
    "start": ["--rounds", "1"],
    "reading": ["--words", "400", "--rounds", "1"],
    "triage": ["--documents", "2", "--rounds", "1"],
    "growth": ["--largest", "100", "--window", "20"],
    "register": ["--sizes", "100", "--added", "20"],
    "desk": ["--incidents", "100"],
    "corpus": ["--most", "20"],
    "dask": ["--documents", "40", "--rounds", "1"],
    "kills": ["--kills", "1", "--most", "20"],
}
SIZES = {"full": FULL, "quick": QUICK, "tiny": TINY}


def list_commands(
    corpus: Path, *, size: str, peers: Path | None, registers: Path | None
) -> dict[str, list[str]]:
    """Return the program and arguments of each section; each writes JSON where --json says."""
    files = [str(corpus / f"{name}.jsonl") for name in ("wh", "voa", "cep")]
    given: dict[str, list[str]] = {
        "start": ["start_up.py"],
        "reading": ["reading_stages.py", str(corpus), *(["--peers", str(peers)] if peers else [])],
        "corpus": ["corpus_pass.py", *files],
        "triage": ["triage_speed.py", str(corpus)],
        "dask": ["dask_speed.py", str(corpus)],
        "growth": ["growth.py", str(corpus)],
        "register": ["register_speed.py", *(["--keep", str(registers)] if registers else [])],
        "desk": ["desk_speed.py"],
        "kills": ["code_kills.py", files[1]],
    }
    return {name: [*command, *SIZES[size].get(name, [])] for name, command in given.items()}


def run_section(name: str, command: list[str], target: Path) -> dict[str, Any]:
    """Return what a section measured, when, in how long, and how many processors others used meanwhile."""
    started = time.monotonic()
    busy = read_busy()
    arguments = [sys.executable, str(HERE / command[0]), *command[1:], "--json", str(target)]
    process = subprocess.Popen(arguments)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    kept = json.loads(target.read_text("utf-8")) if target.exists() else {"found": None}
    seconds = time.monotonic() - started
    others = read_busy() - busy - usage.ru_utime - usage.ru_stime
    return {
        "found": kept["found"],
        "exit": process.returncode,
        "seconds": round(seconds),
        "peak_mb": usage.ru_maxrss // 1024,
        "others": round(max(0.0, others) / seconds, 2),
        "at": time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime()),
    }


def read_busy() -> float:
    """Return the processor seconds that all programs of this machine have used since it started."""
    names = _read("/proc/stat").split()
    # user, nice, system, then idle and waiting, then interrupts.
    ticks = [int(one) for one in names[1:8]] or [0] * 7
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")


def describe_machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    names = [line for line in _read("/proc/cpuinfo").splitlines() if line.startswith("model name")]
    memory = _read("/proc/meminfo").split()
    return {
        "processor": names[0].partition(":")[2].strip() if names else platform.processor(),
        "processors": len(os.sched_getaffinity(0)),
        "memory_gb": round(int(memory[1]) / 1e6) if memory else None,
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def _read(path: str) -> str:
    return Path(path).read_text() if Path(path).exists() else ""


def read_results(path: Path) -> dict[str, Any]:
    """Return the results there are, none of them where there is no file yet."""
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    found.setdefault("sections", {})
    return found


def keep_section(path: Path, name: str, section: dict[str, Any]) -> None:
    """Put one section into the file of results; others may have come in meanwhile, and stay."""
    found = read_results(path)
    found["sections"][name] = section
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.part")
    beside.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    beside.replace(path)


def main() -> None:
    """Measure section by section, saving after each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, help="speed.json, quick.json or tiny.json in results/")
    parser.add_argument("--quick", action="store_const", dest="size", const="quick", default="full")
    parser.add_argument("--tiny", action="store_const", dest="size", const="tiny")
    parser.add_argument("--only", default=",".join(SECTIONS), help="sections, with commas; others are kept")
    parser.add_argument("--missing", action="store_true", help="leave out sections that are there and whole")
    parser.add_argument("--peers", type=Path, help="a folder with checkouts of peers")
    parser.add_argument("--registers", type=Path, help="a folder where filled registers are left, for again")
    given = parser.parse_args()
    out = given.out or RESULTS / f"{'speed' if given.size == 'full' else given.size}.json"
    unknown = set(given.only.split(",")) - set(SECTIONS)
    if unknown:
        sys.exit(f"no section {', '.join(sorted(unknown))}; wanted some of {', '.join(SECTIONS)}")
    commands = list_commands(given.corpus, size=given.size, peers=given.peers, registers=given.registers)
    failed = []
    for name in (one for one in SECTIONS if one in given.only.split(",")):
        before = read_results(out)["sections"].get(name, {})
        if given.missing and before.get("found") and before.get("size") == given.size:
            print(f"== {name}: there already", flush=True)
            continue
        print(f"== {name} ({time.strftime('%H:%M:%S')})", flush=True)
        target = RESULTS / "parts" / f"{given.size}-{name}.json"
        section = run_section(name, commands[name], target)
        print(f"== {name}: {section['seconds']} s, exit {section['exit']}", flush=True)
        if section["found"] is None:
            # What was measured before is worth more than nothing; the parts of this run are kept, too.
            failed.append(name)
            continue
        keep_section(out, name, {**section, "size": given.size, "machine": describe_machine()})
        target.unlink(missing_ok=True)
        failed += [name] if section["exit"] else []
    sys.exit(f"failed: {', '.join(failed)}; run them again with --only" if failed else 0)


if __name__ == "__main__":
    main()
