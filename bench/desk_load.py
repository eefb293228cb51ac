"""How the desk does over a large store: p95 of every page and list, then readers and analysts together.

Fill the store first: python bench/desk_fill.py /tmp/desk_load.sqlite (once; some 20 minutes, 7 GB). Then
python bench/desk_load.py /tmp/desk_load.sqlite --seconds 600. Judgements are written into the store.
"""

import argparse
import http.client
import json
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from tocsin.store import open_store
from tocsin.store.shelf_base import ReportQuery

PORT = 8765
READERS, ANALYSTS = 20, 3
READ_EVERY, JUDGE_EVERY = 1.0, 5.0
TIMES = 20
MOST_MS = 200.0
WAITING = "are being worked out now"
SERVER = """
import sys
from tocsin.desk import DeskSettings, serve
from tocsin.store import open_store
serve(open_store(sys.argv[1], create=False), host="127.0.0.1", port=int(sys.argv[2]),
      settings=DeskSettings(analyst="Bench", model="none"))
"""
LISTS = (
    "/",
    "/incidents",
    "/incidents?type=sabotage&country=EST",
    "/incidents?q=story",
    "/incidents?since=2020-01-01&until=2020-03-01",
    "/incidents?page=300",
    "/incidents.json",
    "/review",
    "/review?type=cyber",
    "/review.json",
    "/alerts",
    "/alerts.json",
    "/indicators",
    "/indicators.json",
    "/pairs",
    "/pairs.json",
    "/forecasts",
    "/scorecard",
    "/posture",
    "/reports",
    "/reports?q=ministry",
    "/reports?publisher=Paper+7",
    "/reports?since=2020-01-01&until=2020-03-01",
    "/reports?page=4000",
    "/reports.json",
    "/statements",
    "/statements?speaker=Laan",
    "/statements?act=deny",
    "/statements?q=proof",
    "/statements.json",
    "/positions",
    "/sources",
    "/sources.json",
    "/about",
    "/searches",
    "/samples",
    "/shortcuts",
    "/api",
)


@dataclass(slots=True)
class Tally:
    """What requests took, and what went wrong."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    judged: dict[str, str] = field(default_factory=dict)
    conflicts: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, name: str, milliseconds: float) -> None:
        """Note one request."""
        with self.lock:
            self.taken[name].append(milliseconds)


def ask(path: str, *, form: dict[str, str] | None = None) -> tuple[int, str, float, str]:
    """Return status, body, milliseconds and the address led to."""
    with closing(http.client.HTTPConnection("127.0.0.1", PORT, timeout=300)) as connection:
        started = time.perf_counter()
        if form is None:
            connection.request("GET", path)
        else:
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://127.0.0.1:{PORT}",
                "Sec-Fetch-Site": "same-origin",
            }
            connection.request("POST", path, urlencode(form), headers)
        reply = connection.getresponse()
        body = reply.read().decode("utf-8", "replace")
        taken = 1000 * (time.perf_counter() - started)
        return reply.status, body, taken, reply.headers.get("location", "")


def find_pages(store_path: Path) -> tuple[str, ...]:
    """Return the lists, and the pages of some records and reports."""
    with closing(open_store(store_path, read_only=True)) as store:
        reports = [brief.id for brief in store.list_reports(ReportQuery(), skip=1000, take=3)]
        numbers = sorted(store.list_numbers())
        records = [one.id for one in store.load_lights(numbers[:: len(numbers) // 3][:3])]
    singles = [f"/incidents/{one}" for one in records] + [f"/review/{one}" for one in records]
    return (*LISTS, *singles, *(f"/reports/{one}" for one in reports))


def warm_up(pages: tuple[str, ...]) -> float:
    """Ask for every page until none says that it is being worked out; return the seconds that took."""
    started = time.perf_counter()
    waiting = list(pages)
    while waiting:
        waiting = [path for path in waiting if WAITING in unescape(ask(path)[1])]
        time.sleep(1.0 if waiting else 0.0)
    return time.perf_counter() - started


def measure_pages(pages: tuple[str, ...], times: int) -> dict[str, float]:
    """Return the p95 of each page in milliseconds, one request after another."""
    found = {}
    for path in pages:
        taken = [ask(path)[2] for _ in range(times)]
        found[path] = statistics.quantiles(taken, n=20)[-1]
    return found


def run_load(pages: tuple[str, ...], seconds: float) -> Tally:
    """Let readers and analysts work together for so long."""
    tally = Tally()
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_repeat, args=(act, every, end, random.Random(number), tally))
        for number, (act, every) in enumerate(
            [(_make_reader(pages), READ_EVERY)] * READERS + [(_judge, JUDGE_EVERY)] * ANALYSTS
        )
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


Act = Callable[[random.Random, Tally], None]


def _repeat(act: Act, every: float, end: float, chance: random.Random, tally: Tally) -> None:
    time.sleep(chance.random() * every)
    while (started := time.monotonic()) < end:
        try:
            act(chance, tally)
        except OSError as error:
            tally.errors.append(f"{type(error).__name__}: {error}")
        time.sleep(max(0.0, every - (time.monotonic() - started)))


def _make_reader(pages: tuple[str, ...]) -> Act:
    def read(chance: random.Random, tally: Tally) -> None:
        path = chance.choice(pages)
        status, _, taken, _ = ask(path)
        tally.add("read", taken)
        if status != 200:
            tally.errors.append(f"{status} {path}")

    return read


def _judge(chance: random.Random, tally: Tally) -> None:
    """Open a waiting record and accept or reject it."""
    status, listed, taken, _ = ask(f"/review.json?page={chance.randrange(1, 200)}")
    if status != 200:
        tally.errors.append(f"{status} /review.json")
        return
    items = json.loads(listed)["items"]
    if not items:  # a small store has fewer pages
        items = json.loads(ask("/review.json")[1])["items"]
    if not items:
        return
    record = chance.choice(items)["id"]
    status, page, taken, _ = ask(f"/review/{record}")
    tally.add("open a record", taken)
    value = chance.choice(("accepted", "rejected"))
    marks = {name: re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("seal", "seen")}
    if status != 200 or not all(marks.values()):
        tally.errors.append(f"{status} /review/{record}")
        return
    form = {name: found[1] for name, found in marks.items() if found}
    form |= {"action": "review", "value": value, "view": "review", "next": "1", "reason": ""}
    status, _, taken, _ = ask(f"/incidents/{record}/decisions", form=form)
    tally.add("judge", taken)
    if status == 303:
        tally.judged[record] = value
    elif status == 409:
        tally.conflicts += 1
    else:
        tally.errors.append(f"{status} judging {record}")


def count_lost(store_path: Path, judged: dict[str, str]) -> int:
    """Return how many judgements that were answered for are not in the register."""
    with closing(open_store(store_path, read_only=True)) as store:
        found = {name: store.load_incident(name) for name in judged}
    return sum(found[name] is None or found[name].review_state != value for name, value in judged.items())  # type: ignore[union-attr]


def main() -> int:
    """Measure and print; return 1 where a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    given = parser.parse_args()
    pages = find_pages(given.store)
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(given.store), str(PORT)])  # noqa: S603
    try:
        for _ in range(240):
            try:
                ask("/shortcuts")
                break
            except OSError:
                time.sleep(0.5)
        print(f"warm after {warm_up(pages):.0f} s", flush=True)
        alone = measure_pages(pages, given.times)
        for path, taken in sorted(alone.items(), key=lambda item: -item[1]):
            print(f"{taken:8.1f} ms p95  {path}", flush=True)
        tally = run_load(pages, given.seconds)
    finally:
        server.terminate()
        server.wait(30)
    lost = count_lost(given.store, tally.judged)
    together = {}
    for name, taken in tally.taken.items():
        cut = statistics.quantiles(taken, n=20) if len(taken) > 1 else taken * 20
        together[name] = {"requests": len(taken), "median_ms": statistics.median(taken), "p95_ms": cut[-1]}
        print(
            f"{name}: {len(taken)} requests, median {statistics.median(taken):.1f} ms, p95 {cut[-1]:.1f} ms"
        )
    print(f"{len(tally.judged)} judgements kept, {lost} lost, {tally.conflicts} conflicts shown")
    print(f"{len(tally.errors)} errors {tally.errors[:5]}")
    if given.json:
        found = {"alone_p95_ms": alone, "together": together, "lost": lost, "errors": len(tally.errors)}
        given.json.write_text(json.dumps(found, indent=1) + "\n")
    slow = [path for path, taken in alone.items() if taken > MOST_MS]
    print(f"{len(slow)} pages alone over {MOST_MS:g} ms: {slow}")
    return int(bool(slow or lost or tally.errors or together.get("read", {}).get("p95_ms", 0) > MOST_MS))


if __name__ == "__main__":
    sys.exit(main())
