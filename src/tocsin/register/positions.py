"""Positions on tracked questions: who wants what done, for whom, and how firmly, over time."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tocsin.gazetteer.actors import compose_actor, find_actor
from tocsin.languages.postures import Posture, PostureWords
from tocsin.model import Document, Form, Position, Question, Reading, Span, SpeakerKind, SpeechAct, Statement
from tocsin.ontology.plover import quad_of

# "Remarks by President X on Y", "Statement from X", "Readout of President X's call with Y": whose words a text is.
TITLE_ENDS = (
    r"(?=\s+(?:on|at|in|to|after|before|and|with|regarding|about|during|following|marking|providing|upon|call|meeting|[A-Z]\w+ing)\b"
    r"|[’']s\b|\s[|–—-]\s|,|$)"
)
TITLE_HOLDERS = (
    re.compile(
        r"\b(?:remarks|statement|speech|address|briefing|message|letter|conference|call|gaggle)"
        r"\s+(?:by|from)\s+(?P<name>(?:(?:the|an?)\s+)?[A-Z].*?)" + TITLE_ENDS,
        re.IGNORECASE,
    ),
    re.compile(r"\breadout\s+of\s+(?P<name>(?:the\s+)?[A-Z].*?,?(?:\s+Jr\.)?)" + TITLE_ENDS, re.IGNORECASE),
    re.compile(
        r"\b(?:interview|speech|address|letter|call|conference)\s+(?:of|with)\s+(?P<name>(?:(?:the|an?)\s+)?[A-Z].*?)"
        + TITLE_ENDS,
        re.IGNORECASE,
    ),
)
# "PRESIDENT BIDEN: ...", "Q ...": who speaks from here on, in a transcript.
LABEL = re.compile(
    r"^[ \t]*(?:(?P<name>[A-Z][A-Z.’'\- ]{2,40})(?:\s*\([^)\n]*\))?:|(?P<ask>Q)(?:\.|:)?[ \t]+(?=[\w(“\"]))",
    re.MULTILINE,
)
# A label has one of these; "BACKGROUND:" is a heading.
RANK = re.compile(
    r"^(?:MR|MS|MRS|DR|SIR|GEN|SEN|REP|ADM|LT|COL)\b|PRESIDENT|MINISTER|SECRETARY|OFFICIAL|GENERAL|CHANCELLOR|AMBASSADOR"
    r"|SENATOR|ADMIRAL|CHAIR|DIRECTOR|COMMISSIONER|CHIEF|SPOKES|MODERATOR|PARTICIPANT|LEADER|MAYOR|GOVERNOR|KING|QUEEN|PREMIER"
)
# "FILE - ...": under a picture.
CAPTION = re.compile(r"\s*FILE\s*[-–—]")
# "Yes.", "No.": an answer that takes up the words asked.
SHORT_ANSWER = re.compile(
    r"\s*(?:[A-Z][A-Z.’'\- ]{2,40}:)?\s*(?:yes|no|yeah|absolutely|correct|of course)\b[.,!]", re.IGNORECASE
)
# What holds no position: things, and counts of somebody.
NOBODY = re.compile(
    r"^(?:one|two|three|no one|nobody|everyone|it|this|that|these|those|(?:the )?country|both)$"
    r"|\b(?:efforts?|incidents?|guidance|problems?|attacks?|budget|strategy|plans?|orders?|statements?|funding|initiatives?"
    r"|policy|reports?|programs?|measures?|systems?|organizations)$",
    re.IGNORECASE,
)
# "NATO", "USAID": longer words in capitals are no names.
LONGEST_ACRONYM = 6
# An open quotation goes on in the sentences behind it, so far.
LONGEST_TURN = 600
STATE_SECTORS = frozenset({"GOV", "MIL", "SPY", "COP", "JUD", "IGO"})
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
OFFICIAL_SECTORS = frozenset({"GOV", "MIL", "IGO"})
NAMES = re.compile(r"(?:[A-Z][\w.’'-]*)(?:\s+(?:of\s+)?[A-Z][\w.’'-]*)*")
FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|[Uu]s|[Ll]et|I[’'](?:m|ve|ll)|[Ww]e[’'](?:re|ve|ll))\b")
ALLIANCES = frozenset({"NATO", "EUU", "UNO"})
ALLIANCE_WORDS = re.compile(
    r"\b(?:allies|alliance|coalition|G-?[78]|G20|leaders|governments|ministers of|quad)\b", re.IGNORECASE
)
# Several states speak in one text.
JOINT_TITLE = re.compile(
    r"\bjoint\b.{0,40}\bstatement\b|\b(?:G-?7|quad|trilateral)\b.{0,40}\bstatement\b|\bleaders[’'].{0,20}\bstatement\b"
    r"|\bstatement on .{0,60}\bpartnership\b|\bagreement between\b",
    re.IGNORECASE,
)
OWN_VIEW = re.compile(
    r"\b(?:former|analysts?|experts?|professor|senators?|sen|congress\w*|rep|lawmakers?|legislators?|candidates?|nominee|fellow"
    r"|researchers?|opposition|rebels?|activists?|scholars?|critics?|think tank|institute|ex-\w+)\b\.?",
    re.IGNORECASE,
)
STEM = re.compile(r"(?:ations?|ions?|ing|ed|es|e|s)$")
SHORTEST_STEM = 4
# Verbal and material conflict in PLOVER.
LEAST_QUAD = 3
# A text with so many of these words is about affairs of state, even if it tells no act of conflict.
AFFAIRS = re.compile(
    r"\b(?:sanctions?|ceasefire|cease-fire|troops|military|weapons|missiles?|nato|allies|diploma\w+|deterrence|defen[cs]e"
    r"|cyber\w*|humanitarian|war|invad\w+|invasion|aggression|sovereignty|president|prime minister|foreign minister"
    r"|government|security|nuclear)\b",
    re.IGNORECASE,
)
LEAST_AFFAIRS = 3
# So many sentences on either side tell what a sentence is about.
NEIGHBOURS = 5
# The same for a deed, told in passing more often than a wish.
DEED_NEIGHBOURS = 1
# A label is looked for so far back.
FARTHEST_LABEL = 8000
ANONYMOUS = re.compile(r"\bofficials?\b", re.IGNORECASE)
# So many pieces of content are looked at back from a place: what began before them is over.
MOST_PIECES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Holder:
    name: str | None
    kind: SpeakerKind
    through: tuple[str, ...]
    statement: Statement | None


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
    return told or len(words) >= (1 if _is_official(reading.document) else LEAST_AFFAIRS)


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
    pieces = _index_pieces(reading)
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
    asked = _is_asked(reading.document, place)
    if asked and not _is_taken_up(reading.document, place):
        return None
    holder = _find_holder(reading, sentence, place, pieces)
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


def _index_pieces(reading: Reading) -> list[tuple[int, int, Statement]]:
    return sorted(
        ((span.start, span.end, one) for one in reading.statements for span in one.content),
        key=lambda piece: piece[:2],
    )


def _find_holder(
    reading: Reading, sentence: Span, place: int, pieces: list[tuple[int, int, Statement]]
) -> _Holder | None:
    """Return the innermost voice in whose words the place stands, else whom the text speaks of or for."""
    last = bisect_right(pieces, place, key=lambda piece: piece[0])
    nearest = range(max(0, last - MOST_PIECES), last)
    covering = [(pieces[at][1] - pieces[at][0], at) for at in nearest if place < pieces[at][1]]
    if covering:
        statement = pieces[min(covering)[1]][2]
        holder = _name_voice(statement)
        if holder is not None:
            return holder
    spoken = _find_open_turn(reading.document, sentence, place, [pieces[at] for at in nearest])
    return spoken or _find_author_holder(reading.document, sentence, place)


def _name_voice(statement: Statement) -> _Holder | None:
    """Return the innermost voice of a statement that is somebody, None where the text itself speaks."""
    voices = statement.voices
    known = [
        voice
        for voice in voices
        if voice.name and voice.kind is not SpeakerKind.HIDDEN and _is_somebody(voice.name)
    ]
    if known:
        names = [(voice.name or "").replace("; ", " and ").lstrip("-– ") for voice in known]
        return _Holder(name=names[-1], kind=known[-1].kind, through=tuple(names[:-1]), statement=statement)
    if voices[-1].kind is SpeakerKind.AUTHOR or voices[-1].name:
        return None
    return _Holder(name=None, kind=voices[-1].kind, through=(), statement=statement)


def _is_somebody(name: str) -> bool:
    """Whether a name is a voice; a word in capitals is a heading or a label, read elsewhere."""
    return not NOBODY.search(name) and not (name.isupper() and len(name) > LONGEST_ACRONYM)


def _find_open_turn(
    document: Document, sentence: Span, place: int, pieces: list[tuple[int, int, Statement]]
) -> _Holder | None:
    """Return who was quoted last, where news goes on in the first person: its closing mark was lost."""
    if _is_official(document) or not FIRST_PERSON.search(document.text, sentence.start, sentence.end):
        return None
    for _, end, statement in reversed(pieces):
        if end <= place and place - end < LONGEST_TURN and statement.form is not Form.INDIRECT:
            return _name_voice(statement)
    return None


def _is_official(document: Document) -> bool:
    publisher = find_actor(document.publisher or "")
    return publisher is not None and publisher.sector in OFFICIAL_SECTORS


def _find_author_holder(document: Document, sentence: Span, place: int) -> _Holder | None:
    """Return who holds what the text says in its own voice: whose text it is, or in news the party named."""
    label = _find_label(document, place)
    author = (label["name"].strip() if label and label["name"] else None) or name_title_holder(
        document.title or ""
    )
    if author is not None:
        kind = SpeakerKind.ANONYMOUS if ANONYMOUS.search(author) else SpeakerKind.AUTHOR
        return _Holder(name=author, kind=kind, through=(), statement=None)
    before = document.text[sentence.start : place]
    if _is_official(document):
        return _Holder(name=document.publisher, kind=SpeakerKind.AUTHOR, through=(), statement=None)
    for match in NAMES.finditer(before + document.text[place : sentence.end]):
        name = match.group().rstrip("’'")
        if _is_somebody(name) and not _is_dateline(name, document) and find_actor(name) is not None:
            return _Holder(name=name, kind=SpeakerKind.NAMED, through=(), statement=None)
    return None


def _is_dateline(name: str, document: Document) -> bool:
    return (
        name.isupper() and re.search(rf"\b{re.escape(name)}\b[^.\n]{{0,20}}[—–-]", document.text) is not None
    )


def _find_label(document: Document, place: int) -> re.Match[str] | None:
    """Return the last label of a transcript before a place."""
    found = LABEL.finditer(document.text, max(0, place - FARTHEST_LABEL), place)
    labels = [match for match in found if match["ask"] or RANK.search(match["name"])]
    return labels[-1] if labels else None


def _is_asked(document: Document, place: int) -> bool:
    """Whether a place stands in a question put in a transcript."""
    label = _find_label(document, place)
    return label is not None and label["ask"] is not None


def _is_taken_up(document: Document, place: int) -> bool:
    """Whether the paragraph of a place is answered by a plain yes or no."""
    end = document.text.find("\n", place)
    return end >= 0 and SHORT_ANSWER.match(document.text, end) is not None


def name_title_holder(title: str) -> str | None:
    """Return whose words a title announces: "Remarks by President X on Y"."""
    matches = (pattern.search(title) for pattern in TITLE_HOLDERS)
    return next((match["name"].strip(" ,") for match in matches if match), None)


def judge_speaks_for(name: str | None, kind: SpeakerKind, document: Document) -> str:
    """Return for whom a holder speaks: itself, a government, an alliance, or nobody who is named."""
    if kind in (SpeakerKind.ANONYMOUS, SpeakerKind.HIDDEN):
        return "anonymous"
    if name is None:
        return "own_view"
    if kind is SpeakerKind.AUTHOR and JOINT_TITLE.search(document.title or ""):
        return "alliance"
    if name.isupper():
        name = name.title()
    if OWN_VIEW.search(name):
        return "own_view"
    moment = document.published_at
    actor = compose_actor(name, on=moment.date() if moment else None)
    if (actor is not None and actor.country in ALLIANCES) or ALLIANCE_WORDS.search(name):
        return "alliance"
    speaks = actor is not None and (actor.sector in STATE_SECTORS or (actor.country and not actor.sector))
    return "government" if speaks else "own_view"
