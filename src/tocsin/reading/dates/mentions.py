"""When: the time expressions of a passage in days, and the one that an act is dated by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from tocsin.languages import Language
from tocsin.languages.timewords import TimePattern, TimeWords
from tocsin.model import DateRange, Span
from tocsin.reading.dates.calendar import Viewpoint, work_out
from tocsin.reading.dates.units import Days
from tocsin.reading.governing import find_clause_verb, find_governors, find_within, measure_distance
from tocsin.reading.grammar import HELPERS, children, climb, is_plural, is_verb, lemma_of
from tocsin.reading.passage import Passage

# "Black Friday", "the May government", "Sun": names, not days.
NAMES_OF_OTHERS = frozenset({"PERSON", "ORG", "PRODUCT", "WORK_OF_ART", "LAW", "GPE", "NORP", "FAC"})
# Kinds whose meaning depends on which way the clause looks.
TWO_WAY = frozenset({"weekday", "date", "day_range", "month", "season", "quarter", "weekend", "unit_shift"})
# "VILNIUS, Nov 20 (Agency) -": the day of the report, not of an act.
AFTER_DATELINE = re.compile(r"\s*(?:\([^)\n]{1,40}\)\s*)?[-–—]")
LONGEST_DATELINE = 60
LONGEST_SENTENCE_CHARS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A time expression: its words [start, end), its days, and the words it hangs on.

    `value` is None where the days cannot be known; `other` is the reading that looks the other way.
    `is_literal` is False for a dateline, which dates the report, and for "the first time since 2015".
    """

    span: Span
    start: int
    end: int
    kind: str
    value: DateRange | None
    other: DateRange | None = None
    governors: tuple[int, ...] = ()
    tells: bool = False
    is_literal: bool = True


def find_date_mentions(passage: Passage, language: Language) -> tuple[DateMention, ...]:
    """Find the time expressions of a passage, worked out from publication and the days named before."""
    mentions: list[DateMention] = []
    last_named: date | None = None
    for sentence in passage.doc.sents:
        text = sentence.text[:LONGEST_SENTENCE_CHARS]
        if not language.times.any_word.search(text):
            continue
        for pattern, match in _find_matches(text, language.times):
            mention = _make_mention(passage, sentence, pattern, match, language, last_named=last_named)
            if mention is None:
                continue
            mentions.append(mention)
            if mention.value is not None and mention.value.start == mention.value.end and mention.is_literal:
                last_named = mention.value.start
    return tuple(mentions)


def choose_date(
    passage: Passage, token: Token, mentions: tuple[DateMention, ...], language: Language
) -> DateRange | None:
    """Choose the expression that dates the act named by the token; None where none does."""
    best: tuple[int, int] | None = None
    chosen: DateRange | None = None
    for mention in find_within(mentions, token.sent):
        if not mention.is_literal:
            continue
        distance = _measure(token, mention, language)
        value = _fit_tense(passage, token, mention)
        if distance is None or value is None:
            continue
        rank = (distance, abs(mention.start - token.i))
        if best is None or rank < best:
            best, chosen = rank, value
    return chosen


def _find_matches(text: str, words: TimeWords) -> Iterator[tuple[TimePattern, re.Match[str]]]:
    """Yield the matches in text order; of two that overlap the longer stays, of equals the first listed."""
    found = [(pattern, match) for pattern in words.patterns for match in pattern.regex.finditer(text)]
    found.sort(key=lambda pair: pair[1].start() - pair[1].end())
    kept: list[tuple[TimePattern, re.Match[str]]] = []
    for pattern, match in found:
        if all(match.end() <= other.start() or other.end() <= match.start() for _, other in kept):
            kept.append((pattern, match))
    yield from sorted(kept, key=lambda pair: pair[1].start())


def _make_mention(
    passage: Passage,
    sentence: Tokens,
    pattern: TimePattern,
    match: re.Match[str],
    language: Language,
    *,
    last_named: date | None,
) -> DateMention | None:
    start_char, end_char = sentence.start_char + match.start(), sentence.start_char + match.end()
    tokens = passage.doc.char_span(start_char, end_char, alignment_mode="expand")
    if tokens is None or not _is_time(tokens, pattern, match, language.times):
        return None
    governors, tells = find_governors(tokens.root, language)
    view = Viewpoint(
        published=passage.published_on,
        last_named=last_named,
        ahead=_looks_ahead(tokens, language.times),
        words=language.times,
    )
    days = work_out(pattern.kind, match, view)
    turned = (
        work_out(pattern.kind, match, replace(view, ahead=not view.ahead))
        if pattern.kind in TWO_WAY
        else None
    )
    span = passage.span(start_char, end_char)
    opener = _opener(tokens)
    return DateMention(
        span=span,
        start=tokens.start,
        end=tokens.end,
        kind=pattern.kind,
        value=_make_range(_open(days, opener, view), span),
        other=_make_range(_open(turned, opener, view), span),
        governors=governors,
        tells=tells,
        is_literal=not _is_dateline(passage.text, start_char, end_char)
        and not _is_record(tokens, language.times),
    )


def _is_time(tokens: Tokens, pattern: TimePattern, match: re.Match[str], words: TimeWords) -> bool:
    """Whether the words are an expression of time here: "May" is a month, "may" is not."""
    groups = match.groupdict()
    if any(groups.get(name) and not groups[name][0].isupper() for name in ("month", "month_2", "weekday")):
        return False
    doc = tokens.doc
    before = doc[tokens.start - 1].lower_ if tokens.start > 0 else ""
    if words.has("repeating", before):
        return False
    root = tokens.root
    if root.ent_type_ in NAMES_OF_OTHERS and pattern.kind in {"weekday", "month", "season", "year"}:
        return False
    if pattern.kind == "season" and root.pos_ not in {"NOUN", "PROPN"}:
        return False
    if pattern.kind in {"month", "season"}:
        marked = any(groups.get(name) for name in ("edge", "shift", "year"))
        return bool(
            marked or words.has("introducing", before) or root.ent_type_ == "DATE" and root.pos_ == "PROPN"
        )
    if pattern.kind == "year":
        after = doc[tokens.end] if tokens.end < len(doc) else None
        counted = after is not None and is_plural(after) and root.dep_ == "nummod"
        named = words.has("introducing", before) or root.ent_type_ in {"DATE", "EVENT"}
        return named and not (counted and root.ent_type_ not in {"DATE", "EVENT"})
    return True


def _looks_ahead(tokens: Tokens, words: TimeWords) -> bool:
    """Whether the clause the expression stands in speaks of what is to come."""
    root = tokens.root
    for word in climb(root):
        if not is_verb(word):
            if word.pos_ == "NOUN" and any(
                words.has("future_words", child.lower_) for child in word.children
            ):
                return True
            continue
        if _is_future(word, words):
            return True
        if word.dep_ not in {"xcomp", "pcomp", "advcl", "conj", "acl"}:
            return False
    return False


def _is_future(verb: Token, words: TimeWords) -> bool:
    helpers = children(verb, *HELPERS)
    if any(words.has("future_helpers", child.lower_) for child in helpers):
        return True
    if any(child.lower_ == "to" for child in helpers):
        return verb.dep_ != "xcomp" or any(
            words.has("future_governors", lemma_of(word)) for word in climb(verb)
        )
    return words.has("future_governors", lemma_of(verb)) and verb.tag_ == "VBN"


def _opener(tokens: Tokens) -> str:
    return tokens.doc[tokens.start - 1].lower_ if tokens.start > tokens.sent.start else ""


def _open(days: Days | None, opener: str, view: Viewpoint) -> Days | None:
    """Stretch the days as the word before says: "since Monday" up to publication, "by Friday" from it."""
    now = view.published
    if days is None or now is None:
        return days
    if view.words.has("opening", opener) and days.start <= now:
        return replace(days, end=max(now, days.start))
    if view.words.has("closing", opener) and now <= days.end:
        return replace(days, start=min(now, days.end))
    return days


def _make_range(days: Days | None, span: Span) -> DateRange | None:
    if days is None or days.start > days.end:
        return None
    return DateRange(start=days.start, end=days.end, precision=days.precision, span=span)


def _is_dateline(text: str, start_char: int, end_char: int) -> bool:
    place = text[text.rfind("\n", 0, start_char) + 1 : start_char].strip().rstrip(",")
    return len(place) <= LONGEST_DATELINE and place.isupper() and bool(AFTER_DATELINE.match(text, end_char))


def _is_record(tokens: Tokens, words: TimeWords) -> bool:
    """Whether the expression only measures how rare an act is: "for the first time since 2015"."""
    if tokens.start < 2:
        return False
    opener, before = tokens.doc[tokens.start - 1], tokens.doc[tokens.start - 2]
    return words.has("opening", opener.lower_) and (
        before.lower_ in {"time", "first"} or before.tag_ == "JJS"
    )


def _measure(token: Token, mention: DateMention, language: Language) -> int | None:
    if mention.start <= token.i < mention.end:
        return None
    return measure_distance(token, mention.governors, language, tells=mention.tells)


def _fit_tense(passage: Passage, token: Token, mention: DateMention) -> DateRange | None:
    """Return the reading that the act's tense allows: what happened did not happen after publication."""
    value, now = mention.value, passage.published_on
    if value is None or now is None or value.start <= now or not _is_past(token):
        return value
    return mention.other if mention.other is not None and mention.other.start <= now else None


def _is_past(token: Token) -> bool:
    verb = find_clause_verb(token)
    return verb is not None and verb.tag_ == "VBD"
