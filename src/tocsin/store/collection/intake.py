"""What answers bring: items, their versions, bodies, errors; each answer is one transaction."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from tocsin.model.collection import HELD, SourceState, Stage
from tocsin.store.collection.base import CollectionPart
from tocsin.store.collection.likeness import MEMORY, find_near
from tocsin.store.collection.rows import (
    build_version,
    change_version,
    cut,
    find_known,
    last_ordinal,
    load_capture_row,
    save_state,
    select_versions,
)
from tocsin.store.collection_base import Capture, Incoming, Received, Version
from tocsin.store.rows import dump
from tocsin.store.schema_collection import (
    bodies,
    captures,
    items,
    sketch_bands,
    source_errors,
    versions,
)

# News pages compress four times at this level, and a page takes a millisecond.
COMPRESSION = 6
REASON_LENGTH = 500


class IntakeRows(CollectionPart):
    """Answers as rows."""

    def load_digests(self, item_ids: Sequence[str]) -> Mapping[str, str]:
        """Return what is known of items: their digests by id."""
        with self._read() as connection:
            return find_known(connection, list(item_ids))

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
            known = find_known(connection, [one.item_id for one in incoming])
            fresh = [one for one in incoming if known.get(one.item_id) != one.digest]
            number = self._save_capture(connection, capture) if capture is not None and fresh else None
            for one in fresh:
                is_new = one.item_id not in known
                self._save_item(connection, source_id, one, at=at, is_new=is_new, recheck_at=recheck_at)
                stage = self._save_version(connection, source_id, one, at=at, capture_number=number)
                counts["copies" if stage is Stage.COPY else "new" if is_new else "changed"] += 1
            counts["known"] = len(incoming) - len(fresh)
            for some in cut([one.item_id for one in incoming]):
                connection.execute(update(items).where(items.c.id.in_(some)).values(last_seen_at=at))
            save_state(connection, source_id, state)
        return Received(**counts)

    def fail_poll(self, source_id: str, state: SourceState, *, kind: str, reason: str, at: datetime) -> None:
        """Store that a source could not be had, with its state."""
        with self._write() as connection:
            self._count_error(connection, source_id, kind=kind, reason=reason, at=at)
            save_state(connection, source_id, state)

    def save_page(self, version: Version, capture: Capture, *, at: datetime) -> None:
        """Store the body of a version's page; its text is to be taken out next."""
        with self._write() as connection:
            number = self._save_capture(connection, capture)
            change = {"stage": Stage.FETCHED.value, "capture_number": number, "tries": 0, "due_at": at}
            change_version(connection, version.number, change)

    def fail_page(
        self, version: Version, *, kind: str, reason: str, at: datetime, due_at: datetime | None
    ) -> None:
        """Store that a page could not be had; it is tried again at `due_at`, or set aside without one."""
        change: dict[str, Any] = {"reason_kind": kind, "reason": reason[:REASON_LENGTH]}
        change |= {"tries": version.tries + 1}
        change |= {"stage": Stage.SET_ASIDE.value} if due_at is None else {"due_at": due_at}
        with self._write() as connection:
            change_version(connection, version.number, change)
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
            ordinal = last_ordinal(connection, version.item_id) + 1
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
            found = connection.execute(select_versions().where(versions.c.number == made)).one()
        return build_version(found)

    def take_fetched(
        self, *, at: datetime, until: datetime, by: str, most: int
    ) -> tuple[tuple[Version, Capture], ...]:
        """Lease pages whose text is to be taken out; each taking counts as a try.

        One that was broken off before is given out alone, so that it takes no other with it.
        """
        free = or_(versions.c.lease_until.is_(None), versions.c.lease_until <= at)
        wanted = (
            select_versions()
            .where(versions.c.stage == Stage.FETCHED.value, versions.c.due_at <= at, free)
            .order_by(versions.c.due_at, versions.c.number)
            .limit(most)
        )
        with self._write() as connection:
            rows = list(connection.execute(wanted))
            rows = [row for row in rows if not row.tries] if rows and not rows[0].tries else rows[:1]
            numbers = [row.number for row in rows]
            change = {"lease_until": until, "lease_by": by, "tries": versions.c.tries + 1}
            connection.execute(update(versions).where(versions.c.number.in_(numbers)).values(change))
            taken = [(build_version(row), load_capture_row(connection, row.capture_number)) for row in rows]
        return tuple((version, capture) for version, capture in taken if capture is not None)

    def save_text(self, version: Version, incoming: Incoming) -> Stage:
        """Store what was taken out of a page; returns the stage: a text known already becomes a copy."""
        with self._write() as connection:
            row = self._make_text_row(connection, version.source_id, incoming, at=version.seen_at)
            change_version(connection, version.number, row | {"tries": 0})
            stage = Stage(row["stage"])
            self._note_sketch(connection, incoming, version.number, stage, at=version.seen_at)
        return stage

    def note_tries(self, numbers: Sequence[int]) -> None:
        """Note that versions are about to be read: one that ends the process each time is found by it."""
        with self._write() as connection:
            for some in cut(list(numbers)):
                change = update(versions).where(versions.c.number.in_(some))
                connection.execute(change.values(tries=versions.c.tries + 1))

    def forget_sketches(self, *, before: datetime) -> int:
        """Forget the bands by which texts older than a moment are recognised; returns how many."""
        with self._write() as connection:
            return connection.execute(delete(sketch_bands).where(sketch_bands.c.at < before)).rowcount

    def set_aside(self, version: Version, *, kind: str, reason: str) -> None:
        """Set a version aside with the reason."""
        change = {"stage": Stage.SET_ASIDE.value, "reason_kind": kind, "reason": reason[:REASON_LENGTH]}
        with self._write() as connection:
            change_version(connection, version.number, change)

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
            "ordinal": last_ordinal(connection, one.item_id) + 1,
            "seen_at": at,
            "host": one.host if one.stage is Stage.FOUND else None,
            "due_at": at,
            "tries": 0,
            # A page that is still to be fetched has no body yet: that of its feed is none of it.
            "capture_number": None if one.stage is Stage.FOUND else capture_number,
            "item": dump(replace(one.item, text="") if one.document else one.item),
            **self._make_text_row(connection, source_id, one, at=at),
        }
        number = connection.execute(insert(versions).values(row).returning(versions.c.number)).scalar_one()
        self._note_sketch(connection, one, number, Stage(row["stage"]), at=at)
        return Stage(row["stage"])

    def _make_text_row(
        self, connection: Connection, source_id: str, one: Incoming, *, at: datetime
    ) -> dict[str, Any]:
        row: dict[str, Any] = {
            "stage": one.stage.value,
            "reason_kind": one.reason_kind,
            "reason": (one.reason or "")[:REASON_LENGTH] or None,
            "text_digest": one.text_digest,
            "copy_of": None,
            "likeness": None,
            "sketch": one.sketch.pack() if one.sketch else None,
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
        row |= {"copy_of": found[0].number, "likeness": 1.0} if found else find_near(connection, one, at=at)
        own = [twin for twin in found if twin.source_id == source_id]
        if own:
            # A source's own text again (under another address, or unchanged): no further report.
            row |= {"stage": Stage.COPY.value, "copy_of": own[0].number, "document": None, "sketch": None}
            row["document_id"] = own[0].document_id
        return row

    def _note_sketch(
        self, connection: Connection, one: Incoming, number: int, stage: Stage, *, at: datetime
    ) -> None:
        """Let later texts meet this one, where it brought words that no text before it had."""
        if one.sketch is None or stage is not Stage.READY:
            return
        insertion = self._flavour.insert(sketch_bands)
        # The first that had a band keeps it, so that copies are linked to their original; after a month it is
        # anybody's.
        newer = insertion.on_conflict_do_update(
            index_elements=[sketch_bands.c.band],
            set_={"version": insertion.excluded.version, "at": insertion.excluded.at},
            where=sketch_bands.c.at < at - MEMORY,
        )
        connection.execute(newer, [{"band": band, "version": number, "at": at} for band in one.sketch.bands])

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
