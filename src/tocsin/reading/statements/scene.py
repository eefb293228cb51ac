"""What the joining of quotations looks at: the parse, the quotations and the drafts so far."""

from dataclasses import dataclass, field

from spacy.tokens import Doc

from tocsin.languages.cues import CueWords
from tocsin.reading.statements.drafts import Draft
from tocsin.reading.statements.quotes import Quote

# Drafts are looked up by stretches of this many characters, so that long texts take no longer by the word.
STRETCH = 2000


@dataclass(slots=True)
class Scene:
    """What the joining of quotations looks at: the parse, the quotations and the drafts so far."""

    doc: Doc
    text: str
    quotes: tuple[Quote, ...]
    drafts: list[Draft]
    words: CueWords
    starts: list[int]
    by_head: dict[int, Draft] = field(default_factory=dict)
    nearby: dict[int, list[Draft]] = field(default_factory=dict)

    def add(self, draft: Draft) -> None:
        """Take in a draft, to be found by its cue's token and by the stretches of text it touches."""
        if draft.head is not None:
            self.by_head.setdefault(draft.head.i, draft)
        low = min(start for start, _ in draft.content)
        high = max(end for _, end in draft.content)
        for stretch in range(low // STRETCH, high // STRETCH + 1):
            self.nearby.setdefault(stretch, []).append(draft)

    def near(self, position: int) -> list[Draft]:
        """Return the drafts that touch the stretch of text around a character."""
        return self.nearby.get(position // STRETCH, [])
