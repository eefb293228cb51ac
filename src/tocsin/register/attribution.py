"""Find who lays an incident at whose door, and add the acts up by rule, never above their evidence."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tocsin.model import (
    AttributionAct,
    AttributionState,
    AttributionView,
    Claim,
    EpistemicStatus,
    Event,
    Participant,
    Reading,
    Span,
    SpeechAct,
    Statement,
)
from tocsin.register.evidence import find_sentence
from tocsin.register.naming import PERSON_CLASS, name_party
from tocsin.register.voices import (
    Voice,
    countries_of,
    describe_voice,
    is_competent,
    is_hostile,
    list_speakers,
    list_voices,
    rank_of_kind,
    speaks_for,
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
CONFIDENCE_WORDS = re.compile(
    r"\b(?:almost certainly|in all probability|(?:very |highly |most )?likely|probably|beyond doubt|no doubt"
    r"|(?:high|moderate|low|medium) confidence|suspect(?:s|ed)?|possibly|appears?|may have|might have)\b",
    re.IGNORECASE,
)
# A court that charges only suspects; these words tell a judgment.
JUDGMENT = re.compile(
    r"\b(?:convict|found guilty|finds? guilty|rul(?:ed|es|ing)|sentenc|verdict|judge?ment)", re.IGNORECASE
)
# A party known by code; words such as "two men" tell nobody apart.
CODE = re.compile(r"^(?:[A-Z]{3,4}(?:\.|$)|org:|person:)")
# How far an accusation may stand from the act it is about.
NEAR_CHARACTERS = 400
ARTICLES = frozenset({"a", "an", "the"})
BLAMING = frozenset({"attributes", "suspects"})
# From an unnamed official down a blame is shown as a suspicion, however firm its words.
WEAKEST_FIRM_KIND = "intelligence_service"
VALUE_FORM = re.compile(r"^(?P<act>\w+)(?: (?P<towards>.+))? \((?P<kind>\w+)\)$")


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
        clears = is_competent(inner, event) and not speaks_for(inner, event)
        towards = name_party(event.actors[0]) if event.actors else None
        kind = inner.kind if clears else "accused_party"
        yield Blame(event_id=event.id, act="clears" if clears else "denies", towards=towards, voices=voices,
                    kind=kind, span=event.trigger)  # fmt: skip
        return
    speech = _speech_of(reading, event)
    for actor in event.actors:
        if not is_culprit(name_party(actor)):
            continue
        claimed = speaks_for(inner, event) and not inner.is_author
        value = _temper(reading, event, inner)
        act = (
            "claims_responsibility"
            if claimed
            else ACT_BY_SPEECH.get(speech, ACT_BY_VALUE.get(value, "hints"))
        )
        yield Blame(event_id=event.id, act=act, towards=name_party(actor), voices=voices,
                    kind="perpetrator" if claimed else inner.kind, span=event.trigger)  # fmt: skip


def is_culprit(towards: str) -> bool:
    """Whether blame can lie there: a known party, a class of person, a proper name; not "an explosive device"."""
    return bool(CODE.match(towards)) or towards == PERSON_CLASS or towards[:1].isupper()


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


def read_act(claim: Claim) -> AttributionAct | None:
    """Return the act behind a claim on the field `attribution`."""
    match = VALUE_FORM.match(claim.value)
    if match is None:
        return None
    words = CONFIDENCE_WORDS.search(claim.evidence[0].quote)
    return AttributionAct(
        attributor=claim.holders[-1],
        attributor_kind=match["kind"],
        act=match["act"],
        towards=match["towards"],
        confidence_words=words.group() if words else None,
        date=claim.reported_at.date() if claim.reported_at else None,
        evidence=claim.evidence,
    )


def view_attribution(claims: Iterable[Claim]) -> AttributionView:
    """Return the acts in the order they became known, and the state they add up to."""
    known = sorted(
        (claim for claim in claims if claim.field == "attribution"),
        key=lambda claim: (
            claim.reported_at is None,
            claim.reported_at or 0,
            claim.evidence[-1].span,
            claim.id,
        ),
    )
    acts = tuple(act for claim in known if (act := read_act(claim)) is not None)
    latest = _keep_latest(acts)
    standing = [act for act in latest if act.act != "retracts"]
    blaming = any(act.act in BLAMING or act.act == "hints" for act in standing)
    return AttributionView(
        state=_add_up(standing),
        contested=_is_contested(standing),
        denied=any(act.act == "denies" for act in standing),
        retracted=len(standing) < len(latest) and not blaming,
        acts=_merge_repeats(acts),
    )


def _keep_latest(acts: Sequence[AttributionAct]) -> list[AttributionAct]:
    """Keep the last act of each attributor towards each party; a retraction ends all of them."""
    latest: dict[tuple[str, str | None], AttributionAct] = {}
    for act in acts:
        if act.act == "retracts":
            latest = {key: kept for key, kept in latest.items() if key[0] != act.attributor}
        latest[(act.attributor, act.towards)] = act
    return list(latest.values())


def rank_of(act: AttributionAct) -> int:
    """Return the standing of an attributor, 0 for the unnamed and for parties to the matter."""
    return rank_of_kind(act.attributor_kind)


def _add_up(acts: Sequence[AttributionAct]) -> AttributionState:
    least = rank_of_kind(WEAKEST_FIRM_KIND)
    firm = [act for act in acts if act.act == "attributes" and act.towards and rank_of(act) >= least]
    if any(act.attributor_kind == "court" for act in firm):
        return AttributionState.ADJUDICATED
    for towards in {act.towards for act in firm}:
        if _count_attributors([act for act in firm if act.towards == towards]) > 1:
            return AttributionState.ATTRIBUTED_MULTIPLE
    if firm:
        return AttributionState.ATTRIBUTED_SINGLE
    if any(act.act in BLAMING or act.act == "claims_responsibility" for act in acts):
        return AttributionState.SUSPECTED
    if any(act.act in ("hints", "does_not_exclude") for act in acts):
        return AttributionState.HINTED
    return AttributionState.NONE


def _count_attributors(acts: Sequence[AttributionAct]) -> int:
    """Count distinct voices: "Police" and "Polish police" are one, so are two names in one breath."""
    distinct: list[AttributionAct] = []
    for act in acts:
        if not any(_are_one(act, other) for other in distinct):
            distinct.append(act)
    return len(distinct)


def _are_one(act: AttributionAct, other: AttributionAct) -> bool:
    words, others = ({*item.attributor.lower().split()} - ARTICLES for item in (act, other))
    if words <= others or others <= words:
        return True
    return act.attributor_kind == other.attributor_kind and act.evidence[0] == other.evidence[0]


def _is_contested(acts: Sequence[AttributionAct]) -> bool:
    """Tell whether somebody of equal or higher rank blames another party, or clears."""
    blames = [act for act in acts if act.act in BLAMING and act.towards]
    if not blames:
        return False
    best = max(blames, key=lambda act: (rank_of(act), act.attributor))
    return any(
        rank_of(act) >= rank_of(best)
        and (act.act in ("clears", "blames_other") or (act in blames and _differ(act.towards, best.towards)))
        for act in acts
    )


def _differ(one: str | None, other: str | None) -> bool:
    """Tell parties apart; RUS.GRU is no other party than RUS."""
    if not (one and other and CODE.match(one) and CODE.match(other)):
        return False
    return one.split(".")[0] != other.split(".")[0]


def _merge_repeats(acts: Sequence[AttributionAct]) -> tuple[AttributionAct, ...]:
    """Show an act once, however many reports tell it, with the evidence of the first."""
    merged: dict[tuple[str, str, str | None], AttributionAct] = {}
    for act in acts:
        merged.setdefault((act.attributor, act.act, act.towards), act)
    return tuple(merged.values())
