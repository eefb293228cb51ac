"""Where a sentence must start, whatever the parser thinks: after a blank line, and in endless ones."""

from spacy.language import Language as Pipeline
from spacy.tokens import Doc

NAME = "tocsin_boundaries"
SENTENCE_ENDS = frozenset(".!?")
# A paragraph of this many words is broken at its next full stop,
LONG = 250
# and words without any full stop are broken after so many.
ENDLESS = 400


@Pipeline.component(NAME, assigns=["token.is_sent_start"])
def mark_boundaries(doc: Doc) -> Doc:
    """Set the sentence starts that the parser must keep."""
    text = doc.text
    if len(doc) <= LONG and "\n" not in text and "\r" not in text:
        return doc
    forced = ended = 0
    for token in doc[: max(0, len(doc) - 1)]:
        stops = token.text in SENTENCE_ENDS
        if stops:
            ended = token.i
        if (
            (token.is_space and is_blank_line(token.text))
            or (stops and token.i - forced >= LONG)
            or token.i - max(ended, forced) >= ENDLESS
        ):
            forced = token.i + 1
            doc[forced].is_sent_start = True
    return doc


def is_blank_line(space: str) -> bool:
    """Whether white space leaves a line empty, whatever its line ends are."""
    return space.replace("\r\n", "\n").replace("\r", "\n").count("\n") > 1
