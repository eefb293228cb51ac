"""spaCy components, for any English pipeline: `nlp.add_pipe("tocsin_statements")`, `"tocsin_events"`.

The results hang on the Doc: `doc._.tocsin_statements`, `doc._.tocsin_events`, and as span groups of the
same names in `doc.spans`. What is stored with the Doc are plain JSON values, so that it can be written to
bytes and sent between processes; the extensions build the objects from them. spaCy finds the factories by
the package's entry points `spacy_factories`.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from spacy.language import Language as Pipeline
from spacy.tokens import Doc

from tocsin.errors import InputError
from tocsin.model import Event, Span, Statement
from tocsin.model.codec import decode, encode
from tocsin.model.ids import make_document_id
from tocsin.reading.passage import Passage

Component = Callable[[Doc], Doc]

STATEMENTS = "tocsin_statements"
EVENTS = "tocsin_events"
PUBLISHED_ON = "tocsin_published_on"
# What the rules read of a parse, and the component of a spaCy pipeline that sets it.
NEEDED = (
    ("DEP", "parser"),
    ("TAG", "tagger"),
    ("POS", "tagger and attribute_ruler"),
    ("LEMMA", "lemmatizer"),
)


def prepare_extensions() -> None:
    """Add the extensions to Doc, where they are not there yet."""
    if Doc.has_extension(EVENTS):
        return
    Doc.set_extension("tocsin_document_id", default=None)
    Doc.set_extension("tocsin_offset", default=0)
    Doc.set_extension(PUBLISHED_ON, getter=_get_published_on, setter=_set_published_on)
    Doc.set_extension(STATEMENTS, getter=_get_statements)
    Doc.set_extension(EVENTS, getter=_get_events)


def _get_published_on(doc: Doc) -> date | None:
    raw: str | None = doc.user_data.get(PUBLISHED_ON)
    return None if raw is None else date.fromisoformat(raw)


def _set_published_on(doc: Doc, day: date | None) -> None:
    doc.user_data[PUBLISHED_ON] = None if day is None else day.isoformat()


def _get_statements(doc: Doc) -> tuple[Statement, ...]:
    stored: dict[str, Any] = doc.user_data.get(STATEMENTS, {})
    return tuple(decode(Statement, raw, document_id=stored["document_id"]) for raw in stored.get("found", ()))


def _get_events(doc: Doc) -> tuple[Event, ...]:
    stored: dict[str, Any] = doc.user_data.get(EVENTS, {})
    return tuple(decode(Event, raw, document_id=stored["document_id"]) for raw in stored.get("found", ()))


def make_passage(doc: Doc) -> Passage:
    """Return the passage of a Doc, by the id, day and offset set on it, or by its text alone."""
    document_id: str | None = doc._.tocsin_document_id
    if document_id is None:
        document_id = make_document_id(source_id=None, url=None, text=doc.text)
    return Passage(
        doc=doc,
        document_id=document_id,
        offset=doc._.tocsin_offset,
        published_on=doc._.tocsin_published_on,
    )


def check_parse(doc: Doc, *, component: str) -> None:
    """Refuse a Doc that lacks what the rules read: they would find nothing in it without a word."""
    if not len(doc):
        return
    missing = [f"{layer} (set by {part})" for layer, part in NEEDED if not doc.has_annotation(layer)]
    if missing:
        raise InputError(
            f"the component {component!r} was given a text without {', '.join(missing)}; wanted a parsed "
            f"text: put the component last in a pipeline with these parts, such as en_core_web_sm"
        )


def _store(passage: Passage, key: str, found: Iterable[Statement | Event], spans: Iterable[Span]) -> None:
    passage.doc.user_data[key] = {"document_id": passage.document_id, "found": encode(tuple(found))}
    pieces = (passage.tokens_at(span) for span in spans)
    passage.doc.spans[key] = [piece for piece in pieces if piece is not None]


@Pipeline.factory(
    STATEMENTS, requires=["token.dep", "token.tag", "token.lemma"], assigns=["doc._.tocsin_statements"]
)
def make_statements_component(nlp: Pipeline, name: str) -> Component:
    """Return the component that finds who said what."""
    from tocsin.languages import load_language
    from tocsin.reading.statements import find_statements

    prepare_extensions()
    language = load_language(nlp.lang)

    def add_statements(doc: Doc) -> Doc:
        check_parse(doc, component=name)
        passage = make_passage(doc)
        statements = find_statements(passage, language)
        _store(passage, STATEMENTS, statements, (span for one in statements for span in one.content))
        return doc

    return add_statements


@Pipeline.factory(EVENTS, requires=["token.dep", "token.tag", "token.lemma"], assigns=["doc._.tocsin_events"])
def make_events_component(nlp: Pipeline, name: str) -> Component:
    """Return the component that finds what happened and whether it did; it reads the statements before it."""
    from tocsin.languages import load_language
    from tocsin.reading.events import find_events

    prepare_extensions()
    language = load_language(nlp.lang)

    def add_events(doc: Doc) -> Doc:
        check_parse(doc, component=name)
        passage = make_passage(doc)
        events = find_events(passage, doc._.tocsin_statements, language)
        _store(passage, EVENTS, events, (event.trigger for event in events))
        return doc

    return add_events
