"""Give batches to a crew and keep what comes back, whatever happens to the workers meanwhile."""

import dataclasses
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass

from tocsin.errors import InputError
from tocsin.exports.coded import require_duckdb
from tocsin.model import Document
from tocsin.pipeline.bulk.batches import BATCH_DOCUMENTS, Batch, BatchResult, code_batch, cut_batches
from tocsin.pipeline.bulk.folder import CodedFolder, Totals
from tocsin.pipeline.bulk.pacing import Pace
from tocsin.sources import Unread

DEATHS = 2
"""So many workers must have died alone with a document before it is to blame: one death may be chance."""

Inputs = Iterable[Document | Unread]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Whoever codes: how to hire them, how many batches they hold, and what is raised when one is lost."""

    hire: Callable[[], AbstractContextManager[Executor]]
    hire_one: Callable[[], AbstractContextManager[Executor]]
    ahead: int
    lost: tuple[type[Exception], ...]


def code_documents(
    open_inputs: Callable[[], Inputs],
    folder: CodedFolder,
    crew: Crew,
    *,
    model: str,
    progress: Callable[[Pace], None],
    everything: bool = False,
    batch_documents: int = BATCH_DOCUMENTS,
) -> Totals:
    """Code all inputs into the folder, going on where an earlier run stopped.

    The inputs are gone through twice: once to know how much there is, once to code.
    """
    require_duckdb()

    def cut() -> Iterator[Batch]:
        return cut_batches(open_inputs(), model=model, everything=everything, documents=batch_documents)

    pace = _measure(cut(), folder)
    progress(pace)
    started = time.monotonic()
    names: set[str] = set()

    def list_open() -> Iterator[Batch]:
        for batch in cut():
            names.add(batch.name)
            if not folder.has(batch.name):
                yield batch

    try:
        for batch, result in run_batches(list_open(), crew):
            folder.keep(result)
            pace = dataclasses.replace(
                pace,
                documents_done=pace.documents_done + len(batch.entries),
                characters_done=pace.characters_done + batch.characters,
                seconds=time.monotonic() - started,
            )
            progress(pace)
        folder.drop_others(names)
    finally:
        folder.write_failures()
    return folder.count()


def _measure(batches: Iterable[Batch], folder: CodedFolder) -> Pace:
    documents = characters = documents_done = characters_done = 0
    for batch in batches:
        here = batch.characters
        documents, characters = documents + len(batch.entries), characters + here
        if folder.has(batch.name):
            documents_done, characters_done = documents_done + len(batch.entries), characters_done + here
    return Pace(
        documents=documents,
        characters=characters,
        documents_done=documents_done,
        characters_done=characters_done,
        documents_before=documents_done,
        characters_before=characters_done,
    )


def run_batches(batches: Iterable[Batch], crew: Crew) -> Iterator[tuple[Batch, BatchResult]]:
    """Yield each batch with its result as it comes; no more are in flight than the crew can hold."""
    left = iter(batches)
    suspects: list[Batch] = []
    exhausted = False
    while not exhausted or suspects:
        if suspects:
            yield from _code_suspects(suspects, crew)
            suspects = []
        with crew.hire() as executor:
            pending: dict[Future[BatchResult], Batch] = {}
            while not suspects:
                while not exhausted and len(pending) < crew.ahead:
                    batch_or_none = next(left, None)
                    if batch_or_none is None:
                        exhausted = True
                    else:
                        pending[_submit(executor, batch_or_none, crew)] = batch_or_none
                if not pending:
                    break
                for future in wait(pending, return_when=FIRST_COMPLETED).done:
                    batch = pending.pop(future)
                    result = _collect(future, crew)
                    if result is None:
                        suspects.append(batch)
                    else:
                        yield batch, result
            # With one worker lost all that was in flight is in doubt.
            suspects.extend(pending.values())


def _submit(executor: Executor, batch: Batch, crew: Crew) -> "Future[BatchResult]":
    try:
        return executor.submit(code_batch, batch)
    except crew.lost as error:
        failed: Future[BatchResult] = Future()
        failed.set_exception(error)
        return failed


def _collect(future: "Future[BatchResult]", crew: Crew) -> BatchResult | None:
    """Return the result, None where the worker was lost."""
    try:
        return future.result()
    except crew.lost:
        return None
    except CancelledError as error:
        raise InputError("the scheduler is gone; start it and run the same command again to go on") from error


def _code_suspects(suspects: list[Batch], crew: Crew) -> Iterator[tuple[Batch, BatchResult]]:
    """Code batches one after another, so that the one that kills its worker is known."""
    left = iter(suspects)
    guilty: Batch | None = None
    while True:
        if guilty is not None:
            yield guilty, _code_alone(guilty, crew)
            guilty = None
        with crew.hire_one() as executor:
            for batch in left:
                result = _collect(_submit(executor, batch, crew), crew)
                if result is None:
                    guilty = batch
                    break
                yield batch, result
        if guilty is None:
            return


def _code_alone(batch: Batch, crew: Crew) -> BatchResult:
    """Code a batch that may have killed its worker; documents that kill one again are set aside."""
    result = _try_alone(batch, crew)
    if result is not None:
        return result
    entries = tuple(_test_entry(batch, entry, crew) for entry in batch.entries)
    result = _try_alone(dataclasses.replace(batch, entries=entries), crew)
    if result is None:
        raise InputError(f"batch {batch.name} ends its worker each time; give workers more memory")
    return result


def _test_entry(batch: Batch, entry: Document | Unread, crew: Crew) -> Document | Unread:
    if (
        isinstance(entry, Unread)
        or _try_alone(dataclasses.replace(batch, entries=(entry,)), crew) is not None
    ):
        return entry
    name = entry.external_id or entry.url or entry.id
    return Unread(name=name, reason="ended the process that read it (memory?); please report this text")


def _try_alone(batch: Batch, crew: Crew) -> BatchResult | None:
    for _ in range(DEATHS):
        with crew.hire_one() as executor:
            result = _collect(_submit(executor, batch, crew), crew)
        if result is not None:
            return result
    return None
