"""What is only played or spoken of in general: exercises, fiction, acts without time, place or party."""

from spacy.tokens import Token

from tocsin.languages.hedges import HedgeWords
from tocsin.reading import grammar
from tocsin.reading.grammar import children, is_noun, is_verb, lemma_of
from tocsin.reading.status.marks import Government

PLACES = frozenset({"GPE", "LOC", "FAC", "NORP", "ORG", "PERSON", "PRODUCT", "EVENT"})
KINETIC = frozenset(
    {"bomb", "shell", "bombard", "strafe", "torch", "burn", "storm", "raid", "fire", "hit", "strike"}
)
PLACES_TOO = frozenset({"market", "stage", "pitch", "wing", "flank"})
VIOLENT = ("hostile_acts", "harmful_acts", "played_acts")
TURNING = frozenset({"war", "worst"})
TIMES = frozenset({"DATE", "TIME"})


def find_staging(place: Token, hedges: HedgeWords) -> Token | None:
    """Return the word that makes a verb make-believe: "in the film", "in the scenario", "a mock airfield"."""
    if not is_verb(place):
        return None
    for link in children(place, "prep"):
        for noun in children(link, "pobj"):
            name = _name_of(noun)
            stages = link.lower_ == "in" or hedges.has("stage_nouns", name) or name.endswith("game")
            if (
                stages
                and hedges.has("staging_prepositions", link.lower_)
                and hedges.has("fiction_nouns", name)
            ):
                return noun
            for word in children(noun, "amod"):
                if hedges.has("staged_adjectives", word.lower_):
                    return word  # "freed after three hours in the mock bank"
            if link.lower_ == "as" and (staged := _find_exercise(noun, place, hedges)) is not None:
                return staged
    for noun in children(place, "dobj", "nsubjpass", "nsubj"):
        if noun.dep_ == "nsubj" and hedges.has("fiction_nouns", _name_of(noun)):
            return noun
        for word in children(noun, "amod", "compound"):
            if hedges.has("staged_adjectives", word.lower_):
                return word
    return None


def _name_of(noun: Token) -> str:
    """Return the noun's lemma, with the word before it that turns it: "war game", "worst case"."""
    before = next((word.lower_ for word in children(noun, "compound", "amod") if word.lower_ in TURNING), "")
    return f"{before} {lemma_of(noun)}".strip()


def _find_exercise(part: Token, verb: Token, hedges: HedgeWords) -> Token | None:
    """Return the exercise that a hostile act is a part of: "as part of the drill, men stormed a ship"."""
    if part.lower_ != "part" or not hedges.has("hostile_acts", lemma_of(verb)):
        return None
    nouns = [noun for link in children(part, "prep") for noun in children(link, "pobj")]
    return next((noun for noun in nouns if hedges.has("exercise_nouns", lemma_of(noun))), None)


def find_figure(token: Token, hedges: HedgeWords) -> Token | None:
    """Return the word that makes violence a figure of speech or a move in sport: "attacked the budget"."""
    lemma = lemma_of(token)
    violent = lemma == "war" or any(hedges.has(name, lemma) for name in VIOLENT)
    if not violent or hedges.has("speech_acts", lemma) or (lemma == "turn" and children(token, "prt")):
        return None
    parts = children(token, "dobj", "nsubj", "nsubjpass") if is_verb(token) else []
    for noun in parts:
        name = "figurative_subjects" if noun.dep_ == "nsubj" else "figurative_objects"
        bodily = noun.dep_ != "nsubj" and hedges.has("bodily_acts", lemma)  # who is killed is killed
        if hedges.has(name, lemma_of(noun)) and not bodily and not _is_place_hit(lemma, noun):
            return noun
    held = lemma == "strike" and children(
        token, "dobj"
    )  # "struck a deal on the budget": the budget is not what was struck
    for link in () if held else children(token, "prep"):
        if link.lower_ in {"with", "on"}:
            for noun in children(link, "pobj"):
                if hedges.has("figurative_objects", lemma_of(noun)):
                    return noun
    for link in children(token, "prep"):
        for noun in children(link, "pobj"):
            if link.lower_ in {"to", "into", "past"} and hedges.has("winnings", lemma_of(noun)):
                return noun  # "stormed to gold"
    if lemma == "fire" and (target := _find_talked_down(token, hedges)) is not None:
        return target
    agents = [noun for link in children(token, "agent") for noun in children(link, "pobj")]
    for noun in agents:
        if any(link.lower_ == "of" for link in children(noun, "prep")):
            continue  # "a flood of traffic" is traffic
        if hedges.has("figurative_agents", lemma_of(noun)) or hedges.has(
            "figurative_subjects", lemma_of(noun)
        ):
            return noun
    before = children(token, "compound", "amod") if is_noun(token) else []
    return next((word for word in before if hedges.has("figurative_adjectives", word.lower_)), None)


def _is_place_hit(lemma: str, noun: Token) -> bool:
    """Whether what may be a figure is a place here: "jets bombed a market"."""
    return lemma in KINETIC and lemma_of(noun) in PLACES_TOO


def _find_talked_down(fire: Token, hedges: HedgeWords) -> Token | None:
    """Return who only came under fire of words: "the plan came under fire"."""
    if fire.dep_ != "pobj" or fire.head.lower_ != "under" or children(fire, "amod", "compound"):
        return None
    subject = grammar.find_subject(fire.head.head)
    return subject if subject is not None and hedges.has("talk_subjects", lemma_of(subject)) else None


def is_generic(token: Token, government: Government, hedges: HedgeWords) -> bool:
    """Whether a noun speaks of acts in general: "reacting to cyberattacks, sabotage and espionage"."""
    if _is_judged_in_general(token):
        return True
    if token.pos_ != "NOUN" or hedges.has("speech_acts", lemma_of(token)):
        return False
    if token.dep_ == "dobj" and _is_bare_mass(token) and _states_norm(token.head, hedges):
        return True
    if government.carrier.i != token.i or not government.settled:
        return False
    if not _is_bare(token) or hedges.has("lasting_nouns", lemma_of(token)):
        return False
    if not hedges.has("topic_prepositions", _find_link(token)) or any(
        word.ent_type_ in TIMES for word in token.sent
    ):
        return False
    return not any(word.ent_type_ in PLACES or word.lower_ == "the" for word in token.subtree)


def _is_judged_in_general(token: Token) -> bool:
    """Whether a gerund is the subject of a judgement: "detaining protesters is an affront"."""
    verb = token.head
    return (
        token.tag_ == "VBG"
        and token.dep_ == "csubj"
        and lemma_of(verb) == "be"
        and grammar.is_present(verb)
        and not children(token, "poss", *grammar.SUBJECTS)
    )


def _states_norm(verb: Token, hedges: HedgeWords) -> bool:
    """Whether a law or a treaty says it: "the law punishes espionage"."""
    subject = grammar.find_subject(verb)
    return subject is not None and hedges.has("norm_nouns", lemma_of(subject)) and grammar.is_present(verb)


def _is_bare_mass(token: Token) -> bool:
    return not children(token, "det", "poss", "nummod")


def _find_link(token: Token) -> str:
    """Return the preposition that a noun, or the list it stands in, hangs on."""
    first = token
    for above in grammar.climb(token):
        if first.dep_ != "conj":
            break
        first = above
    return first.head.lower_ if first.dep_ == "pobj" else ""


def _is_bare(token: Token) -> bool:
    """Whether a plural or a mass noun stands without article, number, possessor or people."""
    closed = children(token, "det", "poss", "nummod", "agent")
    named = any(word.text[:1].isupper() for word in children(token, "amod", "compound", "nmod"))
    return not closed and not named and (token.tag_ == "NNS" or _is_listed_bare(token))


def _is_listed_bare(token: Token) -> bool:
    """Whether a singular without article stands in a list with bare plurals: "cyberattacks, sabotage"."""
    fellows = [word for word in token.conjuncts if is_noun(word)]
    return any(word.tag_ == "NNS" and not children(word, "det", "poss", "nummod") for word in fellows)
