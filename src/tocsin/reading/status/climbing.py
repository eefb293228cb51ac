"""One step up from an event: which word governs it next, and what that word does to it."""

from spacy.tokens import Token

from tocsin.languages.hedges import Effect, HedgeWords
from tocsin.reading import grammar
from tocsin.reading.grammar import children, is_infinitive, is_verb, lemma_of
from tocsin.reading.status.clause_steps import step_clause
from tocsin.reading.status.governors import effect_of, find_holder
from tocsin.reading.status.marks import VOICES, Mark, Step
from tocsin.reading.status.noun_steps import step_argument, step_noun, step_preposition

WISHES = (Effect.DEMAND, Effect.PLAN, Effect.POSSIBLE, Effect.THREATEN)
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
    if dep in CLAUSAL or (dep in {"advcl", "acl", "relcl"} and (is_verb(place) or is_infinitive(place))):
        return step_clause(place, head, hedges)
    if dep in {"pobj", "agent", "prep"}:
        return step_preposition(place, head, hedges)
    if dep in ATTRIBUTIVE:
        return step_noun(place, head, hedges)
    if dep in ARGUMENTS and is_verb(head):
        return step_argument(place, head, hedges, event=event)
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
    if not is_verb(place) and is_verb(head) and (effect := effect_of("object", head, hedges)) in WISHES:
        return Step(head, Mark(effect=effect, word=head, holder=find_holder(head, effect)))
    if _is_bare_form(place, head) and hedges.effect("infinitive", lemma_of(head)) is Effect.DEMAND:
        return Step(head, Mark(effect=Effect.DEMAND, word=head, holder=find_holder(head, Effect.DEMAND)))
    if _is_ultimatum(place, head, hedges):
        return Step(head, Mark(effect=Effect.THREATEN, word=place), bare=False)
    if _shares_helper(place, head) or _shares_passive(place, head):
        return Step(head)
    if is_verb(place) and (grammar.is_finite(place) or children(place, *grammar.SUBJECTS)):
        return Step(head, bare=False)
    return Step(head)


def _is_bare_form(place: Token, head: Token) -> bool:
    """Whether a bare form hangs on a verb with a tense: "urged men to riot and [kill]", misread."""
    if place.tag_ != "VB" or head.tag_ not in {"VBD", "VBZ"}:
        return False
    return not children(place, *grammar.SUBJECTS, *grammar.HELPERS) and not children(head, *grammar.HELPERS)


def _shares_helper(place: Token, head: Token) -> bool:
    """Whether a form that is past and bare alike stands after a bare one: "might incite and spread"."""
    alike = is_verb(place) and place.lower_ == lemma_of(place) and head.tag_ == "VB"
    return alike and not children(place, *grammar.SUBJECTS, *grammar.HELPERS)


def _shares_passive(place: Token, head: Token) -> bool:
    """Whether a participle leans on the passive before it: "will be boarded and its cargo seized"."""
    if not is_verb(place) or place.tag_ not in {"VBN", "VBD"} or children(place, *grammar.HELPERS, "dobj"):
        return False
    return bool(children(head, "auxpass")) and bool(children(place, *grammar.SUBJECTS))


def _is_ultimatum(place: Token, command: Token, hedges: HedgeWords) -> bool:
    """Whether a command goes before what "we" do else: "Leave now or we open fire"."""
    if command.tag_ not in {"VB", "VBP"} or children(command, *grammar.SUBJECTS, *grammar.HELPERS):
        return False
    return any(hedges.has("own_pronouns", subject.lower_) for subject in children(place, "nsubj"))


def _find_fellow_teller(place: Token, head: Token, hedges: HedgeWords) -> Token | None:
    """Return the verb of saying that a misparsed one stands beside: "says it is wrong and vows ..."."""
    telling = hedges.has("speech_acts", lemma_of(place)) and grammar.is_finite(place)
    if not telling or children(place, *grammar.SUBJECTS) or (place.tag_ == head.tag_ and place.tag_ != "VBZ"):
        return None
    for above in grammar.climb(head):
        if above.tag_ == place.tag_ and effect_of("clause", above, hedges) in VOICES:
            return above
    return None
