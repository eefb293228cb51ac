"""The day of an act that a daily brief tells in the narrative present: "Russia [expels] three diplomats."."""

from itertools import islice

from spacy.tokens import Token

from tocsin.model import DateRange
from tocsin.reading.dates.mentions import DateMention
from tocsin.reading.governing import find_within
from tocsin.reading.grammar import (
    HELPERS,
    SUBJECTS,
    children,
    is_full_verb,
    is_infinitive,
    is_present,
    is_verb_form,
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
KNOWN = frozenset({"the", "this", "that", "these", "those"})
MAX_STEPS = 4


def date_brief(passage: Passage, token: Token, mentions: tuple[DateMention, ...]) -> DateRange | None:
    """Date an act by the day of publication where a short text tells it in the present, with no time named.

    Only the main verb of a sentence counts, in the simple present or its passive; a past tense without a time
    expression stays undated. The span is the verb.
    """
    day = passage.published_on
    verb = _find_main_verb(token)
    if day is None or verb is None or not _is_narrative_present(verb) or not is_brief(passage):
        return None
    sentence = token.sent
    if find_within(mentions, sentence):
        return None
    span = passage.span_of(passage.doc[verb.i : verb.i + 1])
    return DateRange(start=day, end=day, precision="day", span=span)


def _find_main_verb(token: Token) -> Token | None:
    """Return the root verb that tells the act, or None where another clause or a looser phrase does."""
    here = token
    for _ in range(MAX_STEPS):
        if here.dep_ == "ROOT":
            return here
        if not (_is_joined(here) if is_verb_form(here) else _is_told(here)):
            return None
        here = here.head.head if here.dep_ == "pobj" else here.head
    return None


def _is_told(noun: Token) -> bool:
    if noun.dep_ == "pobj":
        return noun.head.lower_ in TOLD_AFTER and is_verb_form(noun.head.head)
    is_known = any(child.lower_ in KNOWN for child in children(noun, "det"))
    return noun.dep_ in TOLD_SEATS and is_verb_form(noun.head) and not is_known


def _is_joined(verb: Token) -> bool:
    if verb.dep_ not in JOINED or children(verb, *SUBJECTS) or not is_verb_form(verb.head):
        return False
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
    helpers = children(verb, *HELPERS)
    return verb.tag_ == "VBN" and len(helpers) == 1 and helpers[0].lower_ in PRESENT_HELPERS
