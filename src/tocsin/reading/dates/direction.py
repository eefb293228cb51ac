"""Which way a clause looks: at what was, or at what is to come."""

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from tocsin.languages import Language
from tocsin.languages.timewords import TimeWords
from tocsin.reading.grammar import (
    HELPERS,
    SUBJECTS,
    children,
    climb,
    is_infinitive,
    is_present,
    is_verb,
    lemma_of,
)

# Clauses that may take their time from the clause above them.
LEANING = frozenset({"xcomp", "pcomp", "advcl", "conj", "acl"})


def looks_ahead(tokens: Tokens, words: TimeWords) -> bool:
    """Whether the clause the expression stands in speaks of what is to come."""
    below: Token = tokens.root
    to_come = False
    for word in climb(tokens.root):
        if not is_verb(word):
            if word.pos_ == "NOUN" and _promises(word, words, to_come=to_come):
                return True
        elif _is_past(word, words):
            # "agreed to meet on Friday", not "agreed on Friday to meet"; what "had been due Friday" is over.
            governs = words.has("future_governors", lemma_of(word)) and below.i != tokens.root.i
            return governs and to_come and not _is_perfect_past(word, words)
        elif _is_future(word, words):
            return not any(_is_perfect_past(verb, words) for verb in climb(word) if is_verb(verb))
        elif is_infinitive(word):
            to_come = True
        if is_verb(word) and word.dep_ not in LEANING:
            return to_come
        below = word
    return to_come


def is_timetable(tokens: Tokens, language: Language) -> bool:
    """Whether a day stands with a simple present that tells a plan: "the ministers meet Monday"."""
    verb = tokens.root.head
    if tokens.root.dep_ != "npadvmod" or not is_present(verb) or verb.dep_ in {"relcl", "advcl"}:
        return False
    return not language.hedges.has("speech_acts", lemma_of(verb)) and bool(children(verb, *SUBJECTS))


def _promises(noun: Token, words: TimeWords, *, to_come: bool) -> bool:
    """Whether the noun makes its clause one of the future: "a plan to meet", "next week's talks"."""
    if to_come and words.has("future_governors", lemma_of(noun)):
        return True
    return any(words.has("future_words", child.lower_) for child in noun.children)


def _is_future(verb: Token, words: TimeWords) -> bool:
    if any(words.has("future_helpers", child.lower_) for child in children(verb, *HELPERS)):
        return True
    if is_infinitive(verb):
        above = next(climb(verb), None)
        is_due = verb.dep_ == "xcomp" and above is not None and lemma_of(above) == "be"
        return is_due or any(words.has("future_governors", lemma_of(word)) for word in climb(verb))
    if lemma_of(verb) == "set" and not (children(verb, "xcomp") or _has_preposition(verb, "for")):
        return False  # "was set on fire on Wednesday" is no appointment, "is set for Wednesday" is
    return words.has("future_governors", lemma_of(verb)) and verb.tag_ == "VBN"


def _has_preposition(verb: Token, word: str) -> bool:
    return any(child.lower_ == word for child in children(verb, "prep"))


def _is_past(verb: Token, words: TimeWords) -> bool:
    """Whether the verb tells of what was: a past tense, or the participle of "shares issued on 1 July"."""
    if _is_perfect_past(verb, words) or verb.tag_ == "VBD":
        return not any(words.has("future_helpers", child.lower_) for child in children(verb, *HELPERS))
    is_bare = verb.tag_ == "VBN" and verb.dep_ in {"acl", "advcl"} and not children(verb, *HELPERS)
    return is_bare and not words.has("future_governors", lemma_of(verb))


def _is_perfect_past(verb: Token, words: TimeWords) -> bool:
    return any(words.has("past_helpers", child.lower_) for child in children(verb, *HELPERS))
