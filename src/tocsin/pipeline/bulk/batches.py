"""What one batch is and what becomes of it: the function that every process and machine runs."""

import hashlib
import json
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tocsin.errors import InputError
from tocsin.exports.coded import TABLES, Row, make_coded_rows, write_coded_table
from tocsin.model import Document, Reading
from tocsin.model.codec import encode
from tocsin.model.ids import make_number
from tocsin.pipeline.local import read_documents
from tocsin.sources import Unread
from tocsin.version import __version__

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

BATCH_DOCUMENTS = 128
"""A batch is what a kill costs: some seconds of one process."""

BATCH_CHARACTERS = 200_000
"""Long reports make small batches, so that the memory of a process is bounded."""

_one_at_a_time = threading.Lock()
"""A language model is not made for several threads, which a worker of Dask may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Documents that are coded together, whoever codes them; its name tells its place and its content."""

    name: str
    entries: tuple[Document | Unread, ...]
    model: str
    everything: bool = False
    version: str = __version__

    @property
    def characters(self) -> int:
        """Return how much text it holds."""
        return sum(len(entry.text) for entry in self.entries if isinstance(entry, Document))


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResult:
    """What came of a batch: a Parquet file for each table, as bytes, and what could not be read."""

    name: str
    tables: dict[str, bytes]
    counts: dict[str, int]
    failures: tuple[Unread, ...]


def cut_batches(
    entries: Iterable[Document | Unread],
    *,
    model: str,
    everything: bool = False,
    documents: int = BATCH_DOCUMENTS,
    characters: int = BATCH_CHARACTERS,
) -> Iterator[Batch]:
    """Yield the inputs in batches that depend on nothing but the inputs; a text met before is left out."""
    chosen: list[Document | Unread] = []
    held = number = 0
    seen: set[int] = set()
    for entry in entries:
        if isinstance(entry, Document):
            # Eight bytes stand for an id: ten million reports fit into memory.
            mark = make_number(entry.id)
            if mark in seen:
                continue
            seen.add(mark)
            held += len(entry.text)
        chosen.append(entry)
        if len(chosen) == documents or held >= characters:
            yield _make_batch(number, chosen, model, everything)
            chosen, held, number = [], 0, number + 1
    if chosen:
        yield _make_batch(number, chosen, model, everything)


def code_batch(batch: Batch) -> BatchResult:
    """Read the documents of a batch and return their rows as Parquet; runs in any process on any machine."""
    if batch.version != __version__:
        raise InputError(
            f"a worker has tocsin {__version__}, the run {batch.version}; install the same everywhere"
        )
    rows: dict[str, list[Row]] = {table: [] for table in TABLES}
    failures: list[Unread] = []
    with _one_at_a_time:
        for outcome in read_documents(batch.entries, _load_reader(batch.model, batch.everything)):
            if isinstance(outcome, Reading):
                for table, some in make_coded_rows(outcome).items():
                    rows[table].extend(some)
            else:
                failures.append(outcome)
    return BatchResult(
        name=batch.name,
        tables={table: write_coded_table(table, some) for table, some in rows.items()},
        counts={"documents": len(batch.entries), **{table: len(some) for table, some in rows.items()}},
        failures=tuple(failures),
    )


@cache
def _load_reader(model: str, everything: bool) -> "Reader":
    from tocsin.reading.reader import Reader

    return Reader(model=model, everything=everything)


def _make_batch(number: int, entries: list[Document | Unread], model: str, everything: bool) -> Batch:
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(json.dumps(encode(entry)).encode())
    name = f"{number:07d}-{digest.hexdigest()[:12]}"
    return Batch(name=name, entries=tuple(entries), model=model, everything=everything)
