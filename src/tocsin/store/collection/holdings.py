"""What collection holds: versions by stage, counts by source, answers as they came."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select, update

from tocsin.model.collection import HELD, Stage
from tocsin.store.collection.base import CollectionPart
from tocsin.store.collection.chains import read_chains
from tocsin.store.collection.rows import build_version, cut, load_capture_row, select_versions
from tocsin.store.collection_base import Capture, ErrorCount, SourceTally, Version
from tocsin.store.schema import documents
from tocsin.store.schema_collection import (
    captures,
    items,
    source_errors,
    versions,
)

CAPTURES_AT_ONCE = 20


class HoldingRows(CollectionPart):
    """What is there, and where it stands."""

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
        wanted = select_versions().where(versions.c.number > after).order_by(versions.c.number).limit(most)
        if stages:
            wanted = wanted.where(versions.c.stage.in_([stage.value for stage in stages]))
        if source_id is not None:
            wanted = wanted.where(versions.c.source_id == source_id)
        if item_id is not None:
            wanted = wanted.where(versions.c.item_id == item_id)
        if other_than:
            wanted = wanted.where(versions.c.lang.not_in(list(other_than)))
        with self._read() as connection:
            return tuple(build_version(row) for row in connection.execute(wanted))

    def load_version(self, number: int) -> Version | None:
        """Return one version by its number."""
        with self._read() as connection:
            row = connection.execute(select_versions().where(versions.c.number == number)).first()
        return build_version(row) if row is not None else None

    def settle(self, numbers: Sequence[int], stage: Stage) -> None:
        """Move versions to a stage; what is stored elsewhere now is dropped here."""
        with self._write() as connection:
            for some in cut(list(numbers)):
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
            original = versions.alias()
            origins = (
                select(original.c.source_id, func.count())
                .select_from(versions.join(original, original.c.number == versions.c.copy_of))
                .where(mine)
                .group_by(original.c.source_id)
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
                near_copies=count(versions.c.likeness < 1.0),
                copied_from={source: n for source, n in connection.execute(origins)},
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
                found = [load_capture_row(connection, number) for number in numbers]
            if not numbers:
                return
            last = numbers[-1]
            yield from (capture for capture in found if capture is not None)

    def load_capture(self, number: int) -> Capture | None:
        """Return one stored answer."""
        with self._read() as connection:
            return load_capture_row(connection, number)

    def find_version(self, document_id: str) -> Version | None:
        """Return the version that a document came from."""
        wanted = select_versions().where(versions.c.document_id == document_id)
        with self._read() as connection:
            row = connection.execute(wanted.order_by(versions.c.number).limit(1)).first()
        return build_version(row) if row is not None else None

    def find_newest_moment(self) -> datetime | None:
        """Return when the newest dated report was published, None where none is dated."""
        with self._read() as connection:
            found: datetime | None = connection.scalar(select(func.max(documents.c.published_at)))
        return found

    def find_reader(self, document_id: str) -> str | None:
        """Return which reader read a document; None where that is not known."""
        wanted = select(documents.c.reader).where(documents.c.id == document_id)
        with self._read() as connection:
            return connection.scalar(wanted)

    def list_chains(self) -> Mapping[str, tuple[str, ...]]:
        """Return for each document of an article with several versions all of its documents, oldest first."""
        with self._read() as connection:
            return read_chains(connection)
