"""What a source answered into the store: new and changed items, its state, its failures."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tocsin.errors import FetchError
from tocsin.model import Document
from tocsin.model.collection import SourceState, WatchedSource
from tocsin.pipeline.asking import Asked
from tocsin.pipeline.running import JITTER, Run, back_off, make_capture, plan_recheck
from tocsin.pipeline.taking import (
    Sight,
    digest_item,
    make_file_item,
    make_item_id,
    pass_known,
    take_document,
    take_item,
    take_page,
)
from tocsin.sources.feed_base import Fault
from tocsin.store.base import Change
from tocsin.store.collection_base import Capture, Incoming, Job

ITEMS_AT_ONCE = 500
DOCUMENTS_AT_ONCE = 50
"""Of a file, stored between two looks at the network: an archive holds more than fits in memory."""
CHARACTERS_AT_ONCE = 2_000_000
MOST_FAULTS = 20
STREAM_SECONDS = 60.0
"""A file that is being read is not begun again within this time after its last part was stored."""
FRESH_AFTER = timedelta(days=2)
"""A source that was asked within this time had not had the item: it is new, not only new to us."""

_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class FileStream:
    """Files of a source that are being read, part by part; the source's own state is stored with the last."""

    job: Job
    after: SourceState
    sight: Sight
    documents: Iterator[tuple[str, Document | Fault]]
    faults: list[Fault] = field(default_factory=list)


def finish_poll(run: Run, asked: Asked, moment: datetime) -> FileStream | None:
    """Store what a source answered; files are not read yet but returned as a stream."""
    job, state, answer = asked.job, asked.job.state, asked.answer
    run.gathered.polls += 1
    if asked.error is not None:
        fail_poll(run, job, asked.error, moment)
        return None
    is_fresh = state.success_at is not None and moment - state.success_at <= FRESH_AFTER
    sight = Sight(at=moment, is_fresh=is_fresh)
    after = _make_state(run, job, moment)
    if answer is not None and answer.body is not None:
        after = replace(after, etag=answer.etag, last_modified=answer.last_modified)
    elif asked.documents is not None:
        after = replace(after, etag=asked.mark, last_modified=asked.looked_at)
        return FileStream(job=job, after=after, sight=sight, documents=asked.documents)
    else:
        run.gathered.unchanged += 1
    faults = asked.feed.faults if asked.feed else ()
    after = _note_faults(run, job, after, faults, moment)
    capture = make_capture(job.source.id, answer) if answer is not None and answer.body is not None else None
    _save(run, job, after, _take_items(run, asked, sight), capture=capture, moment=moment)
    if answer is not None and answer.moved_to and answer.moved_to != job.source.address:
        _note_move(run, job, answer.moved_to, moment)
    return None


def take_part(run: Run, stream: FileStream, moment: datetime) -> bool:
    """Store the next part of a stream; False where that was the last one."""
    try:
        part, is_over = _read_part(stream)
    except Exception as error:  # noqa: BLE001 - the guard round one file, as round one answer
        _log.debug("reading %s failed", stream.job.address, exc_info=True)
        reason = f"could not be taken in ({type(error).__name__}); please report this file"
        fail_poll(run, stream.job, FetchError(reason, kind="fault"), moment)
        return False
    incoming = _take_documents(run, stream.job.source, part, stream.sight)
    if is_over:
        after = _note_faults(run, stream.job, stream.after, stream.faults, moment)
        _save(run, stream.job, after, incoming, capture=None, moment=moment)
        return False
    # A stop here leaves the marks of the source as they were: what was stored is known when it is read again.
    later = replace(stream.job.state, due_at=moment + timedelta(seconds=STREAM_SECONDS))
    _save(run, stream.job, later, incoming, capture=None, moment=moment)
    return True


def _read_part(stream: FileStream) -> tuple[list[tuple[str, Document]], bool]:
    part: list[tuple[str, Document]] = []
    characters = 0
    for key, outcome in stream.documents:
        if isinstance(outcome, Fault):
            stream.faults = [*stream.faults, outcome][:MOST_FAULTS]
            continue
        part.append((key, outcome))
        characters += len(outcome.text)
        if len(part) >= DOCUMENTS_AT_ONCE or characters >= CHARACTERS_AT_ONCE:
            return part, False
    return part, True


def _take_documents(
    run: Run, source: WatchedSource, part: list[tuple[str, Document]], sight: Sight
) -> list[Incoming]:
    known = run.kept.load_digests([make_item_id(source.id, key) for key, _document in part])
    return [
        pass_known(source, item, sight)
        if known.get(make_item_id(source.id, key)) == digest_item(source, item)
        else take_document(source, document, key, sight)
        for key, document in part
        for item in (make_file_item(document, key),)
    ]


def _take_items(run: Run, asked: Asked, sight: Sight) -> list[Incoming]:
    source = asked.job.source
    if asked.feed is not None and asked.feed.format == "page" and asked.answer is not None:
        (item,) = asked.feed.items
        page = take_page(source, item, make_capture(source.id, asked.answer), sight)
        # What counts as a change of a page is a change of its words, not of its advertisements.
        return [replace(page, digest=page.text_digest or page.digest)]
    given = asked.feed.items if asked.feed else ()
    # A feed lists what it listed before, mostly: only what is new is looked at closely.
    known = run.kept.load_digests([make_item_id(source.id, item.key) for item in given])
    return [
        pass_known(source, item, sight)
        if known.get(make_item_id(source.id, item.key)) == digest_item(source, item)
        else take_item(source, item, sight)
        for item in given
    ]


def _save(
    run: Run,
    job: Job,
    after: SourceState,
    incoming: list[Incoming],
    *,
    capture: Capture | None,
    moment: datetime,
) -> None:
    parts = [incoming[i : i + ITEMS_AT_ONCE] for i in range(0, len(incoming), ITEMS_AT_ONCE)] or [[]]
    for number, part in enumerate(parts, start=1):
        # A stop between two parts leaves the source due, and its marks as they were.
        state = after if number == len(parts) else replace(job.state, due_at=moment)
        received = run.kept.save_poll(
            job.source.id,
            state,
            part,
            capture=capture,
            at=moment,
            recheck_at=plan_recheck(run, moment, done=0),
        )
        run.gathered.new += received.new
        run.gathered.changed += received.changed
        run.gathered.copies += received.copies


def _make_state(run: Run, job: Job, moment: datetime) -> SourceState:
    wait = job.source.interval_seconds * (1 + run.chooser.uniform(0, JITTER / 2))
    return replace(
        job.state,
        due_at=moment + timedelta(seconds=wait),
        checked_at=moment,
        success_at=moment,
        failures=0,
        error_kind=None,
        error=None,
    )


def _note_faults(
    run: Run, job: Job, after: SourceState, faults: "tuple[Fault, ...] | list[Fault]", moment: datetime
) -> SourceState:
    """Count what is wrong in an answer that is read nevertheless; returns the state that says so."""
    if not faults:
        return after
    first = faults[0]
    run.gathered.count_error(first.kind)
    # The state that is stored last is that with the items.
    due = replace(job.state, due_at=moment)
    run.kept.fail_poll(job.source.id, due, kind=first.kind, reason=first.reason, at=moment)
    return replace(after, error_kind=first.kind, error=first.reason)


def fail_poll(run: Run, job: Job, error: FetchError, moment: datetime) -> None:
    """Store that a source could not be had, and when it is asked again."""
    run.gathered.count_error(error.kind)
    failures = job.state.failures + 1
    state = replace(
        job.state,
        due_at=moment + back_off(run, failures, error),
        checked_at=moment,
        failures=failures,
        error_kind=error.kind,
        error=str(error),
    )
    run.kept.fail_poll(job.source.id, state, kind=error.kind, reason=str(error), at=moment)


def _note_move(run: Run, job: Job, address: str, moment: datetime) -> None:
    detail = f"source {job.source.id}: moved for good to {address}; change it with tocsin sources add"
    if all(change.detail != detail for change in run.store.list_changes()):
        run.store.log_change(Change(kind="source", detail=detail, at=moment))
