"""How one governing word changes what is known of an event: "may" of a fact is a possibility."""

from collections.abc import Callable
from dataclasses import replace

from spacy.tokens import Token

from tocsin.languages.hedges import Effect, HedgeWords
from tocsin.model import EpistemicStatus as Status
from tocsin.model import SpeakerKind
from tocsin.reading import grammar
from tocsin.reading.grammar import lemma_of
from tocsin.reading.status.denying import attempt, deny, negate
from tocsin.reading.status.intending import demand, foresee, plan, promise, suppose, threaten
from tocsin.reading.status.marks import Mark
from tocsin.reading.status.parties import accuses, announces_own_harm, find_revealed, is_own, may_speak_for
from tocsin.reading.status.stands import Stand, add_voice
from tocsin.reading.status.voices import judge_kind


def compose(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    """Return the stand of the event once the mark governs it."""
    return RULES[mark.effect](stand, mark, hedges)


def _is_fact(stand: Stand, mark: Mark, hedges: HedgeWords) -> bool:
    """Whether the author has already told the event as a fact, so that a voice takes nothing from it."""
    if find_revealed(stand.event, hedges) is not None and accuses(stand.event, mark, hedges):
        return False  # that it was done is known; here he says by whom
    if mark.effect is Effect.HIDE or stand.known is not None:
        return stand.known is True and mark.effect is not Effect.HIDE
    event = stand.event
    if mark.effect is Effect.ALLEGE and mark.settled and _is_aside(event):
        return True  # "accused him of hiding a man convicted of murder": convicted he is
    return mark.settled and grammar.is_noun(event) and grammar.is_definite(event, hedges)


def _is_aside(event: Token) -> bool:
    """Whether a verb is told beside the point: a participle of a noun, a finite clause of time."""
    return (event.dep_ == "acl" and event.tag_ == "VBN") or (
        event.dep_ == "advcl" and event.tag_ in {"VBD", "VBZ"}
    )


def _report(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    if _is_fact(stand, mark, hedges):
        return stand
    held = replace(add_voice(stand, mark), shared=False)
    word = mark.word.text
    if stand.status is Status.NOT_HAPPENED and stand.rule == "negation":
        return held.turn(Status.DENIED, "denial", word)
    if (
        stand.status is Status.POSSIBLE
        and stand.rule == "condition"
        and announces_own_harm(stand.event, mark, hedges)
    ):
        return held.turn(Status.THREATENED, "threat", word, grade="CT")
    if stand.status is Status.POSSIBLE and stand.rule == "would":
        held = held.turn(Status.PLANNED, "future", word, grade="CT")
    if held.status is Status.PLANNED:
        return _report_plan(held, mark, hedges)
    if not stand.status.counts:
        return held
    if _is_nameless(mark, hedges):
        return held.turn(Status.ALLEGED, "nameless voice", word)
    if accuses(stand.event, mark, hedges):
        return held.turn(Status.ALLEGED, "accusing report", word)
    return held.turn(Status.REPORTED, "report", word)


def _report_plan(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    """A plan told by its own actor stays one, or is a threat; told of another party it is a prediction."""
    actor = grammar.find_doer(stand.event)
    if stand.rule not in {"future", "will"} or mark.holder is None or actor is None:
        return stand
    if announces_own_harm(stand.event, mark, hedges):
        return stand.turn(Status.THREATENED, "threat", mark.word.text)
    if is_own(actor, mark.holder, hedges):
        return stand
    if grammar.list_names(actor) and mark.holder.ent_type_ in {"GPE", "NORP"}:
        return stand.turn(Status.POSSIBLE, "prediction", mark.word.text, grade="PR")
    return stand


def _is_nameless(mark: Mark, hedges: HedgeWords) -> bool:
    return mark.holder is None or judge_kind(mark.holder, hedges) is SpeakerKind.ANONYMOUS


def _confirm(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    if not stand.status.counts or stand.known:
        return _report(stand, mark, hedges)
    actor = grammar.find_doer(stand.event)
    own = actor is not None and mark.holder is not None and is_own(actor, mark.holder, hedges)
    if own or mark.parenthetical or grammar.is_noun(stand.event):
        return _report(stand, mark, hedges)
    return _share(stand, mark, hedges)


def _share(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    if not stand.status.counts or mark.holder is None:
        return stand
    held = replace(add_voice(stand, mark), shared=not stand.voices or stand.shared)
    return held.turn(stand.status, "shared fact", mark.word.text)


def _allege(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    if _is_fact(stand, mark, hedges):
        return stand
    grade = "PR" if mark.effect is Effect.BELIEVE else None
    held = replace(add_voice(stand, mark, grade=grade), shared=False)
    if stand.status.counts or _is_softened(stand, mark):
        return held.turn(Status.ALLEGED, RULE_OF_CLAIM[mark.effect], mark.word.text)
    if stand.status is Status.NOT_HAPPENED and stand.rule == "negation" and mark.holder is not None:
        return held.turn(Status.DENIED, "denial", mark.word.text)
    if stand.status is Status.PLANNED or (stand.status is Status.POSSIBLE and stand.rule == "would"):
        return _report(stand, mark, hedges)
    return held


def _is_softened(stand: Stand, mark: Mark) -> bool:
    """Whether a hedge only softens an accusation of what is past: "jailed for possibly spying"."""
    return mark.effect is Effect.ALLEGE and stand.rule == "hedge" and stand.status is Status.POSSIBLE


RULE_OF_CLAIM = {Effect.ALLEGE: "accusation", Effect.BELIEVE: "belief", Effect.HIDE: "hidden voice"}


def _warn(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    if stand.status.counts:
        return _report(stand, mark, hedges)
    if stand.status not in {Status.PLANNED, Status.POSSIBLE}:
        return add_voice(stand, mark)
    held = add_voice(stand, mark)
    actor = grammar.find_doer(stand.event)
    if mark.holder is not None and actor is not None and is_own(actor, mark.holder, hedges):
        return held.turn(Status.THREATENED, "threat", mark.word.text, grade="CT")
    certain = stand.rule in {"future", "would"} and hedges.has("harmful_acts", lemma_of(stand.event))
    if certain and mark.holder is not None and actor is not None and may_speak_for(mark.holder, actor):
        # A person who says flatly what a state "would" strike speaks for it more often than against it.
        return held.turn(Status.THREATENED, "threat", mark.word.text, grade="CT", unsure=True)
    return held.turn(Status.POSSIBLE, "prediction", mark.word.text, grade="PS")


def _possible(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    rule = _rule_of_possible(mark, hedges)
    if rule == "purpose" and _stays_claimed(stand):
        return stand
    held = add_voice(stand, mark) if mark.holder is not None else stand
    if stand.status in {Status.CALLED_FOR, Status.THREATENED}:
        return held
    return held.turn(Status.POSSIBLE, rule, mark.word.text, grade="PS")


def _stays_claimed(stand: Stand) -> bool:
    """Whether what is done to some end leaves the event alone: "to find that", "to face charges of"."""
    return stand.rule == "shared fact" or (stand.status is Status.ALLEGED and stand.rule == "accusation")


def _rule_of_possible(mark: Mark, hedges: HedgeWords) -> str:
    word = mark.word
    if word.tag_ == "MD":
        return "ability" if hedges.has("ability_modals", word.lower_) else "modal"
    if word.dep_ == "mark":
        return "if"
    if grammar.is_verb(word) and grammar.is_infinitive(word):
        return "purpose"
    return "expectation" if grammar.is_verb(word) else "hedge"


def _wonder(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    held = add_voice(stand, mark) if mark.holder is not None else stand
    return held.turn(Status.UNKNOWN, "question", mark.word.text, grade="U") if stand.status.counts else held


def _continue(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    if not stand.status.counts:
        return stand
    return replace(stand.turn(Status.ONGOING, "lasting", mark.word.text), was_ongoing=True)


def _keep(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    return stand


RULES: dict[Effect, Callable[[Stand, Mark, HedgeWords], Stand]] = {
    Effect.REPORT: _report,
    Effect.CONFIRM: _confirm,
    Effect.KNOW: _share,
    Effect.ALLEGE: _allege,
    Effect.BELIEVE: _allege,
    Effect.HIDE: _allege,
    Effect.DENY: deny,
    Effect.NEGATE: negate,
    Effect.THREATEN: threaten,
    Effect.WARN: _warn,
    Effect.PROMISE: promise,
    Effect.DEMAND: demand,
    Effect.PLAN: plan,
    Effect.FUTURE: foresee,
    Effect.WOULD: suppose,
    Effect.POSSIBLE: _possible,
    Effect.WONDER: _wonder,
    Effect.ATTEMPT: attempt,
    Effect.FACT: _keep,
    Effect.CONTINUE: _continue,
    Effect.CARRY: _keep,
}
