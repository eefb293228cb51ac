"""What the stored reports hold on a tracked question, in the order it was said."""

from datetime import datetime
from typing import Any

from tocsin.languages import load_language
from tocsin.model import Position, Question
from tocsin.register import list_positions
from tocsin.store.base import Store

LANGUAGE = "en"
"""The language whose words tell postures; reports in another have no statements to judge."""


def view_positions(
    store: Store, question: Question, *, since: datetime | None = None, until: datetime | None = None
) -> tuple[Position, ...]:
    """Return the positions on a question, oldest first; reports without a day come last."""
    words = load_language(LANGUAGE).postures
    readings = (reading for reading in store.iter_readings() if reading.document.lang == LANGUAGE)
    return tuple(
        position
        for position in list_positions(readings, question, words)
        if _is_between(position.said_at, since, until)
    )


def _is_between(moment: datetime | None, since: datetime | None, until: datetime | None) -> bool:
    if moment is None:
        return since is None and until is None
    return (since is None or moment >= since) and (until is None or moment <= until)


def encode_position(position: Position) -> dict[str, Any]:
    """Return a position as JSON values, its span as offsets into the document's text."""
    return {
        "question": position.question_id,
        "document_id": position.span.document_id,
        "span": [position.span.start, position.span.end],
        "quote": position.quote,
        "holder": position.holder,
        "kind": position.kind,
        "through": list(position.through),
        "speaks_for": position.speaks_for,
        "posture": position.posture,
        "modality": position.modality,
        "said_at": position.said_at.isoformat() if position.said_at else None,
        "statement_id": position.statement_id,
    }
