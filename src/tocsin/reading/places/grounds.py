"""Ground that only its owner names: "its airspace", "the country's border"."""

from collections.abc import Iterator

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from tocsin.gazetteer import PlaceEntry, country_of_demonym, find_country, find_places
from tocsin.languages import Language
from tocsin.model import Place
from tocsin.reading.governing import find_governors
from tocsin.reading.grammar import SUBJECTS, children, climb, is_verb, lemma_of
from tocsin.reading.passage import Passage
from tocsin.reading.places.mentions import PlaceMention

LONGEST_COUNTRY_WORDS = 3
# Seats in which ground is what is acted on.
OPEN_SEATS = frozenset({"dobj", "nsubjpass"})


def find_owned_grounds(passage: Passage, sentence: Tokens, language: Language) -> tuple[PlaceMention, ...]:
    """Find the ground in a sentence that a pronoun or "the country" names, where its owner is clear.

    "Norway says that Russia violated [its airspace]": nobody violates his own, so the owner is Norway.
    """
    mentions = (_read_ground(passage, token, language) for token in sentence)
    return tuple(mention for mention in mentions if mention is not None)


def _read_ground(passage: Passage, token: Token, language: Language) -> PlaceMention | None:
    if not (token.dep_ in OPEN_SEATS or _is_at(token, language) or _is_decreed(token, language)):
        return None
    if _is_peoples(token, language):
        owner = next(_list_countries(token), None)
    elif any(test(token, language) for test in (_is_owned, _is_the_country, _is_closed, _is_decreed)):
        owner = _find_owner(token, language)
    else:
        return None
    if owner is None:
        return None
    link = token.head.lower_ if token.dep_ == "pobj" else token.dep_
    governors, tells = find_governors(token, language)
    tokens = passage.doc[token.left_edge.i : token.i + 1]
    span = passage.span_of(tokens)
    place = Place(
        name=owner.name,
        span=span,
        gazetteer_id=owner.id,
        lat=owner.lat,
        lon=owner.lon,
        country=owner.country,
        precision=owner.precision,
        radius_km=owner.radius_km,
    )
    return PlaceMention(
        span=span,
        start=tokens.start,
        end=tokens.end,
        place=place,
        link=link,
        governors=governors,
        tells=tells,
    )


def _is_at(token: Token, language: Language) -> bool:
    """Whether a preposition puts what happens on the ground: "in its waters", "close to its coast"."""
    words, link = language.places, token.head
    if token.dep_ != "pobj":
        return False
    return link.lower_ in words.within | words.upon or lemma_of(link.head) in words.close_by


def _is_ground(token: Token, language: Language) -> bool:
    name = lemma_of(token)
    return name in language.places.grounds and name not in language.places.missions


def _is_owned(token: Token, language: Language) -> bool:
    """Whether an owner that is no name stands before ground: "its border", "the country's coast"."""
    return _is_ground(token, language) and any(
        owner.tag_ == "PRP$" or lemma_of(owner) in language.places.realms for owner in children(token, "poss")
    )


def _is_peoples(token: Token, language: Language) -> bool:
    """Whether the word is ground with the adjective of a people: "a Syrian air base"."""
    return _is_ground(token, language) and any(
        country_of_demonym(child.text) is not None for child in children(token, "amod", "compound", "nmod")
    )


def _is_closed(token: Token, language: Language) -> bool:
    """Whether the word is ground that its keeper closes or opens: "closes all border crossings"."""
    is_ground = lemma_of(token) in language.places.scenes or lemma_of(token) in language.places.crossings
    return (
        is_ground and token.dep_ in {"dobj", "nsubjpass"} and lemma_of(token.head) in language.places.keeping
    )


def _is_decreed(token: Token, language: Language) -> bool:
    """Whether the word is what a state declares on its own ground: "declares a state of [emergency]"."""
    if lemma_of(token) not in language.places.decrees:
        return False
    verb = next((word for word in climb(token) if is_verb(word)), None)
    return verb is not None and lemma_of(verb) in language.places.decreeing


def _is_the_country(token: Token, language: Language) -> bool:
    """Whether the word is "the country" without anything that says another one is meant."""
    is_bare = not children(token, "amod", "compound", "poss", "relcl", "acl", "prep", "nmod", "nummod")
    is_known = any(child.lower_ == "the" for child in children(token, "det"))
    return token.lower_ in language.places.realms and is_bare and is_known


def _find_owner(ground: Token, language: Language) -> PlaceEntry | None:
    """Return the country of the nearest subject above; who enters or violates ground does not own it."""
    is_first, is_pronoun = True, any(child.tag_ == "PRP$" for child in ground.children)
    for word in climb(ground):
        if not is_verb(word):
            continue
        trespasses = is_first and lemma_of(word) in language.places.trespassing
        is_first = False
        if trespasses:
            continue
        country = next(list_subject_countries(word), None)
        if country is not None:
            return country
        if is_pronoun and any(child.pos_ != "PRON" for child in children(word, *SUBJECTS)):
            return None  # "the group attacked its own base"
    return None


def list_subject_countries(verb: Token) -> Iterator[PlaceEntry]:
    """Yield the countries named in the subject of a verb."""
    for subject in children(verb, *SUBJECTS):
        yield from _list_countries(subject)


def _list_countries(party: Token) -> Iterator[PlaceEntry]:
    """Yield the countries named in the words of a party up to its head: "Japan's Defense Ministry"."""
    words = party.doc[party.left_edge.i : party.i + 1]
    for length in range(LONGEST_COUNTRY_WORDS, 0, -1):
        for start in range(len(words) - length + 1):
            name = words[start : start + length].text
            country = find_country(name) or country_of_demonym(name)
            if country is not None:
                yield from (place for place in find_places(country.name) if place.precision == "country")
