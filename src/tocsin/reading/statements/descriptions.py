"""Voices that are described, not named: whom "the minister", "the group" or "a spokesman" is elsewhere in the text."""

from spacy.tokens import Token

from tocsin.languages.cues import SpeakerWords
from tocsin.reading.grammar import child_of, is_plural, lemma_of
from tocsin.reading.statements.cast import Cast, mentions_after, mentions_before
from tocsin.reading.statements.naming import DETERMINERS, PERSON, Mention

# A phrase is taken up, or named, so far from where it stands.
FARTHEST_FULLER_TOKENS = 400
FARTHEST_AHEAD_SENTENCES = 6
LONGEST_PHRASE = 6
NAME_TYPES = frozenset({"ORG", "GPE", "NORP", "PERSON", "FAC", "LOC"})
OWNER_DEPS = frozenset({"poss", "compound", "amod", "nmod"})
TELLING_DEPS = frozenset({*OWNER_DEPS, "appos", "acl"})


def find_by_role(head: Token, cast: Cast, words: SpeakerWords) -> Mention | None:
    """Return the nearest name before a noun that bears it: "the minister" after "Minister X"."""
    lemma = lemma_of(head)
    people = lemma in words.humans
    for mention in mentions_before(cast, head.i):
        if people and mention.label == PERSON and lemma in mention.roles:
            return mention
        called = lemma in mention.roles or mention.name.lower().split()[-1] == lemma
        if not people and mention.label == "ORG" and called:
            return mention
    return None


def find_ahead(head: Token, cast: Cast, words: SpeakerWords) -> Mention | None:
    """Return the person a later sentence names by the same office: "a spokesman ... The spokesman, X, said"."""
    lemma = lemma_of(head)
    if lemma not in words.humans:
        return None
    for mention in mentions_after(cast, head.i):
        if cast.sentences[mention.start] - cast.sentences[head.i] > FARTHEST_AHEAD_SENTENCES:
            return None
        if mention.label == PERSON and lemma in mention.roles:
            return mention if _is_taken_up(mention, lemma, cast) else None
    return None


def _is_taken_up(mention: Mention, lemma: str, cast: Cast) -> bool:
    """Whether "the" and the office stand before a name: the office is known by then."""
    first = max(0, mention.start - LONGEST_PHRASE)
    before = cast.doc[first : mention.start]
    roles = [token.i for token in before if lemma_of(token) == lemma]
    return bool(roles) and roles[-1] > 0 and cast.doc[roles[-1] - 1].lower_ == "the"


def find_fuller(head: Token, cast: Cast, words: SpeakerWords) -> Token | None:
    """Return the nearest earlier noun that says more: "the army" after "the Nigerian army"."""
    lemma = lemma_of(head)
    if lemma not in words.humans | words.bodies | words.outlets:
        return None
    lowest = max(-1, head.i - FARTHEST_FULLER_TOKENS)
    for position in range(head.i - 1, lowest, -1):
        token = head.doc[position]
        if token.pos_ not in ("NOUN", "PROPN") or lemma_of(token) != lemma or is_plural(token):
            continue
        if token.dep_ not in ("compound", "amod") and _tells_more(token):
            return token
    return None


def _tells_more(noun: Token) -> bool:
    return any(
        child.dep_ in TELLING_DEPS and child.pos_ != "DET" and child.lower_ not in DETERMINERS
        for child in noun.children
    ) or any(child.dep_ == "prep" and child_of(child, "pobj") is not None for child in noun.rights)


def find_called(head: Token, lefts: list[Token], cast: Cast, words: SpeakerWords) -> str | None:
    """Return the name inside a phrase: "a group calling itself X", "the X agency", "the agency X"."""
    if lemma_of(head) in words.outlets:
        named = [token.text for token in lefts if token.pos_ == "PROPN" and token.dep_ != "poss"]
        if named and lefts[-1].pos_ == "PROPN" or (named and lefts[-1].lower_ == "news"):
            return " ".join(named)
    follows = cast.at.get(head.i + 1)
    if follows is not None and follows.start == head.i + 1 and follows.label != "NORP":
        if lemma_of(head) in words.outlets | words.bodies | words.humans:
            return cast.full_names.get(follows.name, follows.name)
    return _find_self_called(head)


def _find_self_called(head: Token) -> str | None:
    """Return what a phrase says its bearer is called: "calling itself X", "known as X"."""
    doc, position = head.doc, head.i + 1
    if position + 1 >= len(doc) or doc[position].lower_ not in ("calling", "called", "known", "dubbed", "named"):
        return None
    position += 1 + (doc[position + 1].lower_ in ("itself", "himself", "herself", "themselves", "as"))
    end = position
    while end < len(doc) and doc[end].text[:1].isupper():
        end += 1
    return doc[position:end].text or None


def find_body(head: Token, cast: Cast, words: SpeakerWords) -> int | None:
    """Return the token of the body that an unnamed person speaks for: "a spokesman for the Commission"."""
    if lemma_of(head) not in words.humans:
        return None
    for child in head.children:
        if child.dep_ in OWNER_DEPS and _is_body(child, cast, words):
            return child.i
        if child.dep_ == "prep" and child.lower_ in words.serving:
            inner = child_of(child, "pobj")
            if inner is not None and _is_body(inner, cast, words):
                return inner.i
    return None


def _is_body(token: Token, cast: Cast, words: SpeakerWords) -> bool:
    mention = cast.at.get(token.i)
    if mention is not None:
        return mention.label == "ORG"
    return token.pos_ == "NOUN" and lemma_of(token) in words.bodies
