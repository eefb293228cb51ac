"""Tell reports that come back to an act without telling it anew: an arrest, a verdict, an answer, a denial.

"The two men were jailed for six years": such a report names no act of its own. It goes to the record of the
act that its topic, its names and its things are those of, and opens a hybrid record never.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tocsin.model import Claim, Document, Event, Reading
from tocsin.register.consequences import FOLLOW_UP_RULE, Kind, find_kind
from tocsin.register.weighing import COUNTED, OPENING, Weight, weigh_mention

# What people say of an act, beside the steps of law and the answers that the codebook lists.
SAYING = frozenset({"ACCUSE", "REJECT"})
DENIALS = frozenset({"REJECT"})
VERDICTS = frozenset({"SANCTION/convict"})
# Acts themselves, by whatever word.
DEEDS = frozenset({"ASSAULT", "MOBILIZE"})
# "Members asked how anyone could walk up to a warship": such words only come back to an act, and tell nothing
# of whether it was done.
COMMENTS = frozenset({"REQUEST", "AGREE", "SUPPORT", "AID", "PROTEST", "CONCEDE", "COOPERATE", "YIELD"})
# What a title and the first sentence put into the future or suppose comes back to nothing.
LOOKING_AHEAD = re.compile(
    r"\b(?:(?:could|would|may|might)(?! (?:not )?have\b)|if|will|plan(?:s|ned)?|threat\w*|warn\w*|exercises?"
    r"|drills?|prepar\w*|ready|next (?:week|month|year|summer|winter))\b",
    re.IGNORECASE,
)
# "Asked how anyone could walk up to a warship" wonders about what was done.
WONDERING = re.compile(r"\b(?:how|why) (?:\w+ ){1,4}could\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
# What a step tells of the act it follows; its own day, place and parties are the step's.
ABOUT_ACT = frozenset({"attribution", "legal", "responses"})


def find_followers(reading: Reading) -> tuple[tuple[Event, Kind | None], ...]:
    """Return the events of a report by which it may follow an act, each with what kind of child it is.

    A report that tells a hybrid act of its own follows none: there words tie steps to acts.
    """
    if any(event.threat_type and _opens(reading, event) for event in reading.events):
        return ()
    found = tuple((event, find_kind(reading, event)) for event in reading.events if _may_follow(event))
    steps = tuple((event, kind) for event, kind in found if kind is not None or event.event_type in SAYING)
    if steps or _looks_ahead(reading.document):
        return steps
    comments = tuple((event, kind) for event, kind in found if event.event_type in COMMENTS)
    # Where nothing is asserted, any word that was read stands for the report: "no spies".
    return comments or tuple((event, None) for event in reading.events if _is_silent(reading, event))


def _is_silent(reading: Reading, event: Event) -> bool:
    # Intent enters no record at all.
    is_apart = event.background or event.status.is_intent
    return not is_apart and weigh_mention(reading, event) is None


def _looks_ahead(document: Document) -> bool:
    """Whether a report leads with what is planned, feared or supposed."""
    lead = SENTENCE_END.split(document.text.strip(), maxsplit=1)[0]
    return LOOKING_AHEAD.search(WONDERING.sub("", f"{document.title or ''}\n{lead}")) is not None


def _may_follow(event: Event) -> bool:
    return event.threat_type is None and not event.background and event.status.counts


def _opens(reading: Reading, event: Event) -> bool:
    weighed = weigh_mention(reading, event)
    return weighed is not None and weighed.weight in OPENING


def is_own_step(claim: Claim, codes: Mapping[str, str]) -> bool:
    """Whether a claim of a mention that follows nothing is about an act that its report does not tell."""
    if claim.field == "attribution":
        return codes.get(claim.event_id, "").partition("/")[0] != "ASSAULT"
    return claim.field in ABOUT_ACT and claim.value.endswith(f"[{FOLLOW_UP_RULE}]")


def list_aside(events: Sequence[Event]) -> frozenset[str]:
    """Return the mentions of a hybrid record that only follow its act: steps, answers and words about it."""
    told = {(event.event_type, event.mode) for event in events if event.threat_type is not None}
    return frozenset(
        event.id
        for event in events
        if told
        and event.threat_type is None
        and event.event_type not in DEEDS
        and (event.event_type, event.mode) not in told
    )


def keep_of_aside(claim: Claim, codes: Mapping[str, str]) -> Claim | None:
    """Return what a claim of such a mention says of the act; None where it is about the step alone.

    A verdict finds that the act was done, an inquiry that it was not; any other step, however official, is
    one more report of it. Who rejects an accusation tells no act.
    """
    if claim.field in ABOUT_ACT:
        return claim
    code = codes.get(claim.event_id, "")
    if claim.field == "status" and claim.value == Weight.REFUTED:
        return claim
    silent = code.partition("/")[0] in DENIALS | COMMENTS
    if claim.field != "status" or silent or claim.value not in OPENING:
        return None
    if claim.value in COUNTED:
        return replace(claim, value=(Weight.CONFIRMED if code in VERDICTS else Weight.REPORTED).value)
    return claim
