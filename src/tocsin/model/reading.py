"""What came out of one document."""

from dataclasses import dataclass

from tocsin.model.document import Document, Span
from tocsin.model.event import Event, Remark
from tocsin.model.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPerson:
    """One mention of a person by name; `public` where he holds an office or speaks under his name."""

    span: Span
    public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The statements, events and remarks of one document, in the order of the text, and its sentences.

    `persons` is None in a reading that was stored before names of persons were kept.
    """

    document: Document
    sentences: tuple[Span, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    remarks: tuple[Remark, ...] = ()
    persons: tuple[NamedPerson, ...] | None = None
