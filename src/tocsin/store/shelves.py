"""Lists of millions in an SQL store: rows in short form, counted and cut by the database."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, Table, and_, func, insert, or_, select

from tocsin.errors import InputError
from tocsin.model import Delta, Incident, Statement
from tocsin.store import rows as as_rows
from tocsin.store import schema
from tocsin.store.base import DOCUMENT, REREADING
from tocsin.store.flavour import Flavour
from tocsin.store.shelf_base import (
    NO_PUBLISHER,
    Coding,
    PublisherCount,
    ReportBrief,
    ReportQuery,
    Sample,
    Stamp,
    StatementBrief,
    StatementQuery,
    Tally,
)

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Row

OPENING = 100
"""Characters of a report's text that stand for a title where it has none."""
CHUNK = 500
MOST_HITS = 20_000
"""Hits of a search, the last stored first, among which other filters look."""
MOST_FOUND = 1000
"""Rows that a search for words brings."""
MOST_VOICES = 50
"""Voices that a part of a name may mean."""
QUERY_WORDS = 32

Place = tuple[str, int]
"""A statement: its document and its position there."""


class ShelfRows:
    """What an SQL store does for lists; the store itself opens the transactions."""

    if TYPE_CHECKING:
        _flavour: Flavour

        def _read(self) -> AbstractContextManager[Connection]: ...
        def _write(self) -> AbstractContextManager[Connection]: ...
        def _load_all(self, wanted: Any) -> Sequence[Row[Any]]: ...
        def _upsert(self, connection: Connection, table: Table, new: list[dict[str, Any]]) -> None: ...

    def load_stamp(self) -> Stamp:
        """Return what tells one state of the store from another."""
        documents, meta, pending = schema.documents.c, schema.meta.c, schema.pending.c
        wanted = ("linked_at", "linked_turn", "linked_documents")
        with self._read() as connection:
            newest = connection.scalar(select(func.max(documents.number)))
            # Judgements wait here too, for a moment: they change no report.
            of_reports = pending.kind.in_((DOCUMENT, REREADING))
            waiting = connection.scalar(select(pending.id).where(of_reports).limit(1))
            marks = dict(connection.execute(select(meta.key, meta.value).where(meta.key.in_(wanted))).all())
            failed = connection.scalar(select(func.max(schema.failures.c.at)))
        register = ":".join(str(marks.get(name)) for name in wanted)
        return Stamp(reports=f"{newest}:{waiting}:{failed}", register=register)

    def count_linked(self) -> int:
        """Return how many reports the last linking knew."""
        meta = schema.meta.c
        found = self._load_all(select(meta.value).where(meta.key == "linked_documents"))
        return int(found[0].value) if found else 0

    def find_newest_moment(self) -> datetime | None:
        """Return when the newest report was published."""
        found = self._load_all(select(func.max(schema.documents.c.published_at).label("at")))
        return found[0].at if found else None

    def count_reports(self, query: ReportQuery, *, most: int) -> int:
        """Return how many reports a query lists, at most so many where it has words."""
        with self._read() as connection:
            if query.words is not None:
                return min(most, len(self._find_reports(connection, query)))
            wanted = _filter_reports(select(func.count()).select_from(schema.documents), query)
            return connection.scalar(wanted) or 0

    def list_reports(self, query: ReportQuery, *, skip: int, take: int) -> tuple[ReportBrief, ...]:
        """Return a stretch of the reports, newest first, those without a day last."""
        documents = schema.documents.c
        with self._read() as connection:
            if query.words is not None:
                ids = self._find_reports(connection, query)[skip : skip + take]
            else:
                wanted = _filter_reports(select(documents.id), query)
                wanted = wanted.order_by(documents.published_at.desc().nulls_last(), documents.id.desc())
                ids = list(connection.scalars(wanted.limit(take).offset(skip)))
            return _load_briefs(connection, ids)

    def iter_reports(self, query: ReportQuery) -> Iterator[ReportBrief]:
        """Yield all reports of a query in the same order; each step is a transaction of its own."""
        documents = schema.documents.c
        if query.words is not None:
            yield from self.list_reports(query, skip=0, take=MOST_FOUND)
            return
        last: tuple[datetime | None, str] | None = None
        while True:
            wanted = _filter_reports(select(documents.id, documents.published_at), query)
            if last is not None:
                wanted = wanted.where(_comes_after(documents.published_at, documents.id, last))
            wanted = wanted.order_by(documents.published_at.desc().nulls_last(), documents.id.desc())
            with self._read() as connection:
                found = connection.execute(wanted.limit(CHUNK)).all()
                briefs = _load_briefs(connection, [row.id for row in found])
            yield from briefs
            if len(found) < CHUNK:
                return
            last = (found[-1].published_at, found[-1].id)

    def load_reports(self, document_ids: Sequence[str]) -> tuple[ReportBrief, ...]:
        """Return reports by id, in the order given; those not stored are left out."""
        with self._read() as connection:
            return _load_briefs(connection, document_ids)

    def count_publishers(self, *, without: Sequence[str] = ()) -> tuple[PublisherCount, ...]:
        """Return every publisher of a stored report, most reports first; a few reports may be left out."""
        documents = schema.documents.c
        wanted = select(
            documents.publisher, func.count().label("reports"), func.max(documents.published_at).label("last")
        ).group_by(documents.publisher)
        if without:
            wanted = wanted.where(documents.id.not_in(without))
        found = [
            PublisherCount(publisher=row.publisher, reports=row.reports, last=row.last)
            for row in self._load_all(wanted)
        ]
        return tuple(sorted(found, key=lambda row: (-row.reports, row.publisher or NO_PUBLISHER)))

    def load_judged_stamp(self) -> str:
        """Return what changes whenever a judgement comes or is taken back."""
        judgements = schema.judgements.c
        wanted = select(func.count(), func.count(judgements.withdrawn_at), func.max(judgements.decided_at))
        with self._read() as connection:
            return ":".join(map(str, connection.execute(wanted).one()))

    def count_rows_of(self, document_ids: Sequence[str]) -> Mapping[str, int]:
        """Return how many statements, events and claims some reports have, by the name of the table."""
        events, statements, claims = schema.events, schema.statements, schema.claims
        counted: Counter[str] = Counter()
        with self._read() as connection:
            for start in range(0, len(document_ids), CHUNK):
                some = document_ids[start : start + CHUNK]
                told = events.c.document_id.in_(some)
                sizes = {
                    "statements": select(func.count()).where(statements.c.document_id.in_(some)),
                    "events": select(func.count()).where(told),
                    "claims": select(func.count()).where(told, claims.c.event_id == events.c.id),
                }
                for name, wanted in sizes.items():
                    counted[name] += connection.scalar(wanted) or 0
        return counted

    def count_statements(self, query: StatementQuery, *, most: int) -> int:
        """Return how many statements a query lists, at most so many."""
        with self._read() as connection:
            if query.words is not None:
                return min(most, len(self._find_statements(connection, query)))
            voices = _find_voices(connection, query.speaker)
            if voices is not None and len(voices) != 1:
                return min(most, len(_list_places(connection, query, voices, most=most)))
            inner = _select_places(query, voices).limit(most).subquery()
            return connection.scalar(select(func.count()).select_from(inner)) or 0

    def list_statements(self, query: StatementQuery, *, skip: int, take: int) -> tuple[StatementBrief, ...]:
        """Return a stretch of the statements, newest first."""
        with self._read() as connection:
            if query.words is not None:
                return self._find_statements(connection, query)[skip : skip + take]
            voices = _find_voices(connection, query.speaker)
            if voices is not None and len(voices) != 1:
                places = _list_places(connection, query, voices, most=skip + take)[skip:]
            else:
                found = connection.execute(_select_places(query, voices).limit(take).offset(skip))
                places = [(row.document_id, row.position) for row in found]
            return _load_statements(connection, places)

    def iter_statements(self, query: StatementQuery) -> Iterator[StatementBrief]:
        """Yield all statements of a query in the same order."""
        skip = 0
        while True:
            found = self.list_statements(query, skip=skip, take=CHUNK)
            yield from found
            if len(found) < CHUNK:
                return
            skip += CHUNK

    def tally_statements(self, query: StatementQuery, *, most: int) -> Tally:
        """Count acts and voices of the newest statements of a query."""
        with self._read() as connection:
            if query.words is not None:
                found = self._find_statements(connection, query)
                places = [(brief.report.id, _position_of(brief)) for brief in found]
                acts = Counter(brief.statement.act.value for brief in found)
                names = Counter(
                    name for brief in found for name in {v.name for v in brief.statement.voices if v.name}
                )
                return Tally(looked_at=len(places), acts=acts, voices=names)
            voices = _find_voices(connection, query.speaker)
            places = _list_places(connection, query, voices, most=most)
            acts, names = _tally_places(connection, places)
        return Tally(looked_at=len(places), acts=acts, voices=names)

    def list_lights(self, *, after_turn: int | None = None) -> tuple[tuple[int, int, str], ...]:
        """Return number, turn and light form (JSON) of incidents, after a turn those written later."""
        incidents = schema.incidents.c
        wanted = select(incidents.number, incidents.turn, incidents.light)
        if after_turn is not None:
            wanted = wanted.where(incidents.turn > after_turn)
        return tuple((row.number, row.turn, row.light) for row in self._load_all(wanted))

    def count_incidents(self) -> int:
        """Return how many incidents there are."""
        with self._read() as connection:
            return connection.scalar(select(func.count()).select_from(schema.incidents)) or 0

    def list_numbers(self) -> frozenset[int]:
        """Return the numbers of all incidents."""
        with self._read() as connection:
            return frozenset(connection.scalars(select(schema.incidents.c.number)))

    def load_lights(self, numbers: Iterable[int]) -> tuple[Incident, ...]:
        """Return incidents by number in light form, in the order given."""
        found = self._load_by_number(schema.incidents.c.light, tuple(numbers))
        return tuple(as_rows.load(Incident, text, row=str(number)) for number, text in found)

    def load_raw(self, numbers: Iterable[int]) -> tuple[dict[str, Any], ...]:
        """Return the JSON values of incidents by number, in the order given."""
        found = self._load_by_number(schema.incidents.c.payload, tuple(numbers))
        return tuple(json.loads(text) for _, text in found)

    def search_incidents(self, words: str, *, most: int) -> frozenset[int]:
        """Return the numbers of incidents in which every word stands or begins a word, at most so many."""
        asked = tuple(re.findall(r"\w+", words)[:QUERY_WORDS])
        if not asked:
            return frozenset()
        with self._read() as connection:
            return frozenset(self._flavour.search_incidents(connection, asked, most))

    def list_places_of_report(self, document_id: str) -> Mapping[str, str]:
        """Return for each linked mention of a report the incident it belongs to."""
        places = schema.memberships.c
        # A range, not LIKE: the id of a mention begins with that of its document.
        inside = (places.event_id >= f"{document_id}-") & (places.event_id < f"{document_id}.")
        found = self._load_all(select(places.event_id, places.incident_id).where(inside))
        return {row.event_id: row.incident_id for row in found}

    def list_changes_since(self, moment: datetime, *, most: int) -> tuple[Delta, ...]:
        """Return the newest changes of records after a moment, newest first."""
        deltas = schema.deltas
        wanted = select(deltas).where(deltas.c.at > moment)
        wanted = wanted.order_by(deltas.c.at.desc(), deltas.c.number.desc()).limit(most)
        return tuple(as_rows.load(Delta, row.payload, row=str(row.number)) for row in self._load_all(wanted))

    def list_last_changes(self) -> Mapping[str, datetime]:
        """Return when each record changed last, by its id."""
        deltas = schema.deltas.c
        wanted = select(deltas.incident_id, func.max(deltas.at).label("at")).group_by(deltas.incident_id)
        return {row.incident_id: row.at for row in self._load_all(wanted)}

    def load_seen(self, analyst: str) -> datetime | None:
        """Return up to which moment an analyst has seen what changed."""
        visits = schema.visits.c
        found = self._load_all(select(visits.seen_at).where(visits.analyst == analyst))
        return found[0].seen_at if found else None

    def mark_seen(self, analyst: str, *, at: datetime) -> None:
        """Note up to which moment an analyst has seen what changed."""
        with self._write() as connection:
            self._upsert(connection, schema.visits, [{"analyst": analyst, "seen_at": at}])

    def add_sample(self, sample: Sample) -> None:
        """Store a sample; one of that name that is there already is refused."""
        samples = schema.samples
        with self._write() as connection:
            if connection.execute(select(samples.c.name).where(samples.c.name == sample.name)).first():
                raise InputError(f"a sample {sample.name!r} is there already; choose another name")
            connection.execute(insert(samples), [{"name": sample.name, "payload": as_rows.dump(sample)}])

    def list_samples(self) -> tuple[Sample, ...]:
        """Return the samples, newest first."""
        found = [
            as_rows.load(Sample, row.payload, row=row.name) for row in self._load_all(select(schema.samples))
        ]
        return tuple(sorted(found, key=lambda sample: (-sample.made_at.timestamp(), sample.name)))

    def save_coding(self, coding: Coding) -> None:
        """Store what a reader coded, in place of what the same reader coded before."""
        row = {
            "sample": coding.sample,
            "incident_id": coding.incident_id,
            "reader": coding.reader,
            "at": coding.at,
            "payload": json.dumps(dict(coding.values), separators=(",", ":")),
        }
        with self._write() as connection:
            self._upsert(connection, schema.codings, [row])

    def list_codings(self, sample: str) -> tuple[Coding, ...]:
        """Return what was coded of a sample, by incident and reader."""
        codings = schema.codings
        wanted = select(codings).where(codings.c.sample == sample)
        return tuple(
            Coding(
                sample=row.sample,
                incident_id=row.incident_id,
                reader=row.reader,
                at=row.at,
                values=json.loads(row.payload),
            )
            for row in self._load_all(wanted.order_by(codings.c.incident_id, codings.c.reader))
        )

    def _load_by_number(self, column: Any, numbers: Sequence[int]) -> list[tuple[int, str]]:
        number = schema.incidents.c.number
        found: dict[int, str] = {}
        with self._read() as connection:
            for start in range(0, len(numbers), CHUNK):
                wanted = select(number, column).where(number.in_(numbers[start : start + CHUNK]))
                found.update(connection.execute(wanted).all())
        return [(one, found[one]) for one in numbers if one in found]

    def _find_reports(self, connection: Connection, query: ReportQuery) -> list[str]:
        """Return the reports that hold words and fit the other filters, newest first, at most MOST_FOUND."""
        words = tuple(re.findall(r"\w+", query.words or "")[:QUERY_WORDS])
        if not words:
            return []
        numbers = self._flavour.search_newest(connection, words, MOST_HITS)
        documents = schema.documents.c
        found: list[tuple[str, datetime | None]] = []
        for start in range(0, len(numbers), CHUNK):
            wanted = _filter_reports(select(documents.id, documents.published_at), query)
            some = wanted.where(documents.number.in_(numbers[start : start + CHUNK]))
            found.extend(connection.execute(some).all())
            if len(found) >= MOST_FOUND:
                break
        found.sort(key=lambda row: (row[1].timestamp() if row[1] else float("-inf"), row[0]), reverse=True)
        return [document_id for document_id, _ in found[:MOST_FOUND]]

    def _find_statements(self, connection: Connection, query: StatementQuery) -> tuple[StatementBrief, ...]:
        """Return statements with words in what was said, from the newest reports that hold them."""
        reports = ReportQuery(since=query.since, until=query.until, words=query.words, without=query.without)
        ids = self._find_reports(connection, reports)
        voices = _find_voices(connection, query.speaker)
        words = (query.words or "").casefold().split()
        found: list[StatementBrief] = []
        table = schema.statements.c
        for start in range(0, len(ids), CHUNK):
            wanted = select(table.document_id, table.position).where(
                table.document_id.in_(ids[start : start + CHUNK])
            )
            if query.act is not None:
                wanted = wanted.where(table.act == query.act)
            if voices is not None:
                said = select(schema.sayings.c.position).where(
                    schema.sayings.c.document_id == table.document_id,
                    schema.sayings.c.position == table.position,
                    schema.sayings.c.voice.in_(voices),
                )
                wanted = wanted.where(said.exists())
            places = [(row.document_id, row.position) for row in connection.execute(wanted)]
            order = {document_id: rank for rank, document_id in enumerate(ids)}
            places.sort(key=lambda place: (order[place[0]], place[1]))
            for brief in _load_statements(connection, places):
                said_words = "\n".join(brief.words).casefold()
                if all(word in said_words for word in words):
                    found.append(brief)
            if len(found) >= MOST_FOUND:
                break
        return tuple(found[:MOST_FOUND])


def _between(column: Any, since: date | None, until: date | None) -> list[Any]:
    """Return the conditions that a moment lies within days, both included."""
    conditions = []
    if since is not None:
        conditions.append(column >= datetime.combine(since, time.min, tzinfo=UTC))
    if until is not None:
        conditions.append(column < datetime.combine(until, time.min, tzinfo=UTC) + timedelta(days=1))
    return conditions


def _filter_reports(wanted: Select[Any], query: ReportQuery) -> Select[Any]:
    documents = schema.documents.c
    conditions = _between(documents.published_at, query.since, query.until)
    if query.publisher is not None:
        named = documents.publisher == query.publisher
        conditions.append(documents.publisher.is_(None) if query.publisher == NO_PUBLISHER else named)
    if query.without:
        conditions.append(documents.id.not_in(query.without))
    return wanted.where(*conditions)


def _comes_after(moment: Any, name: Any, last: tuple[datetime | None, str]) -> Any:
    """Return the condition that a row comes after one, newest first and those without a moment last."""
    at, last_name = last
    if at is None:
        return and_(moment.is_(None), name < last_name)
    return or_(moment < at, and_(moment == at, name < last_name), moment.is_(None))


def _load_briefs(connection: Connection, ids: Sequence[str]) -> tuple[ReportBrief, ...]:
    found: dict[str, ReportBrief] = {}
    for start in range(0, len(ids), CHUNK):
        found |= _load_some_briefs(connection, ids[start : start + CHUNK])
    return tuple(found[document_id] for document_id in ids if document_id in found)


def _load_some_briefs(connection: Connection, ids: Sequence[str]) -> dict[str, ReportBrief]:
    documents, events, statements = schema.documents.c, schema.events.c, schema.statements.c
    wanted = select(
        documents.id,
        documents.title,
        documents.publisher,
        documents.published_at,
        documents.payload,
        func.substr(documents.text, 1, OPENING).label("opening"),
    ).where(documents.id.in_(ids))
    tallies: dict[str, dict[str, int]] = {}
    counted = select(events.document_id, events.status, func.count().label("count"))
    counted = counted.where(events.document_id.in_(ids)).group_by(events.document_id, events.status)
    for row in connection.execute(counted):
        tallies.setdefault(row.document_id, {})[row.status] = row._mapping["count"]
    said = select(statements.document_id, func.count()).where(statements.document_id.in_(ids))
    sayings: dict[str, int] = dict(connection.execute(said.group_by(statements.document_id)).all())
    return {
        row.id: ReportBrief(
            id=row.id,
            title=row.title,
            publisher=row.publisher,
            url=json.loads(row.payload).get("url"),
            published_at=row.published_at,
            opening=row.opening or "",
            statuses=tallies.get(row.id, {}),
            statements=sayings.get(row.id, 0),
        )
        for row in connection.execute(wanted)
    }


def _find_voices(connection: Connection, speaker: str | None) -> list[int] | None:
    """Return the voices whose name holds a text or whose actor has a code; None where none is asked for."""
    if speaker is None:
        return None
    voices = schema.voices.c
    named = or_(
        voices.folded.contains(speaker.casefold(), autoescape=True),
        voices.actor_id == speaker,
        voices.actor_id.startswith(f"{speaker}.", autoescape=True),
    )
    return list(connection.scalars(select(voices.number).where(named).limit(MOST_VOICES)))


def _select_places(query: StatementQuery, voices: Sequence[int] | None) -> Select[Any]:
    """Return the query for the places of statements, newest first; of several voices see `_list_places`."""
    statements, sayings = schema.statements.c, schema.sayings.c
    if voices is None:
        wanted: Select[Any] = select(statements.document_id, statements.position)
        conditions = _between(statements.said_at, query.since, query.until)
        if query.act is not None:
            conditions.append(statements.act == query.act)
        at, name, place = statements.said_at, statements.document_id, statements.position
    else:
        wanted = select(sayings.document_id, sayings.position, sayings.said_at)
        conditions = [sayings.voice.in_(voices), *_between(sayings.said_at, query.since, query.until)]
        if query.act is not None:
            same = and_(
                statements.document_id == sayings.document_id, statements.position == sayings.position
            )
            wanted = wanted.join(schema.statements, same)  # type: ignore[assignment]
            conditions.append(statements.act == query.act)
        at, name, place = sayings.said_at, sayings.document_id, sayings.position
    if query.without:
        conditions.append(name.not_in(query.without))
    return wanted.where(*conditions).order_by(at.desc().nulls_last(), name.desc(), place.desc())


def _list_places(
    connection: Connection, query: StatementQuery, voices: Sequence[int] | None, *, most: int
) -> list[Place]:
    """Return the places of the newest statements; of several voices each is asked by itself."""
    if voices is None:
        found = connection.execute(_select_places(query, None).limit(most))
        return [(row.document_id, row.position) for row in found]
    merged: dict[Place, datetime | None] = {}
    for voice in voices:
        for row in connection.execute(_select_places(query, [voice]).limit(most)):
            merged[row.document_id, row.position] = row.said_at
    ordered = sorted(merged, key=lambda place: (_stamp_of(merged[place]), *place), reverse=True)
    return ordered[:most]


def _stamp_of(moment: datetime | None) -> float:
    return moment.timestamp() if moment else float("-inf")


def _tally_places(connection: Connection, places: Sequence[Place]) -> tuple[Counter[str], Counter[str]]:
    statements, sayings, voices = schema.statements.c, schema.sayings.c, schema.voices.c
    wanted = set(places)
    ids = list(dict.fromkeys(document_id for document_id, _ in places))
    acts: Counter[str] = Counter()
    said: dict[str, set[Place]] = {}
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        of_some = select(statements.document_id, statements.position, statements.act)
        for row in connection.execute(of_some.where(statements.document_id.in_(some))):
            acts[row.act] += (row.document_id, row.position) in wanted
        named = select(sayings.document_id, sayings.position, voices.name).join(
            schema.voices, voices.number == sayings.voice
        )
        for row in connection.execute(named.where(sayings.document_id.in_(some), voices.name != "")):
            if (row.document_id, row.position) in wanted:
                said.setdefault(row.name, set()).add((row.document_id, row.position))
    return +acts, Counter({name: len(found) for name, found in said.items()})


def _load_statements(connection: Connection, places: Sequence[Place]) -> tuple[StatementBrief, ...]:
    ids = list(dict.fromkeys(document_id for document_id, _ in places))
    found: dict[Place, StatementBrief] = {}
    for start in range(0, len(ids), CHUNK):
        found |= _load_some_statements(connection, ids[start : start + CHUNK], set(places))
    order = {document_id: rank for rank, document_id in enumerate(ids)}
    known = sorted((place for place in places if place in found), key=lambda p: (order[p[0]], p[1]))
    return tuple(found[place] for place in known)


def _load_some_statements(
    connection: Connection, ids: Sequence[str], places: set[Place]
) -> dict[Place, StatementBrief]:
    statements, events, documents = schema.statements, schema.events, schema.documents
    briefs = _load_some_briefs(connection, ids)
    texts = dict(
        connection.execute(select(documents.c.id, documents.c.text).where(documents.c.id.in_(ids))).all()
    )
    told: dict[str, list[Mapping[str, Any]]] = {}
    of_events = select(events.c.payload).where(events.c.document_id.in_(ids)).order_by(events.c.position)
    for payload in connection.scalars(of_events):
        raw = json.loads(payload)
        if raw.get("statement_id"):
            told.setdefault(raw["statement_id"], []).append(raw)
    found: dict[Place, StatementBrief] = {}
    for row in connection.execute(select(statements).where(statements.c.document_id.in_(ids))):
        if (row.document_id, row.position) not in places:
            continue
        statement = as_rows.load(Statement, row.payload, row=row.id, document_id=row.document_id)
        found[row.document_id, row.position] = StatementBrief(
            statement=statement,
            words=tuple(texts[row.document_id][span.start : span.end] for span in statement.content),
            report=briefs[row.document_id],
            about=tuple(told.get(statement.id, ())),
        )
    return found


def _position_of(brief: StatementBrief) -> int:
    return brief.statement.content[0].start
