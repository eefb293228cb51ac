"""What was collected into the register: what can be is read, the rest kept, corrections are told."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tocsin.errors import SourceError, TocsinError
from tocsin.languages import LANGUAGES
from tocsin.model import Delta, Document, Reading, Remark, Span
from tocsin.model.collection import Stage
from tocsin.model.ids import make_document_id
from tocsin.pipeline.comparing_versions import describe_correction
from tocsin.pipeline.linking import link_register, needs_linking, now
from tocsin.pipeline.local import read_documents
from tocsin.pipeline.repeating import ReadBefore
from tocsin.pipeline.retelling import retell_copy
from tocsin.register import make_claims
from tocsin.sources import Unread
from tocsin.sources.translating import Translated, Translator, align_given, translate_text
from tocsin.store.base import Change, Failure, Store
from tocsin.store.collection_base import Translation, Version

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

READ_AT_ONCE = 16
"""Read between two looks at the network: a few seconds, so that no host waits for the reader."""
LINK_AT_ONCE = 500
READ_TRIES = 5
"""A text whose reading was broken off so often takes the process with it each time: it is set aside."""
ENGLISH = "en"
WARMING = "A cable was cut, the operator said."


@dataclass(slots=True, kw_only=True)
class Settled:
    """What a run put into the register."""

    read: int = 0
    retold: int = 0
    """Copies among those read that were told by the reading of their original."""
    unread: int = 0
    translated: int = 0
    failed: int = 0
    linked: int = 0
    corrected: int = 0
    complaints: list[str] = field(default_factory=list)


def settle_some(
    store: Store,
    settled: Settled,
    *,
    reader: "Reader | None",
    translator: Translator | None,
    before: ReadBefore | None = None,
    reads_copies: bool = False,
) -> int:
    """Store some of what waits, read it where a reader is given; returns how many were taken.

    A copy is told by the reading of its original where both say the same, unless `reads_copies`; `before`
    keeps the readings of this run, for copies that come together.
    """
    versions = store.collection.list_versions(
        stages=(Stage.READY,), other_than=() if reader else tuple(LANGUAGES), most=READ_AT_ONCE
    )
    taken = len(versions)
    if reader is not None:
        versions = _spare_others(store, settled, versions, reader)
    known = [version for version in versions if version.document and version.document.lang in LANGUAGES]
    other = [version for version in versions if version.document and version.document.lang not in LANGUAGES]
    if reader is not None:
        _read(store, settled, known, reader, before=before, reads_copies=reads_copies)
    for version in other:
        if version.document is not None:
            _settle_other(store, settled, version, version.document, reader=reader, translator=translator)
    return taken


def translate_unread(
    store: Store, settled: Settled, *, reader: "Reader", translator: Translator | None
) -> None:
    """Read in translation what was kept unread: a translator may have come since."""
    last = 0
    while versions := store.collection.list_versions(stages=(Stage.UNREAD,), after=last, most=LINK_AT_ONCE):
        last = versions[-1].number
        for version in versions:
            if version.document_id is None or not (translator or version.item.translation):
                continue
            kept = store.load_reading(version.document_id)
            if kept is not None:
                _settle_other(store, settled, version, kept.document, reader=reader, translator=translator)


def link_collected(store: Store, settled: Settled) -> tuple[Delta, ...]:
    """Link what was read into the register, mark it so, and return what that changed."""
    deltas: list[Delta] = []
    while versions := store.collection.list_versions(stages=(Stage.READ,), most=LINK_AT_ONCE):
        if needs_linking(store):
            deltas += link_register(store).deltas
        store.collection.settle([version.number for version in versions], Stage.LINKED)
        settled.linked += len(versions)
    return tuple(deltas)


def _spare_others(
    store: Store, settled: Settled, versions: Sequence[Version], reader: "Reader"
) -> tuple[Version, ...]:
    """Return what is read next; a text whose reading was broken off is alone, and takes no other with it."""
    suspect = next((version for version in versions if version.tries), None)
    if suspect is None:
        store.collection.note_tries([version.number for version in versions])
        return tuple(versions)
    if suspect.tries >= READ_TRIES:
        reason = f"its reading was broken off {suspect.tries} times; the process ended each time"
        store.collection.set_aside(suspect, kind="poison", reason=reason)
        settled.failed += 1
        return ()
    # A stop while the reader loads the rest of itself must not count as a try of this text.
    _warm(reader)
    store.collection.note_tries([suspect.number])
    return (suspect,)


def _warm(reader: "Reader") -> None:
    for _outcome in read_documents([Document(id="warm", text=WARMING, lang=ENGLISH)], reader):
        pass


def _retell(store: Store, version: Version, reader: "Reader") -> Reading | None:
    """Return the reading of a copy as its original was read, None where it has to be read itself."""
    if version.copy_of is None or version.document is None:
        return None
    original = store.collection.load_version(version.copy_of)
    if original is None or original.document_id is None or original.stage not in (Stage.READ, Stage.LINKED):
        return None
    if store.collection.find_reader(original.document_id) != reader.version:
        return None
    reading = store.load_reading(original.document_id)
    return retell_copy(reading, version.document) if reading is not None else None


def _read(
    store: Store,
    settled: Settled,
    versions: Sequence[Version],
    reader: "Reader",
    *,
    before: ReadBefore | None,
    reads_copies: bool,
) -> None:
    by_document: dict[str, list[Version]] = {}
    fresh: dict[str, Document] = {}
    for version in versions:
        if version.document is None:
            continue
        by_document.setdefault(version.document.id, []).append(version)
        if store.has_document(version.document.id):
            continue
        told = None if reads_copies else _retell(store, version, reader)
        if told is not None:
            _store_reading(store, told, reader.version)
            settled.retold += 1
        else:
            fresh[version.document.id] = version.document
    failures: dict[str, str] = {}
    for outcome in read_documents(fresh.values(), reader, before=ReadBefore(0) if reads_copies else before):
        if isinstance(outcome, Unread):
            failures[outcome.name] = outcome.reason
            store.add_failure(Failure(name=outcome.name, reason=outcome.reason, at=now()))
        else:
            _store_reading(store, outcome, reader.version)
    for group in by_document.values():
        for version in group:
            _mark_read(store, settled, version, failures)


def _store_reading(store: Store, reading: Reading, version: str | None) -> None:
    seen_at = reading.document.retrieved_at or now()
    store.add_reading(reading, make_claims(reading), seen_at=seen_at, reader=version)


def _mark_read(store: Store, settled: Settled, version: Version, failures: dict[str, str]) -> None:
    document = version.document
    if document is None:
        return
    if not store.has_document(document.id):
        reason = failures.get(document.external_id or document.url or document.id, "could not be read")
        store.collection.set_aside(version, kind="unreadable", reason=reason)
        settled.failed += 1
        return
    note_correction(store, settled, version)
    store.collection.settle([version.number], Stage.READ)
    settled.read += 1


def note_correction(store: Store, settled: Settled, version: Version) -> None:
    """Enter into the log of changes what a later version of a report changed."""
    detail = describe_correction(store, version)
    if detail is None:
        return
    settled.corrected += 1
    # A stop between this and the next mark would bring it again: the log says it once.
    if all(change.detail != detail for change in store.list_changes()[-200:]):
        store.log_change(Change(kind="version", detail=detail, at=version.seen_at))


def _settle_other(
    store: Store,
    settled: Settled,
    version: Version,
    document: Document,
    *,
    reader: "Reader | None",
    translator: Translator | None,
) -> None:
    """Keep a document in another language, and its translation where there is one."""
    # Without a reader it is kept unread; the next run that reads translates it.
    translated = _translate(settled, version, document, translator) if reader is not None else None
    translated_document = _make_translation(document, translated[0]) if translated else None
    version_read = reader.version if reader is not None else None
    _store_reading(store, _remark_other(document, translated_document), version_read)
    if translated is not None and translated_document is not None and reader is not None:
        found, by = translated
        store.collection.save_translation(
            Translation(
                document_id=translated_document.id,
                original_id=document.id,
                lang=document.lang,
                by=by,
                pieces=found.pieces,
            )
        )
        for outcome in read_documents([translated_document], reader):
            if isinstance(outcome, Reading):
                _store_reading(store, outcome, reader.version)
                settled.translated += 1
        if store.has_document(translated_document.id):
            store.collection.settle([version.number], Stage.READ)
            return
    settled.unread += 1
    store.collection.settle([version.number], Stage.UNREAD)


def _translate(
    settled: Settled, version: Version, document: Document, translator: Translator | None
) -> tuple[Translated, str] | None:
    try:
        if version.item.translation:
            return align_given(document.text, version.item.translation), "its publisher"
        if translator is not None:
            return translate_text(document.text, document.lang, translator), translator.name
    except TocsinError as error:
        if isinstance(error, SourceError) and str(error) not in settled.complaints:
            settled.complaints.append(str(error))
    return None


def _make_translation(document: Document, translated: Translated) -> Document:
    return replace(
        document,
        id=make_document_id(source_id=document.source_id, url=document.url, text=translated.text),
        text=translated.text,
        lang=ENGLISH,
    )


def _remark_other(document: Document, translation: Document | None) -> Reading:
    """Return the reading of a document in a language that is not read: nothing, and a remark."""
    message = f"language {document.lang!r} is not read; known: {', '.join(LANGUAGES)}"
    if translation is not None:
        message = f"language {document.lang!r} is read in translation, as {translation.id}"
    span = Span(document.id, 0, len(document.text))
    return Reading(document=document, remarks=(Remark(span=span, about="language", message=message),))
