"""Which of the times a passage names is when an act took place."""

from collections.abc import Iterator
from datetime import date

from spacy.tokens import Token

from tocsin.languages import Language
from tocsin.model import DateRange
from tocsin.reading.dates.mentions import DateMention
from tocsin.reading.governing import (
    find_clause_verb,
    find_within,
    follow_when,
    follow_where,
    measure_distance,
)
from tocsin.reading.grammar import HELPERS, children, is_present, lemma_of
from tocsin.reading.passage import Passage

YEARS = frozenset({"year", "decade", "century"})
# An hour without its day dates nothing.
DATELESS = frozenset({"hour"})


def choose_date(
    passage: Passage, token: Token, mentions: tuple[DateMention, ...], language: Language
) -> DateRange | None:
    """Choose the expression that dates the act named by the token; None where none does.

    What is told of a place where something was done is dated with it: "flew there on Monday, where he [met]".
    """
    chosen = _choose_in_clause(passage, token, mentions, language)
    others = (follow_where(token) if _was_done(token) else None, follow_when(token, language))
    for other in others:
        if chosen is None and other is not None:
            chosen = _choose_in_clause(passage, other, mentions, language)
    return chosen


def _choose_in_clause(
    passage: Passage, token: Token, mentions: tuple[DateMention, ...], language: Language
) -> DateRange | None:
    best: tuple[int, int] | None = None
    chosen: DateRange | None = None
    for mention in find_within(mentions, token.sent):
        if not mention.is_literal or mention.kind in DATELESS or _is_of_discovery(token, mention, language):
            continue
        distance = _measure(token, mention, language)
        value = _fit_tense(passage.published_on, token, mention)
        if distance is None or value is None:
            continue
        rank = (distance, abs(mention.start - token.i))
        if best is None or rank < best:
            best, chosen = rank, value
    return chosen


def choose_discovery(token: Token, mentions: tuple[DateMention, ...], language: Language) -> DateRange | None:
    """Choose the expression that tells when the act came to light; None where none does."""
    found = find_within(mentions, token.sent)
    return next(
        (one.value for one in found if one.is_literal and _is_of_discovery(token, one, language)), None
    )


def _is_of_discovery(token: Token, mention: DateMention, language: Language) -> bool:
    """Whether the time is when the act came to light: "the leak was discovered on Monday"."""
    return any(verb.i in mention.governors for verb in _list_discoveries(token, language))


def _list_discoveries(token: Token, language: Language) -> Iterator[Token]:
    """Yield the verbs that tell of the act, or of what it was done to, that it came to light."""
    verbs = [token.head] if token.dep_ in {"nsubjpass", "dobj"} else []
    verbs += children(token, "relcl", "acl", "conj")
    yield from (verb for verb in verbs if language.times.has("discovering", lemma_of(verb)))


def _measure(token: Token, mention: DateMention, language: Language) -> int | None:
    if mention.start <= token.i < mention.end:
        return None
    # "Was sentenced on Monday for setting fire": the day of the judgment is not that of the act.
    tells = mention.tells or _is_of_judging(token, mention, language)
    return measure_distance(token, mention.governors, language, tells=tells, over_causes=False)


def _is_of_judging(token: Token, mention: DateMention, language: Language) -> bool:
    """Whether the time hangs on what a court or the police did to somebody."""
    verb = token.doc[mention.governors[-1]] if mention.governors else None
    return verb is not None and verb.pos_ == "VERB" and language.times.has("judging", lemma_of(verb))


def _fit_tense(now: date | None, token: Token, mention: DateMention) -> DateRange | None:
    """Return the reading that the act's tense allows: what happened did not happen after publication."""
    value = mention.value
    if value is not None and now is not None and value.end < now and _is_too_coarse(token, value):
        return None
    if value is None or now is None or value.start <= now or not _is_past(token):
        return value
    return mention.other if mention.other is not None and mention.other.start <= now else None


def _is_too_coarse(token: Token, value: DateRange) -> bool:
    """Whether years gone by are told with a present tense: "charges him over the coup of 2007"."""
    verb = find_clause_verb(token)
    return value.precision in YEARS and verb is not None and is_present(verb)


def _was_done(token: Token) -> bool:
    """Whether the act's clause is in the past tense: "met", "were killed", but not "is now leaking"."""
    verb = find_clause_verb(token)
    return verb is not None and any(word.tag_ == "VBD" for word in (verb, *children(verb, *HELPERS)))


def _is_past(token: Token) -> bool:
    verb = find_clause_verb(token)
    return verb is not None and verb.tag_ == "VBD"
