"""Twenty real kills: whenever the process dies, running it again ends in the same register."""

import random
import subprocess
import sys
import time

import pytest

from tocsin.store import open_store

KILLS = 20
SEED = 2025
DRIVER = """
import sys, time
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.local import add_documents
from tocsin.reading.reader import Reader
from tocsin.sources import iter_sample
from tocsin.store import open_store
reader = Reader()
store = open_store(sys.argv[1])
print("ready", flush=True)
started = time.monotonic()
add_documents(iter_sample(), reader=reader, store=store)
link_register(store)
store.close()
print(time.monotonic() - started, flush=True)
"""


def start(path):
    process = subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def finish(process):
    seconds = float(process.stdout.readline())
    process.stdout.close()
    assert process.wait() == 0
    return seconds


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
def test_twenty_kills_end_in_the_same_register(tmp_path):
    undisturbed, disturbed = tmp_path / "a.sqlite", tmp_path / "b.sqlite"
    seconds = finish(start(undisturbed))
    expected = dump(undisturbed)
    chooser = random.Random(SEED)
    kills = 0
    while kills < KILLS:
        process = start(disturbed)
        time.sleep(chooser.uniform(0, seconds / 3))
        if process.poll() is None:
            process.kill()
            kills += 1
            process.stdout.close()
            process.wait()
        else:  # it was done before the blow: what it made must be right, and the next run begins anew
            finish(process)
            assert dump(disturbed) == expected
            for path in tmp_path.glob("b.sqlite*"):
                path.unlink()
    finish(start(disturbed))
    assert expected[3] == ()
    assert dump(disturbed) == expected
