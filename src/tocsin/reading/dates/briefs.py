"""The day of an act that a daily brief tells in the narrative present: "Russia [expels] three diplomats."."""

from itertools import islice

from spacy.tokens import Token

from tocsin.model import DateRange
from tocsin.reading.dates.mentions import DateMention
from tocsin.reading.governing import find_within, is_argument
from tocsin.reading.grammar import (
    HELPERS,
    SUBJECTS,
    children,
    is_full_verb,
    is_infinitive,
    is_present,
    is_verb_form,
    lemma_of,
)
from tocsin.reading.passage import Passage

# One paragraph of this many sentences at most; longer texts use the present for what is not of the day.
LONGEST_BRIEF_SENTENCES = 4
PRESENT_HELPERS = frozenset({"is", "are"})
# An act noun in one of these seats is told by its verb: "Russia launches [strikes]".
TOLD_SEATS = frozenset({"dobj", "nsubj", "nsubjpass", "attr"})
# An act after these is told by its verb too: "is killed in a [bombing]".
TOLD_AFTER = frozenset({"by", "in"})
# Clauses that go on telling: "strikes a depot, [killing] four and [injuring] ten".
JOINED = frozenset({"advcl", "conj", "xcomp"})
# "closes the border as fighting continues".
LEAVING = frozenset({"leave"})
MEANWHILE = frozenset({"as", "while"})
KNOWN = frozenset({"the", "this", "that", "these", "those"})
MAX_STEPS = 4


def date_brief(passage: Passage, token: Token, mentions: tuple[DateMention, ...]) -> DateRange | None:
    """Date an act by the day of publication where a short text tells it in the present, with no time named.

    Only the main verb of a sentence counts, in the simple present or its passive, and what goes on beside it
    ("as troops [retreat]"); a past tense without a time expression stays undated. The span is the verb.
    """
    day = passage.published_on
    verb = _find_main_verb(token)
    if day is None or verb is None or not _is_narrative_present(verb) or not is_brief(passage):
        return None
    if any(verb.i in mention.governors for mention in find_within(mentions, token.sent)):
        return None  # the verb has a time of its own, which the words do not give in days
    span = passage.span_of(passage.doc[verb.i : verb.i + 1])
    return DateRange(start=day, end=day, precision="day", span=span)


def _find_main_verb(token: Token) -> Token | None:
    """Return the root verb that tells the act, or None where another clause or a looser phrase does."""
    here = token
    for _ in range(MAX_STEPS):
        if here.dep_ == "ROOT":
            return here
        upper = _find_upper(here)
        if upper is None:
            return None
        here = upper
    return None


def _find_upper(word: Token) -> Token | None:
    """Return the verb above that tells this act along with its own; None where another thing is told."""
    if not is_verb_form(word) or is_argument(word):
        return _find_verb_of(word)
    link = word.head if word.dep_ == "pcomp" else word.head.head if word.dep_ == "acl" else None
    if word.tag_ == "VBN" and link is not None and link.lower_ == "with":
        return link.head  # "exchange fire with nine civilians [killed]"
    if _is_outcome(word) or _comes_first(word):
        return word.head
    return word.head if _is_joined(word) else None


def _is_outcome(verb: Token) -> bool:
    """Whether a participle tells what came of the act: "leaves ten injured", "by blasts killing ten"."""
    by_blasts = verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.head.head.dep_ == "agent"
    return by_blasts or (verb.tag_ == "VBN" and lemma_of(verb.head) in LEAVING)


def _comes_first(verb: Token) -> bool:
    """Whether a clause stands loosely before the next one: "Ten are [killed], and others are injured"."""
    return verb.dep_ == "ccomp" and verb.i < verb.head.i and _is_narrative_present(verb)


def _find_verb_of(noun: Token) -> Token | None:
    is_after = noun.dep_ in {"pobj", "pcomp"}
    seat = noun.head if is_after else noun
    if is_after and noun.head.lower_ not in TOLD_AFTER or not is_verb_form(seat.head):
        return None
    is_known = any(child.lower_ in KNOWN for child in children(noun, "det"))
    is_told = is_after or (noun.dep_ in TOLD_SEATS and not is_known)
    return seat.head if is_told else None


def _is_joined(verb: Token) -> bool:
    """Whether a verb goes on telling what its head tells, or tells what goes on beside it."""
    if verb.dep_ not in JOINED or not is_verb_form(verb.head):
        return False
    if children(verb, *SUBJECTS):
        goes_on = verb.dep_ == "conj" or any(child.lower_ in MEANWHILE for child in children(verb, "mark"))
        return goes_on and _is_narrative_present(verb)
    return verb.tag_ in ("VBG", "VBN", "VBZ", "VBP") and not is_infinitive(verb)


def is_brief(passage: Passage) -> bool:
    """Whether the passage is one short paragraph."""
    text = passage.text.strip()
    if not text or "\n" in text:
        return False
    sentences = (sentence for sentence in passage.doc.sents if sentence.text.strip())
    return next(islice(sentences, LONGEST_BRIEF_SENTENCES, None), None) is None


def _is_narrative_present(verb: Token) -> bool:
    if is_present(verb) and is_full_verb(verb):
        return True
    # A noun or bare form with a subject is a present that the model missed: "Minsk [summons] the envoy".
    is_missed = verb.pos_ == "NOUN" or (verb.tag_ == "VB" and not children(verb, *HELPERS))
    if verb.dep_ == "ROOT" and is_missed and children(verb, "nsubj"):
        return True
    helpers = children(verb, *HELPERS)
    return verb.tag_ == "VBN" and len(helpers) == 1 and helpers[0].lower_ in PRESENT_HELPERS
