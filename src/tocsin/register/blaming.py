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
from tocsin.ontology.plover import load_plover
from tocsin.register.evidence import find_sentence
from tocsin.register.following import find_followers
from tocsin.register.interests import is_hostile, list_homes, may_refute, speaks_for
from tocsin.register.naming import CODE, PERSON_CLASS, name_party
from tocsin.register.offices import find_named_country
from tocsin.register.pointing import find_denying_state, find_pointed, is_denial
from tocsin.register.sectors import ROVING_TYPES
from tocsin.register.titles import COOPERATIVE_QUADS
from tocsin.register.voices import (
    Voice,
    countries_of,
    describe_author,
    describe_voice,
    list_speakers,
    list_voices,
)
from tocsin.register.weighing import CLEARING, weigh_mention

# What a holder's certainty makes of naming a culprit; a guess is a hint, a probability a suspicion.
ACT_BY_VALUE = {"CT+": "attributes", "PR+": "suspects", "PS+": "hints", "U": "hints"}
ACT_BY_SPEECH = {SpeechAct.SUSPECT: "suspects", SpeechAct.BELIEVE: "suspects", SpeechAct.FEAR: "hints"}
# Words inside a statement that take up blame without naming an act; the first that matches is taken.
ACT_PHRASES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (act, re.compile(words, re.IGNORECASE))
    for act, words in (
        (
            "retracts",
            r"\b(?:withdr[ae]w\w*|retract\w*|took back|takes? back|dropped|drops)\b.{0,40}"
            r"\b(?:claims?|accusations?|attribution|suspicions?|allegations?|assessment|statement)\b"
            r"|\bno longer\b.{0,20}\b(?:suspects?|believes?|blames?|accuses?|holds?|assumes?)\b",
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
# "We know with certainty that ...": the holder says how sure he is.
CERTAIN = re.compile(r"\b(?:with certainty|(?:is|are) certain that)\b", re.IGNORECASE)
# A court that charges only suspects; these words tell a judgment.
JUDGMENT = re.compile(
    r"\b(?:convict|found guilty|finds? guilty|rul(?:ed|es|ing)|sentenc|verdict|judge?ment)", re.IGNORECASE
)
COURT = re.compile(r"\b(?:[Tt]he )?(?:[A-Z]\w+ )*[Cc]ourts?\b|\b[Jj]udges\b")
# Whoever sees, finds or records an act has not done it.
PERCEIVING = re.compile(
    r"^(?:s[ae]e[ns]?|saw|seeing|spot\w*|sight\w*|observ\w*|notic\w*|film\w*|record\w*|detect\w*|found|find\w*"
    r"|hear\w*|report\w*)$",
    re.IGNORECASE,
)
# Whoever meets what flies in has not sent it.
MEETING = re.compile(
    r"^(?:shoo?t\w*|down\w*|intercept\w*|scrambl\w*|track\w*|escort\w*|follow\w*)$", re.IGNORECASE
)
# Who speaks so of an act lays it at another's door, never at his own.
ACCUSING_ACTS = frozenset(
    {SpeechAct.ACCUSE, SpeechAct.SUSPECT, SpeechAct.ALLEGE, SpeechAct.CONDEMN, SpeechAct.FEAR}
)
# "Accused Minsk of ordering it": a charge in another sentence that takes up the act told before.
TAKEN_UP = re.compile(
    r"\b(?:it|this|them|being behind|the (?:acts?|attacks?|fires?|arson|blasts?|explosions?|sabotage|damage"
    r"|incidents?|jamming|interference|flights?|drones?|balloons?|incursions?|crossings?|poisoning))\b",
    re.IGNORECASE,
)
# "The fire is arson, said Warsaw, which blames Minsk": a charge that names no deed takes up the one before.
CHARGING = re.compile(r"\b(?:of|for|over)\b")
# What a state is charged with besides: it says nothing of who did the act told before.
OTHER_CHARGE = re.compile(
    r"\b(?:lies|lying|propaganda|disinformation|hypocrisy|hysteria|russophobia|slander\w*|inhumane?|treatment"
    r"|mistreat\w*|relations|escalat\w*|politici\w+|exploit\w*|obstruct\w*|conceal\w*|cover(?:ed|ing)? up"
    r"|cover-up)\b",
    re.IGNORECASE,
)
# Who speaks so of his own act owns up to it.
OWNING_UP = frozenset({SpeechAct.ADMIT, SpeechAct.CONFIRM})
INQUIRING_KINDS = frozenset({"court", "prosecutor", "police", "intelligence_service", "regulator"})
# "Its fighter jets": what the speaker himself sent.
OWN = re.compile(r"^(?:its|their|his|her|our|my)\b", re.IGNORECASE)
# "Russian-made drones", "Russian-speaking hackers": where a thing or a language comes from did nothing.
MADE_THERE = re.compile(
    r"-(?:made|built|designed|produced|registered|flagged|owned|speaking|language|style|type)\b"
)
# "A pro-Russian group" is not Russia; "hackers linked to Russia" are Russia's by somebody's suspicion.
FRIENDLY = re.compile(
    r"(?:(?:an?|the|some|several|two|three) )?(?:pro-|\w+-(?:speaking|language)\b)", re.IGNORECASE
)
LINKED = re.compile(r"\b(?:linked|tied|ties|close|loyal|sympathetic|aligned|friendly)\b", re.IGNORECASE)
# "Russian hackers" point to a country; that its state sent them is another thing to say.
GANG = re.compile(
    r"\b(?:hackers?|hacktivists?|gangs?|criminals?|cybercriminals?|trolls?|saboteurs?)\b", re.IGNORECASE
)
# What a state alone flies, sails or sends.
FORCES = re.compile(
    r"\b(?:fighters?|jets?|bombers?|warplanes?|MiG-?\w*|Su-?\d+\w*|warships?|frigates?|corvettes?|submarines?"
    r"|soldiers?|troops|military|navy|air force|(?:intelligence|secret|special) services?)\b"
)
PRIVATE_SECTORS = frozenset({"JRN", "CVL", "HLH", "EDU", "REL", "REF"})
INQUIRING_SECTORS = frozenset({"COP", "JUD"})
# Whose denial is that of a state; a spokesman counts as his government.
GOVERNMENT_KINDS = frozenset(
    {"head_of_government", "minister", "armed_forces", "intelligence_service", "anonymous_official"}
)
# How far an accusation may stand from the act it is about.
NEAR_CHARACTERS = 400
CONVICTED = "convicted"


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
    mentions = [
        event
        for event in reading.events
        if _is_blamable(event) and not event.background and weigh_mention(reading, event) is not None
    ]
    found: list[Blame] = []
    for event in mentions:
        found.extend(_blame_in_mention(reading, event))
    if not mentions:
        # "Moscow calls the verdict absurd": the report's own step stands for the act that it follows.
        mentions = _list_standing_in(reading)
        found.extend(_find_verdicts(reading))
    for event in reading.events:
        found.extend(_blame_in_accusation(reading, event, mentions))
        found.extend(_blame_in_rejection(reading, event, mentions))
    for statement in reading.statements:
        found.extend(_blame_in_words(reading, statement, mentions))
    denied = {blame.towards for blame in found if blame.act == "denies"}
    blamed = {blame.towards for blame in found}
    found.extend(blame for blame in _point_in_sentences(reading, mentions) if blame.towards not in blamed)
    accused = frozenset(blame.towards for blame in found if blame.act != "denies")
    found.extend(
        blame for blame in _deny_in_sentences(reading, mentions, accused) if blame.towards not in denied
    )
    found = [blame for blame in found if not _is_undone(reading, blame, found)]
    unique = {(blame.event_id, blame.value, blame.voices[-1].name): blame for blame in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda blame: (blame.span, blame.event_id, blame.value)))


def _is_undone(reading: Reading, blame: Blame, found: Sequence[Blame]) -> bool:
    """Whether what is taken back, or denied by whoever would own up, is read as blame as well.

    "Police no longer suspect Russia", "its jet flew over open sea and crossed no border".
    """
    if blame.act in ("attributes", "suspects"):
        sentence = find_sentence(reading, blame.span)
        return any(
            other.act == "retracts"
            and sentence.overlaps(other.span)
            and other.voices[-1].kind == blame.voices[-1].kind
            for other in found
        )
    return blame.act == "claims_responsibility" and any(
        other.act == "denies" and other.voices[-1].name == blame.voices[-1].name for other in found
    )


def _list_standing_in(reading: Reading) -> list[Event]:
    """Return what may stand for an act that the report comes back to: a step about it, a move of its kind."""
    followers = [event for event, _ in find_followers(reading)]
    moves = (event for event in reading.events if event.event_type == "MOBILIZE" and event.is_counted)
    return sorted((*followers, *moves), key=lambda event: (event.trigger, event.id))


def _find_verdicts(reading: Reading) -> Iterator[Blame]:
    """Read "the court sentenced the two men": a court has found who did it."""
    for event, kind in find_followers(reading):
        if kind is not None and kind.code == CONVICTED:
            court = Voice(name="court", kind="court", span=event.trigger)
            yield Blame(event_id=event.id, act="attributes", towards=PERSON_CLASS, kind="court",
                        voices=(*list_voices(reading, event)[:1], court), span=event.trigger)  # fmt: skip


def _is_blamable(event: Event) -> bool:
    """Whether somebody may be blamed for it; help and meetings are nobody's misdeed."""
    entry = load_plover().event_types.get(event.event_type or "")
    return is_hostile(event) and (entry is None or entry.quad not in COOPERATIVE_QUADS)


def _blame_in_mention(reading: Reading, event: Event) -> Iterator[Blame]:
    if not (event.status.counts or event.status.is_claim):
        return
    voices = list_voices(reading, event)
    inner = voices[-1]
    if event.status is EpistemicStatus.DENIED:
        if weigh_mention(reading, event) is None:
            return
        # "Moscow denied cutting the cable" denies; police finding no crime clears.
        yield from _blame_in_denial(event, voices)
        return
    trigger = reading.document.quote(event.trigger)
    if PERCEIVING.match(trigger) or (event.threat_type in ROVING_TYPES and MEETING.match(trigger)):
        return
    speech = _speech_of(reading, event)
    claimed = speaks_for(inner, event) and not inner.is_author
    if claimed and speech in ACCUSING_ACTS:
        # "Police suspect the ship of cutting it": nobody accuses himself; the actor was misread.
        return
    if claimed and _speaks_at_home(inner, event, reading):
        # "It had a camera in it, the Romanian service said": who looks into an act at home did not do it.
        return
    for actor in event.actors:
        if not is_culprit(actor) or (inner.is_author and name_party(actor) == PERSON_CLASS):
            continue
        if actor.sector in PRIVATE_SECTORS and event.threat_type is not None:
            # "The host of a Belarusian exile station collapsed": a private person is no state's hand.
            continue
        if event.threat_type is not None and actor.sector in INQUIRING_SECTORS:
            continue
        value = _temper(reading, event, inner)
        act = (
            "claims_responsibility"
            if claimed
            else ACT_BY_SPEECH.get(speech, ACT_BY_VALUE.get(value, "hints"))
        )
        towards = _find_force(actor) or name_party(actor, reading.persons or ())
        if MADE_THERE.match(reading.document.text, actor.span.end):
            continue
        if FRIENDLY.match(actor.name):
            towards = actor.name[:1].lower() + actor.name[1:]
        elif actor.actor_id is not None and actor.actor_id.startswith("org:"):
            towards = actor.actor_id  # A gang is not the country it works from.
        elif act == "attributes" and LINKED.search(actor.name):
            act = "suspects"
        elif act != "claims_responsibility" and GANG.search(actor.name) and actor.sector != "GOV":
            act = "hints"
        if inner.is_author and (_is_at_home(actor, event) or actor.country in _list_hit(reading)):
            continue
        yield Blame(event_id=event.id, act=act, towards=towards, voices=voices,
                    kind="perpetrator" if claimed else inner.kind, span=event.trigger)  # fmt: skip


def _list_hit(reading: Reading) -> frozenset[str]:
    """Return whom the acts of a report hit, and on whose ground they were."""
    acts = (event for event in reading.events if event.threat_type is not None and not event.background)
    return frozenset(home for event in acts for home in list_homes(event))


def _speaks_at_home(voice: Voice, event: Event, reading: Reading) -> bool:
    """Whether a body that inquires tells an act and no more: it neither admits nor confirms its own."""
    if _speech_of(reading, event) in OWNING_UP:
        return False
    homes = list_homes(event)
    return voice.country in homes if homes else voice.kind in INQUIRING_KINDS


def _blame_in_denial(event: Event, voices: tuple[Voice, ...]) -> Iterator[Blame]:
    """Read "Moscow denied cutting the cable"; an operator who says that nothing broke denies no guilt."""
    inner = voices[-1]
    culprit = next((actor for actor in event.actors if is_culprit(actor) or OWN.match(actor.name)), None)
    is_own = culprit is not None and OWN.match(culprit.name) is not None
    if may_refute(inner, event) and not speaks_for(inner, event) and not is_own:
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
    return (
        _find_force(actor) is not None or bool(CODE.match(towards) or actor.sector) or towards == PERSON_CLASS
    )


def _is_at_home(actor: Participant, event: Event) -> bool:
    """Whether a state does it on its own ground and to nobody else: an answer, or a misread victim."""
    victims = countries_of(event.recipients)
    return actor.country is not None and actor.country in list_homes(event) and victims <= {actor.country}


def _find_force(actor: Participant) -> str | None:
    """Return the state whose forces an actor without a country is called: "three Russian MiG-31s"."""
    if actor.country is not None or actor.actor_id is not None or FORCES.search(actor.name) is None:
        return None
    return find_named_country(actor.name)


def _temper(reading: Reading, event: Event, voice: Voice) -> str:
    """Return how firmly the voice holds it; what a court has not judged it holds for probable."""
    sentence = reading.document.quote(find_sentence(reading, event.trigger))
    if voice.kind == "court" and not JUDGMENT.search(sentence):
        return "PR+"
    return "CT+" if CERTAIN.search(sentence) else voice.value


def _speech_of(reading: Reading, event: Event) -> SpeechAct:
    found = (item.act for item in reading.statements if item.id == event.statement_id)
    return next(found, SpeechAct.SAY)


def _blame_in_accusation(reading: Reading, event: Event, mentions: Sequence[Event]) -> Iterator[Blame]:
    """Read "Warsaw accused Minsk of ...", "condemned Moscow for ...": accuser to accused, near the act."""
    if event.event_type != "ACCUSE" or not event.is_counted:
        return
    target = find_nearest(mentions, event.trigger)
    if target is None or not event.actors:
        return
    if event.mode not in (None, "allege"):
        # Whoever condemns a state for an act in the same breath lays the act at its door.
        sentence = find_sentence(reading, event.trigger)
        if event.mode != "disapprove" or not sentence.overlaps(target.trigger):
            return
    words = reading.document.quote(event.trigger)
    sentence = find_sentence(reading, event.trigger)
    charge = reading.document.text[event.trigger.end : sentence.end]
    is_charged = event.trigger.end <= target.trigger.start < sentence.end
    homes = list_homes(target)
    for accused in (party for party in event.recipients if CODE.match(name_party(party))):
        voices = _voices_of(reading, event, event.actors[0])
        if accused.country is not None and accused.country in homes | {voices[-1].country}:
            # Whoever was hit has not done it: the charge is about something else.
            continue
        if not is_charged and OTHER_CHARGE.search(charge):
            continue
        is_bare = sentence.overlaps(target.trigger) and not CHARGING.search(charge)
        is_firm = (is_charged or is_bare or TAKEN_UP.search(charge)) and not SUSPICION.search(words)
        yield Blame(event_id=target.id, act="attributes" if is_firm else "suspects",
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
    """Read "she would not rule out a foreign power", "Moscow is behind it", "the charges are baseless"."""
    speakers = list_speakers(reading, statement)
    if not speakers:
        return
    for piece in statement.content:
        target = find_nearest(mentions, piece)
        if target is None:
            continue
        words = reading.document.quote(find_sentence(reading, piece))
        voices = (*list_voices(reading, target)[:1], *speakers)
        if (denier := _find_denier(words, speakers, target)) is not None:
            yield Blame(event_id=target.id, act="denies", towards=denier.country,
                        voices=(voices[0], denier), kind="accused_party", span=piece)  # fmt: skip
            continue
        for act, towards in _list_acts(words, voices[-1]):
            if act == "clears" and len(speakers) > 1 and not CLEARING.search(reading.document.quote(piece)):
                # "London had shown no proof for its claim": the outer voice says so, not London.
                continue
            yield Blame(event_id=target.id, act=act, towards=towards, voices=voices, kind=voices[-1].kind,
                        span=piece)  # fmt: skip


def _deny_in_sentences(
    reading: Reading, mentions: Sequence[Event], accused: frozenset[str | None]
) -> Iterator[Blame]:
    """Read "Ukraine denies the charge" where no statement and no act was read."""
    for sentence in reading.sentences:
        denier = find_denying_state(reading.document.quote(sentence))
        target = find_nearest(mentions, sentence) if denier is not None else None
        if denier is None or target is None or (denier in list_homes(target) and denier not in accused):
            continue
        voice = Voice(name=denier, kind="accused_party", country=denier, actor_id=denier)
        yield Blame(event_id=target.id, act="denies", towards=denier, kind="accused_party", span=sentence,
                    voices=(*list_voices(reading, target)[:1], voice))  # fmt: skip


def _point_in_sentences(reading: Reading, mentions: Sequence[Event]) -> Iterator[Blame]:
    """Read whom a public body's own text, or a court that sentences, points at outside of any quote."""
    author = describe_author(reading)
    for sentence in reading.sentences:
        words = reading.document.quote(sentence)
        court = COURT.search(words) if JUDGMENT.search(words) else None
        if author.is_author and court is None:
            continue
        pointed = find_pointed(words)
        target = find_nearest(mentions, sentence) if pointed is not None else None
        if pointed is None or target is None or pointed.towards in list_homes(target) | {author.country}:
            continue
        voices = (author,) if court is None else (author, Voice(name=court.group(), kind="court"))
        yield Blame(event_id=target.id, act=pointed.act, towards=pointed.towards, voices=voices,
                    kind=voices[-1].kind, span=sentence)  # fmt: skip


def _find_denier(words: str, speakers: Sequence[Voice], target: Event) -> Voice | None:
    """Return the voice of another state than the one hit that rejects an accusation; the outermost speaks."""
    voice = speakers[0]
    # A move told by the accused himself lies where he says; only a typed act tells whose soil was hit.
    homes = list_homes(target) if is_hostile(target) else frozenset()
    is_foreign = voice.country is not None and voice.country not in homes
    return voice if is_foreign and voice.kind in GOVERNMENT_KINDS and is_denial(words) else None


def _list_acts(words: str, voice: Voice) -> Iterator[tuple[str, str | None]]:
    """Yield each act of attribution in a sentence that a voice says, and towards whom."""
    pointed = find_pointed(words)
    if pointed is not None and pointed.towards != voice.country:
        yield pointed.act, pointed.towards
    act = next((act for act, pattern in ACT_PHRASES if pattern.search(words)), None)
    if act is not None:
        yield act, None


def _voices_of(reading: Reading, event: Event, speaker: Participant) -> tuple[Voice, ...]:
    voice = describe_voice(reading, speaker.name, span=speaker.span, actor_id=speaker.actor_id)
    return (*list_voices(reading, event), voice)


def find_nearest(mentions: Sequence[Event], span: Span) -> Event | None:
    """Return the mention whose trigger stands closest, if it stands near; the earlier of two."""

    def gap(event: Event) -> int:
        return max(event.trigger.start - span.end, span.start - event.trigger.end, 0)

    nearest = min(mentions, key=lambda event: (gap(event), event.trigger), default=None)
    return nearest if nearest is not None and gap(nearest) <= NEAR_CHARACTERS else None
