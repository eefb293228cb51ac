"""Twenty real kills: whenever the process dies, running it again ends in the same register."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from tocsin.store import open_store

KILLS = 20
SEED = 2025
# One process loads the reader; each run is a fork of it, a process of its own that is killed for good.
DRIVER = """
import os, sys, time
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.local import add_documents
from tocsin.reading.reader import Reader
from tocsin.sources import iter_sample
from tocsin.store import open_store
reader = Reader()
for line in sys.stdin:
    child = os.fork()
    if child:
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)
        continue
    started = time.monotonic()
    with open(line.strip() + ".seconds", "w") as note:
        store = open_store(line.strip())
        add_documents(iter_sample(), reader=reader, store=store)
        link_register(store)
        store.close()
        note.write(str(time.monotonic() - started))
    os._exit(0)
"""


class Runs:
    """Runs of the driver on stores, one at a time, each in a process that can be killed."""

    def __init__(self, driver):
        self._driver = driver
        self.pid = 0

    def start(self, path):
        """Begin to add the sample to the store and link it."""
        self._driver.stdin.write(f"{path}\n")
        self._driver.stdin.flush()
        self.pid = int(self._driver.stdout.readline())

    def kill(self):
        """Kill the run, unless it is done."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self):
        """Return the exit code: 0 where it was done, minus the signal where it was killed."""
        return int(self._driver.stdout.readline())


@pytest.fixture
def runs():
    with subprocess.Popen(
        [sys.executable, "-c", DRIVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as driver:
        yield Runs(driver)
        driver.stdin.close()


def dump(path):
    store = open_store(path)
    try:
        incidents = [
            (i.id, i.title, i.status, i.event_ids, i.claims, i.attribution) for i in store.list_incidents()
        ]
        return incidents, store.list_memberships(), list(store.iter_readings()), store.check()
    finally:
        store.close()


@pytest.mark.slow
def test_twenty_kills_end_in_the_same_register(runs, tmp_path):
    undisturbed, disturbed = tmp_path / "a.sqlite", tmp_path / "b.sqlite"
    runs.start(undisturbed)
    assert runs.wait() == 0
    seconds = float((tmp_path / "a.sqlite.seconds").read_text())
    expected = dump(undisturbed)
    chooser = random.Random(SEED)
    kills = 0
    while kills < KILLS:
        runs.start(disturbed)
        time.sleep(chooser.uniform(0, seconds / 3))
        runs.kill()
        code = runs.wait()
        if code == -signal.SIGKILL:
            kills += 1
        else:  # it was done before the blow: what it made must be right, and the next run begins anew
            assert code == 0
            assert dump(disturbed) == expected
            for path in tmp_path.glob("b.sqlite*"):
                path.unlink()
    runs.start(disturbed)
    assert runs.wait() == 0
    assert expected[3] == ()
    assert dump(disturbed) == expected
