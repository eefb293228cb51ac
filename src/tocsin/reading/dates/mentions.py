"""When: the time expressions of a passage, in days."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Span as Tokens

from tocsin.languages import Language
from tocsin.languages.timewords import TimeWords
from tocsin.model import DateRange, Span
from tocsin.reading.dates.direction import is_timetable, looks_ahead
from tocsin.reading.dates.expressions import Expression, find_expressions, is_time, read_given
from tocsin.reading.dates.meaning import work_out
from tocsin.reading.dates.units import Days
from tocsin.reading.dates.viewpoint import Memory, Viewpoint
from tocsin.reading.governing import find_governors
from tocsin.reading.grammar import children
from tocsin.reading.passage import Passage

# Kinds whose meaning depends on which way the clause looks.
TWO_WAY = frozenset(
    {"weekday", "date", "day_range", "holiday", "month", "season", "quarter", "weekend", "unit_shift"}
)
# Kinds that name the quarter a text is about; "the year-ago quarter" only compares.
QUARTERS = frozenset({"quarter", "quarter_of_year", "quarter_shift"})
OLDEST_QUARTER = timedelta(days=366)
# "VILNIUS, Nov 20 (Agency) -": the day of the report, not of an act.
AFTER_DATELINE = re.compile(r"\s*(?:\([^)\n]{1,40}\)\s*)?[-–—]")
LONGEST_DATELINE = 60
# A report is published some days after its dateline at most.
OLDEST_DATELINE = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A time expression: its words [start, end), its days, and the words it hangs on.

    `value` is None where the days cannot be known; `other` is the reading that looks back;
    `named` is what the words alone mean, before "since" or "by" stretches them.
    `is_literal` is False for a dateline, which dates the report, and for "the first time since 2015".
    """

    span: Span
    start: int
    end: int
    kind: str
    value: DateRange | None
    other: DateRange | None = None
    named: DateRange | None = None
    governors: tuple[int, ...] = ()
    tells: bool = False
    is_literal: bool = True


def find_date_mentions(
    passage: Passage, language: Language, *, given: Sequence[tuple[int, int]] | None = None
) -> tuple[DateMention, ...]:
    """Find the time expressions of a passage, worked out from publication and the days named before.

    Where document ranges are `given`, these are the expressions, and only their meaning is asked.
    """
    words = language.times
    found = find_expressions(passage, words) if given is None else read_given(passage, words, given)
    mentions: list[DateMention] = []
    view = Viewpoint(published=passage.published_on, memory=Memory(), ahead=False, words=words)
    for expression in found:
        tokens = passage.doc.char_span(expression.start, expression.end, alignment_mode="expand")
        if tokens is None or not (given is not None or is_time(tokens, expression, words)):
            continue
        mention = _make_mention(passage, tokens, expression, view, language)
        if not (mentions and _frames(tokens, mention, mentions[-1])):
            view = _look_from(view, mention, passage)
        mentions.append(mention)
    return tuple(mentions)


def _frames(tokens: Tokens, mention: DateMention, before: DateMention) -> bool:
    """Whether an expression dates who tells what the one before dates.

    "It burned on 22 July, police said on Wednesday. Two days later ...": the story goes on from July.
    """
    if not mention.governors or before.start < tokens.sent.start or before.named is None:
        return False
    verb = tokens.doc[mention.governors[-1]]
    return any(word.i in before.governors for told in children(verb, "ccomp") for word in told.subtree)


def _look_from(view: Viewpoint, mention: DateMention, passage: Passage) -> Viewpoint:
    """Return the viewpoint after an expression: it is remembered; a dateline is the day of writing."""
    named = mention.named
    if named is None or mention.kind == "hour":
        return view
    if _is_dateline(passage, mention):
        now = view.published
        is_near = now is not None and now - OLDEST_DATELINE <= named.start <= now
        return replace(view, published=named.start) if is_near else view
    if not mention.is_literal:
        return view
    memory = replace(view.memory, days=Days(named.start, named.end, named.precision))
    if named.start == named.end:
        memory = replace(memory, day=named.start)
    if mention.kind in QUARTERS and _is_reported(named, view.published):
        memory = replace(memory, quarter=memory.days)
    return replace(view, memory=memory)


def _is_reported(quarter: DateRange, now: date | None) -> bool:
    """Whether a quarter is over and not older than a year: the one whose results a text tells."""
    return now is None or now - OLDEST_QUARTER <= quarter.end < now


def _make_mention(
    passage: Passage, tokens: Tokens, expression: Expression, view: Viewpoint, language: Language
) -> DateMention:
    words, kind = language.times, expression.pattern.kind
    opener = tokens.doc[tokens.start - 1].lower_ if tokens.start > tokens.sent.start else ""
    ahead = looks_ahead(tokens, words) or (kind == "weekday" and is_timetable(tokens, language))
    view = replace(
        view,
        ahead=ahead and not words.has("ended", opener),
        is_limit=words.has("closing", opener),
    )
    days = work_out(kind, expression.match, view)
    over = replace(view, ahead=False, is_over=True)
    other = work_out(kind, expression.match, over) if kind in TWO_WAY else None
    governors, tells = find_governors(tokens.root, language)
    span = passage.span(expression.start, expression.end)
    mention = DateMention(
        span=span,
        start=tokens.start,
        end=tokens.end,
        kind=kind,
        value=_make_range(_open(days, opener, view), span),
        other=_make_range(_open(other, opener, view), span),
        named=_make_range(days, span),
        governors=governors,
        tells=tells,
    )
    return replace(mention, is_literal=not _is_dateline(passage, mention) and not _is_record(tokens, words))


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


def _is_dateline(passage: Passage, mention: DateMention) -> bool:
    text = passage.text
    start, end = mention.span.start - passage.offset, mention.span.end - passage.offset
    place = text[text.rfind("\n", 0, start) + 1 : start].strip().rstrip(",")
    return len(place) <= LONGEST_DATELINE and place.isupper() and bool(AFTER_DATELINE.match(text, end))


def _is_record(tokens: Tokens, words: TimeWords) -> bool:
    """Whether the expression only measures how rare an act is: "for the first time since 2015"."""
    if tokens.start < 2:
        return False
    opener, before = tokens.doc[tokens.start - 1], tokens.doc[tokens.start - 2]
    return words.has("opening", opener.lower_) and (
        before.lower_ in {"time", "first"} or before.tag_ == "JJS"
    )
