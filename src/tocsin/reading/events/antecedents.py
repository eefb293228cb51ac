"""Find whom a pronoun means, where that is safe: "[Minsk] said [it] had closed the border"."""

from collections.abc import Sequence
from itertools import islice

from spacy.tokens import Token

from tocsin.languages.cues import SpeakerWords
from tocsin.languages.triggers import TriggerWords
from tocsin.reading.events.arguments import ACCUSERS, find_subjects, spread
from tocsin.reading.grammar import (
    NOUN_SUBJECTS,
    children,
    climb,
    is_noun_form,
    is_plural,
    is_verb_form,
    lemma_of,
)

BODIES = frozenset({"GPE", "ORG", "NORP"})
MAX_STEPS = 8
# Only a pronoun that opens its sentence is safely the subject of the one before.
OPENING_TOKENS = 2
OBJECT_SEATS = frozenset({"dobj", "dative", "pobj"})
# How far back the fuller words of "the aircraft" may stand.
MAX_TOKENS_BACK = 90
DEFINITE = frozenset({"the", "this", "these", "that", "those", "both"})
DESCRIBING = ("amod", "compound", "nmod", "poss")
# Words of one of these classes may name the same thing: a bomber is the aircraft of the next clause.
CLASSES_OF_ONE = ("craft_name", "ship_name", "man_name")


def resolve_pronoun(
    pronoun: Token, words: SpeakerWords, *, others: Sequence[Token] = (), people: frozenset[str] = frozenset()
) -> Token | None:
    """Return the head of the nearest fitting subject above or before the pronoun, or None.

    The others are parties it cannot mean: in "Norway says Russia violated [its] airspace" Russia is one.
    """
    if (seized := _find_seized(pronoun)) is not None and fits(pronoun, seized, words):
        return seized
    # "a number of [its] soldiers were hurt": the number is not whose they are.
    barred = {other.i for other in others} | {above.i for above in islice(climb(pronoun), MAX_STEPS)}
    if pronoun.dep_ in OBJECT_SEATS:
        # "they jailed [him]": nobody is both in one clause; who was arrested before may be.
        barred |= {subject.i for subject in find_subjects(_own_verb(pronoun))}
        for candidate in _objects_before(pronoun, people):
            if pronoun.lower_ in words.thing and lemma_of(candidate) in people:
                continue  # "recalled its ambassador after accusing [it]"
            if candidate.i not in barred and fits(pronoun, candidate, words):
                return candidate
    candidates = [
        one for one in _subjects_above(pronoun) if one.i not in barred and fits(pronoun, one, words)
    ]
    if candidates:
        # "one missile was shot down by [its] battery, Israel said": bodies own, missiles do not.
        bodies = [one for one in candidates if one.ent_type_ in BODIES]
        return (bodies if pronoun.tag_ == "PRP$" and bodies else candidates)[0]
    if pronoun.i - pronoun.sent.start > OPENING_TOKENS:
        return None
    before = _main_subject_of_sentence_before(pronoun)
    return before if before is not None and fits(pronoun, before, words) else None


def _find_seized(pronoun: Token) -> Token | None:
    """Return what is seized because it is accused: "boarded a [ship] after it was suspected of ..."."""
    clause = pronoun.head
    if pronoun.dep_ != "nsubjpass" or clause.dep_ != "advcl" or lemma_of(clause) not in ACCUSERS:
        return None
    objects = children(clause.head, "dobj")
    return objects[-1] if objects and objects[-1].i < pronoun.i and objects[-1].pos_ != "PRON" else None


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


def _own_verb(pronoun: Token) -> Token:
    return next((above for above in islice(climb(pronoun), MAX_STEPS) if is_verb_form(above)), pronoun)


def _objects_before(pronoun: Token, people: frozenset[str]) -> list[Token]:
    """Return the objects of the verbs above: "arrests [two men] and jails them"."""
    found: list[Token] = []
    verb = _own_verb(pronoun)
    for above in islice(climb(verb), MAX_STEPS):
        if is_verb_form(above):
            objects = [*children(above, "dobj")]
            objects += [held for child in children(above, "prep") for held in children(child, "pobj")]
            found.extend(one for one in objects if one.i < pronoun.i and _is_somebody(one, people))
            if children(above, *NOUN_SUBJECTS):
                break
    return found


def _is_somebody(noun: Token, people: frozenset[str]) -> bool:
    return noun.ent_type_ in BODIES | {"PERSON"} or lemma_of(noun) in people


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


def find_described_before(noun: Token, words: TriggerWords) -> str | None:
    """Return the fuller words that a definite noun takes up, of a thing or person: "[the aircraft]"."""
    if noun.pos_ != "NOUN" or not any(child.lower_ in DEFINITE for child in children(noun, "det")):
        return None
    for at in range(noun.i - 1, max(-1, noun.i - MAX_TOKENS_BACK), -1):
        before = noun.doc[at]
        if not is_noun_form(before) or not _may_be_one(noun, before, words):
            continue
        named = [child for child in children(before, *DESCRIBING) if child.ent_type_ in BODIES]
        if named:
            return noun.doc[min(child.left_edge.i for child in named) : before.i + 1].text
    return None


def _may_be_one(noun: Token, before: Token, words: TriggerWords) -> bool:
    if is_plural(noun) != is_plural(before):
        return False
    if noun.lemma_ == before.lemma_:
        return True
    for kind in CLASSES_OF_ONE:
        if words.has(kind, lemma_of(noun)) and words.has(kind, lemma_of(before)):
            return True
    return False
