"""The original words behind quotes of translated reports."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tocsin.model import Document, Incident, Span
from tocsin.model.brief import Brief, BriefQuote
from tocsin.pipeline.language_names import name_language
from tocsin.store.base import Store
from tocsin.store.collection_base import Translation

UNKNOWN = "und"
"""The code of a language that nobody recognised (ISO 639-2)."""

MOST_SHOWN = 2_000
"""Characters of an original shown beside a quote: where paragraphs are not aligned it is the whole text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The words of the original behind a quote: in which report, which language, translated by whom."""

    document_id: str
    words: str
    lang: str
    by: str

    @property
    def language(self) -> str:
        """Return what the language is called."""
        return "a language not known" if self.lang == UNKNOWN else name_language(self.lang)

    @property
    def shown(self) -> str:
        """Return the words, their beginning where they are very many."""
        return self.words if len(self.words) <= MOST_SHOWN else self.words[:MOST_SHOWN] + " …"

    def tell(self) -> str:
        """Return the words with where they are from, as a line."""
        return f"translated from {self.language} by {self.by}: “{self.shown}”"


def find_originals(store: Store, spans: Iterable[Span]) -> Mapping[Span, Original]:
    """Return for each place that stands in a translation the words of the original behind it."""
    known: dict[str, Translation | None] = {}
    found: dict[Span, Original] = {}
    for span in dict.fromkeys(spans):
        if span.document_id not in known:
            known[span.document_id] = store.collection.load_translation(span.document_id)
        translation = known[span.document_id]
        words = store.collection.find_original(span) if translation is not None else None
        if translation is not None and words is not None:
            found[span] = Original(
                document_id=translation.original_id, words=words, lang=translation.lang, by=translation.by
            )
    return found


def find_whole_original(store: Store, document: Document) -> Original | None:
    """Return the whole text that a report is a translation of, None for an original."""
    span = Span(document.id, 0, len(document.text))
    return find_originals(store, (span,)).get(span)


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


def list_quoted(incident: Incident) -> Iterator[Span]:
    """Yield every place that a record quotes: under its claims, its blame and what followed it."""
    for claim in incident.claims:
        yield from (piece.span for piece in claim.evidence)
    for act in incident.attribution.acts:
        yield from (piece.span for piece in act.evidence)
    for response in incident.responses:
        yield from (piece.span for piece in response.evidence)
