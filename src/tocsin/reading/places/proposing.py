"""The runs of words that may name places: the language model's, and the gazetteer's longest matches."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from tocsin.languages.placewords import PlaceWords
from tocsin.reading.grammar import lemma_of
from tocsin.reading.places.candidates import Candidate, list_candidates

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
LONGEST_RUN = 6
# Words inside a name that stand in lower case: "Isle of Wight", "Rio de Janeiro".
INSIDE = frozenset(
    {"of", "de", "la", "el", "al", "the", "del", "du", "upon", "and", "di", "en", "-", "'s", "’s", "’", "'"}
)
ARTICLES = frozenset({"the", "a", "an"})
# Relations by which a word before a noun describes it.
DESCRIBING = frozenset({"compound", "nmod", "amod", "poss"})
NO_START = frozenset({"the", "'s", "’s", '"', "“", ","})
NO_END = frozenset({"'s", "’s", "'", "’", '"', "”", ","})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A run of tokens [start, end) that may name a place, with what the gazetteer knows by that name.

    `ground` is the token of the ground that a people owns: "Turkish [airspace]".
    """

    start: int
    end: int
    text: str
    candidates: tuple[Candidate, ...]
    ground: int | None = None

    @property
    def is_people(self) -> bool:
        """Whether the words name a country's people."""
        return bool(self.candidates) and self.candidates[0].is_people

    @property
    def is_shortened(self) -> bool:
        """Whether only a part of the words is a known name."""
        return bool(self.candidates) and self.candidates[0].is_shortened


def propose(doc: Doc, words: PlaceWords) -> list[Proposal]:
    """List what may name places, in the order of the text; runs may overlap."""
    found: dict[tuple[int, int], Proposal] = {}
    for entity in doc.ents:
        if entity.label_ in PLACE_LABELS:
            start, end = trim(entity)
            if end > start:
                found[start, end] = _make_proposal(doc, start, end, words)
    for first, last in _list_runs(doc):
        for proposal in _match(doc, first, last, words):
            found.setdefault((proposal.start, proposal.end), proposal)
    return sorted(found.values(), key=lambda one: (one.start, one.end))


def trim(entity: Span) -> tuple[int, int]:
    """Return the tokens of an entity without article, quotes and the ending of a possessive."""
    doc, start, end = entity.doc, entity.start, entity.end
    while start < end and doc[start].lower_ in NO_START:
        start += 1
    while end > start and doc[end - 1].lower_ in NO_END:
        end -= 1
    return start, end


def _make_proposal(doc: Doc, start: int, end: int, words: PlaceWords) -> Proposal:
    text = doc[start:end].text
    candidates = list_candidates(text, words)
    is_people = bool(candidates) and candidates[0].is_people
    return Proposal(start, end, text, candidates, _find_ground(doc[end - 1], words) if is_people else None)


def _find_ground(people: Token, words: PlaceWords) -> int | None:
    ground = people.head
    is_near = ground.i in {people.i + 1, people.i + 2}
    return ground.i if people.dep_ in DESCRIBING and is_near and lemma_of(ground) in words.scenes else None


def _list_runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield the longest stretches of capitalised words and numbers, with lower-case links inside."""
    start: int | None = None
    last = 0
    for token in doc:
        if is_capitalised(token) or (start is not None and token.text[0].isdigit()):
            start = token.i if start is None else start
            last = token.i + 1
        elif start is not None and not (token.lower_ in INSIDE and token.i - last < 2):
            yield start, last
            start = None
    if start is not None:
        yield start, last


def is_capitalised(token: Token) -> bool:
    """Whether a word begins with a capital letter."""
    return token.text[0].isupper()


def _match(doc: Doc, first: int, last: int, words: PlaceWords) -> Iterator[Proposal]:
    """Yield the longest known name at each word of a run that no longer name covers."""
    at = first
    while at < last:
        step = 1
        if is_capitalised(doc[at]) and doc[at].lower_ not in ARTICLES:
            for end in range(min(last, at + LONGEST_RUN), at, -1):
                proposal = _make_known(doc, at, end, words)
                if proposal is not None:
                    yield proposal
                    step = end - at
                    break
        at += step


def _make_known(doc: Doc, start: int, end: int, words: PlaceWords) -> Proposal | None:
    final = doc[end - 1]
    if end - start > 1 and final.text[0].islower():
        return None
    proposal = _make_proposal(doc, start, end, words)
    if not proposal.candidates:
        return None
    if end - start > 1 and proposal.is_shortened and final.lower_ not in words.generic_tails:
        return None  # "Eastern Kentucky" is Kentucky: the shorter match says so
    return proposal
