from tocsin.model import Evidence, Span
from tocsin.pipeline.masking import mask_quote

TEXT = "On Monday police held Jan Sample. Sample had a map."


def quote(start: int, end: int) -> Evidence:
    return Evidence(document_id="d", span=Span("d", start, end), quote=TEXT[start:end])


def test_every_private_name_in_a_quote_is_masked():
    names = [Span("d", 22, 32), Span("d", 34, 40)]
    masked = mask_quote(quote(10, len(TEXT)), names)
    assert masked.quote == "police held [person]. [person] had a map."
    assert masked.span == Span("d", 10, len(TEXT))


def test_a_name_outside_the_quote_changes_nothing():
    assert mask_quote(quote(0, 9), [Span("d", 22, 32)]) == quote(0, 9)
