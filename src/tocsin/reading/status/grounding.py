"""Whether anything says that an act took place: a noun or a gerund alone only names a kind of act.

A finite verb tells. A noun or a gerund tells where it is known ("the attack"), dated, done ("launched an
attack"), does something itself ("strikes hit the port") or stands behind something that happened ("fled after
an attack").
Under any other word it is as open as "ready for a march" or "a market for disinformation".
"""

from spacy.tokens import Token

from tocsin.languages.hedges import Effect, HedgeWords
from tocsin.reading import grammar
from tocsin.reading.grammar import children, is_noun, is_verb, lemma_of
from tocsin.reading.status.governors import effect_of

# What a noun may lean on and still be the same act: "arson attack", "strikes and raids", "a raid, an ambush".
LEANING = frozenset({"compound", "nmod", "conj", "appos"})
YEAR_DIGITS = 4
TIMES = frozenset({"DATE", "TIME"})


def find_open_governor(token: Token, carrier: Token, hedges: HedgeWords) -> Token | None:
    """Return the word that governs a named act without saying that it took place, if nothing else does."""
    for verb in (token, carrier):
        if verb.dep_ == "pcomp" and verb.tag_ == "VBG":
            links = hedges.lists["actual_gerund_links"]
            return None if _is_grounded_by(verb.head, links, hedges) else verb.head
    if token.tag_ == "VB" and carrier.i == token.i:
        return None if _is_borne(token, hedges) else token.head
    if token.pos_ != "NOUN" or hedges.has("speech_acts", lemma_of(token)):
        return None
    place, known = _find_top(token, hedges)
    if known or _is_dated(place, hedges) or _is_dated(token, hedges):
        return None
    if place.dep_ == "pobj":
        return None if _is_grounded_by(place.head, hedges.lists["actual_links"], hedges) else place.head
    if place.dep_ == "dobj" and is_verb(place.head):
        return None if _tells_of_object(place.head, hedges) else place.head
    if place.dep_ == "nsubj" and _speaks_in_general(place, hedges):
        return place.head
    return None


def _is_borne(verb: Token, hedges: HedgeWords) -> bool:
    """Whether a bare form has what bears it: a subject, a helper, or a verb that makes it happen."""
    if children(verb, *grammar.SUBJECTS, *grammar.HELPERS) or verb.dep_ in {"ROOT", "conj"}:
        return True
    above = lemma_of(verb.head)
    return Effect.FACT in {hedges.effect("clause", above), hedges.effect("infinitive", above)}


def find_open_topic(noun: Token, hedges: HedgeWords) -> Token | None:
    """Return the word that makes a lasting act only a topic: "split over sanctions"."""
    if (
        noun.dep_ != "pobj"
        or not hedges.has("open_links", noun.head.lower_)
        or grammar.is_definite(noun, hedges)
    ):
        return None
    return None if _is_grounded_by(noun.head, frozenset(), hedges) else noun.head


def _find_top(token: Token, hedges: HedgeWords) -> tuple[Token, bool]:
    """Return the noun that stands for the act ("a wave of attacks": wave), and whether it is known."""
    place, known = token, False
    for _ in range(grammar.MAX_CLIMB):
        known = known or grammar.is_definite(place, hedges) or place.pos_ == "PROPN"
        head = place.head
        counts = place.dep_ == "pobj" and head.lower_ == "of" and is_noun(head.head)
        if place.dep_ in LEANING and is_noun(head):
            place = head
        elif counts and hedges.has("quantity_nouns", lemma_of(head.head)):
            place = head.head
        else:
            break
    return place, known


def _is_dated(noun: Token, hedges: HedgeWords) -> bool:
    return any(
        hedges.has("past_words", word.lower_) or (word.text.isdecimal() and len(word.text) == YEAR_DIGITS)
        for word in noun.subtree
    )


def _is_grounded_by(link: Token, links: frozenset[str], hedges: HedgeWords) -> bool:
    """Whether a preposition says that its noun took place, by itself or with the word it hangs on."""
    if link.lower_ in links:
        return True
    host = link.head
    if link.lower_ in {"with", "in"} and host.tag_ == "VBD":
        return True  # "the phones rang with hoaxes", "ruled so in jailing him"
    if host.dep_ == "prep" and hedges.has("actual_hosts", f"{host.lower_} {link.lower_}"):
        return True  # "due to", "because of"
    before = link.nbor(-1) if link.i else link
    return any(
        hedges.has("actual_hosts", f"{lemma_of(word)} {link.lower_}") for word in (host, before)
    ) or _has_factual_host(host, link, hedges)


def _has_factual_host(host: Token, link: Token, hedges: HedgeWords) -> bool:
    effect = hedges.effect("preposition", f"{lemma_of(host)} {link.lower_}")
    return effect in {Effect.FACT, Effect.REPORT, Effect.ALLEGE}


def _tells_of_object(verb: Token, hedges: HedgeWords) -> bool:
    word = lemma_of(verb)
    if effect_of("object", verb, hedges) is not None:
        return True  # what it does to its object is known
    return hedges.has("actual_verbs", word) or hedges.has("speech_acts", word)


def _speaks_in_general(noun: Token, hedges: HedgeWords) -> bool:
    """Whether bare acts are the subject of a timeless present: "cyberattacks cost money"."""
    verb = noun.head
    if not is_verb(verb) or not grammar.is_present(verb):
        return False
    if hedges.has("stative_verbs", lemma_of(verb)):
        return not grammar.is_definite(noun, hedges)  # "a strike carries the risk of a leak"
    if noun.tag_ != "NNS":
        return False
    if children(noun, "det", "poss", "nummod", "amod", "compound", "prep", "acl", "relcl"):
        return False
    return not any(word.ent_type_ for word in noun.sent)
