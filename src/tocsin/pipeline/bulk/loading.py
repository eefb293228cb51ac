"""Coded output into the register: what was read elsewhere is stored as if it had been read here."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from tocsin.errors import DocumentError, InputError
from tocsin.model import Reading
from tocsin.pipeline.bulk.folder import CodedFolder
from tocsin.pipeline.linking import now
from tocsin.pipeline.local import Added
from tocsin.register import make_claims
from tocsin.sources import Unread
from tocsin.store.base import Failure, Store

TAKEN_TOGETHER = 500
"""Readings that are stored in one transaction: a disk confirms some hundred of those a second at best."""


def add_coded(folder: CodedFolder, store: Store, *, progress: Callable[[int], None]) -> Added:
    """Store every reading of a coded folder that is not stored yet, and what was set aside when coding."""
    read = known = 0
    failed = list(folder.iter_failures())
    for some in _take(folder.iter_readings(), TAKEN_TOGETHER):
        fresh, refused = _add(some, store)
        read, known = read + sum(fresh), known + len(fresh) - sum(fresh)
        failed.extend(refused)
        progress(len(some))
    for failure in failed:
        store.add_failure(Failure(name=failure.name, reason=failure.reason, at=now()))
    return Added(read=read, known=known, failed=tuple(failed))


def _take(readings: Iterable[Reading], most: int) -> Iterator[list[Reading]]:
    left = iter(readings)
    while some := list(islice(left, most)):
        yield some


def _add(readings: list[Reading], store: Store) -> tuple[list[bool], list[Unread]]:
    """Store readings together; where one of them cannot be stored, one by one."""
    unknown = [reading for reading in readings if not store.has_document(reading.document.id)]
    known = [False] * (len(readings) - len(unknown))
    moment = now()
    try:
        return known + store.add_readings(
            [(reading, make_claims(reading)) for reading in unknown], seen_at=moment
        ), []
    except InputError:
        fresh, refused = known, list[Unread]()
    for reading in unknown:
        try:
            fresh.append(store.add_reading(reading, make_claims(reading), seen_at=moment))
        except DocumentError as error:
            refused.append(Unread(name=reading.document.id, reason=str(error)))
    return fresh, refused
