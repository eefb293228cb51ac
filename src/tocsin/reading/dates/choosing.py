"""Which of the times a passage names is when an act took place."""

from datetime import date

from spacy.tokens import Token

from tocsin.languages import Language
from tocsin.model import DateRange
from tocsin.reading.dates.mentions import DateMention
from tocsin.reading.governing import find_clause_verb, find_within, measure_distance
from tocsin.reading.passage import Passage

# An hour without its day dates nothing.
DATELESS = frozenset({"hour"})


def choose_date(
    passage: Passage, token: Token, mentions: tuple[DateMention, ...], language: Language
) -> DateRange | None:
    """Choose the expression that dates the act named by the token; None where none does."""
    best: tuple[int, int] | None = None
    chosen: DateRange | None = None
    for mention in find_within(mentions, token.sent):
        if not mention.is_literal or mention.kind in DATELESS:
            continue
        distance = _measure(token, mention, language)
        value = _fit_tense(passage.published_on, token, mention)
        if distance is None or value is None:
            continue
        rank = (distance, abs(mention.start - token.i))
        if best is None or rank < best:
            best, chosen = rank, value
    return chosen


def _measure(token: Token, mention: DateMention, language: Language) -> int | None:
    if mention.start <= token.i < mention.end:
        return None
    return measure_distance(token, mention.governors, language, tells=mention.tells)


def _fit_tense(now: date | None, token: Token, mention: DateMention) -> DateRange | None:
    """Return the reading that the act's tense allows: what happened did not happen after publication."""
    value = mention.value
    if value is None or now is None or value.start <= now or not _is_past(token):
        return value
    return mention.other if mention.other is not None and mention.other.start <= now else None


def _is_past(token: Token) -> bool:
    verb = find_clause_verb(token)
    return verb is not None and verb.tag_ == "VBD"
