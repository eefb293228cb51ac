"""One document in, one reading out: the stages of reading in their order."""

import dataclasses
from collections.abc import Iterable, Iterator

from spacy.language import Language as Pipeline
from spacy.tokens import Doc

from tocsin.languages import LANGUAGES, Language, load_language
from tocsin.model import Document, Event, Reading, Remark, Span, Statement
from tocsin.reading.cutting import cut_text
from tocsin.reading.events import find_events
from tocsin.reading.parse import DEFAULT_MODEL, load_model, parse_documents
from tocsin.reading.passage import Passage
from tocsin.reading.persons import find_persons
from tocsin.reading.relevance import concerns_nobody
from tocsin.reading.statements import find_statements
from tocsin.reading.triage import Triage, judge_topic
from tocsin.version import __version__

READING_RULES = "4"
"""Raised when a rule of reading changes, so that `tocsin reread` knows which reports older rules read."""

MOST_NEW_STRINGS = 100_000
"""So many new words and parts of words, of 1 kB each, are kept before the model is loaded anew (a second)."""


class Reader:
    """Reads documents with one language model; a reading depends on the document alone.

    Of an off-topic document nothing is read, and a remark says so, unless `everything` is.
    """

    def __init__(
        self, *, model: str = DEFAULT_MODEL, explain: bool = False, everything: bool = False
    ) -> None:
        self.model = model
        self.explain = explain
        self.everything = everything
        self._nlp: Pipeline = load_model(model)
        self._most_strings = len(self._nlp.vocab.strings) + MOST_NEW_STRINGS
        self._language: Language = load_language(self._nlp.lang)

    @property
    def version(self) -> str:
        """Return what a reading depends on beside the document: rules and model; another one reads anew."""
        return f"{__version__}-{READING_RULES} {self.model}"

    @property
    def language(self) -> Language:
        """Return the words of the language that is read."""
        return self._language

    def parse_words(self, sentences: Iterable[list[str]]) -> Iterator[Doc]:
        """Yield the parse of each list of words, in order; for text that comes cut into words."""
        self._renew()
        yield from self._nlp.pipe(Doc(self._nlp.vocab, words=words) for words in sentences)

    def parse(self, documents: Iterable[Document]) -> Iterator[tuple[Document, list[Passage]]]:
        """Yield each document with its parse, in order."""
        self._renew()
        yield from parse_documents(self._nlp, documents, is_read=lambda one: self._refuse(one) is None)

    def _renew(self) -> None:
        """Load the model anew once it has met very many new words: it keeps each of them for ever."""
        if len(self._nlp.vocab.strings) > self._most_strings:
            self._nlp = load_model(self.model)
            self._most_strings = len(self._nlp.vocab.strings) + MOST_NEW_STRINGS

    def _refuse(self, document: Document) -> Remark | None:
        """Return why nothing is read of a document, or None where it is read."""
        if document.lang not in LANGUAGES:
            return remark_language(document)
        if self.everything:
            return None
        triage = judge_topic(document.text, self._language)
        return None if triage.on_topic else remark_topic(document, triage)

    def read(self, document: Document) -> Reading:
        """Read one document."""
        return next(self.read_parsed(d, passages) for d, passages in self.parse([document]))

    def read_parsed(self, document: Document, passages: list[Passage]) -> Reading:
        """Read one document whose pieces are parsed."""
        refused = self._refuse(document)
        if refused is not None:
            return Reading(document=document, remarks=(refused,), persons=())
        statements: list[Statement] = []
        events: list[Event] = []
        sentences: list[Span] = []
        for passage in passages:
            found = find_statements(passage, self._language)
            statements.extend(found)
            events.extend(find_events(passage, found, self._language))
            sentences.extend(_iter_sentences(passage))
        if not self.everything and concerns_nobody(document.text, passages, events, self._language):
            return Reading(document=document, remarks=(remark_nobody(document),), persons=())
        if not self.explain:
            events = [dataclasses.replace(event, reasons=()) for event in events]
        return Reading(
            document=document,
            sentences=tuple(sentences),
            statements=tuple(statements),
            events=tuple(events),
            remarks=remark_left_out(document),
            persons=find_persons(passages, statements, self._language),
        )


def remark_language(document: Document) -> Remark:
    """Return the remark that a document is in a language that is not read."""
    message = f"language {document.lang!r} is not read; known: {', '.join(LANGUAGES)}"
    return Remark(span=Span(document.id, 0, len(document.text)), about="language", message=message)


def remark_topic(document: Document, triage: Triage) -> Remark:
    """Return the remark that a document is off topic, and why."""
    message = f"{triage.reason}; not read: read everything with --all"
    return Remark(span=Span(document.id, 0, len(document.text)), about="topic", message=message)


def remark_nobody(document: Document) -> Remark:
    """Return the remark that a document tells of acts of nobody who is followed."""
    message = "off topic: its acts name no state, body or group that is followed; read everything with --all"
    return Remark(span=Span(document.id, 0, len(document.text)), about="topic", message=message)


def remark_left_out(document: Document) -> tuple[Remark, ...]:
    """Return a remark on each stretch of the text that is not read because it holds no words."""
    return tuple(
        Remark(
            span=Span(document.id, one.start, one.end),
            about="text",
            message=f"{one.end - one.start} characters are not read: {one.reason}",
        )
        for piece in cut_text(document.text)
        for one in piece.left_out
    )


def _iter_sentences(passage: Passage) -> Iterator[Span]:
    """Yield sentence spans without the white space round them."""
    for sentence in passage.doc.sents:
        text = sentence.text
        stripped = text.strip()
        if stripped:
            start = sentence.start_char + text.index(stripped)
            yield passage.span(start, start + len(stripped))
