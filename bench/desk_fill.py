"""Fill an SQLite store with made-up incidents and reports in bulk: what the load test of the desk stands on.

Some clusters of reports are read by hand and truly linked; the rest are copies of them with ids, days, places
and words of their own. Copies are written row by row past the linking, which would take hours.
"""

import argparse
import json
import random
import re
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from made_words import make_word

from tocsin.model import (
    Attribution,
    Count,
    DateRange,
    Document,
    EpistemicStatus,
    Event,
    EventTime,
    Form,
    Holder,
    Participant,
    Place,
    Reading,
    Span,
    SpeakerKind,
    SpeechAct,
    Statement,
)
from tocsin.model.ids import make_document_id, make_event_id, make_number, make_statement_id
from tocsin.pipeline.linking import RULES_DETAIL, link_register
from tocsin.register import make_claims
from tocsin.store import open_store

SEED = 2026
INCIDENTS, REPORTS = 100_000, 1_000_000
CLUSTERS, PLAIN = 72, 24
FIRST, DAYS = date(2016, 1, 1), 3600
DAY, DAY_AFTER = "2020-06-15", "2020-06-16"
TOWN = "Zqtownaaa"
LAT, LON = 47.125125, 17.625625
TOWNS = 4000
COUNTRIES = ("EST", "LVA", "LTU", "POL", "FIN", "SWE", "DNK", "DEU", "NOR", "CZE", "SVK", "ROU", "BGR", "HUN")
THREATS = ["sabotage", "undersea", "cyber", "drone_incursion", "espionage", "gnss_interference"]
SPEAKERS = tuple(
    f"{one} {two}"
    for one in ("Anna", "Bela", "Karel", "Mira", "Otto")
    for two in ["Laan", "Ozols", "Novy", "Berg"]
)
NAME = re.compile(r"\b([dicsf])([0-9a-f]{16})")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Cluster:
    """The rows of some reports and of the incident they stand behind."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


def tell(chance: random.Random, number: int, telling: int, *, is_plain: bool) -> Reading:
    """Return one report of an act of sentinel day and place, or one with statements only."""
    threat, country = THREATS[number % len(THREATS)], COUNTRIES[number % len(COUNTRIES)]
    speaker = chance.choice(SPEAKERS)
    said = "this was planned with great care" if number % 2 else "there is no proof of any such thing"
    text = (
        f"A depot in {TOWN} was hit on {DAY}, report {telling} of story {number}. “{said},” said {speaker}, "
        f"who spoke for the ministry. More was not known on the day."
    )
    if is_plain:
        text = (
            f"In {TOWN} the talk of {number} goes on ({telling}). “{said},” said {speaker}. No more was said."
        )
    document = Document(
        id=make_document_id(source_id=f"{number}-{telling}", url=None, text=text),
        text=text,
        title=f"Story {number} of {TOWN}",
        publisher=f"Paper {chance.randrange(200)}",
        published_at=datetime(2020, 6, 16, 0, 0, tzinfo=UTC),
        url=f"https://news.example/{number}/{telling}",
    )

    def span(words: str) -> Span:
        start = text.index(words)
        return Span(document.id, start, start + len(words))

    statement = Statement(
        id=make_statement_id(span(said)),
        content=(span(said),),
        form=Form.DIRECT,
        act=chance.choice((SpeechAct.SAY, SpeechAct.ACCUSE, SpeechAct.DENY, SpeechAct.WARN)),
        attributions=(Attribution(span(speaker), None, speaker, None, SpeakerKind.NAMED),),
    )
    if is_plain:
        return Reading(document=document, sentences=(span(text),), statements=(statement,))
    trigger = span("hit")
    event = Event(
        id=make_event_id(trigger),
        trigger=trigger,
        event_type="ASSAULT",
        threat_type=threat,
        actors=(Participant(name="the ministry", span=span("the ministry"), country="RUS"),)
        if number % 3 == 0
        else (),
        recipients=(_name(country.title(), country, span("A depot")),),
        place=Place(
            name=TOWN,
            span=span(TOWN),
            gazetteer_id=f"town:{TOWN}",
            lat=LAT,
            lon=LON,
            country=country,
            precision=("settlement", "admin1", "country")[number % 3],
        ),
        date=DateRange(start=date.fromisoformat(DAY), end=date.fromisoformat(DAY)),
        status=(
            EpistemicStatus.HAPPENED,
            EpistemicStatus.REPORTED,
            EpistemicStatus.HAPPENED,
            EpistemicStatus.ALLEGED,
        )[number % 4],
        time=EventTime.PAST,
        factuality=3.0,
        certainty=0.9,
        holders=(Holder(name="author", span=None, kind=SpeakerKind.AUTHOR, value="CT+"),),
        counts=(Count(what="injured", min=2, max=2, span=span(DAY)),) if number % 5 == 0 else (),
    )
    return Reading(document=document, sentences=(span(text),), statements=(statement,), events=(event,))


def _name(name: str, country: str, span: Span) -> Participant:
    return Participant(name=name, span=span, country=country)


def read_clusters(folder: Path) -> tuple[list[Cluster], list[Cluster]]:
    """Return clusters that were truly linked, and reports that stand behind nothing."""
    chance = random.Random(SEED)
    told: list[list[Reading]] = []
    for number in range(CLUSTERS):
        size = chance.choices((1, 2, 3, 8), weights=(55, 25, 15, 5))[0]
        told.append([tell(chance, number, one, is_plain=False) for one in range(size)])
    plain = [[tell(chance, CLUSTERS + n, 0, is_plain=True)] for n in range(PLAIN)]
    found: list[Cluster] = []
    for number, readings in enumerate((*told, *plain)):
        path = folder / f"{number}.sqlite"
        with closing(open_store(path, now=lambda: NOW)) as store:
            for reading in readings:
                store.add_reading(reading, make_claims(reading), seen_at=NOW, reader="bench")
            link_register(store)
        found.append(_take_rows(path))
        path.unlink()
    return found[:CLUSTERS], found[CLUSTERS:]


TABLES = (
    "documents",
    "voices",
    "statements",
    "sayings",
    "events",
    "claims",
    "incident_rows",
    "memberships",
    "incidents",
    "deltas",
    "mentions",
    "texts",
    "edges",
)


def _take_rows(path: Path) -> Cluster:
    cluster = Cluster()
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        for table in TABLES:
            cluster.rows[table] = [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608
    return cluster


def copy_cluster(
    cluster: Cluster, chance: random.Random, number: int, tails: list[str]
) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of a copy: ids changed by one salt, so that they still name one another."""
    salt = chance.getrandbits(64)
    day = FIRST + timedelta(days=chance.randrange(DAYS))
    town = TOWN_NAMES[min(int(chance.expovariate(1 / 400)), TOWNS - 1)]
    lat, lon = TOWN_POINTS[town]
    after = (day + timedelta(days=1)).isoformat()

    def rename(match: re.Match[str]) -> str:
        return f"{match[1]}{int(match[2], 16) ^ salt:016x}"

    def change(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        value = NAME.sub(rename, value).replace(DAY, day.isoformat()).replace(DAY_AFTER, after)
        return value.replace(TOWN, town).replace(str(LAT), lat).replace(str(LON), lon)

    # Edges name mentions by number: a number is made from the id.
    numbers = {row["number"]: make_number(change(row["event_id"])) for row in cluster.rows["mentions"]}
    copied: dict[str, list[tuple[Any, ...]]] = {}
    for table, rows in cluster.rows.items():
        if table == "voices":
            continue
        new = []
        for row in rows:
            changed = {name: change(value) for name, value in row.items()}
            if table == "documents":
                changed["text"] += " " + chance.choice(tails)
                changed["number"] = None
                changed["publisher"] = f"Paper {chance.randrange(200)}"
            elif table == "mentions":
                changed["number"] = make_number(changed["event_id"])
            elif table == "edges":
                changed = {name: numbers[value] for name, value in row.items()}
            elif table == "texts":
                changed["number"] = make_number(changed["document_id"])
            elif table == "incidents":
                changed["number"] = make_number(changed["id"])
            elif table == "deltas":
                changed["number"] = None
                changed["at"] = f"{after} 06:00:00.000000"
            new.append(tuple(changed.values()))
        copied[table] = new
    return copied


def _make_names() -> list[str]:
    chance = random.Random(7)
    names: dict[str, None] = {}
    while len(names) < TOWNS:
        names["".join(chance.choices("bcdfghklmnprstvaeiou", k=len(TOWN))).title()] = None
    return list(names)


TOWN_NAMES = _make_names()
TOWN_POINTS = {
    name: (f"{40 + random.Random(name).random() * 25:.6f}", f"{random.Random(name + 'x').random() * 35:.6f}")
    for name in TOWN_NAMES
}


def fill(path: Path, *, incidents: int, reports: int) -> None:
    """Write a store of so many incidents and reports."""
    chance = random.Random(SEED)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        told, plain = read_clusters(Path(folder))
    tails = [" ".join(make_word(chance) for _ in range(40)) for _ in range(20_000)]
    unfinished = path.with_name(path.name + ".part")
    unfinished.unlink(missing_ok=True)
    with closing(open_store(unfinished, now=lambda: NOW)):
        pass
    with closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
        for pragma in (
            "journal_mode = OFF",
            "synchronous = OFF",
            "foreign_keys = OFF",
            "cache_size = -400000",
        ):
            connection.execute(f"PRAGMA {pragma}")
        later = _put_off(connection)
        connection.execute("BEGIN")
        _write_voices(connection, (*told, *plain))
        counted = documents = 0
        for number in range(incidents):
            copied = copy_cluster(told[number % len(told)], chance, number, tails)
            documents += len(copied["documents"])
            counted += len(copied["incidents"])
            _write(connection, copied)
        for number in range(reports - documents):
            _write(connection, copy_cluster(plain[number % len(plain)], chance, number, tails))
        _write_marks(connection, max(reports, documents), counted)
        connection.execute("COMMIT")
        print(f"rows written after {time.monotonic() - started:.0f} s", flush=True)
        for statement in later:
            connection.execute(statement)
        for table in ("documents_search", "incidents_search"):
            connection.execute(f"INSERT INTO {table}({table}) VALUES ('rebuild')")
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode = WAL")
    unfinished.replace(path)
    print(
        f"{counted} incidents, {max(reports, documents)} reports in {path} "
        f"after {time.monotonic() - started:.0f} s"
    )


def _put_off(connection: sqlite3.Connection) -> list[str]:
    """Drop indexes and triggers, and return what makes them again."""
    wanted = (
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
    )
    found = connection.execute(wanted).fetchall()
    for kind, name, _ in found:
        connection.execute(f"DROP {kind} {name}")
    return [sql for _, _, sql in found]


def _write_voices(connection: sqlite3.Connection, clusters: tuple[Cluster, ...]) -> None:
    rows = {row["number"]: tuple(row.values()) for one in clusters for row in one.rows["voices"]}
    connection.executemany("INSERT INTO voices VALUES (?, ?, ?, ?)", rows.values())


def _write(connection: sqlite3.Connection, copied: dict[str, list[tuple[Any, ...]]]) -> None:
    for table, rows in copied.items():
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows)  # noqa: S608


def _write_marks(connection: sqlite3.Connection, documents: int, incidents: int) -> None:
    marks = {
        "linked_at": NOW.isoformat(),
        "linked_documents": str(documents),
        "linked_incidents": str(incidents),
        "linked_turn": "1",
    }
    connection.execute("DELETE FROM pending")
    # Where the rules differ from those of the last linking, the next one looks at everything.
    log = ("rules", RULES_DETAIL, "2016-01-01 00:00:00.000000")
    connection.execute("INSERT INTO changes (kind, detail, at) VALUES (?, ?, ?)", log)
    connection.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", marks.items())


def iter_sizes(path: Path) -> Iterator[tuple[str, int]]:
    """Yield how many rows each table of a filled store has."""
    with closing(sqlite3.connect(path)) as connection:
        for table in TABLES:
            yield table, connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--incidents", type=int, default=INCIDENTS)
    parser.add_argument("--reports", type=int, default=REPORTS)
    given = parser.parse_args()
    fill(given.path, incidents=given.incidents, reports=given.reports)
    print(json.dumps(dict(iter_sizes(given.path))))
