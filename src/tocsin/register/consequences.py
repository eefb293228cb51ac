"""Tie legal steps, effects and responses to the act they follow, where a report ties them in its words.

"Poland is closing the Russian consulate in response to the sabotage of a railway line": the closing is a
child of the sabotage, and never counts as a hybrid act itself.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.model import Event, Participant, Reading, Span
from tocsin.register.evidence import find_sentence
from tocsin.register.naming import PERSON_CLASS, name_party
from tocsin.register.weighing import OPENING, weigh_mention

RESPONSES, LEGAL = "responses", "legal"
"""The fields of the codebook that hold children: what states did, and steps of law."""

# Which PLOVER codes are which response or legal stage, and the words of the sentence that must be there: a
# closed deal closes no border. The first row that fits is taken (codebook, sections 3.8 and 5).
SEA = r"\b(?:vessel|ship|tanker|freighter|carrier|boat|crew|master)s?\b"
CLOSED = r"\b(?:airports?|airspace|flights?|air traffic|borders?|crossings?|runways?|ports?|take-offs?)\b"
MISSIONS = r"\b(?:consulates?|embass\w+|diplomat\w*|missions?)\b"
PATROLS = r"\b(?:patrol\w*|frigates?|warships?|navy|naval|coast ?guard|surveillance|escort\w*)\b"
JETS = r"\b(?:scrambl\w+|intercept\w*|shot down|shoot down|shooting down)\b"
LISTINGS = r"\b(?:sanction\w*|assets?|blacklist\w*|entry bans?)\b"
COUNCILS = r"\b(?:Article 4|(?:security|atlantic) council|emergency (?:session|meeting))\b"
SEARCHES = r"\bsearch(?:ed|es|ing)? (?:\w+ ){0,3}(?:flats?|homes?|premises|offices?|house)\b"
INQUIRIES = r"\b(?:investigat|inquir|enquir|prob(?:e|ing))\w*"
CLOSING_INQUIRY = r"\b(?:clos\w+|end\w*|drop\w*|shelv\w+|discontinu\w+)\b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of child: its field and code, the PLOVER codes it has, and words its sentence must hold."""

    field: str
    code: str
    plover: frozenset[str]
    words: re.Pattern[str] | None = None


def _kind(field: str, code: str, plover: str, words: str | None = None) -> Kind:
    return Kind(
        field=field,
        code=code,
        plover=frozenset(plover.split()),
        words=re.compile(words, re.IGNORECASE) if words else None,
    )


KINDS = (
    _kind(LEGAL, "acquitted", "SANCTION/convict RETREAT/release CONCEDE", r"\bacquit\w*"),
    _kind(LEGAL, "convicted", "SANCTION/convict"),
    _kind(LEGAL, "extradited", "COERCE/deport COERCE/arrest CONCEDE COOPERATE", r"\bextradit\w*"),
    _kind(LEGAL, "charged", "COERCE/arrest ACCUSE/allege", r"\b(?:charg(?:ed|es)|indict\w*)\b"),
    _kind(LEGAL, "trial", "COERCE/arrest ACCUSE/allege", r"\b(?:on trial|trial (?:of|began|opened|opens))\b"),
    _kind(LEGAL, "detained", "COERCE/arrest"),
    _kind(LEGAL, "released", "RETREAT/release", r"\b(?:bail|custody|suspects?|detained|arrested)\b"),
    _kind(LEGAL, "search", "ACCUSE/investigate", SEARCHES),
    _kind(
        LEGAL,
        "investigation_closed_no_suspect",
        "ACCUSE/investigate",
        rf"{CLOSING_INQUIRY}.*\b(?:suspects?|perpetrators?|culprits?)\b",
    ),
    _kind(
        LEGAL,
        "investigation_closed_no_crime",
        "ACCUSE/investigate",
        rf"{CLOSING_INQUIRY}.*\b(?:no (?:basis|crime|evidence)|accident\w*|not criminal)\b",
    ),
    _kind(LEGAL, "investigation_opened", "ACCUSE/investigate", INQUIRIES),
    _kind(RESPONSES, "r_summon", "ACCUSE/disapprove CONSULT REQUEST/meet", r"\bsummon\w*"),
    _kind(RESPONSES, "r_expel", "SANCTION/expel"),
    _kind(RESPONSES, "r_expel", "SANCTION/withdraw SANCTION/discontinue COERCE/restrict", MISSIONS),
    _kind(RESPONSES, "r_sanction", "SANCTION/discontinue", LISTINGS),
    _kind(RESPONSES, "r_board", "COERCE/seize", SEA),
    _kind(RESPONSES, "r_intercept", "MOBILIZE/weapons ASSAULT/aerial", JETS),
    _kind(RESPONSES, "r_patrol", "MOBILIZE/weapons MOBILIZE/troops COOPERATE", PATROLS),
    _kind(RESPONSES, "r_close", "COERCE/restrict", CLOSED),
    _kind(RESPONSES, "r_invoke", "CONSULT SUPPORT MOBILIZE REQUEST/meet", r"\bArticle (?:5|42)\b"),
    _kind(RESPONSES, "r_consult", "CONSULT REQUEST/meet", COUNCILS),
    _kind(RESPONSES, "r_statement", "ACCUSE/disapprove", r"\bcondemn\w*"),
)
# Words that make the act the reason for the child, read from the child on to the act.
CAUSES = re.compile(
    r"\b(?P<words>in (?:response|answer|reaction|reply|retaliation) to|in connection with|in the wake of"
    r"|on suspicion of|(?:suspect|accus|convict)\w* of|charged with|found guilty of|because(?: of)?|following"
    r"|after|amid|over|for)\b",
    re.IGNORECASE,
)
# An inquiry is into something, and may class it.
INTO = re.compile(r"\b(?P<words>into|whether|as|of)\b", re.IGNORECASE)
# "Balloons forced the airport to suspend flights"; "After drones were seen, the airport was closed".
FORCES = re.compile(r"\b(?P<words>forc\w+|prompt\w+|led to|caus\w+|triggered)\b", re.IGNORECASE)
FRONTED = re.compile(r"^\W*(?P<words>after|following|because of|in response to|over)\b", re.IGNORECASE)
# The child is then of another act than the one beside it.
APART = re.compile(r"\b(?:other|another|unrelated|separate|no link|earlier)\b", re.IGNORECASE)
FARTHEST_CHARACTERS = 250
# A step told so many sentences after the act, in a report of one act only, is a step about that act.
NEAR_SENTENCES = 8
FOLLOWING_ONE_ACT = frozenset(
    {"detained", "charged", "convicted", "acquitted", "extradited", "investigation_opened", "search"}
    | {"investigation_closed_no_suspect", "investigation_closed_no_crime"}
    | {"r_close", "r_board", "r_intercept", "r_expel"}
)
CAUSE_RULE, ONE_ACT_RULE = "named_as_reason", "only_act_of_report"
# A report that tells no act of its own, and was linked to the record by its topic.
FOLLOW_UP_RULE = "follow_up"
MOST_NAME_CHARACTERS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One child of one mention: what it is, the event that tells it, and the rule that ties them."""

    parent: Event
    child: Event
    field: str
    value: str


def find_ties(reading: Reading) -> tuple[Tie, ...]:
    """Return the legal steps, effects and responses of a report, each with the mention it follows."""
    acts = [event for event in reading.events if event.threat_type and _opens(reading, event)]
    if not acts:
        return ()
    ties = []
    for child in reading.events:
        kind = find_kind(reading, child)
        if kind is None or child.threat_type or child.background or not child.status.counts:
            continue
        found = _find_cause(reading, child, acts, kind) or _find_only_act(reading, child, acts, kind)
        if found is not None and not _was_before(child, found[0]):
            parent, rule = found
            value = f"{describe_child(kind.code, child)} [{rule}]"
            ties.append(Tie(parent=parent, child=child, field=kind.field, value=value))
    return tuple(ties)


def find_kind(reading: Reading, event: Event) -> Kind | None:
    """Return what kind of child an event may be, by its PLOVER code and the words round it."""
    codes = {event.event_type, f"{event.event_type}/{event.mode}"}
    rows = [kind for kind in KINDS if codes & kind.plover]
    if not rows:
        return None
    sentence = reading.document.quote(find_sentence(reading, event.trigger))
    return next((kind for kind in rows if kind.words is None or kind.words.search(sentence)), None)


def _opens(reading: Reading, event: Event) -> bool:
    weighed = weigh_mention(reading, event)
    return weighed is not None and weighed.weight in OPENING


def _was_before(child: Event, parent: Event) -> bool:
    """Whether the child is dated before the act: nobody answers what has not happened."""
    return bool(child.date and parent.date and child.date.end < parent.date.start)


def _find_cause(
    reading: Reading, child: Event, acts: Sequence[Event], kind: Kind
) -> tuple[Event, str] | None:
    """Find the act in the child's own sentence that the words name as its reason."""
    text = reading.document.text
    sentence = find_sentence(reading, child.trigger)
    for act in sorted(acts, key=lambda act: (abs(act.trigger.start - child.trigger.start), act.trigger)):
        if not sentence.contains(act.trigger) or act.trigger.overlaps(child.trigger):
            continue
        words = _find_link(text, sentence, child.trigger, act.trigger, is_inquiry=_is_inquiry(kind))
        if words is not None:
            return act, f"{CAUSE_RULE}: {words.lower()}"
    return None


def _find_link(text: str, sentence: Span, child: Span, act: Span, *, is_inquiry: bool) -> str | None:
    if child.end <= act.start:
        between = text[child.end : act.start]
        if len(between) > FARTHEST_CHARACTERS or APART.search(between):
            return None
        # The last words are those beside the act: "closed for four hours after drones had been seen".
        links = [*CAUSES.finditer(between)] or [*(INTO.finditer(between) if is_inquiry else ())]
        return links[-1]["words"] if links else None
    between = text[act.end : child.start]
    if len(between) > FARTHEST_CHARACTERS or APART.search(between):
        return None
    link = FORCES.search(between) or FRONTED.search(text[sentence.start : act.start])
    return link["words"] if link else None


def _is_inquiry(kind: Kind) -> bool:
    return kind.code.startswith("investigation")


def _find_only_act(
    reading: Reading, child: Event, acts: Sequence[Event], kind: Kind
) -> tuple[Event, str] | None:
    """Find the one act of the report just before a step that names no reason of its own."""
    if kind.code not in FOLLOWING_ONE_ACT or len({act.threat_type for act in acts}) > 1:
        return None
    sentence = find_sentence(reading, child.trigger)
    if any(sentence.contains(event.trigger) for event in reading.events if event.threat_type):
        return None
    rest = reading.document.text[child.trigger.end : sentence.end]
    if CAUSES.search(rest) or APART.search(reading.document.quote(sentence)):
        return None
    place = _number_sentence(reading, child.trigger)
    before = [act for act in acts if 0 < place - _number_sentence(reading, act.trigger) <= NEAR_SENTENCES]
    return (before[-1], ONE_ACT_RULE) if before else None


def _number_sentence(reading: Reading, span: Span) -> int:
    return bisect_right(reading.sentences, span.start, key=lambda sentence: sentence.start)


def describe_child(code: str, event: Event) -> str:
    """Return a child as the value of a claim: code, who, to whom, when, and its PLOVER code."""
    parts = [code]
    if event.actors:
        parts.append(f"by {_name(event.actors[0], is_actor=True)}")
    if event.recipients:
        parts.append(f"towards {_name(event.recipients[0])}")
    if event.date is not None and event.date.start == event.date.end:
        parts.append(f"on {event.date.start.isoformat()}")
    plover = "/".join(part for part in (event.event_type, event.mode) if part)
    return " ".join([*parts, f"({plover})"])


def _name(party: Participant, *, is_actor: bool = False) -> str:
    """Return how a party is shown, on one line and without the marks that part the value.

    Who arrests, closes or expels is a state or its body, also where the words for it look like a name.
    """
    name = name_party(party)
    if is_actor and name == PERSON_CLASS and party.country:
        name = party.country
    words = name if name == PERSON_CLASS else " ".join(re.sub(r"[()\[\]]", " ", name).split())
    return words[:MOST_NAME_CHARACTERS] or "unnamed"
