"""Whom a pronoun means that speaks: "he" is a person named near before, or who spoke last."""

from datetime import date

from spacy.tokens import Token

from tocsin.languages.cues import SpeakerWords
from tocsin.model import SpeakerKind
from tocsin.reading.grammar import lemma_of
from tocsin.reading.statements.cast import (
    FARTHEST_SENTENCES,
    PERSON,
    Cast,
    Mention,
    Voice,
    find_last_spoken,
    mentions_before,
)
from tocsin.reading.statements.identifying import name_mention

# How a pronoun weighs who it may stand for: nearness in sentences, being a subject, having just spoken.
SENTENCE_WEIGHT = 10
SUBJECT_WEIGHT = 6
SPEAKER_WEIGHT = 9
# An unnamed holder of an office is taken up in the next sentence, hardly later.
FARTHEST_OFFICE = 1
FARTHEST_OFFICE_TOKENS = 60
# So many verbs above its relative pronoun a clause is looked for.
MOST_VERBS_UP = 4


def find_antecedent(relative: Token) -> Token | None:
    """Return the noun that a relative pronoun takes up: "[the envoy], who said"."""
    verb = relative.head
    for _ in range(MOST_VERBS_UP):
        if verb.dep_ == "relcl":
            head = verb.head
            return head if head.i < relative.i and head.lower_ != relative.lower_ else None
        if verb.head.i == verb.i:
            break
        verb = verb.head
    if relative.i and relative.doc[relative.i - 1].pos_ in ("NOUN", "PROPN"):
        return relative.doc[relative.i - 1]
    return None


def resolve_pronoun(pronoun: Token, cast: Cast, words: SpeakerWords, on: date | None) -> Voice:
    """Return whom a personal or indefinite pronoun stands for."""
    word = pronoun.lower_
    if word in words.male or word in words.female:
        return _resolve_person(pronoun, "male" if word in words.male else "female", cast, on)
    if word in words.plural or word in words.thing:
        return _resolve_body(pronoun, cast, on, plural=word in words.plural)
    if word in words.unnamed or word in words.anonymous:
        return Voice(pronoun.text, SpeakerKind.ANONYMOUS)
    return Voice(None, SpeakerKind.ANONYMOUS)


def find_office_before(pronoun: Token, cast: Cast, words: SpeakerWords) -> Token | None:
    """Return the last unnamed holder of an office before a pronoun: "met [the admiral]. He said"."""
    here = cast.sentences[pronoun.i]
    for position in range(pronoun.i - 1, max(-1, pronoun.i - FARTHEST_OFFICE_TOKENS), -1):
        if here - cast.sentences[position] > FARTHEST_OFFICE:
            return None
        token = pronoun.doc[position]
        if token.pos_ == "NOUN" and token.tag_ == "NN" and token.dep_ not in ("compound", "appos", "poss"):
            lemma = lemma_of(token)
            if lemma in words.offices or (lemma in words.anonymous and lemma not in words.unnamed):
                return token
    return None


def _resolve_person(pronoun: Token, gender: str, cast: Cast, on: date | None) -> Voice:
    """Return who "he" or "she" is: a person named near before, or the unnamed one who spoke last."""
    chosen = _choose_mention(pronoun, cast, people=True, gender=gender)
    spoken = find_last_spoken(pronoun, cast, person=True)
    if spoken is not None and spoken[1].kind is not SpeakerKind.NAMED:
        position, voice = spoken
        distance = cast.sentences[pronoun.i] - cast.sentences[position]
        weight = SUBJECT_WEIGHT + SPEAKER_WEIGHT - SENTENCE_WEIGHT * distance
        if chosen is None or weight > chosen[0]:
            return voice
    if chosen is not None:
        return name_mention(chosen[1], cast, on)
    return spoken[1] if spoken is not None else Voice(None, SpeakerKind.ANONYMOUS)


def _resolve_body(pronoun: Token, cast: Cast, on: date | None, *, plural: bool) -> Voice:
    """Return who "it" or "they" is: a body or a group."""
    chosen = _choose_mention(pronoun, cast, people=False, gender=None)
    spoken = find_last_spoken(pronoun, cast, person=False)
    grouped = spoken is not None and spoken[1].kind is not SpeakerKind.NAMED
    if spoken is not None and (chosen is None or (plural and grouped)):
        return spoken[1]
    if chosen is not None:
        return name_mention(chosen[1], cast, on)
    return Voice(None, SpeakerKind.COLLECTIVE if plural else SpeakerKind.ANONYMOUS)


def _choose_mention(
    pronoun: Token, cast: Cast, *, people: bool, gender: str | None
) -> tuple[int, Mention] | None:
    here = cast.sentences[pronoun.i]
    last = find_last_spoken(pronoun, cast, person=people)
    best: tuple[int, Mention] | None = None
    for mention in mentions_before(cast, pronoun.i):
        distance = here - mention.sentence
        if distance > FARTHEST_SENTENCES:
            break
        if (mention.label == PERSON) != people or (gender and mention.gender not in (None, gender)):
            continue
        weight = SUBJECT_WEIGHT * mention.is_subject - SENTENCE_WEIGHT * distance
        full = cast.full_names.get(mention.name, mention.name)
        weight += SPEAKER_WEIGHT * (last is not None and last[1].name in (full, mention.name))
        # Of equals the first of its sentence wins: mentions come backwards, so the later seen is the earlier.
        if best is None or weight >= best[0]:
            best = (weight, mention)
    return best
