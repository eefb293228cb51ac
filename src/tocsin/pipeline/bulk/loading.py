"""Coded output into the register: what was read elsewhere is stored as if it had been read here."""

from collections.abc import Callable

from tocsin.errors import DocumentError
from tocsin.pipeline.bulk.folder import CodedFolder
from tocsin.pipeline.linking import now
from tocsin.pipeline.local import Added
from tocsin.register import make_claims
from tocsin.sources import Unread
from tocsin.store.base import Failure, Store

_REPORT_EVERY = 50


def add_coded(folder: CodedFolder, store: Store, *, progress: Callable[[int], None]) -> Added:
    """Store every reading of a coded folder that is not stored yet, and what was set aside when coding."""
    read = known = 0
    failed = list(folder.iter_failures())
    for number, reading in enumerate(folder.iter_readings(), start=1):
        try:
            fresh = not store.has_document(reading.document.id) and store.add_reading(
                reading, make_claims(reading), seen_at=now()
            )
            read, known = read + fresh, known + (not fresh)
        except DocumentError as error:
            failed.append(Unread(name=reading.document.id, reason=str(error)))
        if number % _REPORT_EVERY == 0:
            progress(_REPORT_EVERY)
    for failure in failed:
        store.add_failure(Failure(name=failure.name, reason=failure.reason, at=now()))
    return Added(read=read, known=known, failed=tuple(failed))
