"""A parsed piece of a document, and the way from its tokens to spans of the document."""

from dataclasses import dataclass, field
from datetime import date

import spacy.tokens

from tocsin.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A spaCy parse of one piece of a document.

    `offset` is where the piece starts in the document's text, `heading` the document's title, `home` the
    country (alpha-3) whose domain the document was published under, where that tells.
    """

    doc: spacy.tokens.Doc
    document_id: str
    offset: int = 0
    published_on: date | None = None
    heading: str = ""
    home: str | None = None
    text: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the text: spaCy builds it anew at each asking, which costs a walk over the whole piece."""
        object.__setattr__(self, "text", self.doc.text)

    def span(self, start_char: int, end_char: int) -> Span:
        """Return the document span for characters of this piece."""
        return Span(self.document_id, self.offset + start_char, self.offset + end_char)

    def span_of(self, tokens: spacy.tokens.Span | spacy.tokens.Token) -> Span:
        """Return the document span for a token or a run of tokens."""
        if isinstance(tokens, spacy.tokens.Token):
            return self.span(tokens.idx, tokens.idx + len(tokens.text))
        return self.span(tokens.start_char, tokens.end_char)

    def tokens_at(self, span: Span) -> spacy.tokens.Span | None:
        """Return the tokens that a document span covers, widened to whole tokens; None outside this piece."""
        start, end = span.start - self.offset, span.end - self.offset
        if start < 0 or end > len(self.text):
            return None
        return self.doc.char_span(start, end, alignment_mode="expand")
