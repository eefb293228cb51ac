"""Find attempts that came to nothing: "[tried] to cut it but failed", "an attempted [coup]"."""

from dataclasses import replace

from spacy.tokens import Token

from tocsin.languages.triggers import NOUN, VERB, TriggerWords
from tocsin.reading.events.trigger import Trigger
from tocsin.reading.grammar import children, is_verb_form, lemma_of

FAILED = "failed"
# How an act hangs on the attempt at it: "tried to cut", "an attempt at arson", "a murder attempt".
SEATS = frozenset({"xcomp", "acl", "advcl", "ccomp", "pcomp", "pobj", "compound", "amod", "relcl"})
TRIED = "attempted"


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


def _carry(trigger: Trigger, word: Token) -> Trigger:
    part = VERB if is_verb_form(word) else NOUN
    sense = replace(trigger.sense, part=part) if trigger.sense is not None else None
    return replace(trigger, token=word, start=word.i, end=word.i + 1, outcome=FAILED, sense=sense)


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
