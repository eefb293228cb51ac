"""Positions on tracked questions: who wants what done, for whom, and how firmly, over time."""

import re
from collections.abc import Iterable, Iterator, Sequence

from tocsin.languages.postures import Posture, PostureWords
from tocsin.model import Position, Question, Reading, Span, SpeechAct, Statement
from tocsin.ontology.plover import quad_of
from tocsin.register.position_holders import find_holder, index_pieces, is_official, judge_speaks_for
from tocsin.register.transcripts import is_asked, is_taken_up

# "FILE - ...": under a picture.
CAPTION = re.compile(r"\s*FILE\s*[-–—]")
# Whoever accuses another of a plan, or fears one, does not want it.
OTHERS_ACTS = frozenset(
    {
        SpeechAct.ACCUSE,
        SpeechAct.ALLEGE,
        SpeechAct.SUSPECT,
        SpeechAct.FEAR,
        SpeechAct.PREDICT,
        SpeechAct.CONDEMN,
    }
)
LONGEST_QUOTE = 300
STEM = re.compile(r"(?:ations?|ions?|ing|ed|es|e|s)$")
SHORTEST_STEM = 4
# Verbal and material conflict in PLOVER.
LEAST_QUAD = 3
# A text with so many of these words is about affairs of state, even if it tells no act of conflict.
AFFAIRS = re.compile(
    r"\b(?:sanctions?|ceasefire|cease-fire|troops|military|weapons|missiles?|nato|allies|diploma\w+|deterrence"
    r"|defen[cs]e|cyber\w*|humanitarian|war|invad\w+|invasion|aggression|sovereignty|president|prime minister"
    r"|foreign minister|government|security|nuclear)\b",
    re.IGNORECASE,
)
LEAST_AFFAIRS = 3
# So many sentences on either side tell what a sentence is about.
NEIGHBOURS = 5
# The same for a deed, told in passing more often than a wish.
DEED_NEIGHBOURS = 1


def list_positions(
    readings: Iterable[Reading], question: Question, words: PostureWords
) -> tuple[Position, ...]:
    """Return what was said that bears on a question, in the order of the readings."""
    topics = _compile_topics(question.topics)
    return tuple(
        position
        for reading in readings
        if _is_political(reading)
        for position in _find_positions(reading, question, topics, words)
    )


def _is_political(reading: Reading) -> bool:
    """Whether a text is about conflict between states: "England hit back in the 73rd minute" is not."""
    told = any(
        event.threat_type is not None or (event.event_type and quad_of(event.event_type) >= LEAST_QUAD)
        for event in reading.events
    )
    words = {match.group().lower() for match in AFFAIRS.finditer(reading.document.text)}
    return told or len(words) >= (1 if is_official(reading.document) else LEAST_AFFAIRS)


def _compile_topics(topics: Sequence[str]) -> re.Pattern[str] | None:
    """Make one expression of a user's words: any ending, any case; None where there are none."""
    if not topics:
        return None
    phrases = (
        r"[\s-]+".join(_stem(word) for word in re.split(r"[\s-]+", topic)) for topic in topics if topic
    )
    return re.compile(rf"\b(?:{'|'.join(phrases)})", re.IGNORECASE)


def _stem(word: str) -> str:
    stem = STEM.sub("", word)
    return re.escape(stem if len(stem) >= SHORTEST_STEM else word) + r"\w*"


def _find_positions(
    reading: Reading, question: Question, topics: re.Pattern[str] | None, words: PostureWords
) -> Iterator[Position]:
    text = reading.document.text
    pieces = index_pieces(reading)
    for index, sentence in enumerate(reading.sentences):
        said = text[sentence.start : sentence.end]
        if CAPTION.match(said) or (topics and not topics.search(_read_around(reading, index))):
            continue
        # What is wanted bears on what is said beside it; a deed bears only on what is named close by.
        names_topic = (
            topics is None or topics.search(_read_around(reading, index, reach=DEED_NEIGHBOURS)) is not None
        )
        for posture in words.find(said, under=reading.document.title or ""):
            if _answers(posture, question) and (names_topic or posture.modality != "done"):
                position = _make_position(reading, question, sentence, posture, pieces, words)
                if position is not None:
                    yield position


def _answers(posture: Posture, question: Question) -> bool:
    return not question.postures or posture.code in question.postures


def _read_around(reading: Reading, index: int, *, reach: int = NEIGHBOURS) -> str:
    """Return a sentence with its neighbours: what it is about is often said beside it."""
    beside = reading.sentences[max(0, index - reach) : index + reach + 1]
    return reading.document.text[beside[0].start : beside[-1].end]


def _make_position(
    reading: Reading,
    question: Question,
    sentence: Span,
    posture: Posture,
    pieces: list[tuple[int, int, Statement]],
    words: PostureWords,
) -> Position | None:
    place = sentence.start + posture.start
    asked = is_asked(reading.document, place)
    if asked and not is_taken_up(reading.document, place):
        return None
    holder = find_holder(reading, sentence, place, pieces)
    if holder is None or (posture.code == "escalate" and posture.modality == "done"):
        return None
    span = Span(sentence.document_id, sentence.start + posture.clause[0], sentence.start + posture.clause[1])
    act = holder.statement.act if holder.statement else None
    if act in OTHERS_ACTS:
        return None
    return Position(
        question_id=question.id,
        span=span,
        quote=_clip(reading.document.quote(span), posture.start - posture.clause[0]),
        holder=holder.name,
        kind=holder.kind,
        through=holder.through,
        speaks_for=judge_speaks_for(holder.name, holder.kind, reading.document),
        posture=posture.code,
        modality="could" if asked else words.weigh_act(posture.modality, act or SpeechAct.SAY),
        said_at=reading.document.published_at,
        statement_id=holder.statement.id if holder.statement else None,
    )


def _clip(words: str, place: int) -> str:
    """Return a quote cut at words to a length that shows its point."""
    if len(words) <= LONGEST_QUOTE:
        return words.strip()
    start = max(0, place - LONGEST_QUOTE // 2)
    start = words.find(" ", start) + 1 if start else 0
    return words[start : words.rfind(" ", start, start + LONGEST_QUOTE)].strip()
