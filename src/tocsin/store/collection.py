"""The queries of collection, for every SQL store."""

import json
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, Table, and_, delete, func, insert, or_, select, update

from tocsin.errors import InputError
from tocsin.model import Document, Span
from tocsin.model.codec import decode
from tocsin.model.collection import HELD, FeedItem, ItemDates, SourceState, Stage, WatchedSource
from tocsin.store.collection_base import (
    Capture,
    ErrorCount,
    Incoming,
    Job,
    Received,
    SourceTally,
    Translation,
    Version,
)
from tocsin.store.flavour import Flavour
from tocsin.store.rows import dump, load
from tocsin.store.schema import documents
from tocsin.store.schema_collection import (
    bodies,
    captures,
    hosts,
    items,
    source_errors,
    translations,
    versions,
    watched_sources,
)

Opens = Callable[[], AbstractContextManager[Connection]]

# News pages compress four times at this level, and a page takes a millisecond.
COMPRESSION = 6
REASON_LENGTH = 500
# An id list longer than this is cut: a database takes so many parameters at once.
IDS_AT_ONCE = 500
CAPTURES_AT_ONCE = 20


class SqlCollection:
    """Collection in an SQL database; see `tocsin.store.collection_base.CollectionStore`."""

    def __init__(self, read: Opens, write: Opens, flavour: Flavour) -> None:
        self._read, self._write, self._flavour = read, write, flavour

    # --- Sources -----------------------------------------------------------------------------------------

    def save_source(self, source: WatchedSource, *, host: str, due_at: datetime) -> None:
        """Add a source, or change what is known of it; its state and its items are kept."""
        row = {"address": source.address, "host": host, "enabled": source.enabled, "payload": dump(source)}
        with self._write() as connection:
            twin = connection.scalar(
                select(watched_sources.c.id).where(
                    watched_sources.c.address == source.address, watched_sources.c.id != source.id
                )
            )
            if twin is not None:
                raise InputError(
                    f"{source.address} is watched already as {twin!r}; wanted each address once; "
                    "remove that one first, or leave it as it is"
                )
            named = watched_sources.c.id == source.id
            if connection.execute(update(watched_sources).where(named).values(row)).rowcount == 0:
                state = dump(SourceState(due_at=due_at))
                connection.execute(
                    insert(watched_sources).values(id=source.id, due_at=due_at, state=state, **row)
                )
            self._add_new(connection, hosts, [{"host": host, "next_at": due_at}])

    def remove_source(self, source_id: str) -> None:
        """Stop watching a source and forget its state; items, versions and reports stay."""
        with self._write() as connection:
            connection.execute(delete(watched_sources).where(watched_sources.c.id == source_id))
            connection.execute(delete(source_errors).where(source_errors.c.source_id == source_id))

    def list_watched(self) -> tuple[tuple[WatchedSource, SourceState], ...]:
        """Return all watched sources with their state, by name."""
        with self._read() as connection:
            found = connection.execute(select(watched_sources)).all()
        pairs = [_build_source(row) for row in found]
        return tuple(sorted(pairs, key=lambda pair: (pair[0].name, pair[0].id)))

    def hasten(self, source_ids: Sequence[str], *, at: datetime) -> None:
        """Make sources due at a moment, whatever their interval."""
        with self._write() as connection:
            for source_id in source_ids:
                named = watched_sources.c.id == source_id
                connection.execute(update(watched_sources).where(named).values(due_at=at))

    def note_source(self, source_id: str, notice: str | None) -> None:
        """Keep what was last said to be wrong with a source."""
        named = watched_sources.c.id == source_id
        with self._write() as connection:
            row = connection.execute(select(watched_sources).where(named)).first()
            if row is not None:
                state = replace(_build_source(row)[1], notice=notice)
                connection.execute(update(watched_sources).where(named).values(state=dump(state)))

    # --- What to ask next --------------------------------------------------------------------------------

    def take_jobs(
        self,
        *,
        at: datetime,
        until: datetime,
        by: str,
        next_at: datetime,
        most: int,
        polls_until: datetime,
    ) -> tuple[Job, ...]:
        """Lease requests that are due, one a host at most, to `by` until a moment."""
        with self._write() as connection:
            jobs = _find_jobs(connection, at=at, most=most, polls_until=polls_until)
            for job in jobs:
                lease = {"lease_until": until, "lease_by": by}
                self._upsert(connection, hosts, [{"host": job.host, "next_at": next_at, **lease}])
                if job.recheck and job.version is not None:
                    named = items.c.id == job.version.item_id
                    connection.execute(update(items).where(named).values(recheck_at=until))
                    continue
                table = watched_sources if job.version is None else versions
                mine = (
                    watched_sources.c.id == job.source.id
                    if job.version is None
                    else versions.c.number == job.version.number
                )
                connection.execute(update(table).where(mine).values(lease))
        return jobs

    def next_due(self) -> datetime | None:
        """Return when the next request is due, None where nothing is left to ask."""
        source = select(func.min(watched_sources.c.due_at)).where(watched_sources.c.enabled)
        page = select(func.min(versions.c.due_at)).where(
            versions.c.stage == Stage.FOUND.value, _is_watched(versions)
        )
        again = select(func.min(items.c.recheck_at)).where(_is_watched(items))
        with self._read() as connection:
            found = [connection.scalar(one) for one in (source, page, again)]
        return min((moment for moment in found if moment is not None), default=None)

    def free_host(
        self, host: str, *, next_at: datetime, robots: str | None = None, robots_at: datetime | None = None
    ) -> None:
        """Give a host back: it may be asked again at a moment; robots.txt is kept where one was fetched."""
        row: dict[str, Any] = {"next_at": next_at, "lease_until": None, "lease_by": None}
        if robots_at is not None:
            row |= {"robots": robots, "robots_at": robots_at}
        with self._write() as connection:
            connection.execute(update(hosts).where(hosts.c.host == host).values(row))

    def release_leases(self, is_over: Callable[[str], bool], *, next_at: datetime) -> int:
        """Give back what is leased to those that have ended; returns how many leases."""
        released = 0
        with self._write() as connection:
            for table in (hosts, watched_sources, versions):
                held = table.c.lease_by.is_not(None)
                holders = connection.scalars(select(table.c.lease_by).where(held).distinct()).all()
                for holder in holders:
                    if is_over(holder):
                        change = update(table).where(table.c.lease_by == holder)
                        free = change.values(lease_until=None, lease_by=None)
                        if table is hosts:
                            free = free.values(next_at=next_at)
                        released += connection.execute(free).rowcount
        return released

    # --- What answers bring ------------------------------------------------------------------------------

    def load_digests(self, item_ids: Sequence[str]) -> Mapping[str, str]:
        """Return what is known of items: their digests by id."""
        with self._read() as connection:
            return _find_known(connection, list(item_ids))

    def save_poll(
        self,
        source_id: str,
        state: SourceState,
        incoming: Sequence[Incoming],
        *,
        capture: Capture | None,
        at: datetime,
        recheck_at: datetime | None,
    ) -> Received:
        """Store what an answer of a source brought together with the source's state."""
        counts = dict.fromkeys(("new", "changed", "copies", "known"), 0)
        with self._write() as connection:
            known = _find_known(connection, [one.item_id for one in incoming])
            fresh = [one for one in incoming if known.get(one.item_id) != one.digest]
            number = self._save_capture(connection, capture) if capture is not None and fresh else None
            for one in fresh:
                is_new = one.item_id not in known
                self._save_item(connection, source_id, one, at=at, is_new=is_new, recheck_at=recheck_at)
                stage = self._save_version(connection, source_id, one, at=at, capture_number=number)
                counts["copies" if stage is Stage.COPY else "new" if is_new else "changed"] += 1
            counts["known"] = len(incoming) - len(fresh)
            for some in _cut([one.item_id for one in incoming]):
                connection.execute(update(items).where(items.c.id.in_(some)).values(last_seen_at=at))
            _save_state(connection, source_id, state)
        return Received(**counts)

    def fail_poll(self, source_id: str, state: SourceState, *, kind: str, reason: str, at: datetime) -> None:
        """Store that a source could not be had, with its state."""
        with self._write() as connection:
            self._count_error(connection, source_id, kind=kind, reason=reason, at=at)
            _save_state(connection, source_id, state)

    def save_page(self, version: Version, capture: Capture, *, at: datetime) -> None:
        """Store the body of a version's page; its text is to be taken out next."""
        with self._write() as connection:
            number = self._save_capture(connection, capture)
            change = {"stage": Stage.FETCHED.value, "capture_number": number, "tries": 0, "due_at": at}
            _change_version(connection, version.number, change)

    def fail_page(
        self, version: Version, *, kind: str, reason: str, at: datetime, due_at: datetime | None
    ) -> None:
        """Store that a page could not be had; it is tried again at `due_at`, or set aside without one."""
        change: dict[str, Any] = {"reason_kind": kind, "reason": reason[:REASON_LENGTH]}
        change |= {"tries": version.tries + 1}
        change |= {"stage": Stage.SET_ASIDE.value} if due_at is None else {"due_at": due_at}
        with self._write() as connection:
            _change_version(connection, version.number, change)
            self._count_error(connection, version.source_id, kind=kind, reason=reason, at=at)

    def save_recheck(
        self,
        version: Version,
        *,
        at: datetime,
        recheck_at: datetime | None,
        gone: bool,
        capture: Capture | None,
    ) -> Version | None:
        """Store what looking at an item's page again gave; a new body makes a version to take text from."""
        with self._write() as connection:
            named = items.c.id == version.item_id
            change: dict[str, Any] = {"recheck_at": recheck_at, "rechecks": items.c.rechecks + 1}
            connection.execute(update(items).where(named).values(change | ({"gone_at": at} if gone else {})))
            if capture is None and not gone:
                return None
            ordinal = _last_ordinal(connection, version.item_id) + 1
            number = self._save_capture(connection, capture) if capture is not None else None
            stage = Stage.GONE if gone else Stage.FETCHED
            row = {
                "item_id": version.item_id,
                "source_id": version.source_id,
                "ordinal": ordinal,
                "stage": stage.value,
                "seen_at": at,
                "due_at": at,
                "tries": 0,
                "capture_number": number,
                "is_empty": False,
                "item": dump(version.item),
                "dates": dump(version.dates),
            }
            made = connection.execute(insert(versions).values(row).returning(versions.c.number)).scalar_one()
            found = connection.execute(_select_versions().where(versions.c.number == made)).one()
        return _build_version(found)

    def take_fetched(
        self, *, at: datetime, until: datetime, by: str, most: int
    ) -> tuple[tuple[Version, Capture], ...]:
        """Lease pages whose text is to be taken out; each taking counts as a try."""
        free = or_(versions.c.lease_until.is_(None), versions.c.lease_until <= at)
        wanted = (
            _select_versions()
            .where(versions.c.stage == Stage.FETCHED.value, versions.c.due_at <= at, free)
            .order_by(versions.c.due_at, versions.c.number)
            .limit(most)
        )
        with self._write() as connection:
            rows = connection.execute(wanted).all()
            numbers = [row.number for row in rows]
            change = {"lease_until": until, "lease_by": by, "tries": versions.c.tries + 1}
            connection.execute(update(versions).where(versions.c.number.in_(numbers)).values(change))
            taken = [(_build_version(row), _load_capture(connection, row.capture_number)) for row in rows]
        return tuple((version, capture) for version, capture in taken if capture is not None)

    def save_text(self, version: Version, incoming: Incoming) -> Stage:
        """Store what was taken out of a page; returns the stage: a text known already becomes a copy."""
        with self._write() as connection:
            row = self._make_text_row(connection, version.source_id, incoming)
            _change_version(connection, version.number, row)
        return Stage(row["stage"])

    def set_aside(self, version: Version, *, kind: str, reason: str) -> None:
        """Set a version aside with the reason."""
        change = {"stage": Stage.SET_ASIDE.value, "reason_kind": kind, "reason": reason[:REASON_LENGTH]}
        with self._write() as connection:
            _change_version(connection, version.number, change)

    # --- What is there -----------------------------------------------------------------------------------

    def list_versions(
        self,
        *,
        stages: Collection[Stage] = (),
        source_id: str | None = None,
        item_id: str | None = None,
        other_than: Collection[str] = (),
        after: int = 0,
        most: int = 100,
    ) -> tuple[Version, ...]:
        """Return versions by number, those waiting to be read with their documents."""
        wanted = _select_versions().where(versions.c.number > after).order_by(versions.c.number).limit(most)
        if stages:
            wanted = wanted.where(versions.c.stage.in_([stage.value for stage in stages]))
        if source_id is not None:
            wanted = wanted.where(versions.c.source_id == source_id)
        if item_id is not None:
            wanted = wanted.where(versions.c.item_id == item_id)
        if other_than:
            wanted = wanted.where(versions.c.lang.not_in(list(other_than)))
        with self._read() as connection:
            return tuple(_build_version(row) for row in connection.execute(wanted))

    def settle(self, numbers: Sequence[int], stage: Stage) -> None:
        """Move versions to a stage; what is stored elsewhere now is dropped here."""
        with self._write() as connection:
            for some in _cut(list(numbers)):
                change = update(versions).where(versions.c.number.in_(some))
                connection.execute(change.values(stage=stage.value, document=None))

    def retry(self, *, source_id: str | None, stages: Collection[Stage], at: datetime) -> int:
        """Send what was set aside (or is unread) through again; returns how many."""
        named: Any = versions.c.stage.in_([stage.value for stage in stages])
        if source_id is not None:
            named = and_(named, versions.c.source_id == source_id)
        again = {"tries": 0, "due_at": at, "reason": None, "reason_kind": None}
        steps = (
            (versions.c.document.is_not(None), Stage.READY),
            (versions.c.capture_number.is_not(None) & versions.c.host.is_not(None), Stage.FETCHED),
            (versions.c.host.is_not(None), Stage.FOUND),
        )
        with self._write() as connection:
            return sum(
                connection.execute(
                    update(versions).where(named, has).values(stage=stage.value, **again)
                ).rowcount
                for has, stage in steps
            )

    def tally(self, source_id: str, *, moments: int = 50) -> SourceTally:
        """Count what a source gave."""
        mine = versions.c.source_id == source_id
        with self._read() as connection:

            def count_by(column: Any, *conditions: Any) -> dict[Any, int]:
                wanted = select(column, func.count()).where(mine, *conditions).group_by(column)
                return {key: value for key, value in connection.execute(wanted)}

            def count(*conditions: Any) -> int:
                wanted = select(func.count()).select_from(versions).where(mine, *conditions)
                return connection.scalar(wanted) or 0

            moment = func.coalesce(versions.c.published_at, versions.c.seen_at)
            newest = (
                select(moment).where(mine, versions.c.ordinal == 1).order_by(moment.desc()).limit(moments)
            )
            gone = (
                select(func.count())
                .select_from(items)
                .where(items.c.source_id == source_id, items.c.gone_at.is_not(None))
            )
            errors = select(source_errors).where(source_errors.c.source_id == source_id)
            held = versions.c.stage.in_([stage.value for stage in HELD])
            return SourceTally(
                stages={Stage(stage): n for stage, n in count_by(versions.c.stage).items()},
                languages={lang or "und": n for lang, n in count_by(versions.c.lang, held).items()},
                unread_languages={
                    lang or "und": n
                    for lang, n in count_by(versions.c.lang, versions.c.stage == Stage.UNREAD.value).items()
                },
                empty=count(versions.c.is_empty.is_(True)),
                copies=count(versions.c.copy_of.is_not(None)),
                corrected=count(versions.c.ordinal > 1, held),
                gone=connection.scalar(gone) or 0,
                moments=tuple(one for one in connection.scalars(newest) if one is not None),
                errors=tuple(
                    ErrorCount(
                        kind=r.kind, count=r._mapping["count"], last_at=r.last_at, last_reason=r.last_reason
                    )
                    for r in connection.execute(errors.order_by(source_errors.c.count.desc()))
                ),
            )

    def count_stages(self) -> Mapping[Stage, int]:
        """Count versions by stage."""
        with self._read() as connection:
            found = connection.execute(select(versions.c.stage, func.count()).group_by(versions.c.stage))
            return {Stage(stage): n for stage, n in found}

    def iter_captures(self, *, since: datetime | None = None) -> Iterator[Capture]:
        """Yield stored answers, oldest first, bodies as they came."""
        last = 0
        while True:
            wanted = select(captures.c.number).where(captures.c.number > last)
            if since is not None:
                wanted = wanted.where(captures.c.at >= since)
            with self._read() as connection:
                numbers = connection.scalars(wanted.order_by(captures.c.number).limit(CAPTURES_AT_ONCE)).all()
                found = [_load_capture(connection, number) for number in numbers]
            if not numbers:
                return
            last = numbers[-1]
            yield from (capture for capture in found if capture is not None)

    def load_capture(self, number: int) -> Capture | None:
        """Return one stored answer."""
        with self._read() as connection:
            return _load_capture(connection, number)

    def find_version(self, document_id: str) -> Version | None:
        """Return the version that a document came from."""
        wanted = _select_versions().where(versions.c.document_id == document_id)
        with self._read() as connection:
            row = connection.execute(wanted.order_by(versions.c.number).limit(1)).first()
        return _build_version(row) if row is not None else None

    def list_chains(self) -> Mapping[str, tuple[str, ...]]:
        """Return for each document of an article with several versions all of its documents, oldest first."""
        with self._read() as connection:
            return read_chains(connection)

    # --- Translations ------------------------------------------------------------------------------------

    def save_translation(self, translation: Translation) -> None:
        """Keep that a document is a translation."""
        row = {
            "document_id": translation.document_id,
            "original_id": translation.original_id,
            "lang": translation.lang,
            "by": translation.by,
            "pieces": json.dumps(translation.pieces),
        }
        with self._write() as connection:
            self._upsert(connection, translations, [row])

    def load_translation(self, document_id: str) -> Translation | None:
        """Return what a document is a translation of, None for an original."""
        wanted = select(translations).where(translations.c.document_id == document_id)
        with self._read() as connection:
            row = connection.execute(wanted).first()
        if row is None:
            return None
        pieces = tuple((a, b, c, d) for a, b, c, d in json.loads(row.pieces))
        return Translation(
            document_id=row.document_id, original_id=row.original_id, lang=row.lang, by=row.by, pieces=pieces
        )

    def find_original(self, span: Span) -> str | None:
        """Return the words of the original behind a place in a translation, None for an original."""
        translation = self.load_translation(span.document_id)
        if translation is None:
            return None
        with self._read() as connection:
            text = connection.scalar(
                select(documents.c.text).where(documents.c.id == translation.original_id)
            )
        met = [piece for piece in translation.pieces if piece[0] < span.end and span.start < piece[1]]
        return text[met[0][2] : met[-1][3]] if text and met else None

    # --- Rows --------------------------------------------------------------------------------------------

    def _save_item(
        self,
        connection: Connection,
        source_id: str,
        one: Incoming,
        *,
        at: datetime,
        is_new: bool,
        recheck_at: datetime | None,
    ) -> None:
        if not is_new:
            change = {"digest": one.digest, "url": one.item.url, "host": one.host}
            connection.execute(update(items).where(items.c.id == one.item_id).values(change))
            return
        row = {
            "id": one.item_id,
            "source_id": source_id,
            "key": one.item.key,
            "url": one.item.url,
            "host": one.host,
            "digest": one.digest,
            "first_seen_at": at,
            "last_seen_at": at,
            "recheck_at": recheck_at if one.stage is Stage.FOUND else None,
            "rechecks": 0,
        }
        connection.execute(insert(items).values(row))

    def _save_version(
        self,
        connection: Connection,
        source_id: str,
        one: Incoming,
        *,
        at: datetime,
        capture_number: int | None,
    ) -> Stage:
        row = {
            "item_id": one.item_id,
            "source_id": source_id,
            "ordinal": _last_ordinal(connection, one.item_id) + 1,
            "seen_at": at,
            "host": one.host if one.stage is Stage.FOUND else None,
            "due_at": at,
            "tries": 0,
            # A page that is still to be fetched has no body yet: that of its feed is none of it.
            "capture_number": None if one.stage is Stage.FOUND else capture_number,
            "item": dump(replace(one.item, text="") if one.document else one.item),
            **self._make_text_row(connection, source_id, one),
        }
        connection.execute(insert(versions).values(row))
        return Stage(row["stage"])

    def _make_text_row(self, connection: Connection, source_id: str, one: Incoming) -> dict[str, Any]:
        row: dict[str, Any] = {
            "stage": one.stage.value,
            "reason_kind": one.reason_kind,
            "reason": (one.reason or "")[:REASON_LENGTH] or None,
            "text_digest": one.text_digest,
            "copy_of": None,
            "document_id": None,
            "lang": one.document.lang if one.document else one.item.lang,
            "published_at": one.dates.published_at,
            "is_empty": one.reason_kind == "empty",
            "dates": dump(one.dates),
            "document": dump(one.document) if one.document else None,
        }
        if one.document is None or one.text_digest is None:
            return row
        row["document_id"] = one.document.id
        same = select(versions.c.number, versions.c.source_id, versions.c.document_id).where(
            versions.c.text_digest == one.text_digest,
            versions.c.stage.in_([stage.value for stage in HELD]),
        )
        found = connection.execute(same.order_by(versions.c.number)).all()
        row["copy_of"] = found[0].number if found else None
        own = [twin for twin in found if twin.source_id == source_id]
        if own:
            # A source's own text again (under another address, or unchanged): no further report.
            row |= {"stage": Stage.COPY.value, "copy_of": own[0].number, "document": None}
            row["document_id"] = own[0].document_id
        return row

    def _save_capture(self, connection: Connection, capture: Capture) -> int:
        body_id = sha256(capture.body).hexdigest()
        content = zlib.compress(capture.body, COMPRESSION)
        self._add_new(connection, bodies, [{"id": body_id, "size": len(capture.body), "content": content}])
        row = {
            "source_id": capture.source_id,
            "url": capture.url,
            "at": capture.at,
            "status": capture.status,
            "media_type": capture.media_type,
            "charset": capture.charset,
            "headers": json.dumps(capture.headers),
            "body_id": body_id,
        }
        return int(connection.execute(insert(captures).values(row).returning(captures.c.number)).scalar_one())

    def _count_error(
        self, connection: Connection, source_id: str, *, kind: str, reason: str, at: datetime
    ) -> None:
        row = {"last_at": at, "last_reason": reason[:REASON_LENGTH]}
        named = and_(source_errors.c.source_id == source_id, source_errors.c.kind == kind)
        change = update(source_errors).where(named).values(count=source_errors.c.count + 1, **row)
        if connection.execute(change).rowcount == 0:
            new = insert(source_errors).values(source_id=source_id, kind=kind, count=1, **row)
            connection.execute(new)

    def _add_new(self, connection: Connection, table: Table, new: list[dict[str, Any]]) -> None:
        keys = list(table.primary_key.columns)
        connection.execute(self._flavour.insert(table).on_conflict_do_nothing(index_elements=keys), new)

    def _upsert(self, connection: Connection, table: Table, new: list[dict[str, Any]]) -> None:
        keys = list(table.primary_key.columns)
        insertion = self._flavour.insert(table)
        changed = {name: insertion.excluded[name] for name in new[0] if not table.c[name].primary_key}
        connection.execute(insertion.on_conflict_do_update(index_elements=keys, set_=changed), new)


def _find_jobs(connection: Connection, *, at: datetime, most: int, polls_until: datetime) -> tuple[Job, ...]:
    """Return what is due on hosts that may be asked, a page before a source, one for each host."""
    found: dict[str, Job] = {}
    pages = (
        select(func.min(versions.c.number))
        .outerjoin(hosts, hosts.c.host == versions.c.host)
        .where(versions.c.stage == Stage.FOUND.value, versions.c.due_at <= at, _is_watched(versions))
        .where(
            _is_free(hosts, at), _is_free(versions, at), or_(hosts.c.host.is_(None), hosts.c.next_at <= at)
        )
        .group_by(versions.c.host)
        .limit(most)
    )
    numbers = connection.scalars(pages).all()
    for row in connection.execute(_select_versions().where(versions.c.number.in_(numbers))):
        _add_page_job(connection, found, row, recheck=False)
    if len(found) < most:
        again = (
            select(items.c.id)
            .outerjoin(hosts, hosts.c.host == items.c.host)
            .where(
                items.c.recheck_at <= polls_until,
                items.c.gone_at.is_(None),
                _is_free(hosts, at),
                _is_watched(items),
            )
            .where(or_(hosts.c.host.is_(None), hosts.c.next_at <= at))
            .order_by(items.c.recheck_at)
            .limit(most)
        )
        for item_id in connection.scalars(again).all():
            newest = _select_versions().where(versions.c.item_id == item_id)
            row_ = connection.execute(newest.order_by(versions.c.ordinal.desc()).limit(1)).first()
            if row_ is not None:
                _add_page_job(connection, found, row_, recheck=True)
    if len(found) < most:
        due = (
            select(watched_sources, hosts.c.robots, hosts.c.robots_at)
            .outerjoin(hosts, hosts.c.host == watched_sources.c.host)
            .where(watched_sources.c.enabled, watched_sources.c.due_at <= polls_until)
            .where(_is_free(watched_sources, at), _is_free(hosts, at))
            .where(or_(hosts.c.host.is_(None), hosts.c.next_at <= at))
            .order_by(watched_sources.c.due_at)
            .limit(most)
        )
        for row in connection.execute(due):
            source, state = _build_source(row)
            job = Job(
                source=source,
                state=state,
                host=row.host,
                address=source.address,
                robots=row.robots,
                robots_at=row.robots_at,
            )
            found.setdefault(row.host, job)
    return tuple(found.values())[:most]


def _add_page_job(connection: Connection, found: dict[str, Job], row: Row[Any], *, recheck: bool) -> None:
    """Add the request for a page; the page of a source that is no longer watched is left alone."""
    named = watched_sources.c.id == row.source_id
    owner = connection.execute(select(watched_sources).where(named, watched_sources.c.enabled)).first()
    host = row.item_host
    if owner is None or host is None or host in found or row.url is None:
        return
    source, state = _build_source(owner)
    asked = connection.execute(select(hosts).where(hosts.c.host == host)).first()
    found[host] = Job(
        source=source,
        state=state,
        host=host,
        address=row.url,
        robots=asked.robots if asked else None,
        robots_at=asked.robots_at if asked else None,
        version=_build_version(row),
        recheck=recheck,
    )


def _is_watched(table: Table) -> Any:
    watched = select(watched_sources.c.id).where(watched_sources.c.enabled)
    return table.c.source_id.in_(watched)


def _is_free(table: Table, at: datetime) -> Any:
    return or_(table.c.lease_until.is_(None), table.c.lease_until <= at)


def _select_versions() -> Any:
    return select(versions, items.c.url, items.c.host.label("item_host")).join(
        items, items.c.id == versions.c.item_id
    )


def _build_source(row: Row[Any]) -> tuple[WatchedSource, SourceState]:
    source = load(WatchedSource, row.payload, row=row.id)
    return source, replace(load(SourceState, row.state, row=row.id), due_at=row.due_at)


def _build_version(row: Row[Any]) -> Version:
    name = f"version {row.number}"
    document = load(Document, row.document, row=name) if row.document else None
    return Version(
        number=row.number,
        item_id=row.item_id,
        source_id=row.source_id,
        ordinal=row.ordinal,
        stage=Stage(row.stage),
        seen_at=row.seen_at,
        tries=row.tries,
        url=row.url,
        item=load(FeedItem, row.item, row=name),
        dates=load(ItemDates, row.dates, row=name),
        reason_kind=row.reason_kind,
        reason=row.reason,
        capture_number=row.capture_number,
        document_id=row.document_id,
        copy_of=row.copy_of,
        document=document,
    )


def _load_capture(connection: Connection, number: int | None) -> Capture | None:
    if number is None:
        return None
    wanted = select(captures, bodies.c.content).join(bodies).where(captures.c.number == number)
    row = connection.execute(wanted).first()
    if row is None:
        return None
    return Capture(
        source_id=row.source_id,
        url=row.url,
        at=row.at,
        status=row.status,
        media_type=row.media_type,
        charset=row.charset,
        headers=decode(tuple[tuple[str, str], ...], json.loads(row.headers)),
        body=zlib.decompress(row.content),
    )


def _find_known(connection: Connection, ids: list[str]) -> dict[str, str]:
    known: dict[str, str] = {}
    for some in _cut(ids):
        wanted = select(items.c.id, items.c.digest).where(items.c.id.in_(some))
        known |= {key: value for key, value in connection.execute(wanted)}
    return known


def _save_state(connection: Connection, source_id: str, state: SourceState) -> None:
    change = {"state": dump(state), "due_at": state.due_at, "lease_until": None, "lease_by": None}
    connection.execute(update(watched_sources).where(watched_sources.c.id == source_id).values(change))


def _change_version(connection: Connection, number: int, change: dict[str, Any]) -> None:
    free = {"lease_until": None, "lease_by": None}
    connection.execute(update(versions).where(versions.c.number == number).values(change | free))


def _last_ordinal(connection: Connection, item_id: str) -> int:
    wanted = select(func.max(versions.c.ordinal)).where(versions.c.item_id == item_id)
    return connection.scalar(wanted) or 0


def _cut(ids: list[Any]) -> Iterator[list[Any]]:
    return (ids[start : start + IDS_AT_ONCE] for start in range(0, len(ids), IDS_AT_ONCE))


def read_chains(
    connection: Connection, document_ids: Collection[str] | None = None
) -> dict[str, tuple[str, ...]]:
    """Return the versions of the articles that documents (all where none are named) are versions of.

    A version that brings back earlier words is the document that it was, at its first place.
    """
    held = versions.c.stage.in_([stage.value for stage in HELD])
    many = select(versions.c.item_id).where(held).group_by(versions.c.item_id).having(func.count() > 1)
    wanted = select(versions.c.item_id, versions.c.document_id).where(
        held, versions.c.document_id.is_not(None)
    )
    wanted = wanted.order_by(versions.c.item_id, versions.c.ordinal)
    rows: list[Row[Any]] = []
    if document_ids is None:
        rows.extend(connection.execute(wanted.where(versions.c.item_id.in_(many))))
    else:
        for some in _cut(sorted(document_ids)):
            theirs = select(versions.c.item_id).where(held, versions.c.document_id.in_(some))
            items_of_many = many.where(versions.c.item_id.in_(theirs))
            rows.extend(connection.execute(wanted.where(versions.c.item_id.in_(items_of_many))))
    chains: dict[str, dict[str, None]] = {}
    for row in rows:
        chains.setdefault(row.item_id, {})[row.document_id] = None
    return {name: tuple(chain) for chain in chains.values() if len(chain) > 1 for name in chain}
