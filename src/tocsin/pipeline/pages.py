"""The pages that quotes stand on, for reports that have pages."""

from collections.abc import Iterable, Iterator, Mapping

from tocsin.model import Document, Incident, Span


def find_pages(incident: Incident, documents: Iterable[Document]) -> Mapping[Span, int]:
    """Return the page of each quote of an incident, counted from 1, where its report has pages."""
    by_id = {document.id: document for document in documents}
    found: dict[Span, int] = {}
    for span in _list_spans(incident):
        document = by_id.get(span.document_id)
        page = document.find_page(span) if document is not None else None
        if page is not None:
            found[span] = page
    return found


def _list_spans(incident: Incident) -> Iterator[Span]:
    for claim in incident.claims:
        yield from (piece.span for piece in claim.evidence)
    for act in incident.attribution.acts:
        yield from (piece.span for piece in act.evidence)
