"""Tell what only seems an act of its report: the past told anew, an answer, a word on who did it."""

import re

from tocsin.model import Event, Reading
from tocsin.register.actwords import find_act_word
from tocsin.register.evidence import find_sentence
from tocsin.register.proceedings import is_in_court

# A day so long before its report is history.
HISTORY_DAYS = 366
# "Servers of the group were taken offline": what is hit is the doer's own.
DOERS_MEANS = re.compile(
    r"\b(?:servers?|websites?|accounts?|channels?|domains?|infrastructure|botnets?|networks?)\b"
    r"(?: (?:of|belonging to|used by|run by|behind) (?:the |an? )?(?:[\w-]+ ){0,3}?"
    r"(?:groups?|networks?|gangs?|hackers?|collectives?|botnets?|ring)\b)",
    re.IGNORECASE,
)
# "A network that flooded websites": what a group is known for, not what it did on a day.
KNOWN_FOR = re.compile(
    r"\b(?:groups?|networks?|gangs?|collectives?|botnets?|ring) (?:that|which|who) (?:had |has |have )?$",
    re.IGNORECASE,
)
# Published law is an answer, codebook section 2.
UNDER_LAW = re.compile(r"\bsanctions?\b", re.IGNORECASE)
PICTURES = re.compile(r"^(?:videos?|photos?|photographs?|pictures?|footage|images?|films?)$", re.IGNORECASE)
OFFICES = frozenset({"GOV", "MIL", "COP", "JUD", "SPY", "LEG"})
OFFICE_WORDS = re.compile(
    r"\b(?:ministry|police|army|guards?|government|prosecutors?|service)\b", re.IGNORECASE
)


def is_no_act(reading: Reading, event: Event) -> bool:
    """Whether a mention with a threat type tells no act of this report, so that it enters no record."""
    if event.threat_type is None:
        return False
    return (
        _is_past_told_anew(reading, event)
        or _is_word_on_doers(reading, event)
        or _is_answer(reading, event)
        or _is_picture_shown(reading, event)
    )


def is_unanchored_look_back(reading: Reading, event: Event) -> bool:
    """Whether a court's word on an act says neither when, where nor to whom it was done."""
    if event.threat_type is None or event.date or event.place or event.counts or event.discovered_on:
        return False
    if any(party.country for party in event.recipients):
        return False
    return is_in_court(reading.document.quote(find_sentence(reading, event.trigger)))


def is_history(reading: Reading, event: Event) -> bool:
    """Whether the mention's own date lies more than a year before its publication."""
    published = reading.document.published_at
    if event.date is None or published is None:
        return False
    return (published.date() - event.date.end).days > HISTORY_DAYS


def _is_past_told_anew(reading: Reading, event: Event) -> bool:
    """Whether the report dates an act of this kind, and of no other place, to history, and none to its days.

    "... over an explosion in 2014. There is suspicion that officers took part in the blast."
    """
    if event.date is not None:
        return False
    kin = [
        other
        for other in reading.events
        if other.threat_type == event.threat_type
        and other.date
        and (other.status.counts or other.status.is_claim)
    ]
    past = [other for other in kin if other.background or is_history(reading, other)]
    if not past or len(past) < len(kin):
        return False
    return any(_is_same_past(reading, event, other) for other in past)


def _is_same_past(reading: Reading, event: Event, other: Event) -> bool:
    """Whether two mentions share their sentence, their place or what was hit; another place parts them."""
    one, two = event.place, other.place
    if one is not None and two is not None:
        if "country" in (one.precision, two.precision):
            return one.country == two.country
        return one.gazetteer_id == two.gazetteer_id
    if find_sentence(reading, other.trigger).overlaps(event.trigger):
        return True
    return bool(_words_of(reading, event) & _words_of(reading, other))


def _words_of(reading: Reading, event: Event) -> set[str]:
    """Return the stem of the act's word and the last word of each thing hit."""
    words = [reading.document.quote(event.trigger), *(party.name for party in event.recipients)]
    return {find_act_word(name.split()[-1].lower()) for name in words if name.split()}


def _is_word_on_doers(reading: Reading, event: Event) -> bool:
    """Whether it says for whom somebody works or what a group is known for, beside the act told."""
    if event.date or event.place:
        return False
    if event.threat_type == "espionage" and event.subtype == "recruitment":
        others = (other for other in reading.events if other.threat_type not in (None, "espionage"))
        return any(other.is_counted and not other.background for other in others)
    before = reading.document.text[max(event.trigger.start - 60, 0) : event.trigger.start]
    return KNOWN_FOR.search(before) is not None


def _is_answer(reading: Reading, event: Event) -> bool:
    sentence = find_sentence(reading, event.trigger)
    text = reading.document.text
    if event.threat_type == "cyber":
        return DOERS_MEANS.search(text, sentence.start, event.trigger.start) is not None
    if event.threat_type == "economic_coercion" and event.event_type == "SANCTION":
        return UNDER_LAW.search(text, sentence.start, sentence.end) is not None
    return False


def _is_picture_shown(reading: Reading, event: Event) -> bool:
    """Whether pictures are shown by an office, and not taken by a stranger."""
    if PICTURES.match(reading.document.quote(event.trigger)) is None:
        return False
    return any(actor.sector in OFFICES or OFFICE_WORDS.search(actor.name) for actor in event.actors)
