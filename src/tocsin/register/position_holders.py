"""Who holds a position: the innermost voice, else whose text it is, and for whom that one speaks."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from tocsin.gazetteer.actors import compose_actor, find_actor
from tocsin.model import Document, Form, Reading, Span, SpeakerKind, Statement
from tocsin.register.transcripts import find_label, name_answerer, name_title_holder

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
ANONYMOUS = re.compile(r"\bofficials?\b", re.IGNORECASE)
# So many pieces of content are looked at back from a place: what began before them is over.
MOST_PIECES = 100
# A dateline stands so near the head of a text.
LONGEST_DATELINE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a position, through whom it is passed on (outermost first), in which statement."""

    name: str | None
    kind: SpeakerKind
    through: tuple[str, ...]
    statement: Statement | None


def index_pieces(reading: Reading) -> list[tuple[int, int, Statement]]:
    """Return the pieces of what is said as start, end and statement, in the order of their starts."""
    return sorted(
        ((span.start, span.end, one) for one in reading.statements for span in one.content),
        key=lambda piece: piece[:2],
    )


def find_holder(
    reading: Reading, sentence: Span, place: int, pieces: list[tuple[int, int, Statement]]
) -> Holder | None:
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


def _name_voice(statement: Statement) -> Holder | None:
    """Return the innermost voice of a statement that is somebody, None where the text itself speaks."""
    voices = statement.voices
    known = [
        voice
        for voice in voices
        if voice.name and voice.kind is not SpeakerKind.HIDDEN and _is_somebody(voice.name)
    ]
    if known:
        names = [(voice.name or "").replace("; ", " and ").lstrip("-– ") for voice in known]
        return Holder(name=names[-1], kind=known[-1].kind, through=tuple(names[:-1]), statement=statement)
    if voices[-1].kind is SpeakerKind.AUTHOR or voices[-1].name:
        return None
    return Holder(name=None, kind=voices[-1].kind, through=(), statement=statement)


def _is_somebody(name: str) -> bool:
    """Whether a name is a voice; a word in capitals is a heading or a label, read elsewhere."""
    return not NOBODY.search(name) and not (name.isupper() and len(name) > LONGEST_ACRONYM)


def _find_open_turn(
    document: Document, sentence: Span, place: int, pieces: list[tuple[int, int, Statement]]
) -> Holder | None:
    """Return who was quoted last, where news goes on in the first person: its closing mark was lost."""
    if is_official(document) or not FIRST_PERSON.search(document.text, sentence.start, sentence.end):
        return None
    for _, end, statement in reversed(pieces):
        if end <= place and place - end < LONGEST_TURN and statement.form is not Form.INDIRECT:
            return _name_voice(statement)
    return None


def is_official(document: Document) -> bool:
    """Whether a government or an alliance publishes a text."""
    publisher = find_actor(document.publisher or "")
    return publisher is not None and publisher.sector in OFFICIAL_SECTORS


def _find_author_holder(document: Document, sentence: Span, place: int) -> Holder | None:
    """Return who holds what the text says in its own voice: whose text it is, or in news the party named."""
    label = find_label(document, place)
    spoken = name_answerer(document, place) if label and label["ask"] else label and label["name"].strip()
    author = spoken or name_title_holder(document.title or "")
    if author is not None:
        kind = SpeakerKind.ANONYMOUS if ANONYMOUS.search(author) else SpeakerKind.AUTHOR
        return Holder(name=author, kind=kind, through=(), statement=None)
    before = document.text[sentence.start : place]
    if is_official(document):
        return Holder(name=document.publisher, kind=SpeakerKind.AUTHOR, through=(), statement=None)
    for match in NAMES.finditer(before + document.text[place : sentence.end]):
        name = match.group().rstrip("’'")
        if _is_somebody(name) and not _is_dateline(name, document) and find_actor(name) is not None:
            return Holder(name=name, kind=SpeakerKind.NAMED, through=(), statement=None)
    return None


def _is_dateline(name: str, document: Document) -> bool:
    return (
        name.isupper()
        and re.search(rf"\b{re.escape(name)}\b[^.\n]{{0,20}}[—–-]", document.text[:LONGEST_DATELINE])
        is not None
    )


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
