"""Questions a user tracks, and the positions taken on them."""

from dataclasses import dataclass
from datetime import datetime

from tocsin.model.document import Span
from tocsin.model.statement import SpeakerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A tracked question: words that show a statement bears on it, and the postures that answer it."""

    id: str
    text: str
    topics: tuple[str, ...] = ()
    postures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What one voice wants done about a question, in its words; `through` are the voices that pass it on."""

    question_id: str
    span: Span
    quote: str
    holder: str | None
    kind: SpeakerKind
    through: tuple[str, ...]
    speaks_for: str
    posture: str
    modality: str
    said_at: datetime | None
    statement_id: str | None
