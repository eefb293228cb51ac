"""Find attempts that came to nothing: "[tried] to cut it but failed", "arrested over a [plot] to cut it"."""

from dataclasses import replace
from itertools import islice

from spacy.tokens import Token

from tocsin.languages.triggers import NOUN, VERB, TriggerWords
from tocsin.reading.events.trigger import Trigger
from tocsin.reading.grammar import NOUN_SUBJECTS, children, climb, is_verb_form, lemma_of

FAILED, FOILED = "failed", "foiled"
# How an act hangs on the attempt at it: "tried to cut", "an attempt at arson", "a murder attempt".
SEATS = frozenset({"xcomp", "acl", "advcl", "ccomp", "pcomp", "pobj", "compound", "amod", "relcl"})
TRIED = "attempted"
# What may stand between a plot and the arrest: "on suspicion of planning", "in an inquiry into a plan".
MAX_STEPS = 8
OPEN_HELPERS = frozenset({"MD", "TO"})


def add_failed(found: tuple[Trigger, ...], words: TriggerWords) -> tuple[Trigger, ...]:
    """Add the attempt at each act that came to nothing: it happened, and its outcome is that it failed."""
    by_index = {trigger.token.i: trigger for trigger in found}
    for trigger in found:
        if trigger.outcome is not None or (trigger.event_type is None and trigger.threat_type is None):
            continue
        if any(child.lower_ == TRIED for child in children(trigger.token, "amod")):
            by_index[trigger.token.i] = replace(trigger, outcome=FAILED)
            continue
        word = _find_attempt(trigger.token, words)
        if word is not None and _has_failed(word, words):
            by_index[word.i] = _carry(by_index.get(word.i, trigger), word)
    return tuple(by_index[index] for index in sorted(by_index))


def add_foiled(found: tuple[Trigger, ...], words: TriggerWords) -> tuple[Trigger, ...]:
    """Add the plot behind each hybrid act that somebody was arrested or raided for: it was laid, and foiled.

    The act itself stays what it is told as, a plan.
    """
    by_index = {trigger.token.i: trigger for trigger in found}
    for trigger in found:
        if trigger.threat_type is None or trigger.outcome is not None:
            continue
        word = _find_plot(trigger.token, words)
        stop = _find_stop(word, words) if word is not None else None
        if word is None or stop is None:
            continue
        known = by_index.get(word.i)
        if known is None or known.threat_type in (None, trigger.threat_type):
            by_index[word.i] = replace(_carry(trigger, word, outcome=FOILED), stopped_by=stop)
    return tuple(by_index[index] for index in sorted(by_index))


def _find_plot(token: Token, words: TriggerWords) -> Token | None:
    """Return the word of planning that an act hangs on: "[planning] attacks", "a sabotage [plot]"."""
    if _is_plot(token, words):
        return token
    if token.dep_ == "advcl" and (named := _named_before(token, words)) is not None:
        return named
    above = token.head
    for _ in range(2):
        if above.dep_ == "prep" or (above.dep_ == "dobj" and not _is_plot(above, words)):
            above = above.head
    if above.i == token.i or (token.dep_ not in SEATS and token.dep_ != "dobj"):
        return None
    is_one = words.has("plotting", lemma_of(above)) if is_verb_form(above) else _is_plot(above, words)
    return above if is_one else None


def _is_plot(token: Token, words: TriggerWords) -> bool:
    # An attempt was made and came to its end without the police.
    return words.has("plot", lemma_of(token)) and not words.has("attempting", lemma_of(token))


def _named_before(infinitive: Token, words: TriggerWords) -> Token | None:
    """Return the plot before an infinitive that the parse hangs on the arrest: "over a [plot] to bomb"."""
    start = infinitive.left_edge.i
    if infinitive.doc[start].tag_ != "TO" or start == infinitive.sent.start:
        return None
    before = infinitive.doc[start - 1]
    return before if _is_plot(before, words) else None


def _find_stop(plot: Token, words: TriggerWords) -> Token | None:
    """Return the arrest or the raid that a plot leads up to, where it took place."""
    for above in islice(climb(plot), MAX_STEPS):
        if words.has("arresting", lemma_of(above)):
            return above if _took_place(above) else None
        if is_verb_form(above) and children(above, *NOUN_SUBJECTS):
            doing = [above, *children(above, "dobj", "conj")]
            doing += [held for verb in children(above, "conj") for held in children(verb, "dobj")]
            arrests = [one for one in doing if words.has("arresting", lemma_of(one))]
            return above if arrests and _took_place(above) and above.i != plot.head.i else None
    return None


def _took_place(word: Token) -> bool:
    verb = word if is_verb_form(word) else word.head
    is_open = any(child.tag_ in OPEN_HELPERS for child in children(verb, "aux"))
    return not is_open and not children(verb, "neg") and not children(word, "neg")


def _carry(trigger: Trigger, word: Token, *, outcome: str = FAILED) -> Trigger:
    part = VERB if is_verb_form(word) else NOUN
    sense = replace(trigger.sense, part=part) if trigger.sense is not None else None
    return replace(trigger, token=word, start=word.i, end=word.i + 1, outcome=outcome, sense=sense)


def _find_attempt(token: Token, words: TriggerWords) -> Token | None:
    """Return the word of the attempt that an act hangs on, through a preposition where there is one."""
    above = token.head
    if above.dep_ == "prep":
        above = above.head
    if above.i == token.i or token.dep_ not in SEATS:
        return None
    return above if words.has("attempting", lemma_of(above)) else None


def _has_failed(attempt: Token, words: TriggerWords) -> bool:
    if any(words.has("failing", lemma_of(other)) for other in attempt.conjuncts):
        return True
    if any(words.has("failing", child.lower_) for child in attempt.children):
        return True
    head = attempt.head
    if attempt.dep_ in ("nsubj", "dobj") and words.has("failing", lemma_of(head)):
        return True
    if attempt.dep_ == "nsubj" and any(
        words.has("failing", child.lower_) for child in children(head, "acomp")
    ):
        return True
    return attempt.dep_ == "pobj" and words.has("failing", lemma_of(head.head))
