"""Where: the places a passage names, and the one where an act took place."""

from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from tocsin.gazetteer import PlaceEntry
from tocsin.languages import Language
from tocsin.model import Place, Span
from tocsin.reading.governing import FARTHEST, PARTING, find_governors, is_act_noun, measure_distance
from tocsin.reading.grammar import climb, is_verb, lemma
from tocsin.reading.passage import Passage
from tocsin.reading.place_words import (
    ARRESTING,
    CARRYING,
    FINE,
    FROM,
    GROUNDS,
    INQUIRIES,
    LAUNCHING,
    MOVING,
    OTHER_CLAUSES,
    PARTY_LINKS,
    SCENE_ACTS,
    SCENE_KINDS,
    SCENE_LINKS,
    SCENES,
    TOWARDS,
    UPON,
    WITHIN,
)
from tocsin.reading.toponyms import find_candidates, find_container, find_countries, follows, resolve


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A named place: its words [start, end), what it resolves to, and the words it hangs on.

    `link` is the preposition or grammatical seat that ties it to them; `is_literal` is False where the name
    stands for a government or an owner ("Moscow denied") or only says in which country another place lies.
    """

    span: Span
    start: int
    end: int
    place: Place | None
    link: str
    governors: tuple[int, ...] = ()
    tells: bool = False
    is_literal: bool = True


def find_place_mentions(passage: Passage, language: Language) -> tuple[PlaceMention, ...]:
    """Find the places a passage names; a place that could be several is left unresolved."""
    candidates = find_candidates(passage.doc)
    spoken_of = find_countries(passage.doc, candidates)
    mentions: list[PlaceMention] = []
    for number, tokens in enumerate(candidates):
        holder = find_container(candidates, number)
        entry = resolve(tokens, holder, spoken_of)
        mention = _make_mention(passage, tokens, entry, language)
        if number > 0 and follows(candidates[number - 1], tokens):
            mention = replace(mention, is_literal=False)
        mentions.append(mention)
    return tuple(mentions)


def choose_place(passage: Passage, token: Token, mentions: tuple[PlaceMention, ...]) -> Place | None:
    """Choose the place of the act named by the token; None where no place is tied to it."""
    best: tuple[int, int, int] | None = None
    chosen: PlaceMention | None = None
    sentence = token.sent
    for mention in mentions:
        if (
            not mention.is_literal
            or mention.place is None
            or not sentence.start <= mention.start < sentence.end
        ):
            continue
        distance = _measure(passage.doc, token, mention)
        if distance is None:
            continue
        rank = (mention.place.role == "launch", distance, abs(mention.start - token.i))
        if best is None or rank < best:
            best, chosen = rank, mention
    if chosen is None or chosen.place is None:
        return None
    if lemma(token) in ARRESTING:
        return replace(chosen.place, role="arrest")
    return chosen.place


def _measure(doc: Doc, token: Token, mention: PlaceMention) -> int | None:
    if mention.start <= token.i < mention.end:
        return None
    distance = measure_distance(token, mention.governors, tells=mention.tells)
    if distance is not None or not mention.governors:
        return distance
    # "a strike that hit a school in Izium": the place stands in a clause below the act.
    below = doc[mention.governors[-1]]
    for step, word in enumerate(climb(below)):
        if below.dep_ in OTHER_CLAUSES or below.lower_ in PARTING or step > FARTHEST:
            return None
        if word.i == token.i:
            return len(mention.governors) + step + 1
        below = word
    return None


def _make_mention(
    passage: Passage, tokens: Tokens, entry: PlaceEntry | None, language: Language
) -> PlaceMention:
    seat, link = _find_seat(tokens.root)
    governors, tells = find_governors(seat, language)
    is_literal = entry is not None and _is_literal(seat, link, entry, language)
    span = passage.span_of(tokens)
    return PlaceMention(
        span=span,
        start=tokens.start,
        end=tokens.end,
        place=None if entry is None else _make_place(tokens.text, span, entry, link),
        link=link,
        governors=governors,
        tells=tells,
        is_literal=is_literal,
    )


def _make_place(name: str, span: Span, entry: PlaceEntry, link: str) -> Place:
    return Place(
        name=name,
        span=span,
        gazetteer_id=entry.id,
        lat=entry.lat,
        lon=entry.lon,
        country=entry.country,
        precision=entry.precision,
        role="launch" if link in FROM else "act",
        radius_km=entry.radius_km,
    )


def _find_seat(root: Token) -> tuple[Token, str]:
    """Return the word by which the name sits in its clause, and the preposition or relation there."""
    seat = root
    for word in climb(root):
        carried = seat.dep_ in CARRYING and lemma(word) in GROUNDS
        if carried or (seat.dep_ in {"appos", "conj"} and not is_verb(word)):
            seat = word
        elif seat.dep_ == "pobj" and word.lower_ == "of" and lemma(word.head) in GROUNDS:
            seat = word.head
        elif seat.dep_ == "prep" or word.lower_ == "of" and seat.i == word.head.i:
            continue
        else:
            break
    if seat.dep_ in {"pobj", "pcomp"}:
        return seat, seat.head.lower_
    return seat, seat.dep_


def _is_literal(seat: Token, link: str, entry: PlaceEntry, language: Language) -> bool:
    """Whether the name means the ground itself, not the government or people of it."""
    head = seat.head.head if seat.dep_ == "pobj" else seat.head
    is_fine = entry.precision in FINE
    if link in WITHIN:
        if link in PARTY_LINKS and entry.precision == "country":
            return lemma(seat) in SCENES or (link != "between" and lemma(head) not in INQUIRIES)
        return True
    if link in UPON:
        return is_fine and (entry.kind in SCENE_KINDS or _is_act(head, language))
    if link in FROM:
        return lemma(head) in LAUNCHING
    if link in TOWARDS:
        return lemma(head) in MOVING
    if entry.kind in SCENE_KINDS and link in SCENE_LINKS:
        return True
    if link in {"dobj", "nsubjpass"}:
        return lemma(seat) in SCENES or (is_fine and _is_act(head, language))
    if link in CARRYING:
        return is_fine and is_act_noun(head, language)
    return False


def _is_act(word: Token, language: Language) -> bool:
    return language.hedges.has("hostile_acts", lemma(word)) or lemma(word) in SCENE_ACTS
