"""spaCy components, for any English pipeline: `nlp.add_pipe("tocsin_statements")`, `"tocsin_events"`.

The results hang on the Doc: `doc._.tocsin_statements`, `doc._.tocsin_events`, and as span groups of the
same names in `doc.spans`. spaCy finds the factories by the package's entry points `spacy_factories`.
"""

from collections.abc import Callable
from datetime import date

from spacy.language import Language as Pipeline
from spacy.tokens import Doc

from tocsin.model import Event, Statement
from tocsin.model.ids import make_document_id
from tocsin.reading.passage import Passage

Component = Callable[[Doc], Doc]


def _prepare_extensions() -> None:
    for name, default in (
        ("tocsin_document_id", None),
        ("tocsin_published_on", None),
        ("tocsin_offset", 0),
        ("tocsin_statements", ()),
        ("tocsin_events", ()),
    ):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


def make_passage(doc: Doc) -> Passage:
    """Return the passage of a Doc, by the id, day and offset set on it, or by its text alone."""
    document_id: str | None = doc._.tocsin_document_id
    published_on: date | None = doc._.tocsin_published_on
    if document_id is None:
        document_id = make_document_id(source_id=None, url=None, text=doc.text)
    return Passage(doc=doc, document_id=document_id, offset=doc._.tocsin_offset, published_on=published_on)


@Pipeline.factory("tocsin_statements", assigns=["doc._.tocsin_statements"])
def make_statements_component(nlp: Pipeline, name: str) -> Component:
    """Return the component that finds who said what."""
    from tocsin.languages import load_language
    from tocsin.reading.statements import find_statements

    _prepare_extensions()
    language = load_language(nlp.lang)

    def add_statements(doc: Doc) -> Doc:
        passage = make_passage(doc)
        statements: tuple[Statement, ...] = find_statements(passage, language)
        doc._.tocsin_statements = statements
        pieces = [passage.tokens_at(span) for statement in statements for span in statement.content]
        doc.spans["tocsin_statements"] = [piece for piece in pieces if piece is not None]
        return doc

    return add_statements


@Pipeline.factory("tocsin_events", assigns=["doc._.tocsin_events"])
def make_events_component(nlp: Pipeline, name: str) -> Component:
    """Return the component that finds what happened and whether it did; it reads the statements before it."""
    from tocsin.languages import load_language
    from tocsin.reading.events import find_events

    _prepare_extensions()
    language = load_language(nlp.lang)

    def add_events(doc: Doc) -> Doc:
        passage = make_passage(doc)
        events: tuple[Event, ...] = find_events(passage, doc._.tocsin_statements, language)
        doc._.tocsin_events = events
        triggers = [passage.tokens_at(event.trigger) for event in events]
        doc.spans["tocsin_events"] = [trigger for trigger in triggers if trigger is not None]
        return doc

    return add_events
