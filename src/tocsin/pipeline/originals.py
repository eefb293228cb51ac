"""The original words behind quotes of translated reports."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tocsin.model import Incident, Span
from tocsin.model.brief import Brief, BriefQuote
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


def show_originals(store: Store, brief: Brief) -> Brief:
    """Return a brief with the original words beside the quotes of translated reports."""
    cited = {q.document_id for part in brief.sections for line in part.lines for q in line.quotes}
    translated = {name for name in cited if store.collection.load_translation(name) is not None}
    if not translated:
        return brief
    texts = {name: reading.document.text for name in translated if (reading := store.load_reading(name))}

    def show(quote: BriefQuote) -> BriefQuote:
        start = texts.get(quote.document_id, "").find(quote.quote)
        if start < 0 or quote.document_id not in texts:
            return quote
        span = Span(quote.document_id, start, start + len(quote.quote))
        return replace(quote, original=store.collection.find_original(span))

    return replace(
        brief,
        sections=tuple(
            replace(
                part,
                lines=tuple(replace(line, quotes=tuple(map(show, line.quotes))) for line in part.lines),
            )
            for part in brief.sections
        ),
    )


def _list_spans(incident: Incident) -> Iterator[Span]:
    for claim in incident.claims:
        yield from (piece.span for piece in claim.evidence)
    for act in incident.attribution.acts:
        yield from (piece.span for piece in act.evidence)
    for response in incident.responses:
        yield from (piece.span for piece in response.evidence)
