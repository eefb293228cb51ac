"""Collection for minutes at an even rate: whether anything is lost, and whether memory grows."""

import contextlib
import time
from collections import deque
from contextlib import closing
from pathlib import Path
from signal import SIGINT

from collecting_trial import INTERVAL, PAUSE, read_versions, start_watch
from feed_server import FeedServer

from tocsin.pipeline.keeping_sources import add_source, make_source
from tocsin.pipeline.linking import now
from tocsin.store import open_store

FEEDS = 20
WINDOW = 50
"""How many of its newest items a feed lists: several polls' worth, as feeds do."""
WARM_SECONDS = 60.0
MOST_GROWTH = 0.10
MOST_LAG_SECONDS = 30.0


class FlowingServer(FeedServer):
    """Every feed brings items at an even rate and lists the newest ones only."""

    def __init__(self, *, feeds, rate):
        super().__init__(feeds=feeds, items=0, pause=PAUSE)
        self.rate, self.begun, self.ended = rate / feeds, time.monotonic(), None
        for feed in self.feeds:
            feed.kind = "rss"

    def _make_rss(self, feed):
        made = int(((self.ended or time.monotonic()) - self.begun) * self.rate)
        feed.items = max(feed.items, made)
        parts = [
            '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        ]
        parts.append(f"<channel><title>Feed {feed.number}</title>")
        for index in range(max(0, feed.items - WINDOW), feed.items):
            feed.kind = "rss"
            parts.append(self._make_rss_item(feed, index, guid=f"guid-{index}"))
        return "".join([*parts, "</channel></rss>"])


def run_soak(folder: Path, *, minutes: float, rate: float) -> tuple[str, list[str]]:
    """Collect so long; returns figures and what is wrong."""
    path, faults, samples = folder / "soak.sqlite", [], deque()
    with FlowingServer(feeds=FEEDS, rate=rate) as server, closing(open_store(path)) as store:
        for feed in server.feeds:
            source = make_source(server.address(feed), name=f"feed {feed.number}", interval_seconds=INTERVAL)
            add_source(store, source, at=now())
        process = start_watch(path)
        started = time.monotonic()
        while time.monotonic() - started < 60 * minutes:
            time.sleep(2.0)
            samples.append((time.monotonic() - started, measure_now(process.pid)))
        server.ended = time.monotonic()
        while any(feed.log[-1].start < server.ended + INTERVAL for feed in server.feeds):
            time.sleep(0.5)
            if time.monotonic() - server.ended > MOST_LAG_SECONDS:
                faults.append(f"not every feed was asked within {MOST_LAG_SECONDS:g} s")
                break
        time.sleep(2 * INTERVAL)
        process.send_signal(SIGINT)
        if process.wait(timeout=30) != 0:
            faults.append(f"watch ended with {process.returncode}")
        lost = stored = 0
        for feed in server.feeds:
            held, *_ = read_versions(store, f"feed-{feed.number}")
            wanted = set(feed.list_good())
            lost += len(wanted - set(held))
            stored += len(held)
            faults += [f"{token} stored twice" for token, texts in held.items() if len(texts) > 1]
    warm = [size for at, size in samples if WARM_SECONDS <= at < 2 * WARM_SECONDS] or [samples[0][1]]
    late = [size for at, size in samples if at > samples[-1][0] - WARM_SECONDS]
    growth = sum(late) / len(late) / (sum(warm) / len(warm)) - 1
    figures = (
        f"{minutes:g} minutes at {rate:g} items/s: {stored} stored, {lost} lost; "
        f"memory {warm[0]:.0f} MB warm, "
        f"{late[-1]:.0f} MB at the end ({growth:+.1%}), most {max(size for _, size in samples):.0f} MB; "
        f"{server.count_requests()} requests, {len(server.list_impolite())} impolite"
    )
    if lost:
        faults.append(f"{lost} items lost")
    if growth > MOST_GROWTH and minutes >= 3:
        faults.append(f"memory grew by {growth:.1%}")
    return figures, [*faults, *server.list_impolite()]


def measure_now(pid: int) -> float:
    """Return the memory a process holds, in MB."""
    with contextlib.suppress(OSError, ValueError):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
    return 0.0
