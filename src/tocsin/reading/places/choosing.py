"""Which of the places a passage names is where an act took place."""

from dataclasses import replace

from spacy.tokens import Doc, Token

from tocsin.languages import Language
from tocsin.model import Place
from tocsin.reading.governing import FARTHEST, find_within, measure_distance
from tocsin.reading.grammar import climb, lemma_of
from tocsin.reading.passage import Passage
from tocsin.reading.places.mentions import PlaceMention

# A clause that tells of something else than the clause above it.
OTHER_CLAUSES = frozenset({"ccomp", "advcl", "parataxis", "csubj"})


def choose_place(
    passage: Passage, token: Token, mentions: tuple[PlaceMention, ...], language: Language
) -> Place | None:
    """Choose the place of the act named by the token; None where no place is tied to it."""
    best: tuple[int, int, int, int] | None = None
    chosen: PlaceMention | None = None
    for mention in find_within(mentions, token.sent):
        if not mention.is_literal or mention.place is None:
            continue
        distance = _measure(passage.doc, token, mention, language)
        if distance is None:
            continue
        rank = (mention.place.role == "launch", mention.is_adjective, distance, abs(mention.start - token.i))
        if best is None or rank < best:
            best, chosen = rank, mention
    if chosen is None or chosen.place is None:
        return None
    if lemma_of(token) in language.places.arresting:
        return replace(chosen.place, role="arrest")
    return chosen.place


def _measure(doc: Doc, token: Token, mention: PlaceMention, language: Language) -> int | None:
    if mention.start <= token.i < mention.end:
        return None
    distance = measure_distance(token, mention.governors, language, tells=mention.tells)
    if distance is not None or not mention.governors:
        return distance
    # "a strike that hit a school in Izium": the place stands in a clause below the act.
    below = doc[mention.governors[-1]]
    for step, word in enumerate(climb(below)):
        if below.dep_ in OTHER_CLAUSES or below.lower_ in language.places.parting or step > FARTHEST:
            return None
        if word.i == token.i:
            return len(mention.governors) + step + 1
        below = word
    return None
