"""Documents in, register and alerts out, on one machine: the place where the stages meet."""

import logging
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from tocsin.errors import InputError
from tocsin.model import Document, Reading
from tocsin.pipeline.linking import now
from tocsin.pipeline.own_changes import note_reader
from tocsin.pipeline.repeating import ReadBefore, make_reading_key
from tocsin.register import make_claims
from tocsin.sources import Intake, Unread, make_document, parse_moment
from tocsin.sources.identify import identify_language
from tocsin.store.base import Failure, Store

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

CHUNK_DOCUMENTS = 64
"""Parsed together: large enough to keep spaCy's batches full, small enough that a stop loses seconds."""

CHUNK_CHARACTERS = 400_000
"""The parses of a chunk are held together, about 300 bytes a character: long reports come alone."""

_log = logging.getLogger(__name__)

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What a run of `add` did."""

    read: int
    known: int
    failed: tuple[Unread, ...]


def read_documents(
    inputs: Iterable[Document | Unread], reader: "Reader", *, before: ReadBefore | None = None
) -> Iterator[Reading | Unread]:
    """Yield the reading of every document in input order, and what could not be read.

    The same words under another id are read once; `before` keeps readings from one call to the next.
    """
    before = ReadBefore() if before is None else before
    for chunk in _chunks(inputs):
        documents = [identify_language(entry) for entry in chunk if isinstance(entry, Document)]
        yield from (entry for entry in chunk if isinstance(entry, Unread))
        yield from _read_once(documents, reader, before)


def _read_once(documents: list[Document], reader: "Reader", before: ReadBefore) -> Iterator[Reading | Unread]:
    """Read each text of a chunk once, and tell its copies by that reading, in the order of the chunk."""
    firsts: dict[Hashable, Document] = {}
    for document in documents:
        key = make_reading_key(document)
        if key not in firsts and not before.knows(document):
            firsts[key] = document
    fresh = {id(document) for document in firsts.values()}
    outcomes = _read_chunk(list(firsts.values()), reader)
    for document in documents:
        told = None if id(document) in fresh else before.find(document)
        if told is not None:
            yield told
            continue
        # A copy of what was not kept (too long, or it failed) is read like any other.
        outcome = next(outcomes) if id(document) in fresh else next(_read_chunk([document], reader))
        if isinstance(outcome, Reading):
            before.keep(outcome)
        yield outcome


def add_documents(
    inputs: Iterable[Document | Unread],
    *,
    reader: "Reader",
    store: Store,
    progress: Progress | None = None,
) -> Added:
    """Read and store every document that is not stored yet; what fails is recorded and the rest goes on.

    Stopping at any moment loses nothing that was stored; running again goes on where it stopped.
    """
    read, known, failed = 0, 0, []
    before = ReadBefore()
    note_reader(store, reader.version, at=now())
    for chunk in _chunks(inputs):
        fresh = [e for e in chunk if isinstance(e, Unread) or not store.has_document(e.id)]
        known += len(chunk) - len(fresh)
        for outcome in read_documents(fresh, reader, before=before):
            if isinstance(outcome, Unread):
                failed.append(outcome)
                store.add_failure(Failure(name=outcome.name, reason=outcome.reason, at=now()))
            elif store.add_reading(outcome, make_claims(outcome), seen_at=now(), reader=reader.version):
                read += 1
            else:
                known += 1
        if progress is not None:
            progress(len(chunk))
    return Added(read=read, known=known, failed=tuple(failed))


def _chunks(inputs: Iterable[Document | Unread]) -> Iterator[list[Document | Unread]]:
    chunk: list[Document | Unread] = []
    characters = 0
    for entry in inputs:
        chunk.append(entry)
        characters += len(entry.text) if isinstance(entry, Document) else 0
        if len(chunk) == CHUNK_DOCUMENTS or characters >= CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _read_chunk(documents: list[Document], reader: "Reader") -> Iterator[Reading | Unread]:
    """Read a chunk at once; where that fails, one by one, so that one document cannot take others with it."""
    try:
        parsed = list(reader.parse(documents))
    except Exception:  # noqa: BLE001 - the guard's first half: the second reads one document at a time
        _log.debug("a chunk failed to parse; reading its documents one by one", exc_info=True)
        parsed = []
        for document in documents:
            yield _guard(document, lambda document=document: reader.read(document))  # type: ignore[misc]
    for document, passages in parsed:
        yield _guard(document, lambda d=document, p=passages: reader.read_parsed(d, p))  # type: ignore[misc]


def _guard(document: Document, read: Callable[[], Reading]) -> Reading | Unread:
    """Turn any failure on one document into a failure row: the one place that may catch everything."""
    try:
        return read()
    except Exception as error:  # noqa: BLE001 - the one guard: a document must not take the run with it
        _log.debug("reading %s failed", document.id, exc_info=True)
        name = document.external_id or document.url or document.id
        return Unread(
            name=name, reason=f"could not be read ({type(error).__name__}); please report this text"
        )


@cache
def _load_reader(*, explain: bool, everything: bool) -> "Reader":
    from tocsin.reading.reader import Reader

    return Reader(explain=explain, everything=everything)


def read_text(
    text: str,
    *,
    published: date | datetime | str | None = None,
    explain: bool = False,
    everything: bool = False,
) -> Reading:
    """Read one text with a reader that is loaded once and kept; an off-topic one only with `everything`."""
    if not isinstance(text, str):
        raise InputError(f"the text is a {type(text).__name__}; wanted a str: decode bytes first")
    document = make_document(text=text, intake=Intake(), lang="en", published_at=_make_moment(published))
    return _load_reader(explain=explain, everything=everything).read(document)


def _make_moment(published: date | datetime | str | None) -> datetime | None:
    if published is None:
        return None
    if not isinstance(published, str | date):
        raise InputError(f"published is {published!r:.60}; wanted a date, a datetime or ISO 8601 text")
    return parse_moment(published if isinstance(published, str) else published.isoformat())
