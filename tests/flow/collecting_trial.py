"""A trial of `tocsin watch` against the feed server: killed again and again, then held against the served."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from feed_server import FeedServer

from tocsin.model.collection import HELD, Stage
from tocsin.pipeline.keeping_sources import add_source, make_source
from tocsin.pipeline.linking import now
from tocsin.store import open_store

PAUSE = 0.1
INTERVAL = 1.5
EXPECTED_ERRORS = {
    "slow": ("timeout",),
    "errors": ("http_5xx",),
    "retry_after": ("http_429",),
    "endless": ("too_large",),
    "loop": ("redirects",),
    "private": ("private", "scheme"),
    "malformed": ("malformed", "cut_off"),
    "entities": ("entities",),
    "bomb": ("bomb",),
    "pages": ("gone", "robots"),
    "sitemap": ("gone", "robots"),
}
# What a machine under load does to anybody's requests.
LOADED = {"connect", "timeout", "protocol"}
REMARKED = {"dates": ("future", "without a date"), "skew": ("future",)}


@dataclass
class Trial:
    """What came of a trial."""

    seconds: float = 0.0
    kills: int = 0
    requests: int = 0
    peak_mb: float = 0.0
    stored: int = 0
    copies: int = 0
    changed: int = 0
    set_aside: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)
    impolite: list = field(default_factory=list)


def run_trial(
    folder: Path, *, feeds: int, items: int, kills: int, seed: int = 7, limit: float = 600.0
) -> Trial:
    """Serve, collect, kill, and count."""
    path, trial, chooser = folder / "trial.sqlite", Trial(), random.Random(seed)
    with contextlib.ExitStack() as stack, FeedServer(feeds=feeds, items=items, pause=PAUSE) as server:
        with closing(open_store(path)) as store:
            for feed in server.feeds:
                source = make_source(
                    server.address(feed), name=f"feed {feed.number}", interval_seconds=INTERVAL
                )
                add_source(store, source, at=now())
        started = time.monotonic()
        while trial.kills < kills:
            process = start_watch(path)
            wait_first = server.count_requests()
            end = time.monotonic() + 20
            while server.count_requests() == wait_first and time.monotonic() < end and not server.is_final:
                time.sleep(0.02)
            time.sleep(chooser.uniform(0.0, 1.5))
            trial.peak_mb = max(trial.peak_mb, measure_peak(process.pid))
            process.send_signal(signal.SIGKILL)
            process.wait()
            server.forget_waits()
            trial.kills += 1
        server.misbehave_again()
        process = start_watch(path)
        stack.callback(process.wait)
        stack.callback(process.kill)
        with closing(open_store(path)) as store:
            while time.monotonic() - started < limit:
                time.sleep(0.5)
                trial.peak_mb = max(trial.peak_mb, measure_peak(process.pid))
                stages = store.collection.count_stages()
                is_open = any(stages.get(stage) for stage in (Stage.FOUND, Stage.FETCHED))
                if server.is_final and not is_open and all(feed.good >= 3 for feed in server.feeds):
                    break
                if process.poll() is not None:
                    trial.faults.append(f"watch ended by itself with {process.returncode}")
                    break
            else:
                trial.faults.append(f"not done after {limit:.0f} s")
            # What was answered last may still be on its way into the store.
            time.sleep(INTERVAL)
            process.send_signal(signal.SIGINT)
            if process.wait(timeout=30) != 0:
                trial.faults.append(f"watch ended with {process.returncode} when stopped")
            trial.seconds = time.monotonic() - started
            trial.requests, trial.impolite = server.count_requests(), server.list_impolite()
            check(trial, store, server)
    return trial


def start_watch(path: Path) -> "subprocess.Popen[bytes]":
    """Start a real process that collects."""
    settings = {
        "TOCSIN_ALLOWED_NETWORKS": '["127.0.0.1"]',
        "TOCSIN_HOST_PAUSE_SECONDS": str(PAUSE),
        "TOCSIN_FETCH_SECONDS": "3",
        "TOCSIN_RETRY_SECONDS": "0.3",
        "TOCSIN_MAX_INPUT_BYTES": "2000000",
        "TOCSIN_FETCH_WORKERS": "32",
    }
    command = [sys.executable, "-m", "tocsin", "watch", "--no-read", "--store", str(path)]
    environment = {**os.environ, **settings}
    with path.with_suffix(".log").open("ab") as log:
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=path.parent)


def measure_peak(pid: int) -> float:
    """Return the most memory a process has held, in MB."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    return 0.0


def check(trial: Trial, store, server: FeedServer) -> None:
    """Hold the store against what was served: every good item once, every bad one with its kind."""
    errors = Counter()
    aside = Counter()
    for feed in server.feeds:
        source_id = f"feed-{feed.number}"
        held, bad, copies, remarks = read_versions(store, source_id)
        for index in range(feed.items):
            found = held.pop(feed.token(index), [])
            expected = () if feed.is_bad_item(index) else (1, 2) if feed.is_changed(index) else (1,)
            if len(found) not in (expected or (0,)):
                trial.faults.append(f"{feed.kind} {feed.token(index)}: stored {len(found)} times")
            if feed.is_changed(index) and found and "confirmed" not in found[-1]:
                trial.faults.append(f"{feed.kind} {feed.token(index)}: the correction was not stored")
            trial.changed += len(found) == 2
            trial.stored += bool(found)
            if feed.kind == "charset" and found and "Müller of Łódź" not in found[0]:
                trial.faults.append(f"{feed.kind} {feed.token(index)}: letters were lost")
        if held:
            trial.faults.append(f"{feed.kind}: stored what was not served: {list(held)[:3]}")
        if sum(bad.values()) != len(feed.list_bad()):
            trial.faults.append(f"{feed.kind}: {dict(bad)} set aside, {len(feed.list_bad())} are bad")
        again = sum(i % 3 == 0 for i in range(feed.items) if not feed.is_bad_item(i))
        if copies != (again if feed.kind == "copies" else 0):
            trial.faults.append(f"{feed.kind}: {copies} copies")
        for words in REMARKED.get(feed.kind, ()):
            if not any(words in remark for remark in remarks):
                trial.faults.append(f"{feed.kind}: nothing is said of dates ({words})")
        trial.copies += copies
        aside += bad
        tally = store.collection.tally(source_id)
        kinds = {error.kind for error in tally.errors}
        errors += Counter({error.kind: error.count for error in tally.errors})
        wanted = EXPECTED_ERRORS.get(feed.kind, ())
        if wanted and not kinds & set(wanted):
            trial.faults.append(f"{feed.kind}: errors {sorted(kinds)}, expected one of {wanted}")
        if not wanted and kinds - LOADED:
            trial.faults.append(f"{feed.kind}: unexpected errors {sorted(kinds)}")
    trial.errors, trial.set_aside = dict(sorted(errors.items())), dict(sorted(aside.items()))
    trial.faults += [f"store: {fault}" for fault in store.check()]


def read_versions(store, source_id: str):
    """Return the texts held by token, what is set aside by kind, how many copies, and remarks on dates."""
    held: dict[str, list[str]] = {}
    bad, copies, remarks, last = Counter(), 0, set(), 0
    while found := store.collection.list_versions(source_id=source_id, after=last, most=500):
        last = found[-1].number
        for version in found:
            copies += version.stage is Stage.COPY
            if version.stage is Stage.SET_ASIDE:
                bad[version.reason_kind] += 1
            if version.dates.remark:
                remarks.add(version.dates.remark)
            if version.stage not in HELD:
                continue
            text = (
                version.document.text
                if version.document
                else store.load_reading(version.document_id).document.text
            )
            token = next(word.strip(".,") for word in text.split() if word.startswith("KX"))
            held.setdefault(token, []).append(text)
    return held, bad, copies, remarks


def describe(trial: Trial) -> str:
    """Return the figures of a trial as one JSON object."""
    shown = {key: value for key, value in vars(trial).items() if key not in ("faults", "impolite")}
    shown |= {"seconds": round(trial.seconds, 1), "peak_mb": round(trial.peak_mb)}
    return json.dumps({**shown, "faults": len(trial.faults), "impolite": len(trial.impolite)})
