"""Find whom a pronoun means, where that is safe: "[Minsk] said [it] had closed the border"."""

from spacy.tokens import Token

from tocsin.reading.arguments import children, find_subjects, is_noun, is_verb, spread

SINGULAR_THING = frozenset({"it", "its", "itself"})
PERSONS = frozenset({"he", "she", "his", "her", "him", "himself", "herself"})
SEVERAL = frozenset({"they", "their", "them", "themselves"})
BODIES = frozenset({"GPE", "ORG", "NORP"})
MAX_STEPS = 8
# Only a pronoun that opens its sentence is safely the subject of the one before.
OPENING_TOKENS = 2


def resolve_pronoun(pronoun: Token) -> Token | None:
    """Return the head of the nearest fitting subject above or before the pronoun, or None."""
    for candidate in _subjects_above(pronoun):
        if fits(pronoun, candidate):
            return candidate
    if pronoun.i - pronoun.sent.start > OPENING_TOKENS:
        return None
    before = _main_subject_of_sentence_before(pronoun)
    return before if before is not None and fits(pronoun, before) else None


def fits(pronoun: Token, noun: Token) -> bool:
    """Whether number and kind let the pronoun mean the noun; a body counts for "it" and for "they"."""
    if not is_noun(noun) or noun.i == pronoun.i:
        return False
    word = pronoun.lower_
    is_plural = noun.tag_ in ("NNS", "NNPS") or len(spread(noun)) > 1
    if word in SINGULAR_THING:
        return not is_plural and noun.ent_type_ != "PERSON"
    if word in PERSONS:
        return not is_plural and (noun.ent_type_ == "PERSON" or noun.ent_type_ == "" and noun.tag_ == "NN")
    if word in SEVERAL:
        return is_plural or noun.ent_type_ in BODIES
    return False


def _subjects_above(pronoun: Token) -> list[Token]:
    found: list[Token] = []
    token = pronoun
    for _ in range(MAX_STEPS):
        if token.head.i == token.i:
            break
        token = token.head
        if is_verb(token):
            # The subject by control too: "urged Minsk to stop [its] attacks".
            own = children(token, ("nsubj", "nsubjpass")) or find_subjects(token)
            found.extend(subject for subject in own if subject.i < pronoun.i)
    return found


def _main_subject_of_sentence_before(pronoun: Token) -> Token | None:
    start = pronoun.sent.start
    if start == 0:
        return None
    root = pronoun.doc[start - 1].sent.root
    subjects = children(root, ("nsubj", "nsubjpass"))
    if len(subjects) == 1 and subjects[0].pos_ != "PRON":
        return subjects[0]
    return None
