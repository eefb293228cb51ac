"""Pages that were fetched, and those looked at again: stored as they came, then their texts taken out."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from tocsin.errors import FetchError
from tocsin.model.collection import Stage
from tocsin.pipeline.asking import Asked
from tocsin.pipeline.running import Run, back_off, make_capture, plan_recheck
from tocsin.pipeline.taking import (
    LEAST_CHARACTERS,
    Sight,
    take_page,
    take_text_of_item,
)
from tocsin.sources.page import load_extractor
from tocsin.store.base import Change
from tocsin.store.collection_base import Version

_log = logging.getLogger(__name__)

PAGE_TRIES = 5
TEXT_TRIES = 8
"""A page whose text could not be taken out so often took the process with it each time: it is set aside."""
TEXTS_AT_ONCE = 8


def finish_page(run: Run, asked: Asked, version: Version, moment: datetime) -> None:
    """Store a page as it came, or why it could not be had and when it is tried again."""
    if asked.answer is not None and asked.answer.body is not None:
        run.gathered.pages += 1
        run.kept.save_page(version, make_capture(version.source_id, asked.answer), at=moment)
        return
    error = asked.error or FetchError("answered nothing new to a first request", kind="protocol")
    run.gathered.count_error(error.kind)
    again = error.passing and version.tries + 1 < PAGE_TRIES
    if not again and len(version.item.text) >= LEAST_CHARACTERS:
        # The page is closed to us, the feed's own words are not: a short report is one all the same.
        fallen = take_text_of_item(asked.job.source, version.item, Sight(at=moment, is_fresh=False))
        reason = f"the page {error}; the words of the feed are taken"
        run.kept.save_text(version, replace(fallen, reason_kind=error.kind, reason=reason))
        return
    due_at = moment + back_off(run, version.tries + 1, error) if again else None
    run.gathered.set_aside += not again
    run.kept.fail_page(version, kind=error.kind, reason=str(error), at=moment, due_at=due_at)


def finish_recheck(run: Run, asked: Asked, version: Version, moment: datetime) -> None:
    """Store what looking at a page again gave: a changed body, or that it was taken down."""
    answer, error = asked.answer, asked.error
    is_gone = error is not None and error.kind == "gone"
    body = answer.body if answer is not None else None
    stored = run.kept.load_capture(version.capture_number) if version.capture_number else None
    is_new = body is not None and (stored is None or stored.body != body)
    run.kept.save_recheck(
        version,
        at=moment,
        recheck_at=None if is_gone else plan_recheck(run, moment, done=1, since=version.seen_at),
        gone=is_gone,
        capture=make_capture(version.source_id, answer) if answer is not None and is_new else None,
    )
    if is_gone:
        title = version.item.title or version.url or version.item_id
        detail = f"source {version.source_id}: {title!r:.120} was taken down after it was read; it is kept"
        run.store.log_change(Change(kind="version", detail=detail, at=moment))


def take_texts(run: Run) -> int:
    """Take the text out of some pages that are fetched."""
    if not run.has_extractor:
        # A stop while a library loads must not count as a try of the page that it was loaded for.
        if not run.kept.list_versions(stages=(Stage.FETCHED,), most=1):
            return 0
        load_extractor()
        run.has_extractor = True
    moment = run.clock()
    taken = run.kept.take_fetched(
        at=moment,
        until=moment + timedelta(seconds=run.pace.lease_seconds),
        by=run.holder,
        most=TEXTS_AT_ONCE,
    )
    sources = {source.id: source for source, _state in run.kept.list_watched()} if taken else {}
    for version, capture in taken:
        source = sources.get(version.source_id)
        if source is None:
            run.kept.set_aside(version, kind="removed", reason="its source is no longer watched")
            continue
        if version.tries >= TEXT_TRIES:
            reason = f"its text could not be taken out {version.tries} times; the process ended each time"
            _set_aside(run, version, kind="poison", reason=reason)
            continue
        try:
            sight = Sight(at=capture.at, is_fresh=version.dates.chosen == "seen")
            incoming = take_page(source, version.item, capture, sight)
        except Exception as error:  # noqa: BLE001 - the guard round one page, as round one document
            _log.debug("taking text from %s failed", capture.url, exc_info=True)
            reason = f"its text could not be taken out ({type(error).__name__}); please report the page"
            _set_aside(run, version, kind="poison", reason=reason)
            continue
        stage = run.kept.save_text(version, incoming)
        run.gathered.copies += stage is Stage.COPY
        run.gathered.set_aside += stage is Stage.SET_ASIDE
    return len(taken)


def _set_aside(run: Run, version: Version, *, kind: str, reason: str) -> None:
    run.gathered.set_aside += 1
    run.gathered.count_error(kind)
    run.kept.set_aside(version, kind=kind, reason=reason)
