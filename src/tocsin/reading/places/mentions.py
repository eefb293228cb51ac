"""Where: the places a passage names."""

from dataclasses import dataclass, replace

from spacy.tokens import Token

from tocsin.gazetteer import PlaceEntry
from tocsin.languages import Language
from tocsin.model import Place, Span
from tocsin.reading.governing import find_governors, is_act_noun
from tocsin.reading.grammar import climb, is_verb, lemma_of
from tocsin.reading.passage import Passage
from tocsin.reading.places.grounding import Named, find_named

# Relations by which a word before a noun describes it.
CARRYING = frozenset({"compound", "nmod", "amod", "poss"})
# Things named in the gazetteer that are a scene also where no preposition says so: "Estlink 2 was damaged".
SCENE_KINDS = frozenset(
    {
        "airport",
        "airspace",
        "base",
        "border_crossing",
        "cable",
        "gulf",
        "island",
        "pipeline",
        "plant",
        "port",
        "river",
        "sea",
        "strait",
    }
)
SCENE_SEATS = frozenset({"dobj", "nsubjpass", "compound", "nmod", "amod"})
# Precisions under that of a country: a place in which one can stand.
FINE = frozenset({"settlement", "site", "exact", "sea_area", "admin2", "admin1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A named place: its words [start, end), what it resolves to, and the words it hangs on.

    `is_adjective` marks a country that only its adjective names ("the Danish port"): others go first.
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
    is_adjective: bool = False


def find_place_mentions(passage: Passage, language: Language) -> tuple[PlaceMention, ...]:
    """Find the places a passage names; a place that could be several is left unresolved."""
    return tuple(_make_mention(passage, named, language) for named in find_named(passage, language))


def _make_mention(passage: Passage, named: Named, language: Language) -> PlaceMention:
    tokens, entry = passage.doc[named.start : named.end], named.entry
    seat, link = _find_seat(tokens.root, language)
    governors, tells = find_governors(seat, language)
    span = passage.span_of(tokens)
    place = None
    if entry is not None:
        role = "launch" if link in language.places.leaving else "act"
        name = entry.name if named.is_adjective else tokens.text
        place = replace(_make_place(name, span, entry, role=role), confidence=round(named.confidence, 2))
    is_scene = entry is not None and not named.is_container and _is_literal(seat, link, entry, language)
    return PlaceMention(
        span=span,
        start=named.start,
        end=named.end,
        place=place,
        link=link,
        governors=governors,
        tells=tells,
        is_literal=is_scene,
        is_adjective=named.is_adjective,
    )


def _make_place(name: str, span: Span, entry: PlaceEntry, *, role: str) -> Place:
    return Place(
        name=name,
        span=span,
        gazetteer_id=entry.id,
        lat=entry.lat,
        lon=entry.lon,
        country=entry.country,
        precision=entry.precision,
        role=role,
        radius_km=entry.radius_km,
    )


def _find_seat(root: Token, language: Language) -> tuple[Token, str]:
    """Return the word by which the name sits in its clause, and the preposition or relation there."""
    grounds, seat = language.places.grounds, root
    for word in climb(root):
        carried = seat.dep_ in CARRYING and lemma_of(word) in grounds
        if carried or (seat.dep_ in {"appos", "conj"} and not is_verb(word)):
            seat = word
        elif seat.dep_ == "pobj" and word.lower_ == "of" and lemma_of(word.head) in grounds:
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
    words = language.places
    head = seat.head.head if seat.dep_ == "pobj" else seat.head
    is_fine = entry.precision in FINE
    if link in words.within:
        if link in words.party_links and entry.precision == "country":
            is_party = link == "between" or lemma_of(head) in words.inquiries
            return lemma_of(seat) in words.scenes or not is_party
        return True
    if link in words.upon:
        return is_fine and (entry.kind in SCENE_KINDS or _is_act(head, language))
    if link in words.leaving:
        return lemma_of(head) in words.launching
    if link in words.towards:
        return lemma_of(head) in words.moving
    if entry.kind in SCENE_KINDS and (link in SCENE_SEATS or link in words.scene_links):
        return True
    if link in {"dobj", "nsubjpass"}:
        return lemma_of(seat) in words.scenes or (is_fine and _is_act(head, language))
    if link in CARRYING:
        return is_fine and is_act_noun(head, language)
    return False


def _is_act(word: Token, language: Language) -> bool:
    return language.hedges.has("hostile_acts", lemma_of(word)) or lemma_of(word) in language.places.scene_acts
