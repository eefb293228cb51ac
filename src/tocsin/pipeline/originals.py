"""The original words behind quotes of translated reports."""

from collections.abc import Iterator, Mapping

from tocsin.model import Incident, Span
from tocsin.store.base import Store


def find_originals(store: Store, incident: Incident) -> Mapping[Span, str]:
    """Return for each quote that stands in a translation the words of the original behind it."""
    translated: dict[str, bool] = {}
    found: dict[Span, str] = {}
    for span in _list_spans(incident):
        if span.document_id not in translated:
            known = store.collection.load_translation(span.document_id)
            translated[span.document_id] = known is not None
        if translated[span.document_id] and span not in found:
            words = store.collection.find_original(span)
            if words is not None:
                found[span] = words
    return found


def _list_spans(incident: Incident) -> Iterator[Span]:
    for claim in incident.claims:
        yield from (piece.span for piece in claim.evidence)
    for act in incident.attribution.acts:
        yield from (piece.span for piece in act.evidence)
    for response in incident.responses:
        yield from (piece.span for piece in response.evidence)
