"""Tell what a text undoes: a report that its outlet withdraws, an act found false, a cause found innocent.

Such words stand beside the act ("The report was wrong, and we withdraw it"), seldom in its own clause:
they are looked for in the sentences round it.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from tocsin.model import Event, Reading, Span
from tocsin.register.evidence import find_sentence

# How many sentences before and after the act may speak of it without naming it.
SENTENCES_ROUND = 3


class Ruling(StrEnum):
    """What a text does to a happening that it tells of."""

    WITHDRAWN = "withdrawn"
    FALSE = "false"
    INNOCENT = "innocent"


WITHDRAWING = re.compile(
    r"\bwe\b.{0,30}\b(?:withdraw|retract|take back)\b"
    r"|\b(?:withdr[ae]w\w*|retract\w*|took back|taken? back) (?:its|their|the|this|that|an?) (?:\w+ )?"
    r"(?:report|article|story)\b"
    r"|\b(?:report|article|story)\b.{0,40}\b(?:withdrawn|retracted|was wrong|were wrong)\b"
    r"|\bthis (?:was|is) (?:incorrect|wrong|not (?:true|correct|the case))\b"
    r"|\bwe (?:apologi[sz]e|regret)\b.{0,30}\b(?:mistake|error)\b",
    re.IGNORECASE,
)
# "The information that drones flew over is false": the act stands between.
FALSE = re.compile(
    r"\b(?:information|reports?|claims?|rumou?rs?|accounts?|footage|videos?|photos?|allegations?|story)\b.{0,120}"
    r"\b(?:is|are|was|were|proved|turned out)\b.{0,20}"
    r"\b(?:false|untrue|not true|fake|faked|invented|made up|fabricated|staged|a hoax|baseless)\b"
    r"|\b(?:was|were|is|are|proved|turned out)\b.{0,20}"
    r"\b(?:a hoax|a false alarm|faked|staged by|fabricated)\b"
    r"|\b(?:never (?:happened|took place)|did not (?:happen|take place|occur))\b"
    r"|\bno such \w+ (?:took place|happened)\b",
    re.IGNORECASE,
)
INNOCENT_CAUSES = (
    r"(?:an? )?(?:\w+ ){0,3}?(?:fault|flaw|defect|failure|malfunction|short[- ]circuit|lightning|storm"
    r"|weather|ice|corrosion|wear|landslide|accident|negligence|carelessness|human error|animals?|rodents?"
    r"|birds?|fishing (?:gear|net|trawl|vessel)|meteor\w*|planets?|stars?"
    r"|own (?:forces|aircraft|drone|missile)|exercise)"
)
INNOCENT = re.compile(
    rf"\b(?:caused by|because of|due to|result of|down to|blamed on|put down to|goes? back to)\b"
    rf"\s{INNOCENT_CAUSES}\b"
    r"|\bturned out to (?:be|have been)\b.{0,30}"
    r"\b(?:harmless|accident\w*|fault|weather|star|planet|toy|aircraft|birds?)\b"
    r"|\b(?:no|neither|nor|not)\b.{0,60}\b(?:traces?|signs?|evidence|residues?|indications?)\b.{0,60}"
    r"\b(?:interference|sabotage|attack|explosives?|arson|foul play|intent\w*|crime|deliberate)\b"
    r"|\b(?:neither|no)\b.{0,30}\bexplosives? residues?\b"
    r"|\b(?:was|were) (?:an accident|accidental|no (?:attack|sabotage|crime|act of sabotage))\b"
    r"|\b(?:rul(?:ed|es|ing) out|excluded?)\b.{0,40}"
    r"\b(?:sabotage|arson|an attack|foul play|outside interference)\b",
    re.IGNORECASE,
)
# Words that leave nothing open, whether or not an inquiry is said to be closed.
SETTLED = re.compile(
    r"\bturned out to (?:be|have been)\b.{0,40}"
    r"\b(?:harmless|accident\w*|fault|weather|research|stars?|planets?|toys?|(?:air)?craft|planes?|birds?|kites?|own)\b"
    r"|\b(?:was|were) (?:in fact |only |merely |just )?an? (?:\w+ ){0,2}"
    r"(?:weather|research|meteorological|toy|party|hobby) (?:balloon|kite|drone|rocket)s?\b"
    r"|\b(?:it|this) (?:was|is) (?:not|no) (?:an? )?(?:act of )?"
    r"(?:sabotage|arson|attack|cyber-?attack|jamming)\b"
    r"|\b(?:was|were) (?:an accident|no (?:attack|sabotage|cyber-?attack))\b"
    r"|\b(?:damaged|cut|severed|torn|caused|broken|destroyed)\b.{0,60}"
    r"\b(?:by accident|accidentally|by mistake)\b"
    r"|\bcontained no (?:bomb|explosives?|charge)\b"
    r"|\b(?:ha(?:s|ve|d) )?ruled out (?:an? |any )?(?:act of )?(?:deliberate )?"
    r"(?:sabotage|arson|attack|foul play|interference)\b",
    re.IGNORECASE,
)
# An innocent cause refutes once somebody has made an end of looking.
CLOSED = re.compile(
    r"\b(?:complet\w+|clos(?:ed|es|ing)|conclu\w+|final(?:ly)?|established|determined|ended|dropped|discontinued)\b",
    re.IGNORECASE,
)
OPEN = re.compile(
    r"\b(?:preliminar\w+|initial(?:ly)?|first findings|so far|yet|for now|may|might|could|possib\w+|probab\w+"
    r"|likely|assum\w+|suspect\w*|not (?:be )?rul\w+ out|cannot|can't|too early|if|whether)\b",
    re.IGNORECASE,
)
# "No sign that a foreign state was involved" clears a party and leaves the act as it was.
OF_PARTY = re.compile(
    r"\b(?:state|government|country|power|group|abroad|orders?|involve\w*)\b", re.IGNORECASE
)


def find_ruling(reading: Reading, event: Event) -> tuple[Ruling, Span] | None:
    """Return what the text undoes of a mention, with the sentence that does; None where it undoes nothing."""
    text = reading.document.text
    own = find_sentence(reading, event.trigger)
    if FALSE.search(text, own.start, own.end) and not OPEN.search(text, own.start, own.end):
        return Ruling.FALSE, own
    round_it = _list_round(reading, own)
    for sentence in round_it:
        if WITHDRAWING.search(text, sentence.start, sentence.end):
            return Ruling.WITHDRAWN, sentence
    if SETTLED.search(text, own.start, own.end) and not OPEN.search(text, own.start, own.end):
        return Ruling.INNOCENT, own
    if not any(CLOSED.search(text, one.start, one.end) for one in round_it):
        return None
    for sentence in round_it:
        words = text[sentence.start : sentence.end]
        found = INNOCENT.search(words)
        if found and not OPEN.search(words) and not OF_PARTY.search(found.group()):
            return Ruling.INNOCENT, sentence
    return None


def _list_round(reading: Reading, own: Span) -> Sequence[Span]:
    """Return the sentences round one, itself included, nearest order of the text."""
    sentences = [sentence for sentence in reading.sentences if sentence.end > sentence.start]
    place = next((i for i, sentence in enumerate(sentences) if sentence.overlaps(own)), None)
    if place is None:
        return (own,)
    return sentences[max(place - SENTENCES_ROUND, 0) : place + SENTENCES_ROUND + 1]
