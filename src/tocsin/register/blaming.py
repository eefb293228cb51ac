"""Find in one document who lays which act at whose door."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.model import (
    EpistemicStatus,
    Event,
    Participant,
    Reading,
    Span,
    SpeechAct,
    Statement,
)
from tocsin.register.evidence import find_sentence
from tocsin.register.interests import is_competent, is_hostile, speaks_for
from tocsin.register.naming import CODE, PERSON_CLASS, name_party
from tocsin.register.voices import (
    Voice,
    countries_of,
    describe_voice,
    list_speakers,
    list_voices,
)
from tocsin.register.weighing import CLEARING

# What a holder's certainty makes of naming a culprit; a guess is a hint, a probability a suspicion.
ACT_BY_VALUE = {"CT+": "attributes", "PR+": "suspects", "PS+": "hints", "U": "hints"}
ACT_BY_SPEECH = {SpeechAct.SUSPECT: "suspects", SpeechAct.BELIEVE: "suspects", SpeechAct.FEAR: "hints"}
# Words inside a statement that take up blame without naming an act; the first that matches is taken.
ACT_PHRASES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (act, re.compile(words, re.IGNORECASE))
    for act, words in (
        (
            "retracts",
            r"\b(?:withdr[ae]w|retract\w*|took back)\b.{0,40}\b(?:claims?|accusations?|attribution)",
        ),
        (
            "clears",
            CLEARING.pattern,
        ),
        (
            "does_not_exclude",
            r"\b(?:not|n't|cannot|nothing|neither)\b.{0,20}\b(?:exclude|rule[ds]? out|ruling out)\b",
        ),
        ("declines", r"\btoo (?:early|soon)\b|\bdeclin\w+ to (?:say|name|blame|speculate|attribute)"),
        (
            "hints",
            r"\b(?:hostile|foreign|outside|external) (?:state|power|actor|country|government|service)s?\b"
            r"|\bstate(?:-sponsored)? actors?\b",
        ),
    )
)
SUSPICION = re.compile(r"\b(?:suspect|suspicion|believ|likely|probabl|may have|might have)\w*", re.IGNORECASE)
# A court that charges only suspects; these words tell a judgment.
JUDGMENT = re.compile(
    r"\b(?:convict|found guilty|finds? guilty|rul(?:ed|es|ing)|sentenc|verdict|judge?ment)", re.IGNORECASE
)
# Whoever sees, finds or records an act has not done it.
PERCEIVING = re.compile(
    r"^(?:s[ae]e[ns]?|saw|seeing|spot\w*|sight\w*|observ\w*|notic\w*|film\w*|record\w*|detect\w*|found|find\w*"
    r"|hear\w*|report\w*)$",
    re.IGNORECASE,
)
# Who speaks so of an act lays it at another's door, never at his own.
ACCUSING_ACTS = frozenset(
    {SpeechAct.ACCUSE, SpeechAct.SUSPECT, SpeechAct.ALLEGE, SpeechAct.CONDEMN, SpeechAct.FEAR}
)
# "Its fighter jets": what the speaker himself sent.
OWN = re.compile(r"^(?:its|their|his|her|our|my)\b", re.IGNORECASE)
INQUIRING_SECTORS = frozenset({"COP", "JUD"})
# How far an accusation may stand from the act it is about.
NEAR_CHARACTERS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Blame:
    """One act of attribution as found in one document, on one mention."""

    event_id: str
    act: str
    towards: str | None
    voices: tuple[Voice, ...]
    kind: str
    span: Span

    @property
    def value(self) -> str:
        """Return the act as the value of a claim: "suspects RUS (minister)"."""
        towards = f" {self.towards}" if self.towards else ""
        return f"{self.act}{towards} ({self.kind})"


def find_blames(reading: Reading) -> tuple[Blame, ...]:
    """Return every act of attribution of a document, each on the hostile mention it is about."""
    mentions = [event for event in reading.events if is_hostile(event) and not event.background]
    found: list[Blame] = []
    for event in mentions:
        found.extend(_blame_in_mention(reading, event))
    for event in reading.events:
        found.extend(_blame_in_accusation(reading, event, mentions))
        found.extend(_blame_in_rejection(reading, event, mentions))
    for statement in reading.statements:
        found.extend(_blame_in_words(reading, statement, mentions))
    unique = {(blame.event_id, blame.value, blame.voices[-1].name): blame for blame in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda blame: (blame.span, blame.event_id, blame.value)))


def _blame_in_mention(reading: Reading, event: Event) -> Iterator[Blame]:
    if not (event.status.counts or event.status.is_claim):
        return
    voices = list_voices(reading, event)
    inner = voices[-1]
    if event.status is EpistemicStatus.DENIED:
        # "Moscow denied cutting the cable" denies; police finding no crime clears.
        yield from _blame_in_denial(event, voices)
        return
    if PERCEIVING.match(reading.document.quote(event.trigger)):
        return
    speech = _speech_of(reading, event)
    claimed = speaks_for(inner, event) and not inner.is_author
    if claimed and speech in ACCUSING_ACTS:
        # "Police suspect the ship of cutting it": nobody accuses himself; the actor was misread.
        return
    for actor in event.actors:
        if not is_culprit(actor) or (inner.is_author and name_party(actor) == PERSON_CLASS):
            continue
        if event.threat_type is not None and actor.sector in INQUIRING_SECTORS:
            continue
        value = _temper(reading, event, inner)
        act = (
            "claims_responsibility"
            if claimed
            else ACT_BY_SPEECH.get(speech, ACT_BY_VALUE.get(value, "hints"))
        )
        towards = name_party(actor, reading.persons or ())
        yield Blame(event_id=event.id, act=act, towards=towards, voices=voices,
                    kind="perpetrator" if claimed else inner.kind, span=event.trigger)  # fmt: skip


def _blame_in_denial(event: Event, voices: tuple[Voice, ...]) -> Iterator[Blame]:
    """Read "Moscow denied cutting the cable"; an operator who says that nothing broke denies no guilt."""
    inner = voices[-1]
    culprit = next((actor for actor in event.actors if is_culprit(actor) or OWN.match(actor.name)), None)
    is_own = culprit is not None and OWN.match(culprit.name) is not None
    if is_competent(inner, event) and not speaks_for(inner, event) and not is_own:
        towards = name_party(event.actors[0]) if event.actors else None
        yield Blame(
            event_id=event.id,
            act="clears",
            towards=towards,
            voices=voices,
            kind=inner.kind,
            span=event.trigger,
        )
    elif culprit is not None and not inner.is_author:
        if not is_own and not speaks_for(inner, event):
            return
        towards = (inner.country or inner.name) if is_own else name_party(culprit)
        yield Blame(event_id=event.id, act="denies", towards=towards, voices=voices,
                    kind="accused_party", span=event.trigger)  # fmt: skip


def is_culprit(actor: Participant) -> bool:
    """Whether blame can lie there: a known party, a kind of office or group, a class of person; no device."""
    towards = name_party(actor)
    return bool(CODE.match(towards) or actor.sector) or towards == PERSON_CLASS


def _temper(reading: Reading, event: Event, voice: Voice) -> str:
    """Return how firmly the voice holds it; what a court has not judged it holds for probable."""
    if voice.kind != "court" or JUDGMENT.search(
        reading.document.quote(find_sentence(reading, event.trigger))
    ):
        return voice.value
    return "PR+"


def _speech_of(reading: Reading, event: Event) -> SpeechAct:
    found = (item.act for item in reading.statements if item.id == event.statement_id)
    return next(found, SpeechAct.SAY)


def _blame_in_accusation(reading: Reading, event: Event, mentions: Sequence[Event]) -> Iterator[Blame]:
    """Read "Warsaw accused Minsk of ...": an ACCUSE event near the act, accuser to accused."""
    if event.event_type != "ACCUSE" or event.mode not in (None, "allege") or not event.is_counted:
        return
    target = find_nearest(mentions, event.trigger)
    if target is None or not event.actors:
        return
    words = reading.document.quote(event.trigger)
    for accused in (party for party in event.recipients if CODE.match(name_party(party))):
        voices = _voices_of(reading, event, event.actors[0])
        yield Blame(event_id=target.id, act="suspects" if SUSPICION.search(words) else "attributes",
                    towards=name_party(accused), voices=voices, kind=voices[-1].kind,
                    span=event.trigger)  # fmt: skip


def _blame_in_rejection(reading: Reading, event: Event, mentions: Sequence[Event]) -> Iterator[Blame]:
    """Read "Minsk rejected the accusation": a REJECT event by the country that the act is laid at."""
    if event.event_type != "REJECT" or not event.is_counted or not event.actors:
        return
    target = find_nearest(mentions, event.trigger)
    if target is None or not countries_of(event.actors) & countries_of(target.actors):
        return
    voices = _voices_of(reading, event, event.actors[0])
    yield Blame(event_id=target.id, act="denies", towards=name_party(event.actors[0]), voices=voices,
                kind="accused_party", span=event.trigger)  # fmt: skip


def _blame_in_words(reading: Reading, statement: Statement, mentions: Sequence[Event]) -> Iterator[Blame]:
    """Read "she would not rule out a foreign power" inside what somebody says near the act."""
    speakers = list_speakers(reading, statement)
    if not speakers:
        return
    for piece in statement.content:
        target = find_nearest(mentions, piece)
        sentence = find_sentence(reading, piece)
        words = reading.document.quote(sentence)
        act = next((act for act, pattern in ACT_PHRASES if pattern.search(words)), None)
        if target is None or act is None:
            continue
        voices = (*list_voices(reading, target)[:1], *speakers)
        yield Blame(
            event_id=target.id, act=act, towards=None, voices=voices, kind=voices[-1].kind, span=piece
        )


def _voices_of(reading: Reading, event: Event, speaker: Participant) -> tuple[Voice, ...]:
    voice = describe_voice(reading, speaker.name, span=speaker.span, actor_id=speaker.actor_id)
    return (*list_voices(reading, event), voice)


def find_nearest(mentions: Sequence[Event], span: Span) -> Event | None:
    """Return the mention whose trigger stands closest, if it stands near; the earlier of two."""

    def gap(event: Event) -> int:
        return max(event.trigger.start - span.end, span.start - event.trigger.end, 0)

    nearest = min(mentions, key=lambda event: (gap(event), event.trigger), default=None)
    return nearest if nearest is not None and gap(nearest) <= NEAR_CHARACTERS else None
