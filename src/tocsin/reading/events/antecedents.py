"""Find whom a pronoun means, where that is safe: "[Minsk] said [it] had closed the border"."""

from collections.abc import Sequence
from itertools import islice

from spacy.tokens import Token

from tocsin.languages.cues import SpeakerWords
from tocsin.reading.events.arguments import find_subjects, spread
from tocsin.reading.grammar import NOUN_SUBJECTS, children, climb, is_noun_form, is_plural, is_verb_form

BODIES = frozenset({"GPE", "ORG", "NORP"})
MAX_STEPS = 8
# Only a pronoun that opens its sentence is safely the subject of the one before.
OPENING_TOKENS = 2


def resolve_pronoun(pronoun: Token, words: SpeakerWords, *, others: Sequence[Token] = ()) -> Token | None:
    """Return the head of the nearest fitting subject above or before the pronoun, or None.

    The others are parties it cannot mean: in "Norway says Russia violated [its] airspace" Russia is one.
    """
    barred = {other.i for other in others}
    for candidate in _subjects_above(pronoun):
        if candidate.i not in barred and fits(pronoun, candidate, words):
            return candidate
    if pronoun.i - pronoun.sent.start > OPENING_TOKENS:
        return None
    before = _main_subject_of_sentence_before(pronoun)
    return before if before is not None and fits(pronoun, before, words) else None


def fits(pronoun: Token, noun: Token, words: SpeakerWords) -> bool:
    """Whether number and kind let the pronoun mean the noun; a body counts for "it" and for "they"."""
    if not is_noun_form(noun) or noun.i == pronoun.i:
        return False
    word = pronoun.lower_
    is_several = is_plural(noun) or len(spread(noun)) > 1
    if word in words.thing:
        return not is_several and noun.ent_type_ != "PERSON"
    if word in words.male or word in words.female:
        return not is_several and (noun.ent_type_ == "PERSON" or noun.ent_type_ == "" and noun.tag_ == "NN")
    if word in words.plural:
        return is_several or noun.ent_type_ in BODIES
    return False


def _subjects_above(pronoun: Token) -> list[Token]:
    found: list[Token] = []
    for token in islice(climb(pronoun), MAX_STEPS):
        if is_verb_form(token):
            # The subject by control too: "urged Minsk to stop [its] attacks".
            own = children(token, *NOUN_SUBJECTS) or find_subjects(token)
            found.extend(subject for subject in own if subject.i < pronoun.i)
    return found


def _main_subject_of_sentence_before(pronoun: Token) -> Token | None:
    start = pronoun.sent.start
    if start == 0:
        return None
    root = pronoun.doc[start - 1].sent.root
    subjects = children(root, *NOUN_SUBJECTS)
    if len(subjects) == 1 and subjects[0].pos_ != "PRON":
        return subjects[0]
    return None
