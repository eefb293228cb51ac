"""What came out of one document."""

from dataclasses import dataclass

from tocsin.model.document import Document, Span
from tocsin.model.event import Event, Remark
from tocsin.model.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The statements, events and remarks of one document, in the order of the text, and its sentences."""

    document: Document
    sentences: tuple[Span, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    remarks: tuple[Remark, ...] = ()
