from types import SimpleNamespace

from tocsin.model import Document, Evidence, Span
from tocsin.pipeline.pages import find_pages


def incident_of(*spans):
    pieces = tuple(Evidence(document_id=span.document_id, span=span, quote="x") for span in spans)
    return SimpleNamespace(
        claims=(SimpleNamespace(evidence=pieces[:1]),),
        attribution=SimpleNamespace(acts=(SimpleNamespace(evidence=pieces[1:]),)),
    )


def test_a_quote_tells_its_page_and_one_without_pages_none():
    paged = Document(id="d1", text="one\n\n\ftwo\n\n\fthree\n\n\f")
    plain = Document(id="d2", text="one")
    second, third = Span("d1", 6, 9), Span("d1", 12, 17)
    incident = incident_of(second, third, Span("d2", 0, 3), Span("unknown", 0, 3))
    assert find_pages(incident, (paged, plain)) == {second: 2, third: 3}
