"""Decide what one mention says of the status of a happening: the rule "what opens a record"."""

import re
from dataclasses import dataclass
from enum import StrEnum

from tocsin.model import EpistemicStatus, Event, Reading, SpeechAct
from tocsin.register.interests import is_competent, is_interested, speaks_for
from tocsin.register.voices import Voice, find_statement, list_voices, name_author


class Weight(StrEnum):
    """What a mention argues for: the value of its claim on the field `status`."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    CANDIDATE = "candidate"
    REFUTED = "refuted"
    DENIED = "denied"


# History enters no current incident, whether or not the reader flagged it.
HISTORY_DAYS = 366
OPENING = frozenset({Weight.CONFIRMED, Weight.REPORTED, Weight.CANDIDATE})
COUNTED = frozenset({Weight.CONFIRMED, Weight.REPORTED})
AGAINST = frozenset({Weight.REFUTED, Weight.DENIED})
# "The coast guard confirmed that there is no evidence of ..." confirms nothing hostile.
CLEARING = re.compile(
    r"\bno (?:evidence|sign|indication|proof)s? (?:of|that|for)\b.{0,80}"
    r"\b(?:sabotage|deliberate|intent\w*|involve\w*|hostile|foul play|attack)",
    re.IGNORECASE,
)
ANSWERING_SECTORS = frozenset({"COP", "JUD"})
OTHERS_DEED = re.compile(
    r"\b(?:suspect|accus|charg|arrest|detain|blam|held|over|after|who|that)\w*", re.IGNORECASE
)
CONFIRMING_ACTS = frozenset({SpeechAct.CONFIRM, SpeechAct.ADMIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A mention's weight, the voices it came through and whether the innermost has an interest."""

    weight: Weight
    voices: tuple[Voice, ...]
    interested: bool = False


def weigh_mention(reading: Reading, event: Event) -> Weighed | None:
    """Return what the mention argues for, or None where it enters neither records nor claims."""
    if event.background or not (event.status.counts or event.status.is_claim) or is_history(reading, event):
        return None
    if event.threat_type is not None and _is_answer_or_doer(reading, event):
        return None
    voices = list_voices(reading, event)
    published = reading.document.published_at
    on = event.date.start if event.date else published.date() if published else None
    inner = voices[-1]
    interested = is_interested(inner, event, on=on)
    if event.status is EpistemicStatus.DENIED:
        interested = interested or speaks_for(inner, event)
        weight = _weigh_denial(inner, event, interested=interested)
    elif _is_confirmed(reading, event, inner):
        weight, interested = Weight.CONFIRMED, False
    elif event.status is EpistemicStatus.ALLEGED:
        weight = Weight.REPORTED if is_competent(inner, event) and not interested else Weight.CANDIDATE
    elif event.status is EpistemicStatus.REPORTED:
        weight = Weight.CANDIDATE if interested else Weight.REPORTED
    elif interested and statement_of(reading, event, inner):
        # "After Ukraine's sabotage of the pipelines", said the Kremlin: taken for granted by a party only.
        weight = Weight.CANDIDATE
    else:
        # The author asserts it: whoever else holds it adds nothing that the author has not taken over.
        weight, interested = Weight.REPORTED, False
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


def statement_of(reading: Reading, event: Event, voice: Voice) -> bool:
    """Whether the mention stands in what a voice other than the author says."""
    return not voice.is_author and (
        voice.name == name_author(reading) or find_statement(reading, event) is not None
    )


def is_history(reading: Reading, event: Event) -> bool:
    """Whether the mention's own date lies more than a year before its publication."""
    published = reading.document.published_at
    if event.date is None or published is None:
        return False
    return (published.date() - event.date.end).days > HISTORY_DAYS


def _weigh_denial(voice: Voice, event: Event, *, interested: bool) -> Weight:
    return Weight.REFUTED if is_competent(voice, event) and not interested else Weight.DENIED


def _is_confirmed(reading: Reading, event: Event, voice: Voice) -> bool:
    """Tell an official or court finding, or an admission, from a mere report."""
    statement = find_statement(reading, event)
    if statement is None or voice.is_author:
        return False
    if statement.act is SpeechAct.ADMIT and speaks_for(voice, event):
        return True
    published = reading.document.published_at
    if is_interested(voice, event, on=published.date() if published else None):
        return False
    if not event.status.counts or CLEARING.search(reading.document.quote(statement.content[0])):
        return False
    if voice.kind == "court" and is_competent(voice, event):
        return voice.value == "CT+"
    return statement.act in CONFIRMING_ACTS and is_competent(voice, event)
