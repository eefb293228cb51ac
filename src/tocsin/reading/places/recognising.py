"""Which words of a text name places: a first look at each run of words, a second with all others in view."""

from collections.abc import Sequence

import numpy as np
from spacy.tokens import Doc

from tocsin.languages import Language
from tocsin.languages.placewords import PlaceWords
from tocsin.reading.grammar import lemma_of
from tocsin.reading.passage import Passage
from tocsin.reading.places.naming import Resolved, Toponym
from tocsin.reading.places.proposing import Proposal, propose
from tocsin.reading.places.resolving import resolve_toponyms
from tocsin.reading.places.signs import NUMBER, describe, describe_context
from tocsin.reading.places.weighing import Floats, is_listed
from tocsin.reading.places.weights import load_weights

# Below this no second look is taken.
HOPELESS = 0.05
# A run is a name from here on. Figures hardly move between 0.3 and 0.5.
LIKELY = 0.45
# The name is a part of another: "the [Baltic] Times", "Mr. [Forsmark]".
PART_OF_OTHER = (
    "inside_ORG",
    "inside_PERSON",
    "inside_OTHER",
    "after_title",
    "after_name",
    "before_bearer",
    "people",
)

# A town of so many is known by its name alone.
CITY = 100_000
OWNING = frozenset({"poss", "compound", "nmod"})


def find_toponyms(passage: Passage, language: Language, *, home: str | None = None) -> tuple[Toponym, ...]:
    """Return the names of places in a passage, in the order of the text and without overlap."""
    return tuple(name for _, name in recognise(passage.doc, language.places, home=home))


def recognise(
    doc: Doc, words: PlaceWords, *, home: str | None = None, least: float = LIKELY
) -> list[tuple[Proposal, Toponym]]:
    """Find the runs of words that name places, in the order of the text and without overlap."""
    proposals = propose(doc, words)
    if not proposals:
        return []
    signs = describe(doc, proposals, words)
    weights = load_weights()
    first = squash(signs @ weights.name_first)
    context = look_around(doc, proposals, first, words, home=home)
    second = squash(np.hstack([signs, context]) @ weights.name_later)
    chances = np.where(first >= HOPELESS, second, 0.0)
    plain = np.array(
        [
            is_plain(one, row) or is_called_town(one, row) or owns_ground(doc, one, words)
            for one, row in zip(proposals, signs, strict=True)
        ]
    )
    chances[plain] = np.maximum(chances[plain], least)
    chosen = select(proposals, chances, least=least)
    return [(proposals[i], make_toponym(doc, proposals[i], chances[i])) for i in chosen]


def is_plain(proposal: Proposal, signs: Floats) -> bool:
    """Whether a run is a name by our own knowledge: "Turkish airspace", or a site of our table, "Estlink 2".

    The development sets know neither, so their weights say little of them.
    """
    if proposal.ground is not None:
        return True
    first = proposal.candidates[0].entry if proposal.candidates else None
    is_ours = first is not None and is_listed(first) and not proposal.is_shortened
    return is_ours and not any(signs[NUMBER[sign]] for sign in PART_OF_OTHER)


def is_called_town(proposal: Proposal, signs: Floats) -> bool:
    """Whether the text itself calls a known town one: "the capital [Kyiv]", "the city of [Sartana]"."""
    called = proposal.candidates and not proposal.is_shortened and signs[NUMBER["after_settlement"]]
    names_it = called and any(one.entry.is_main_name and not one.is_people for one in proposal.candidates)
    return bool(names_it) and not any(signs[NUMBER[sign]] for sign in PART_OF_OTHER)


def owns_ground(doc: Doc, proposal: Proposal, words: PlaceWords) -> bool:
    """Whether a city's name owns a kind of ground: "near [Copenhagen]'s airport", "[Copenhagen] airport"."""
    last = doc[proposal.end - 1]
    first = proposal.candidates[0].entry if proposal.candidates else None
    is_city = first is not None and first.is_main_name and first.population >= CITY
    return is_city and last.dep_ in OWNING and lemma_of(last.head) in words.grounds


def look_around(
    doc: Doc, proposals: Sequence[Proposal], chances: Floats, words: PlaceWords, *, home: str | None
) -> Floats:
    """Return what the rest of the text says of each run, the places resolved as far as now known."""
    kept = [i for i, chance in enumerate(chances) if chance >= HOPELESS]
    names = [make_toponym(doc, proposals[i], chances[i]) for i in kept]
    places: list[Resolved | None] = [None] * len(proposals)
    for i, place in zip(kept, resolve_toponyms(doc.text, names, words, home=home), strict=True):
        places[i] = place
    return describe_context(proposals, chances, places)


def make_toponym(doc: Doc, proposal: Proposal, chance: float) -> Toponym:
    """Return a run of words as a name with its characters."""
    start = doc[proposal.start].idx
    return Toponym(start, start + len(proposal.text), proposal.text, proposal.is_people, float(chance))


def select(proposals: Sequence[Proposal], chances: Floats, *, least: float) -> list[int]:
    """Return the numbers of the likeliest runs that do not overlap, the longer first among equals."""

    def rank(number: int) -> tuple[float, int]:
        one = proposals[number]
        return -round(float(chances[number]), 2), one.start - one.end

    taken: set[int] = set()
    chosen: list[int] = []
    for number in sorted(np.flatnonzero(chances >= least).tolist(), key=rank):
        tokens = range(proposals[number].start, proposals[number].end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            chosen.append(number)
    return sorted(chosen)


def squash(scores: Floats) -> Floats:
    """Turn scores into probabilities."""
    chances: Floats = 1 / (1 + np.exp(-scores))
    return chances
