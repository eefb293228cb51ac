"""How long one report takes to enter registers of growing size, beyond reading: store, link, assemble, save.

A register is filled with made-up incidents over ten years (written in bulk, linked whole), then single
reports are added: half of them of the newest days, half of any day, one in three on an incident there is.
The cost may grow no faster than logarithmically: the last column is the median over that of the smallest.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from tocsin.model import (
    DateRange,
    Document,
    EpistemicStatus,
    Event,
    EventTime,
    Judgement,
    JudgementKind,
    Place,
    Reading,
    Span,
)
from tocsin.model.ids import make_document_id, make_event_id
from tocsin.pipeline.linking import link_register
from tocsin.register import make_claims
from tocsin.store import open_store, schema
from tocsin.store import rows as as_rows
from tocsin.store.sql import SqlStore

SEED = 2025
SIZES = (1_000, 10_000, 100_000)
ADDED = 200
CHUNK = 2_000
FIRST, DAYS = date(2015, 1, 1), 3650
KINDS = ("sabotage", "undersea", "cyber", "drone_incursion", "espionage", "gnss_interference", None)
SYLLABLES = (
    "bar",
    "tel",
    "gin",
    "mor",
    "sun",
    "ast",
    "rick",
    "dov",
    "len",
    "pur",
    "kav",
    "hol",
    "wex",
    "nim",
)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
# On a machine that others use, --cpu counts the time of this process alone (waiting for the disk left out).
CLOCK = time.perf_counter


def make_towns(chance: random.Random) -> list[tuple[str, float, float, str]]:
    """Return 600 towns of 30 countries."""
    countries = [f"C{number:02}" for number in range(30)]
    return [
        (make_word(chance).title(), 40 + chance.random() * 25, chance.random() * 40, chance.choice(countries))
        for _ in range(600)
    ]


def make_word(chance: random.Random) -> str:
    """Return one of some 30,000 words."""
    return "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 4))))


def tell(
    chance: random.Random, number: int, town: tuple[str, float, float, str], day: date, kind: str | None
) -> Reading:
    """Return one report of one act: words, place, day and type."""
    name, lat, lon, country = town
    words = " ".join(make_word(chance) for _ in range(12))
    text = (
        f"A depot in {name} was hit on {day.isoformat()}, {words}. More is not known of {make_word(chance)}."
    )
    document = Document(
        id=make_document_id(source_id=str(number), url=None, text=text),
        text=text,
        publisher=f"Paper {number % 50}",
        published_at=datetime(day.year, day.month, day.day, chance.randrange(24), tzinfo=UTC),
    )
    span = Span(document.id, text.index("hit"), text.index("hit") + 3)
    where = text.index(name)
    place = Place(
        name=name,
        span=Span(document.id, where, where + len(name)),
        gazetteer_id=f"town:{name}",
        lat=lat,
        lon=lon,
        country=country,
        precision="settlement",
    )
    event = Event(
        id=make_event_id(span),
        trigger=span,
        event_type="ASSAULT",
        threat_type=kind,
        place=place,
        date=DateRange(start=day, end=day),
        status=EpistemicStatus.HAPPENED,
        time=EventTime.PAST,
        factuality=3.0,
        certainty=0.9,
    )
    return Reading(document=document, events=(event,))


def iter_reports(
    chance: random.Random, size: int, towns: list[tuple[str, float, float, str]]
) -> Iterator[Reading]:
    """Yield the reports of so many acts, one in four told twice."""
    number = 0
    for _ in range(size):
        town, kind = chance.choice(towns), chance.choice(KINDS)
        day = FIRST + timedelta(days=chance.randrange(DAYS))
        for _ in range(2 if chance.random() < 0.25 else 1):
            number += 1
            yield tell(chance, number, town, day, kind)


def fill(store: SqlStore, readings: list[Reading]) -> None:
    """Write readings in bulk and link them whole."""
    for start in range(0, len(readings), CHUNK):
        some = readings[start : start + CHUNK]
        with store.engine.begin() as connection:
            documents = [as_rows.make_document_row(reading, seen_at=NOW) for reading in some]
            connection.execute(insert(schema.documents), documents)
            connection.execute(insert(schema.events), [e for r in some for e in as_rows.make_event_rows(r)])
            claims = [row for r in some for row in as_rows.make_claim_rows(make_claims(r), seen_at=NOW)]
            connection.execute(insert(schema.claims), claims)
    link_register(store, whole=True)


def time_reports(
    store: SqlStore, chance: random.Random, towns: list[tuple[str, float, float, str]], known: list[Reading]
) -> list[float]:
    """Return the milliseconds that each of the added reports took, without reading."""
    times = []
    for number in range(ADDED):
        day = FIRST + timedelta(days=DAYS - chance.randrange(5) if number % 2 else chance.randrange(DAYS))
        town, kind = chance.choice(towns), chance.choice(KINDS)
        if number % 3 == 0:
            event = chance.choice(known).events[0]
            town = next(one for one in towns if event.place and one[0] == event.place.name)
            day, kind = event.date.start if event.date else day, event.threat_type
        reading = tell(chance, 10_000_000 + number, town, day, kind)
        started = CLOCK()
        store.add_reading(reading, make_claims(reading), seen_at=NOW)
        link_register(store)
        times.append(1000 * (CLOCK() - started))
    return times


def time_judgements(store: SqlStore, chance: random.Random) -> list[float]:
    """Return the milliseconds that linking took after each of some judgements and withdrawals."""
    times = []
    ids = [incident.id for incident in chance.sample(store.list_incidents(), 40)]
    for number, (one, other) in enumerate(zip(ids[::2], ids[1::2], strict=True)):
        incidents = [store.load_incident(name) for name in (one, other)]
        subjects = tuple(name for incident in incidents if incident for name in incident.event_ids)
        judgement = Judgement(
            id=f"j{number}",
            kind=JudgementKind.SAME,
            subjects=subjects,
            by="bench",
            reason="bench",
            decided_at=NOW,
        )
        for act in (
            lambda judgement=judgement: store.add_judgement(judgement),
            lambda judgement=judgement: store.withdraw_judgement(judgement.id, at=NOW),
        ):
            started = CLOCK()
            act()
            link_register(store)
            times.append(1000 * (CLOCK() - started))
    return times


def measure(size: int, folder: Path) -> dict[str, float]:
    """Return the figures of one size."""
    chance = random.Random(SEED)
    towns = make_towns(chance)
    readings = list(iter_reports(chance, size, towns))
    with closing(open_store(folder / f"{size}.sqlite")) as store:
        assert isinstance(store, SqlStore)
        started = CLOCK()
        fill(store, readings)
        filled = CLOCK() - started
        time_reports(store, random.Random(1), towns, readings[:100])  # the first ones compile statements
        added = time_reports(store, random.Random(2), towns, readings)
        judged = time_judgements(store, chance)
        incidents = store.count().incidents
    return {
        "incidents": incidents,
        "reports": len(readings),
        "filled_s": round(filled, 1),
        "median_ms": round(statistics.median(added), 1),
        "p95_ms": round(statistics.quantiles(added, n=20)[-1], 1),
        "judgement_median_ms": round(statistics.median(judged), 1),
        "judgement_p95_ms": round(statistics.quantiles(judged, n=20)[-1], 1),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    parser.add_argument(
        "--cpu", action="store_true", help="count processor time, where others use the machine"
    )
    given = parser.parse_args()
    CLOCK = time.process_time if given.cpu else time.perf_counter
    found = []
    print("incidents  reports  filled s  report median ms  p95 ms  judgement median ms  p95 ms  ratio")
    with tempfile.TemporaryDirectory() as folder:
        for size in given.sizes:
            one = measure(size, Path(folder))
            one["ratio"] = round(one["median_ms"] / (found[0]["median_ms"] if found else one["median_ms"]), 2)
            found.append(one)
            print(
                f"{one['incidents']:>9}  {one['reports']:>7}  {one['filled_s']:>8}  "
                f"{one['median_ms']:>16}  {one['p95_ms']:>6}  "
                f"{one['judgement_median_ms']:>19}  {one['judgement_p95_ms']:>6}  {one['ratio']:>5}",
                flush=True,
            )
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n")
