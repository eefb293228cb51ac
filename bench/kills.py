"""Kill `tocsin add` again and again on a large corpus, and compare the register with an undisturbed one.

The test suite does the same on the sample; this is for corpora that take minutes to read.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tocsin.store import open_store

SEED = 2025


def start(corpus: Path, store: Path) -> "subprocess.Popen[bytes]":
    """Start adding the corpus to the store."""
    command = [sys.executable, "-m", "tocsin", "add", str(corpus), "--store", str(store)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def describe(store: Path) -> tuple[object, ...]:
    """Return everything the register shows, without the moments at which it was made."""
    with closing(open_store(store, create=False)) as register:
        return (
            register.check(),
            register.list_incidents(),
            [(m.event_id, m.incident_id, m.score) for m in register.list_memberships()],
            register.count(),
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--kills", type=int, default=20)
    given = parser.parse_args()
    chooser = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        calm, rough = Path(folder) / "calm.sqlite", Path(folder) / "rough.sqlite"
        started = time.monotonic()
        if start(given.corpus, calm).wait() != 0:
            sys.exit("the undisturbed run failed")
        seconds = time.monotonic() - started
        killed = 0
        while killed < given.kills:
            process = start(given.corpus, rough)
            time.sleep(chooser.uniform(0, 2 * seconds / given.kills))
            if process.poll() is None:
                process.kill()
                killed += 1
            elif process.returncode != 0:
                sys.exit("a run failed by itself")
            process.wait()
        if start(given.corpus, rough).wait() != 0:
            sys.exit("the last run failed")
        expected, found = describe(calm), describe(rough)
        same = expected == found
        print(f"undisturbed {seconds:.0f} s; {killed} kills; register {'the same' if same else 'DIFFERENT'}")
        sys.exit(0 if same else 1)
