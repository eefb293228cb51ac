"""How long one report takes to enter registers of growing size, beyond reading: store, link, assemble, save.

    python bench/register_speed.py [--sizes 1000 10000 100000 1000000] [--keep DIR]

A register is filled with made-up incidents over ten years (`register_filling`), then single reports are
added: half of them of the newest days, half of any day, one in three on an incident there is. The cost may
grow no faster than logarithmically. Each figure is given in processor seconds, which other programs do not
move, and in seconds of the clock, which hold the waits for the disk. A register of 10^6 incidents takes
26 GB.
"""

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from register_filling import (
    DAYS,
    FIRST,
    KINDS,
    NOW,
    SEED,
    Town,
    fill_sqlite,
    iter_reports,
    make_towns,
    tell,
)
from saving import Parts, say

from tocsin.model import Judgement, JudgementKind, Reading
from tocsin.pipeline.linking import link_register
from tocsin.register import make_claims
from tocsin.store import open_store
from tocsin.store.base import Store

SIZES = (1_000, 10_000, 100_000)
ADDED = 200
JUDGED = 20
WARMING = 60
"""Reports added before the timed ones: statements are compiled, the upper pages of the indexes are read."""

Times = list[tuple[float, float]]
"""Milliseconds of the processor and of the clock."""


def time_act(act: Callable[[], object]) -> tuple[float, float]:
    """Return the milliseconds of processor and clock that something takes."""
    cpu, clock = time.process_time(), time.perf_counter()
    act()
    return 1000 * (time.process_time() - cpu), 1000 * (time.perf_counter() - clock)


def time_reports(
    store: Store, chance: random.Random, towns: list[Town], known: list[Reading], count: int
) -> Times:
    """Return the times that each of the added reports took, without reading."""
    times = []
    base = chance.randrange(10**9)
    for number in range(count):
        day = FIRST + timedelta(days=DAYS - chance.randrange(5) if number % 2 else chance.randrange(DAYS))
        town, kind = chance.choice(towns), chance.choice(KINDS)
        if number % 3 == 0:
            event = chance.choice(known).events[0]
            town = next(one for one in towns if event.place and one[0] == event.place.name)
            day, kind = event.date.start if event.date else day, event.threat_type
        reading = tell(chance, 10**10 + base + number, town, day, kind)

        def add(reading: Reading = reading) -> None:
            store.add_reading(reading, make_claims(reading), seen_at=NOW)
            link_register(store)

        times.append(time_act(add))
    return times


def time_judgements(store: Store, chance: random.Random, ids: list[str]) -> Times:
    """Return the times that linking took after each of some judgements and withdrawals."""
    times = []
    chosen = chance.sample(ids, 2 * JUDGED)
    for number, (one, other) in enumerate(zip(chosen[::2], chosen[1::2], strict=True)):
        incidents = [store.load_incident(name) for name in (one, other)]
        judgement = Judgement(
            id=f"j{number}",
            kind=JudgementKind.SAME,
            subjects=tuple(name for incident in incidents if incident for name in incident.event_ids),
            by="bench",
            reason="bench",
            decided_at=NOW,
        )

        def judge(judgement: Judgement = judgement) -> None:
            store.add_judgement(judgement)
            link_register(store)

        def take_back(judgement: Judgement = judgement) -> None:
            store.withdraw_judgement(judgement.id, at=NOW)
            link_register(store)

        times += [time_act(judge), time_act(take_back)]
    return times


def summarize(name: str, times: Times) -> dict[str, float]:
    """Return median and 95th percentile of both clocks."""
    found = {}
    for clock, values in zip(("cpu", "wall"), zip(*times, strict=True), strict=True):
        found[f"{name}_{clock}_median_ms"] = round(statistics.median(values), 1)
        found[f"{name}_{clock}_p95_ms"] = round(statistics.quantiles(values, n=20)[-1], 1)
    return found


def fill(path: Path, size: int) -> None:
    """Fill a register beside and move it: a file that is there is whole."""
    beside = path.with_suffix(".filling")
    beside.unlink(missing_ok=True)
    fill_sqlite(
        beside, size, progress=lambda done: say(f"  {done},000 incidents") if done % 50 == 0 else None
    )
    beside.replace(path)


def measure(size: int, folder: Path, *, added_reports: int = ADDED) -> dict[str, Any]:
    """Return the figures of one size."""
    path = folder / f"register_{size}.sqlite"
    cpu, clock = time.process_time(), time.monotonic()
    if not path.exists():
        fill(path, size)
    filled = time.process_time() - cpu, time.monotonic() - clock
    chance = random.Random(SEED)
    towns = make_towns(chance)[:60]
    known = list(iter_reports(chance, 1_000, towns))[:800]
    with closing(open_store(path)) as store:
        time_reports(store, random.Random(time.time_ns()), towns, known, WARMING)
        added = time_reports(store, random.Random(time.time_ns()), towns, known, added_reports)
        ids = [row.id for row in _draw_ids(store)]
        judged = time_judgements(store, chance, ids)
        counts = store.count()
    return {
        "incidents": counts.incidents,
        "reports": counts.documents,
        "file_mb": round(path.stat().st_size / 1e6),
        "fill_cpu_s": round(filled[0], 1),
        "fill_wall_s": round(filled[1], 1),
        **summarize("report", added),
        **summarize("judgement", judged),
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _draw_ids(store: Any) -> Any:
    from sqlalchemy import text

    with store.engine.connect() as connection:
        return connection.execute(text("SELECT id FROM incidents LIMIT 400")).all()


def measure_all(parts: Parts, sizes: list[int], folder: Path, *, added: int) -> list[dict[str, Any]]:
    """Return the figures of all sizes, each with its cost as a multiple of the smallest one's."""
    found: list[dict[str, Any]] = []
    for size in sizes:
        one = parts.take(f"{size} incidents", lambda size=size: measure(size, folder, added_reports=added))
        first = found[0] if found else one
        found.append({**one, "ratio": round(one["report_cpu_median_ms"] / first["report_cpu_median_ms"], 2)})
        say(
            f"{one['incidents']:>9} incidents: report {one['report_cpu_median_ms']} ms processor (p95 "
            f"{one['report_cpu_p95_ms']}), {one['report_wall_median_ms']} ms clock (p95 "
            f"{one['report_wall_p95_ms']}); judgement {one['judgement_cpu_median_ms']} ms; "
            f"filled in {one['fill_cpu_s']} s; {one['file_mb']} MB"
        )
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--added", type=int, default=ADDED, help="reports that are timed at each size")
    parser.add_argument("--keep", type=Path, help="a folder where the registers are left, and taken up again")
    parser.add_argument("--fill", action="store_true", help="only fill the registers of --keep; time nothing")
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = given.keep or Path(scratch)
        home.mkdir(parents=True, exist_ok=True)
        if given.fill:
            for size in given.sizes:
                path = home / f"register_{size}.sqlite"
                say(f"{path}")
                if not path.exists():
                    fill(path, size)
        else:
            kept = Parts(given.json, {"sizes": given.sizes, "added": given.added})
            kept.end(measure_all(kept, given.sizes, home, added=given.added))
