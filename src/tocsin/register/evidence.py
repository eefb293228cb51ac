"""Find the sentence round a span, so that a claim can show its words."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from tocsin.model import Document, Evidence, Reading, Span

# A quote longer than this hides what it is meant to show; it is cut at words round the value.
MAX_QUOTE_CHARS = 400
SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9À-Þ])|\s*\n\s*")
# "Gen. Smith said": a full stop after these ends no sentence.
ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“])(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Adm|Sgt|Sen|Rep|Gov|Prof|St|No|vs|U\.S|U\.N|U\.K|[A-Z])\.\s*$"
)


def find_sentence(reading: Reading, span: Span) -> Span:
    """Return the sentence (or the run of sentences) that holds the span, cut to a bounded length."""
    start, end = _look_up(reading.sentences, span) or _search(reading.document.text, span)
    return _trim(reading.document.text, start, end, span)


def _look_up(sentences: Sequence[Span], span: Span) -> tuple[int, int] | None:
    """Find the sentences that the reader told apart; None where it kept none here."""
    first = max(bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1, 0)
    held = [sentence for sentence in sentences[first : first + 3] if sentence.overlaps(span)]
    return (held[0].start, held[-1].end) if held else None


def _search(text: str, span: Span) -> tuple[int, int]:
    """Find the sentence by its marks."""
    start, end = 0, len(text)
    for boundary in SENTENCE_END.finditer(text):
        if "\n" not in boundary.group() and ABBREVIATION.search(text[: boundary.end()][-12:]):
            continue
        if boundary.end() <= span.start:
            start = boundary.end()
        elif boundary.start() >= span.end - 1:
            return start, boundary.end()
    return start, end


def _trim(text: str, start: int, end: int, span: Span) -> Span:
    start, end = min(start, span.start), max(end, span.end)
    if end - start > MAX_QUOTE_CHARS:
        room = max(MAX_QUOTE_CHARS - (span.end - span.start), 0) // 2
        start = _word_edge(text, max(start, span.start - room), span.start)
        end = max(span.end, text.rfind(" ", span.end, min(end, span.end + room)))
    while start < span.start and text[start].isspace():
        start += 1
    while end > span.end and text[end - 1].isspace():
        end -= 1
    return Span(span.document_id, start, end)


def _word_edge(text: str, start: int, limit: int) -> int:
    space = text.find(" ", start, limit)
    return limit if space < 0 else space + 1


def make_evidence(document: Document, span: Span) -> Evidence:
    """Return the words at the span as evidence, verbatim."""
    return Evidence(document_id=document.id, span=span, quote=document.quote(span))


def gather_evidence(reading: Reading, span: Span, *, anchor: Span) -> tuple[Evidence, ...]:
    """Return the sentence round the value, the value's own words, then the anchor's sentence if another."""
    sentence = find_sentence(reading, span)
    spans = [sentence, span]
    if not sentence.overlaps(anchor):
        spans.append(find_sentence(reading, anchor))
    return tuple(make_evidence(reading.document, item) for item in dict.fromkeys(spans))
