"""Read stored reports again with a better reader: ids, judgements and places in the register stay."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tocsin.model import Delta, Judgement, JudgementKind, Reading
from tocsin.pipeline.linking import link_register, needs_linking, now
from tocsin.pipeline.local import CHUNK_DOCUMENTS, Progress, read_documents
from tocsin.pipeline.own_changes import note_reader, note_reread
from tocsin.register import LIST_PREFIX, carry_ids, make_claims
from tocsin.sources import Unread
from tocsin.store.base import Failure, Store

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

EVENT_MARK = "-e"
"""Between the document and the offsets in a mention's id."""
ON_MENTIONS = frozenset({JudgementKind.SAME, JudgementKind.DIFFERENT})
ON_RECORDS = frozenset(
    {JudgementKind.VALUE, JudgementKind.STATUS, JudgementKind.REVIEW, JudgementKind.RESPONSE}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A standing judgement that waits without its mention or record: kept, and obeyed when that is back."""

    judgement: Judgement
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What reading again did: reports read, those that failed and keep their old reading, what changed."""

    read: int
    failed: tuple[Unread, ...]
    deltas: tuple[Delta, ...]
    unplaced: tuple[Unplaced, ...]


def list_due(
    store: Store, reader: "Reader", *, everything: bool = False, since: datetime | None = None
) -> tuple[str, ...]:
    """Return the ids of reports that another reader read; of all reports with `everything`."""
    return store.list_outdated(None if everything else reader.version, unread=LIST_PREFIX, since=since)


def has_due(store: Store, reader: "Reader") -> bool:
    """Whether any report was read by another reader than this one."""
    return bool(store.list_outdated(reader.version, unread=LIST_PREFIX, most=1))


def reread_register(
    store: Store,
    reader: "Reader",
    *,
    everything: bool = False,
    since: datetime | None = None,
    progress: Progress | None = None,
) -> Reread:
    """Read again what is due, each report in a transaction of its own, and link the register anew.

    Stopping at any moment loses nothing: what was read again stays, and the next run goes on from there.
    """
    read = 0
    failed: list[Unread] = []
    judged = _list_judged(store)
    due = list_due(store, reader, everything=everything, since=since)
    note_reader(store, reader.version, at=now())
    for start in range(0, len(due), CHUNK_DOCUMENTS):
        known = _load_reports(store, due[start : start + CHUNK_DOCUMENTS])
        for outcome in read_documents([one.document for one in known.values()], reader):
            if isinstance(outcome, Unread):
                failed.append(outcome)
                store.add_failure(Failure(name=outcome.name, reason=outcome.reason, at=now()))
                continue
            document_id = outcome.document.id
            old = known[document_id]
            # What is in no language that is read keeps its remark: it says where the translation is.
            is_unread = not (old.sentences or outcome.sentences)
            reading = old if is_unread else carry_ids(old, outcome, judged=judged.get(document_id, ()))
            store.replace_reading(reading, make_claims(reading), seen_at=now(), reader=reader.version)
            read += 1
        if progress is not None:
            progress(len(known))
    deltas = link_register(store).deltas if needs_linking(store) else ()
    note_reread(store, reader.version, at=now())
    return Reread(read=read, failed=tuple(failed), deltas=deltas, unplaced=find_unplaced(store))


def find_unplaced(store: Store) -> tuple[Unplaced, ...]:
    """Return every standing judgement with a subject that is not there: a mention or record that is gone."""
    return tuple(
        Unplaced(judgement=judgement, subject=subject)
        for judgement in store.list_judgements()
        if judgement.withdrawn_at is None
        for subject in _list_gone(store, judgement)
    )


def _list_gone(store: Store, judgement: Judgement) -> Iterator[str]:
    if judgement.kind in ON_MENTIONS:
        for document_id, names in _group_by_document(judgement.subjects).items():
            reading = store.load_reading(document_id)
            present = {event.id for event in reading.events} if reading else set()
            yield from (name for name in names if name not in present)
    elif judgement.kind in ON_RECORDS and store.load_incident(judgement.subjects[0]) is None:
        yield judgement.subjects[0]


def _list_judged(store: Store) -> dict[str, list[str]]:
    """Return by report the mentions that standing judgements are about."""
    names = (
        subject
        for judgement in store.list_judgements()
        if judgement.kind in ON_MENTIONS and judgement.withdrawn_at is None
        for subject in judgement.subjects
    )
    return _group_by_document(names)


def _group_by_document(names: "Sequence[str] | Iterator[str]") -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name in names:
        document_id, mark, _ = name.rpartition(EVENT_MARK)
        if mark:
            grouped.setdefault(document_id, []).append(name)
    return grouped


def _load_reports(store: Store, document_ids: Sequence[str]) -> dict[str, Reading]:
    readings = (store.load_reading(document_id) for document_id in document_ids)
    return {one.document.id: one for one in readings if one is not None}
