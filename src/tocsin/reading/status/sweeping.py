"""What a sentence says of a whole stretch of itself: "reports that ... are false", "in case saboteurs ...".

Parses of such sentences are often wrong; these signs are looked for by their place alone.
"""

from spacy.tokens import Token

from tocsin.languages.hedges import HedgeWords
from tocsin.reading.grammar import children, is_noun, is_verb, lemma_of

# So far may an act stand behind "in case", and a noun of claiming before an act.
REACH = 8
LONG_REACH = 14
SHORTEST = 4
# "or face a renewed bombardment": so few words stand between.
ULTIMATUM_REACH = 4
FACING = frozenset({"face", "risk", "suffer"})
STOPS = frozenset({",", ";", ":", ".", "-", "–", "—", "(", ")"})


def find_falsity(token: Token, hedges: HedgeWords) -> Token | None:
    """Return the word that calls the claim of the act untrue: "reports that ... are false"."""
    doc, sentence = token.doc, token.sent
    for word in doc[token.i + 1 : min(sentence.end, token.i + LONG_REACH)]:
        if not hedges.has("false_predicates", word.lower_):
            continue
        verb = word if is_verb(word) else word.head
        before = doc[max(sentence.start, token.i - LONG_REACH) : token.i]
        claims = [one for one in before if hedges.has("claim_nouns", lemma_of(one))]
        named = word.dep_ in {"dobj", "oprd", "attr", "appos", "ccomp"} and any(
            hedges.has("naming_verbs", lemma_of(one)) for one in before
        )
        is_told_of_claim = (
            named
            or (word.dep_ in {"acomp", "attr", "oprd", "ROOT", "ccomp"} or is_verb(word))
            and verb.i > token.i
        )
        if claims and is_told_of_claim and not any(mark.lower_ == "not" for mark in children(verb, "neg")):
            return word
    return None


def find_fronted_negation(token: Token) -> Token | None:
    """Return the "not" that a sentence opens with: "Not since 1945 had a submarine sunk a ship"."""
    first = token.sent[0]
    if first.lower_ != "not" or len(token.sent) < SHORTEST or first.nbor(1).lower_ not in {"since", "once"}:
        return None
    return first if is_verb(token) and token.dep_ == "ROOT" else None


def find_proviso(token: Token, hedges: HedgeWords) -> Token | None:
    """Return the words before the act that make it a case only: "in case saboteurs poison the wells"."""
    doc, start = token.doc, max(token.sent.start, token.i - REACH)
    for index in range(token.i - 1, start, -1):
        word = doc[index]
        if word.text in STOPS:
            return None
        if hedges.has("provisos", f"{doc[index - 1].lower_} {word.lower_}"):
            return word
    return None


def find_ultimatum(token: Token) -> Token | None:
    """Return the verb of an ultimatum before a noun: "leave by Friday or face bombardment"."""
    if not is_noun(token):
        return None
    for word in token.doc[max(token.sent.start + 1, token.i - ULTIMATUM_REACH) : token.i]:
        if word.lower_ in FACING and word.nbor(-1).lower_ == "or":
            return word
    return None
