"""Show what followed an act: children told by reports, each once, and those linked or taken off by hand."""

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from tocsin.model import Claim, Event, Incident, Judgement, JudgementKind, Reading, Response
from tocsin.model.codec import decode, encode
from tocsin.register.consequences import (
    CAUSE_RULE,
    FOLLOW_UP_RULE,
    LEGAL,
    ONE_ACT_RULE,
    RESPONSES,
    describe_child,
)
from tocsin.register.evidence import find_sentence, make_evidence

REASONS = {
    CAUSE_RULE: "the report says {words!r} between them",
    ONE_ACT_RULE: "the report tells of no other act",
    FOLLOW_UP_RULE: "the report comes back to this act and tells no other",
}
VALUE_FORM = re.compile(
    r"^(?P<code>\w+)(?: by (?P<actor>.+?))?(?: towards (?P<towards>.+?))?(?: on (?P<on>\d{4}-\d\d-\d\d))?"
    r" \((?P<plover>\w+(?:/[\w-]+)?)\) \[(?P<rule>\w+)(?:: (?P<words>.+))?\]$"
)
# Reports of one step may give its day a day apart, or none.
SAME_STEP_DAYS = 1


NOT_FOLLOWING = "none"
"""The value of a judgement that takes a child off a record."""


def make_response(reading: Reading, event: Event, *, code: str, linked_by: str, reason: str) -> Response:
    """Return an event as a child that an analyst links by hand."""
    claimed = VALUE_FORM.match(f"{describe_child(code, event)} [{linked_by}]")
    if claimed is None:
        raise ValueError(f"{code!r} is no code of a response")
    sentence = find_sentence(reading, event.trigger)
    document = reading.document
    evidence = tuple(make_evidence(document, span) for span in dict.fromkeys((sentence, event.trigger)))
    return Response(
        code=code,
        actor=claimed["actor"],
        towards=claimed["towards"],
        on=_read_day(claimed["on"]),
        plover=claimed["plover"],
        linked_by=linked_by,
        reasons=(reason,) if reason else (),
        holders=(document.publisher or document.source_id or "author",),
        reported_at=document.published_at,
        evidence=evidence,
    )


def view_responses(claims: Iterable[Claim]) -> tuple[Response, ...]:
    """Return the children that claims tell of, each once however many reports tell it, first known first."""
    merged: list[Response] = []
    for claim in claims:
        response = _read_claim(claim) if claim.field in (RESPONSES, LEGAL) else None
        if response is None:
            continue
        place = next((n for n, known in enumerate(merged) if _are_one(known, response)), None)
        if place is None:
            merged.append(response)
        else:
            merged[place] = _join(merged[place], response)
    return tuple(merged)


def describe_response(response: Response) -> str:
    """Return a child in a few words: code, who, to whom, when."""
    parts = [response.code]
    parts += [f"by {response.actor}"] if response.actor else []
    parts += [f"towards {response.towards}"] if response.towards else []
    parts += [f"on {response.on.isoformat()}"] if response.on else []
    return " ".join(parts)


def _read_claim(claim: Claim) -> Response | None:
    match = VALUE_FORM.match(claim.value)
    if match is None:
        return None
    return Response(
        code=match["code"],
        actor=match["actor"],
        towards=match["towards"],
        on=_read_day(match["on"]),
        plover=match["plover"],
        linked_by=match["rule"],
        reasons=(REASONS[match["rule"]].format(words=match["words"]),) if match["rule"] in REASONS else (),
        holders=claim.holders,
        reported_at=claim.reported_at,
        claim_ids=(claim.id,),
        evidence=claim.evidence,
    )


def _read_day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


def _are_one(known: Response, other: Response) -> bool:
    """Whether two reports tell of one step: nothing that both say differs."""
    if known.code != other.code or known.plover != other.plover:
        return False
    if known.on and other.on and abs(known.on - other.on) > timedelta(days=SAME_STEP_DAYS):
        return False
    parties = ((known.actor, other.actor), (known.towards, other.towards))
    return all(one is None or two is None or one == two for one, two in parties)


def _join(known: Response, other: Response) -> Response:
    return replace(
        known,
        actor=known.actor or other.actor,
        towards=known.towards or other.towards,
        on=known.on or other.on,
        claim_ids=(*known.claim_ids, *other.claim_ids),
        evidence=(*known.evidence, *(piece for piece in other.evidence if piece not in known.evidence)),
    )


def write_link(response: Response) -> str:
    """Return a child as the value of the judgement that links it: its code, and all that is known of it."""
    return f"{response.code} {json.dumps(encode(response), separators=(',', ':'))}"


def read_link(judgement: Judgement) -> Response | None:
    """Return the child that a judgement links; None where it takes one off."""
    code, _, payload = (judgement.value or "").partition(" ")
    if code == NOT_FOLLOWING:
        return None
    response = decode(Response, json.loads(payload))
    return replace(response, linked_by=f"judgement {judgement.id} by {judgement.by}")


def judge_responses(
    incident: Incident, names: Collection[str], judgements: Iterable[Judgement], *, as_of: datetime | None
) -> Incident:
    """Return the incident with the children that standing judgements link to it, without those taken off.

    `names` are what the record is called; a child published after `as_of` is not known yet.
    """
    responses = incident.responses
    for judgement in judgements:
        if judgement.kind is not JudgementKind.RESPONSE or judgement.subjects[0] not in names:
            continue
        linked = read_link(judgement)
        if linked is None:
            responses = tuple(one for one in responses if not set(one.claim_ids) & set(judgement.subjects))
        elif as_of is None or (linked.reported_at is not None and linked.reported_at <= as_of):
            responses = (*responses, linked)
    return incident if responses == incident.responses else replace(incident, responses=responses)
