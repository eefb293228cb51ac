"""Fill a register with made-up incidents, by the million: a small one is linked in earnest, then told again.

Each telling has its own words, towns, coordinates and ids, and the same days, countries and kinds; it stands
in the same rows that linking writes, under the keys that linking would file it under. So a register of 10^6
incidents has the blocks, the size and the depth of one that was linked report by report, in minutes.
"""

import random
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from made_words import make_word
from sqlalchemy import insert

from tocsin.model import DateRange, Document, EpistemicStatus, Event, EventTime, Place, Reading, Span
from tocsin.model.codec import decode
from tocsin.model.ids import make_document_id, make_event_id, make_number
from tocsin.pipeline.linking import RULES_DETAIL, link_register
from tocsin.pipeline.tying import number_told
from tocsin.register import make_claims
from tocsin.register.copies import list_copy_keys, make_shingles
from tocsin.register.edges import list_mention_keys, number_mention
from tocsin.register.followups import list_told_keys
from tocsin.register.mentions import Mention
from tocsin.store import open_store, schema
from tocsin.store import rows as as_rows
from tocsin.store.sql import SqlStore

SEED = 2025
BASE = 1_000
"""Incidents that are linked in earnest; the others are these, told again."""
TOWNS = 600
COUNTRIES = 30
CHUNK = 2_000
FIRST, DAYS = date(2015, 1, 1), 3650
NOW = datetime(2026, 1, 1, tzinfo=UTC)
KINDS = ("sabotage", "undersea", "cyber", "drone_incursion", "espionage", "gnss_interference", None)
COPIED = ("documents", "events", "claims", "incident_rows", "incidents", "memberships", "mentions", "texts")
"""The tables that are told again row by row; holders, edges and deltas are made from these."""
TOKEN = re.compile(r"[dci][0-9a-f]{16}|[A-Za-z]{5,}|-?\d+\.\d{6,}|20\d\d-\d\d-\d\d")
ID = re.compile(r"[dci][0-9a-f]{16}")
DAY = re.compile(r"20\d\d-\d\d-\d\d")
NUMBERED = {"mentions": "event_id", "texts": "document_id"}

Town = tuple[str, float, float, str]
Rows = list[tuple[Any, ...]]


def make_towns(chance: random.Random) -> list[Town]:
    """Return towns of thirty countries."""
    countries = [f"C{number:02}" for number in range(COUNTRIES)]
    return [
        (make_word(chance).title(), 40 + chance.random() * 25, chance.random() * 40, chance.choice(countries))
        for _ in range(TOWNS)
    ]


def tell(chance: random.Random, number: int, town: Town, day: date, kind: str | None) -> Reading:
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


def iter_reports(chance: random.Random, size: int, towns: list[Town]) -> Iterator[Reading]:
    """Yield the reports of so many acts, one in four told twice."""
    number = 0
    for _ in range(size):
        town, kind = chance.choice(towns), chance.choice(KINDS)
        day = FIRST + timedelta(days=chance.randrange(DAYS))
        for _ in range(2 if chance.random() < 0.25 else 1):
            number += 1
            yield tell(chance, number, town, day, kind)


def store_in_bulk(store: SqlStore, readings: list[Reading]) -> None:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A linked register as rows whose names are holes: what is told again fills them anew."""

    columns: dict[str, list[str]]
    rows: dict[str, list[tuple[Callable[[list[str]], Any], ...]]]
    tokens: list[str]
    lats: set[str]
    lons: set[str]
    mentions: list[tuple[int, Mention]]
    documents: list[tuple[int, str]]
    edges: list[tuple[int, int]]
    deltas: list[tuple[Callable[[list[str]], Any], ...]]


def read_base(path: Path) -> Base:
    """Return a register, made here and linked in earnest, as rows with holes."""
    with closing(sqlite3.connect(path)) as connection:
        texts = [text for (text,) in connection.execute("SELECT text FROM documents")]
        places = [
            decode(Mention, {**decode_raw(payload), "origin_id": ""})
            for (payload,) in connection.execute("SELECT payload FROM mentions ORDER BY event_id")
        ]
        words = {word for text in texts for word in re.findall(r"[A-Za-z]{5,}", text)} - {"depot", "known"}
        spots = [one.event.place for one in places if one.event.place is not None]
        lats, lons = {repr(spot.lat) for spot in spots}, {repr(spot.lon) for spot in spots}
        holes = _Holes(words | {word.lower() for word in words} | lats | lons)
        columns = {
            table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            for table in (*COPIED, "deltas")
        }
        rows = {table: _cut_rows(connection, table, columns[table], holes) for table in (*COPIED, "deltas")}
        ids = {
            make_number(event): holes.find(event[:17])
            for (event,) in connection.execute("SELECT event_id FROM mentions")
        }
        edges = [(ids[one], ids[two]) for one, two in connection.execute("SELECT number, other FROM edges")]
        documents = [
            (holes.find(name), text) for name, text in connection.execute("SELECT id, text FROM documents")
        ]
    return Base(
        columns=columns,
        deltas=rows.pop("deltas"),
        rows=rows,
        tokens=holes.tokens,
        lats=lats,
        lons=lons,
        mentions=[(holes.find(mention.document_id), mention) for mention in places],
        documents=documents,
        edges=edges,
    )


def decode_raw(payload: str) -> dict[str, Any]:
    """Return the JSON object of a payload."""
    import json

    found: dict[str, Any] = json.loads(payload)
    return found


class _Holes:
    """The names that differ from telling to telling, each with its number."""

    def __init__(self, words: set[str]) -> None:
        self._words, self.tokens = words, list[str]()
        self._numbers: dict[str, int] = {}

    def find(self, token: str) -> int:
        """Return the number of a name."""
        if token not in self._numbers:
            self._numbers[token] = len(self.tokens)
            self.tokens.append(token)
        return self._numbers[token]

    def cut(self, value: Any) -> Callable[[list[str]], Any]:
        """Return what writes a value with other names."""
        found: list[int] = []

        def take(match: re.Match[str]) -> str:
            token = match.group()
            if token in self._words or ID.fullmatch(token) or DAY.fullmatch(token):
                found.append(self.find(token))
                return "%s"
            return token

        if not isinstance(value, str):
            return lambda names: value
        form = TOKEN.sub(take, value.replace("%", "%%"))
        if not found:
            return lambda names: value
        pick = itemgetter(*found)
        return lambda names: form % pick(names)


def _cut_rows(
    connection: sqlite3.Connection, table: str, columns: list[str], holes: _Holes
) -> list[tuple[Callable[[list[str]], Any], ...]]:
    found = []
    for row in connection.execute(f"SELECT {', '.join(columns)} FROM {table}"):  # noqa: S608 - our own names
        makers = [holes.cut(cell) for cell in row]
        if table in NUMBERED:
            name = makers[columns.index(NUMBERED[table])]
            makers[columns.index("number")] = lambda names, name=name: make_number(name(names))  # type: ignore[misc]
        found.append(tuple(makers))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """The rows of one telling, by table, and its holders as three columns of numbers."""

    rows: dict[str, Rows]
    holders: "np.ndarray[Any, np.dtype[np.int64]]"


def tell_again(base: Base, round_number: int, places: dict[str, int]) -> Telling:
    """Return the base with other words, towns, coordinates and ids; `places` counts what has a number."""
    chance = random.Random(SEED * 1_000_003 + round_number)
    names = _rename(base, chance)
    rows: dict[str, Rows] = {}
    for table, makers in base.rows.items():
        rows[table] = [tuple([make(names) for make in row]) for row in makers]
        if table == "documents":
            rows[table] = [(places[table] + n, *row[1:]) for n, row in enumerate(rows[table], start=1)]
            places[table] += len(rows[table])
    told = [tuple([make(names) for make in row]) for row in base.deltas]
    rows["deltas"] = [(places["deltas"] + n, *row[1:]) for n, row in enumerate(told, start=1)]
    places["deltas"] += len(told)
    held: list[tuple[int, int, int]] = []
    numbers: dict[int, int] = {}
    moments: dict[int, int] = {}
    lookup = dict(zip(base.tokens, names, strict=True))
    for token, mention in base.mentions:
        other = _move(mention, names[token], lookup)
        moment, number = number_mention(other)
        numbers[token], moments[token] = number, moment
        keys = (
            *list_mention_keys(other),
            *(number_told(key, looks_back=False) for key in list_told_keys(other)),
        )
        held.extend((key, moment, number) for key in keys)
    for token, text in base.documents:
        words = TOKEN.sub(lambda match: lookup.get(match.group(), match.group()), text)
        place = make_number(names[token])
        held.extend((key, moments[token], place) for key in list_copy_keys(make_shingles(words)))
    rows["edges"] = [(numbers[one], numbers[two]) for one, two in base.edges]
    return Telling(rows=rows, holders=np.unique(np.array(held, dtype=np.int64), axis=0))


def _rename(base: Base, chance: random.Random) -> list[str]:
    """Return the names of a telling, in the order of the base's tokens."""
    letters = list("abcdefghijklmnopqrstuvwxyz")
    chance.shuffle(letters)
    mixed = "".join(letters)
    table = str.maketrans("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", mixed + mixed.upper())
    salt, days = chance.getrandbits(64), chance.randrange(DAYS)
    names = []
    for token in base.tokens:
        if token in base.lats:
            names.append(repr(40 + chance.random() * 25))
        elif token in base.lons:
            names.append(repr(chance.random() * 40))
        elif DAY.fullmatch(token):
            names.append(_shift(date.fromisoformat(token), days).isoformat())
        elif ID.fullmatch(token):
            names.append(f"{token[0]}{int(token[1:], 16) ^ salt:016x}")
        else:
            names.append(token.translate(table))
    return names


def _shift(day: date, days: int) -> date:
    """Return a day so many days later, round the end of the years told of; another day stays."""
    place = (day - FIRST).days
    return FIRST + timedelta(days=(place + days) % DAYS) if 0 <= place < DAYS else day


def _move(mention: Mention, document_id: str, lookup: dict[str, str]) -> Mention:
    """Return a mention as another telling has it."""
    event = mention.event
    place = event.place
    assert place is not None
    trigger = replace(event.trigger, document_id=document_id)
    day = mention.start
    later = date.fromisoformat(lookup[day.isoformat()])
    parts = dict(zip(day.isoformat().split("-"), later.isoformat().split("-"), strict=True))
    moved = replace(
        place,
        name=lookup.get(place.name, place.name),
        lat=float(lookup[repr(place.lat)]),
        lon=float(lookup[repr(place.lon)]),
    )
    return replace(
        mention,
        event=replace(event, id=make_event_id(trigger), trigger=trigger, place=moved),
        document_id=document_id,
        published_at=mention.published_at + (later - day),
        start=later,
        end=later,
        names=frozenset(parts.get(name, lookup.get(name, name)) for name in mention.names),
        context={parts.get(term, lookup.get(term, term)): held for term, held in mention.context.items()},
    )


def make_base(folder: Path, size: int = BASE) -> Path:
    """Make a register of so many incidents in earnest; return its file."""
    path = folder / "base.sqlite"
    chance = random.Random(SEED)
    towns = make_towns(chance)[: max(20, size * TOWNS // 10_000)]
    with closing(open_store(path)) as store:
        assert isinstance(store, SqlStore)
        store_in_bulk(store, list(iter_reports(chance, size, towns)))
    return path


def fill_sqlite(path: Path, size: int, *, progress: Callable[[int], None] = lambda done: None) -> None:
    """Make a register of so many incidents, a multiple of the base's, in a file."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        made = make_base(Path(folder), min(size, BASE))
        shutil.copy(made, path)
        rounds = size // BASE - 1
        if rounds < 1:
            return
        base = read_base(made)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1500000"):
            connection.execute(f"PRAGMA {pragma}")
        later = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN "
            f"({', '.join(repr(table) for table in (*COPIED, 'deltas'))})"
        ).fetchall()
        for name, _ in later:
            connection.execute(f"DROP INDEX {name}")
        places = {
            table: connection.execute(f"SELECT max(number) FROM {table}").fetchone()[0]
            for table in ("documents", "deltas")
        }
        connection.execute("BEGIN")
        holders = []
        for number in range(1, rounds + 1):
            telling = tell_again(base, number, places)
            for table, rows in telling.rows.items():
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
            holders.append(telling.holders)
            progress(number + 1)
        for some in sort_holders(holders):
            connection.executemany("INSERT INTO holders VALUES (?, ?, ?)", some)
        for _, sql in later:
            connection.execute(sql)
        for key, table in (("linked_documents", "documents"), ("linked_incidents", "incidents")):
            connection.execute(
                f"UPDATE meta SET value = (SELECT count(*) FROM {table}) WHERE key = ?",  # noqa: S608
                (key,),
            )
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode = WAL")


def sort_holders(found: list["np.ndarray[Any, np.dtype[np.int64]]"]) -> Iterator[Rows]:
    """Yield the holders in the order of their keys, in pieces: rows that come in order go in fast."""
    every = np.concatenate(found)
    found.clear()
    order = np.lexsort((every[:, 2], every[:, 1], every[:, 0]))
    for start in range(0, len(order), 100_000):
        yield [tuple(row) for row in every[order[start : start + 100_000]].tolist()]


LEAN_CLAIMS = frozenset({"status", "place"})


def fill_postgres(
    address: str, size: int, *, scratch: Path, progress: Callable[[int], None] = lambda done: None
) -> None:
    """Fill an empty PostgreSQL store with so many incidents; few of the claims, to save the disk."""
    import psycopg

    base = read_base(make_base(scratch, BASE))
    open_store(address).close()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET maintenance_work_mem = '1GB'")
        named = ", ".join(f"'{table}'" for table in (*COPIED, "deltas"))
        later = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes i WHERE schemaname = 'public' AND tablename IN "  # noqa: S608
            f"({named}) AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)"
        ).fetchall()
        for name, _ in later:
            connection.execute(f"DROP INDEX {name}")
        places = {"documents": 0, "deltas": 0}
        holders = []
        for number in range(size // BASE):
            telling = tell_again(base, number, places)
            for table, rows in telling.rows.items():
                _copy(connection, table, _make_lean(table, base.columns.get(table, []), rows))
            holders.append(telling.holders)
            progress(number + 1)
        _copy_holders(connection, holders)
        for _, sql in later:
            connection.execute(sql)
        for table in ("documents", "deltas"):
            connection.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'number'), {places[table]})")
        marks = {"linked_documents": places["documents"], "linked_incidents": size, "linked_turn": 1}
        # Without it the first report would be linked with everything, as after a change of rules.
        connection.execute(
            "INSERT INTO changes (kind, detail, at) VALUES ('rules', %s, %s)", (RULES_DETAIL, NOW)
        )
        for key, value in {**marks, "linked_at": NOW.isoformat()}.items():
            connection.execute(
                "INSERT INTO meta VALUES (%s, %s) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, str(value)),
            )
        connection.execute("ANALYZE")


def _make_lean(table: str, columns: list[str], rows: Rows) -> Rows:
    if table == "claims":
        field = columns.index("field")
        return [row for row in rows if row[field] in LEAN_CLAIMS]
    return rows


def _copy(connection: Any, table: str, rows: Rows) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _copy_holders(connection: Any, found: "list[np.ndarray[Any, np.dtype[np.int64]]]") -> None:
    with connection.cursor() as cursor, cursor.copy("COPY holders FROM STDIN") as copy:
        for some in sort_holders(found):
            copy.write("".join(f"{key}\t{moment}\t{number}\n" for key, moment, number in some))
