"""Acts that are only dealt with, in general: "penalties for sabotage", "would respond to cyberattacks"."""

from spacy.tokens import Token

from tocsin.languages.hedges import HedgeWords
from tocsin.reading import grammar
from tocsin.reading.grammar import children, is_noun, is_verb, lemma_of
from tocsin.reading.status.governors import is_irrealis

NOMINAL_SEATS = frozenset({"pobj", "prep", "dobj", "conj", "nsubjpass", "compound"})
YEAR_DIGITS = 4


def find_dealing(token: Token, hedges: HedgeWords) -> Token | None:
    """Return the word that deals with acts of this kind, where the noun names no act of its own.

    Such a noun has no article, number or owner, and nothing beside it says that it is past.
    """
    head = token.head if token.dep_ == "compound" and is_noun(token.head) else token
    if token.pos_ != "NOUN" or head.pos_ != "NOUN" or hedges.has("speech_acts", lemma_of(token)):
        return None
    first = _first_of_list(head)
    if not _is_bare(head) or (first.i != head.i and not _is_bare(first)) or _is_past(head, hedges):
        return None
    dealing = _find_dealing_noun(first, hedges)
    if dealing is not None:
        return dealing
    verb = _find_verb(first)
    if verb is None or _is_past(_phrase_under(first, verb), hedges):
        return None
    if is_irrealis(verb, hedges) and any(hedges.effect("modal", w.lower_) for w in children(verb, "aux")):
        return verb
    is_topic = hedges.has("dealing_verbs", lemma_of(verb)) and not _has_party(head)
    return verb if is_topic else None


def _first_of_list(noun: Token) -> Token:
    first = noun
    for above in grammar.climb(noun):
        if first.dep_ != "conj" or not is_noun(above):
            break
        first = above
    return first


def _is_bare(noun: Token) -> bool:
    closed = children(noun, "det", "poss", "nummod", "agent", "relcl", "acl")
    named = any(word.text[:1].isupper() for word in children(noun, "amod", "compound", "nmod"))
    return not closed and not named


def _is_past(noun: Token, hedges: HedgeWords) -> bool:
    return any(
        hedges.has("past_words", word.lower_) or (word.text.isdecimal() and len(word.text) == YEAR_DIGITS)
        for word in noun.subtree
    )


def _phrase_under(noun: Token, verb: Token) -> Token:
    """Return the word by which a noun hangs on the verb: "raised [in] response to raids last week"."""
    place = noun
    for above in grammar.climb(noun):
        if above.i == verb.i:
            break
        place = above
    return place


def _has_party(noun: Token) -> bool:
    return any(word.ent_type_ or word.lower_ == "the" or word.tag_ == "PRP$" for word in noun.subtree)


def _find_dealing_noun(noun: Token, hedges: HedgeWords) -> Token | None:
    """Return the noun of dealing: "penalties for", "insurance against"."""
    if noun.dep_ != "pobj":
        return None
    # The parse often hangs "guidance on sabotage" on the verb: the word before the preposition counts too.
    hosts = (noun.head.head, noun.doc[max(0, noun.head.i - 1)])
    return next(
        (host for host in hosts if is_noun(host) and hedges.has("dealing_nouns", lemma_of(host))), None
    )


def _find_verb(noun: Token) -> Token | None:
    """Return the verb a noun serves, by way of nouns and prepositions alone."""
    place = noun
    for above in grammar.climb(noun):
        if place.dep_ not in NOMINAL_SEATS:
            return None
        if is_verb(above):
            return above
        place = above
    return None
