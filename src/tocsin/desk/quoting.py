"""Quotes as shown: the words a claim rests on marked inside their sentence, and neither printed twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tocsin.desk.marking import TextRow
from tocsin.model import Evidence, Span
from tocsin.pipeline.originals import Original, find_originals
from tocsin.store.base import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Verbatim words in three pieces that follow one another: the middle one is what the claim rests on."""

    span: Span
    before: str
    key: str
    after: str


def fold_quotes(evidence: Iterable[Evidence]) -> tuple[Quote, ...]:
    """Return the quotes of a claim in order, with those that stand inside another marked there."""
    pieces = tuple(dict.fromkeys(evidence))
    outer = [piece for piece in pieces if not any(_lies_in(piece, other) for other in pieces)]
    return tuple(_mark(piece, [other for other in pieces if _lies_in(other, piece)]) for piece in outer)


def pick_originals(spans: Iterable[Span], originals: Mapping[Span, Original]) -> tuple[Original, ...]:
    """Return the originals behind places, each once, in order: places of one paragraph share theirs."""
    return tuple(dict.fromkeys(originals[span] for span in spans if span in originals))


def find_row_originals(store: Store, document_id: str, rows: Iterable[TextRow]) -> Mapping[int, Original]:
    """Return by their start the originals behind rows that something was read from.

    Rows of one paragraph share its original, which stands at the first of them.
    """
    spans = [Span(document_id, row.start, row.end) for row in rows if row.events or row.statements]
    found = find_originals(store, spans)
    first: dict[Original, int] = {}
    for span in spans:
        if span in found:
            first.setdefault(found[span], span.start)
    return {start: original for original, start in first.items()}


def _lies_in(piece: Evidence, other: Evidence) -> bool:
    return piece.span != other.span and other.span.contains(piece.span)


def _mark(piece: Evidence, inner: list[Evidence]) -> Quote:
    """Cut a quote round its shortest inner one; without one, or where lengths differ, nothing is marked."""
    text, start = piece.quote, piece.span.start
    if not inner or len(text) != piece.span.end - start:
        return Quote(span=piece.span, before=text, key="", after="")
    key = min(inner, key=lambda other: (other.span.end - other.span.start, other.span.start)).span
    left, right = key.start - start, key.end - start
    return Quote(span=piece.span, before=text[:left], key=text[left:right], after=text[right:])
