"""Find whom "we" and "our" mean where no quote says so: the last voice quoted, or the head of a statement."""

import re

from tocsin.languages import Language
from tocsin.model import Span, Statement
from tocsin.reading.passage import Passage

QUOTE_MARKS = frozenset({'"', "“", "”"})
# A quote longer than this has lost its closing mark.
MAX_QUOTE_CHARS = 1_500
MAX_HEADING_CHARS = 200
MARKUP = re.compile(r"<[^<>\n]{0,40}>|[*_#]")


def name_unquoted_voice(
    passage: Passage, span: Span, statements: tuple[Statement, ...], language: Language
) -> str | None:
    """Return the name of whoever says "we" at a span outside every statement, or None."""
    start = span.start - passage.offset
    if _is_in_open_quote(passage.text, start):
        before = [
            one for one in statements if one.content and one.content[0].end <= span.start and one.attributions
        ]
        quoted = [one for one in before if one.form != "indirect"]
        return quoted[-1].attributions[-1].name if quoted else None
    return _find_heading(passage.text, start, language)


def _is_in_open_quote(text: str, start: int) -> bool:
    """Whether a quote that runs over several paragraphs holds the place: one mark opens each, none closes."""
    paragraph = text[text.rfind("\n", 0, start) + 1 : start]
    marks = sum(mark in QUOTE_MARKS for mark in paragraph[-MAX_QUOTE_CHARS:])
    return marks % 2 == 1


def _find_heading(text: str, start: int, language: Language) -> str | None:
    """Return who the nearest heading above says the words are by: "Statement by the Press Secretary:"."""
    for line in reversed(text[:start].splitlines()):
        if not 0 < len(line) <= MAX_HEADING_CHARS:
            continue
        bare = MARKUP.sub("", line).strip().removesuffix(":")
        kind, by, name = bare.partition(" by ")
        kind = kind.lower().split()[-1].removesuffix("s") if kind.split() else ""
        if by and language.triggers.has("heading", kind):
            return name
    return None
