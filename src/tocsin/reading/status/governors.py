"""What a governing word does in its frame, and whose word it is."""

from spacy.tokens import Token

from tocsin.languages.hedges import Effect, HedgeWords
from tocsin.reading import grammar
from tocsin.reading.grammar import child_of, children, is_infinitive, is_passive, lemma_of


def effect_of(frame: str, verb: Token, hedges: HedgeWords) -> Effect | None:
    """Return the effect of a verb, with its particle where it has one: "rule out" is not "rule"."""
    for particle in children(verb, "prt"):
        if effect := hedges.effect(frame, f"{lemma_of(verb)} {particle.lower_}"):
            return effect
    return hedges.effect(frame, lemma_of(verb))


def find_holder(verb: Token, effect: Effect) -> Token | None:
    """Return who says or wants it: the subject, or the `by` phrase of a passive."""
    if is_passive(verb) and children(verb, "nsubjpass", "auxpass"):
        link = child_of(verb, "agent")
        return None if link is None else child_of(link, "pobj")
    if effect is Effect.HIDE:
        return None
    return grammar.find_subject(verb)


def find_owner(noun: Token) -> Token | None:
    """Return whose word a noun is: its possessor, or who stands after `by` or `from`."""
    owner = child_of(noun, "poss")
    if owner is not None:
        return owner
    for link in children(noun, "prep", "agent"):
        if link.lower_ in {"by", "from"}:
            return child_of(link, "pobj")
    return None


def is_irrealis(verb: Token, hedges: HedgeWords) -> bool:
    """Whether the verb has a modal helper or is an infinitive."""
    modal = any(hedges.effect("modal", child.lower_) for child in children(verb, *grammar.HELPERS))
    return modal or is_infinitive(verb)


def find_seizer(word: Token, hedges: HedgeWords) -> Token | None:
    """Return who seizes or arrests on a suspicion that nobody else voices: "[Oslo] held a man accused of".

    Whoever acts on it holds it.
    """
    place = word
    for above in grammar.climb(word):
        if place.dep_ in grammar.ACTIVE_SUBJECTS:
            return None
        if grammar.is_verb(above):
            raids = any(hedges.has("seizing_nouns", lemma_of(one)) for one in children(above, "dobj"))
            if raids or hedges.has("seizing_verbs", lemma_of(above)):
                passive = is_passive(above) and children(above, "nsubjpass", "auxpass")
                return next(grammar.iter_agents(above), None) if passive else grammar.find_subject(above)
            if children(above, *grammar.SUBJECTS) and above.dep_ not in {"acl", "relcl", "advcl"}:
                return None
        place = above
    return None
