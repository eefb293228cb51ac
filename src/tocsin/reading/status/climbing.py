"""One step up from an event: which word governs it next, and what that word does to it."""

from spacy.tokens import Token

from tocsin.languages.hedges import Effect, HedgeWords
from tocsin.reading import grammar
from tocsin.reading.grammar import child_of, children, is_infinitive, is_noun, is_passive, is_verb, lemma_of
from tocsin.reading.status.marks import VOICES, Mark, Step

CLAUSAL = frozenset({"ccomp", "xcomp", "pcomp", "csubj", "parataxis", "oprd", "csubjpass"})
ATTRIBUTIVE = frozenset({"compound", "amod", "nmod", "poss", "appos"})
ARGUMENTS = grammar.NOUN_SUBJECTS | {"dobj", "dative", "attr"}


def step_up(place: Token, hedges: HedgeWords, *, event: bool) -> Step:
    """Return the step from a word to what governs it; `event` says whether the word is the event itself."""
    head = place.head
    if head.i == place.i:
        return Step(None, _headline_plan(place))
    dep = place.dep_
    if dep == "conj":
        return _step_conjunct(place, head, hedges)
    if dep in CLAUSAL or (dep in {"advcl", "acl", "relcl"} and is_verb(place)):
        return _step_clause(place, head, hedges)
    if dep in {"pobj", "agent", "prep"}:
        return _step_preposition(place, head, hedges)
    if dep in ATTRIBUTIVE:
        return _step_noun(place, head, hedges)
    if dep in ARGUMENTS and is_verb(head):
        return _step_argument(place, head, hedges, event=event)
    return Step(head, bare=not is_verb(head) or not is_verb(place))


def _headline_plan(root: Token) -> Mark | None:
    # Headlines: "Russia to deploy missiles".
    if is_infinitive(root) and children(root, *grammar.SUBJECTS):
        return Mark(effect=Effect.PLAN, word=root)
    return None


def _step_conjunct(place: Token, head: Token, hedges: HedgeWords) -> Step:
    """A second verb shares the helpers of the first unless it has its own tense."""
    teller = _find_fellow_teller(place, head, hedges)
    if teller is not None:
        return Step(teller, bare=False)
    if is_verb(place) and (grammar.is_finite(place) or children(place, *grammar.SUBJECTS)):
        return Step(head, bare=False)
    return Step(head)


def _find_fellow_teller(place: Token, head: Token, hedges: HedgeWords) -> Token | None:
    """Return the verb of saying that a misparsed one stands beside: "says it is wrong and vows ..."."""
    telling = hedges.has("speech_acts", lemma_of(place)) and grammar.is_finite(place)
    if not telling or children(place, *grammar.SUBJECTS) or (place.tag_ == head.tag_ and place.tag_ != "VBZ"):
        return None
    for above in grammar.climb(head):
        if above.tag_ == place.tag_ and effect_of("clause", above, hedges) in VOICES:
            return above
    return None


def _step_clause(place: Token, head: Token, hedges: HedgeWords) -> Step:
    dep = place.dep_
    if is_noun(head) and dep in {"acl", "relcl", "ccomp", "pcomp", "xcomp"}:
        return _step_noun_clause(place, head, hedges)
    if dep == "advcl":
        return _step_adverbial(place, head, hedges)
    if dep == "pcomp":
        return _step_preposition(place, head, hedges)
    if governor := _find_object_governor(place, head, hedges):
        return _governed_by_noun(governor, hedges)
    effect = _clause_effect(place, head, hedges)
    if effect is Effect.FACT:
        return Step(head, Mark(effect=Effect.CARRY, word=head))
    if effect is None:
        return Step(head, bare=not is_verb(head) or not grammar.is_finite(place))
    later = place.i < head.i and dep in {"ccomp", "parataxis"}
    return Step(head, Mark(effect=effect, word=head, holder=_holder_of(head, effect), parenthetical=later))


def _find_object_governor(place: Token, head: Token, hedges: HedgeWords) -> Token | None:
    """Return the object that a misparsed infinitive belongs to: "foiled a plot to bomb"."""
    if not is_infinitive(place) or hedges.effect("infinitive", lemma_of(head)):
        return None
    for noun in children(head, "dobj", "nsubjpass"):
        if noun.i < place.i and hedges.effect("noun", lemma_of(noun)):
            return noun
    return None


def _governed_by_noun(noun: Token, hedges: HedgeWords) -> Step:
    effect = hedges.effect("noun", lemma_of(noun))
    mark = None if effect is None else Mark(effect=effect, word=noun, holder=_owner_of(noun))
    return Step(noun, mark)


def _clause_effect(place: Token, head: Token, hedges: HedgeWords) -> Effect | None:
    word = lemma_of(head)
    if word == "go" and head.tag_ != "VBG":
        return Effect.POSSIBLE if is_infinitive(place) else None
    if is_infinitive(place) or (place.tag_ == "VB" and place.dep_ == "xcomp"):
        if not is_verb(head) or is_passive(head) or head.pos_ == "ADJ":
            passive = hedges.effect("passive", word) or hedges.effect("passive", head.lower_)
            if passive is not None:
                return passive
        for adjective in children(head, "acomp", "oprd"):
            if found := hedges.effect("passive", adjective.lower_):
                return found
        if hedges.has("wishing_verbs", word) and (
            children(place, *grammar.SUBJECTS) or children(head, "dobj")
        ):
            return Effect.DEMAND
        return hedges.effect("infinitive", word) or Effect.POSSIBLE
    found = effect_of("clause", head, hedges) or hedges.effect("clause", head.lower_)
    if is_noun(place) and found is Effect.REPORT and not children(place, *grammar.SUBJECTS):
        return None  # "declared them unwelcome guests after ..."
    if found is Effect.WONDER and any(hedges.has("fact_questions", child.lower_) for child in place.children):
        return None
    if (
        found in VOICES
        and is_passive(head)
        and all(child.lower_ == "it" for child in children(head, "nsubjpass"))
    ):
        return Effect.HIDE
    if found is None:
        # "it is possible that", "it is unclear whether"
        qualities = [head, *children(head, "acomp", "oprd")]
        effects = (hedges.effect("adjective", quality.lower_) for quality in qualities)
        return next((effect for effect in effects if effect is not None), None)
    return found


def effect_of(frame: str, verb: Token, hedges: HedgeWords) -> Effect | None:
    """Return the effect of a verb, with its particle where it has one: "rule out" is not "rule"."""
    for particle in children(verb, "prt"):
        if effect := hedges.effect(frame, f"{lemma_of(verb)} {particle.lower_}"):
            return effect
    return hedges.effect(frame, lemma_of(verb))


def _holder_of(verb: Token, effect: Effect) -> Token | None:
    """Return who says or wants it: the subject, or the `by` phrase of a passive."""
    if is_passive(verb) and children(verb, "nsubjpass", "auxpass"):
        link = child_of(verb, "agent")
        return None if link is None else child_of(link, "pobj")
    if effect is Effect.HIDE:
        return None
    return grammar.find_subject(verb)


def _step_adverbial(place: Token, head: Token, hedges: HedgeWords) -> Step:
    marks = {child.lower_ for child in children(place, "mark", "advmod")}
    if is_infinitive(place):
        if governor := _find_object_governor(place, head, hedges):
            return _governed_by_noun(governor, hedges)
        if is_passive(head) and (effect := hedges.effect("passive", lemma_of(head))):
            return Step(head, Mark(effect=effect, word=head))
        effect = hedges.effect("infinitive", lemma_of(head))
        if effect is not None and lemma_of(head) not in {"go", "be"}:
            if effect is Effect.FACT:
                return Step(head, Mark(effect=Effect.CARRY, word=head))
            return Step(head, Mark(effect=effect, word=head, holder=_holder_of(head, effect)))
        return Step(head, Mark(effect=Effect.POSSIBLE, word=place), bare=False)
    if "before" in marks and hedges.has("outcomes_averted", lemma_of(head)):
        return Step(head, Mark(effect=Effect.NEGATE, word=head), bare=False)
    if grammar.is_present(place) and is_irrealis(head, hedges):
        # "will respond when the fleet moves": the moving is as open as the response.
        return Step(head, Mark(effect=Effect.POSSIBLE, word=place), settled=True, bare=False)
    if grammar.is_finite(place) or marks:
        return Step(head, settled=True, bare=False)
    if children(place, "prep", "mark") and place.tag_ == "VBN":
        return Step(head, settled=True)
    return Step(head)  # "..., killing four": told in one breath with its main verb


def _step_noun_clause(place: Token, head: Token, hedges: HedgeWords) -> Step:
    effect = hedges.effect("noun", lemma_of(head))
    linked = is_infinitive(place) or any(
        child.lower_ in {"that", "whether"} for child in children(place, "mark")
    )
    if is_infinitive(place) and head.lower_ == "order" and head.head.lower_ == "in":
        return Step(head, Mark(effect=Effect.POSSIBLE, word=place), bare=False)
    gerund = place.dep_ == "acl" and place.tag_ == "VBG" and effect is not Effect.REPORT
    own_clause = place.dep_ == "acl" and grammar.is_finite(place) and bool(children(place, *grammar.SUBJECTS))
    if effect is not None and (linked or gerund or own_clause or place.dep_ in {"ccomp", "pcomp"}):
        return Step(head, Mark(effect=effect, word=head, holder=_owner_of(head)))
    if is_infinitive(place):
        return Step(head, Mark(effect=Effect.POSSIBLE, word=place), bare=False)
    if any(child.lower_ == "that" for child in children(place, "mark")):
        return Step(head, bare=False)
    if place.dep_ == "relcl" and grammar.is_finite(place):
        return Step(head, settled=not grammar.is_present(place), bare=False)
    return Step(head, settled=True, bare=False)


def _owner_of(noun: Token) -> Token | None:
    owner = child_of(noun, "poss")
    if owner is not None:
        return owner
    for link in children(noun, "prep", "agent"):
        if link.lower_ in {"by", "from"}:
            return child_of(link, "pobj")
    return None


def _step_preposition(place: Token, head: Token, hedges: HedgeWords) -> Step:
    """Climb over a preposition to the word it hangs on; `place` is its noun, its gerund or itself."""
    if place.dep_ in {"prep", "agent"}:
        return Step(head, bare=False)
    word, host = head.lower_, head.head
    gerund = place.dep_ == "pcomp"
    if hedges.has("blocking_prepositions", word) or (word == "of" and host.lower_ == "instead"):
        return Step(host, Mark(effect=Effect.NEGATE, word=head), bare=False)
    if host.dep_ == "prep" and host.i != head.i and not hedges.effect("noun", lemma_of(host)):
        host = host.head  # "because of", "in response to": two prepositions in a row
    host = _find_phrasal_verb(host, word, hedges) or host
    if is_verb(host) and (effect := hedges.effect("preposition", f"{lemma_of(host)} {word}")):
        if effect is Effect.FACT:
            return Step(host, settled=True, bare=False)
        return Step(host, Mark(effect=effect, word=host, holder=_holder_of(host, effect)))
    if (
        is_noun(host)
        and hedges.has("noun_prepositions", word)
        and (effect := hedges.effect("noun", lemma_of(host)))
    ):
        return Step(host, Mark(effect=effect, word=host, holder=_owner_of(host)))
    if is_noun(host) and word == "of" and not gerund and not grammar.is_definite(place, hedges):
        return Step(host)  # "a series of strikes": the first noun stands for the second
    if head.dep_ == "agent" and not grammar.is_definite(place, hedges):
        return Step(host)
    if word == "before":
        averted = hedges.has("outcomes_averted", lemma_of(host))
        return Step(host, Mark(effect=Effect.NEGATE, word=head) if averted else None, bare=False)
    if gerund and word == "with" and is_passive(host) and effect_of("object", host, hedges) in VOICES:
        return Step(host, Mark(effect=Effect.HIDE, word=host))  # "blasts are reported, with ten killed"
    if (gerund and word in {"by", "with", "in"}) or hedges.has("listing_prepositions", word):
        return Step(host)
    return Step(host, settled=True, bare=False)


def _find_phrasal_verb(host: Token, word: str, hedges: HedgeWords) -> Token | None:
    """Return the verb that a misparsed preposition belongs to: "plead with X for"."""
    if not is_noun(host) or hedges.effect("noun", lemma_of(host)):
        return None
    for above in grammar.climb(host):
        if is_verb(above):
            return above if hedges.effect("preposition", f"{lemma_of(above)} {word}") else None
        if above.dep_ not in {"prep", "pobj", "dobj", "conj"} and above.pos_ != "ADP":
            return None
    return None


def _step_noun(place: Token, head: Token, hedges: HedgeWords) -> Step:
    if place.dep_ == "appos":
        return Step(head)
    if place.dep_ != "poss" and is_noun(place) and (effect := hedges.effect("noun", lemma_of(head))):
        return Step(head, Mark(effect=effect, word=head, holder=_owner_of(head)))
    # "arson attack" is one act; "captured pilot" takes the capture for a fact.
    return Step(head, settled=not is_noun(place) or place.dep_ == "poss", bare=place.dep_ == "compound")


def _step_argument(place: Token, head: Token, hedges: HedgeWords, *, event: bool) -> Step:
    """From a noun to the verb it is subject or object of."""
    if place.dep_ in grammar.NOUN_SUBJECTS:
        for quality in children(head, "acomp"):
            if found := hedges.effect("adjective", quality.lower_):
                return Step(head, Mark(effect=found, word=quality))
    topic = place.dep_ in grammar.NOUN_SUBJECTS and event and grammar.is_definite(place, hedges)
    if is_verb(place) or (lemma_of(head) == "be" and not topic):
        return Step(head, Mark(effect=Effect.CARRY, word=head))
    if place.dep_ != "nsubj" and (effect := effect_of("object", head, hedges)):
        return _step_object(place, head, effect, hedges, event=event)
    if place.dep_ == "nsubj" and hedges.has("persisting_verbs", lemma_of(head)):
        return Step(head, Mark(effect=Effect.CONTINUE, word=head))
    if place.dep_ == "nsubj" and lemma_of(head) != "be" and hedges.has("happening_verbs", lemma_of(head)):
        return Step(head, Mark(effect=Effect.CARRY, word=head))
    told = place.dep_ in grammar.NOUN_SUBJECTS and not is_irrealis(head, hedges)
    if told or grammar.is_definite(place, hedges):
        return Step(head, settled=True, bare=False)
    return Step(head)


def _step_object(place: Token, head: Token, effect: Effect, hedges: HedgeWords, *, event: bool) -> Step:
    """From a noun to the verb that works on it: launched an attack, denied the attack, foiled a plot."""
    spoken = event and hedges.has("speech_acts", lemma_of(place))
    plotted = event and hedges.has("plot_nouns", lemma_of(place))
    if effect is Effect.CARRY:
        known = grammar.is_definite(place, hedges) or hedges.has("lasting_nouns", lemma_of(place))
        if known and hedges.has("changing_verbs", lemma_of(head)):
            return Step(head, settled=True, bare=False)
        return Step(head, Mark(effect=effect, word=head))
    if effect in {Effect.DENY, Effect.NEGATE} and (spoken or plotted):
        # "foiled a plot", "denied the accusations": the plot was laid, the accusation made.
        return Step(head, settled=True, bare=False)
    if effect is Effect.PLAN and spoken and effect_of("clause", head, hedges) is Effect.REPORT:
        effect = Effect.REPORT  # "announced an agreement" tells of it, "announced the construction" plans it
    holder = None if effect is Effect.CONTINUE else _holder_of(head, effect)
    if holder is None and place.dep_ == "nsubjpass" and effect in VOICES:
        effect = Effect.HIDE  # "explosions are reported"
    return Step(head, Mark(effect=effect, word=head, holder=holder))


def is_irrealis(verb: Token, hedges: HedgeWords) -> bool:
    """Whether the verb has a modal helper or is an infinitive."""
    modal = any(hedges.effect("modal", child.lower_) for child in children(verb, *grammar.HELPERS))
    return modal or is_infinitive(verb)
