"""Decide what one mention says of the status of a happening: the rule "what opens a record"."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tocsin.model import EpistemicStatus, Event, Reading, Span, SpeechAct
from tocsin.register.causes import is_unexplained
from tocsin.register.evidence import find_sentence
from tocsin.register.interests import (
    COMPETENT_KINDS,
    are_at_war,
    is_competent,
    is_interested,
    list_homes,
    may_refute,
    speaks_for,
)
from tocsin.register.rulings import Ruling, find_ruling
from tocsin.register.seeming import is_history, is_no_act, is_unanchored_look_back
from tocsin.register.voices import Voice, find_statement, list_speakers, list_voices, name_author


class Weight(StrEnum):
    """What a mention argues for: the value of its claim on the field `status`."""

    CONFIRMED = "confirmed"
    AFFIRMED = "affirmed"
    REPORTED = "reported"
    CANDIDATE = "candidate"
    REFUTED = "refuted"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"


OPENING = frozenset({Weight.CONFIRMED, Weight.AFFIRMED, Weight.REPORTED, Weight.CANDIDATE})
COUNTED = frozenset({Weight.CONFIRMED, Weight.AFFIRMED, Weight.REPORTED})
# What is told or affirmed, but has not been found out.
UNPROVEN = frozenset({Weight.AFFIRMED, Weight.REPORTED})
AGAINST = frozenset({Weight.REFUTED, Weight.DENIED, Weight.WITHDRAWN})
# "The coast guard confirmed that there is no evidence of ..." confirms nothing hostile.
CLEARING = re.compile(
    r"\bno (?:evidence|sign|indication|proof)s? (?:of|that|for)\b.{0,80}"
    r"\b(?:sabotage|deliberate|intent\w*|involve\w*|hostile|foul play|attack)",
    re.IGNORECASE,
)
SAME_BREATH_CHARACTERS = 15
ANSWERING_SECTORS = frozenset({"COP", "JUD"})
OTHERS_DEED = re.compile(
    r"\b(?:suspect|accus|charg|arrest|detain|blam|held|over|after|who|that)\w*", re.IGNORECASE
)
CONFIRMING_ACTS = frozenset({SpeechAct.CONFIRM, SpeechAct.ADMIT})
PLURAL = re.compile(r"[A-Za-z-]*[^s\W]s")
# What was looked into and found, beside what was only stated.
FINDING = re.compile(
    r"\b(?:(?:investigation|inquiry|analysis|examination|court|chamber|commission|probe|forensics?)\b.{0,60}"
    r"\b(?:found|finds|concluded|established|proved|proven|showed|shown|revealed|determined)"
    r"|(?:it )?has been (?:proved|proven|established)|know with certainty"
    r"|on the basis of the (?:collected )?evidence|final findings|concluded that)\b",
    re.IGNORECASE,
)
UNFINISHED = re.compile(r"\b(?:preliminary|initial(?:ly)?|first findings|so far|for now)\b", re.IGNORECASE)
# "Did not enter", "has ruled out that drones flew", "there was no attack": found not to have been.
FOUND_NOT = re.compile(
    r"\b(?:(?:did|had|has|have|was|were) (?:not|never)|(?:was|were|been) no|ruled out|no \w+ (?:was|were))\b",
    re.IGNORECASE,
)
UNREAL = re.compile(
    r"\b(?:would|could|might|may|if|whether|prevent\w*|foil\w*|thwart\w*|fail\w*|avert\w*|yet|so far)\b",
    re.IGNORECASE,
)
# Of these a state may accuse itself on its own ground, by pushing people back or shooting over a border.
OWN_GROUND = frozenset({"migration", "border_provocation"})
# A ruling undoes such acts, not the talk about them.
DEEDS = frozenset({"ASSAULT", "MOBILIZE", "COERCE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A mention's weight, the voices it came through and whether the innermost has an interest."""

    weight: Weight
    voices: tuple[Voice, ...]
    interested: bool = False
    ruling: Span | None = None
    """The sentence that undoes the happening, where another than the mention's own may."""


def weigh_mention(reading: Reading, event: Event) -> Weighed | None:
    """Return what the mention argues for, or None where it enters neither records nor claims."""
    if event.background or is_history(reading, event):
        return None
    if not (event.status.counts or event.status.is_claim):
        return _weigh_finding_of_none(reading, event)
    if event.threat_type is not None and _is_answer_or_doer(reading, event):
        return None
    if is_no_act(reading, event):
        return None
    if event.status is EpistemicStatus.DENIED and _is_told_beside(reading, event):
        return None
    voices = list_voices(reading, event)
    published = reading.document.published_at
    on = event.date.start if event.date else published.date() if published else None
    inner = voices[-1]
    interested = is_interested(inner, event, on=on)
    ruled = _weigh_ruling(reading, event, voices)
    if ruled is not None:
        return ruled
    if event.status is EpistemicStatus.DENIED:
        interested = interested or (speaks_for(inner, event) and not _looks_into_home(inner, event))
        weight = _weigh_denial(inner, event, interested=interested)
    elif (confirming := _weigh_confirmation(reading, event, inner)) is not None:
        weight, interested = confirming, False
    elif event.status is EpistemicStatus.ALLEGED:
        weight = Weight.REPORTED if is_competent(inner, event) and not interested else Weight.CANDIDATE
    elif event.status is EpistemicStatus.REPORTED:
        weight = Weight.CANDIDATE if interested else Weight.REPORTED
    elif interested and statement_of(reading, event, inner):
        # "After Ukraine's sabotage of the pipelines", said the Kremlin: taken for granted by a party only.
        weight = Weight.CANDIDATE
    elif _is_class_of_acts(reading, event):
        weight, interested = Weight.CANDIDATE, False
    else:
        # The author asserts it: whoever else holds it adds nothing that the author has not taken over.
        weight, interested = Weight.REPORTED, False
    if weight in UNPROVEN and (is_unexplained(reading, event) or is_unanchored_look_back(reading, event)):
        weight = Weight.CANDIDATE
    return Weighed(weight=weight, voices=voices, interested=interested)


def _is_answer_or_doer(reading: Reading, event: Event) -> bool:
    """Tell what police and courts do about an act, and a word for who does it ("spies"), from the act."""
    for actor in event.actors:
        if actor.span.overlaps(event.trigger):
            return True
        if actor.sector in ANSWERING_SECTORS and event.status.counts:
            # "Police arrest two men suspected of hacking": the act is theirs, not that of the police.
            between = reading.document.text[actor.span.end : event.trigger.start]
            if OTHERS_DEED.search(between) is None:
                return True
    return False


def _is_class_of_acts(reading: Reading, event: Event) -> bool:
    """Whether the mention names acts of a kind and none in particular: "in answer to Russia's cyberattacks".

    A plural without place, day, number or anybody hit; after its doer such a word is a verb ("a ship fires").
    """
    if event.threat_type is None or event.place or event.date or event.recipients or event.counts:
        return False
    text = reading.document.text
    if PLURAL.fullmatch(reading.document.quote(event.trigger)) is None:
        return False
    return not any(text[actor.span.end : event.trigger.start] == " " for actor in event.actors)


def _is_told_beside(reading: Reading, event: Event) -> bool:
    """Whether the next words tell the same act as a deed: nobody denies what he tells in the same breath.

    "A denial-of-service attack" is one act in two words, and none of them a denial.
    """
    return any(
        other.status.counts
        and other.threat_type == event.threat_type is not None
        and other.statement_id == event.statement_id
        and max(other.trigger.start - event.trigger.end, event.trigger.start - other.trigger.end)
        <= SAME_BREATH_CHARACTERS
        for other in reading.events
    )


def statement_of(reading: Reading, event: Event, voice: Voice) -> bool:
    """Whether the mention stands in what a voice other than the author says."""
    return not voice.is_author and (
        voice.name == name_author(reading) or find_statement(reading, event) is not None
    )


def _weigh_denial(voice: Voice, event: Event, *, interested: bool) -> Weight:
    return Weight.REFUTED if may_refute(voice, event) and not interested else Weight.DENIED


def _looks_into_home(voice: Voice, event: Event) -> bool:
    """Whether a body denies an act on its own ground, whose word for who was seen to act was misread."""
    place = event.place
    if event.threat_type is None or event.threat_type in OWN_GROUND or place is None:
        return False
    return voice.country is not None and place.country == voice.country and may_refute(voice, event)


def _weigh_finding_of_none(reading: Reading, event: Event) -> Weighed | None:
    """Return what a competent body finds that says that an act did not happen: "the jet did not enter".

    Of what might have been or was only feared nothing is found.
    """
    if event.status is not EpistemicStatus.NOT_HAPPENED or event.threat_type is None:
        return None
    words = reading.document.quote(find_sentence(reading, event.trigger))
    if FOUND_NOT.search(words) is None or UNREAL.search(words) is not None:
        return None
    voices = list_voices(reading, event)
    inner = voices[-1]
    if inner.is_author or not may_refute(inner, event) or inner.kind not in COMPETENT_KINDS:
        return None
    published = reading.document.published_at
    if is_interested(inner, event, on=published.date() if published else None):
        return None
    return Weighed(weight=Weight.REFUTED, voices=voices)


def _weigh_ruling(reading: Reading, event: Event, voices: tuple[Voice, ...]) -> Weighed | None:
    """Return what a mention weighs that its own text withdraws, or finds false or innocent."""
    if event.event_type not in DEEDS and event.threat_type is None and event.mode != "investigate":
        return None
    found = find_ruling(reading, event)
    if found is None:
        return None
    ruling, span = found
    voice = next(
        (
            speakers[-1]
            for statement in reading.statements
            if any(piece.overlaps(span) for piece in statement.content)
            and (speakers := list_speakers(reading, statement))
        ),
        voices[0],
    )
    chain = voices[:1] if voice.is_author else (voices[0], voice)
    if ruling is Ruling.WITHDRAWN:
        return Weighed(weight=Weight.WITHDRAWN, voices=voices[:1], ruling=span)
    published = reading.document.published_at
    on = published.date() if published else None
    interested = speaks_for(voice, event) or is_interested(voice, event, on=on)
    may_know = voice.is_author or is_competent(voice, event)
    weight = Weight.REFUTED if may_know and not interested else Weight.DENIED
    return Weighed(weight=weight, voices=chain, interested=interested, ruling=span)


def _weigh_confirmation(reading: Reading, event: Event, voice: Voice) -> Weight | None:
    """Tell a finding, a judgment or an admission, and what an authority affirms, from a mere report."""
    statement = find_statement(reading, event)
    is_office = voice.name == name_author(reading)
    if voice.is_author or (statement is None and not is_office):
        return None
    act = statement.act if statement is not None else None
    published = reading.document.published_at
    on = published.date() if published else None
    if act in CONFIRMING_ACTS and speaks_for(voice, event) and not _is_boast(voice, event, on=on):
        return Weight.CONFIRMED
    if is_interested(voice, event, on=on) or not is_competent(voice, event):
        return None
    sentence = reading.document.quote(find_sentence(reading, event.trigger))
    said = reading.document.quote(statement.content[0]) if statement is not None else sentence
    if CLEARING.search(said):
        return None
    is_found = FINDING.search(sentence) is not None and UNFINISHED.search(sentence) is None
    if is_found and (event.status.counts or event.status is EpistemicStatus.ALLEGED):
        return Weight.CONFIRMED
    if not event.status.counts:
        return None
    if voice.kind == "court":
        return Weight.CONFIRMED if voice.value == "CT+" else None
    return Weight.AFFIRMED if act in CONFIRMING_ACTS else None


def _is_boast(voice: Voice, event: Event, *, on: date | None) -> bool:
    """Whether who says "it was us" wages war on those who were hit, and gains by saying so."""
    return voice.country is None or any(are_at_war(voice.country, home, on=on) for home in list_homes(event))
