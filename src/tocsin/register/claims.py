"""Turn what was read into claims: one value for one field, by whom, with the words that say so."""

from collections.abc import Iterator

from tocsin.model import Claim, EpistemicStatus, Event, Reading, Span, Stance
from tocsin.model.ids import make_claim_id
from tocsin.ontology.vocabularies import vocabulary
from tocsin.register.blaming import Blame, find_blames
from tocsin.register.consequences import find_ties
from tocsin.register.evidence import gather_evidence
from tocsin.register.interests import is_interested
from tocsin.register.naming import name_party
from tocsin.register.sectors import find_sectors
from tocsin.register.voices import countries_of, list_voices
from tocsin.register.weighing import AGAINST, Weighed, weigh_mention

# One value with the words that carry it.
Value = tuple[str, str, Span]
# A denial is about these; it says nothing against the place or the day of what it denies.
DENIABLE = frozenset({"status", "actors", "killed", "injured"})


def make_claims(reading: Reading) -> tuple[Claim, ...]:
    """Return a claim for each filled field of every mention that may matter to the register."""
    blames: dict[str, list[Blame]] = {}
    for blame in find_blames(reading):
        blames.setdefault(blame.event_id, []).append(blame)
    claims: dict[str, Claim] = {}
    for event in reading.events:
        weighed = weigh_mention(reading, event)
        if weighed is None:
            continue
        for claim in (*_claim_fields(reading, event, weighed), *_claim_blames(reading, event, blames)):
            claims.setdefault(claim.id, claim)
    claims |= {claim.id: claim for claim in _claim_responses(reading)}
    return tuple(claims.values())


def _claim_fields(reading: Reading, event: Event, weighed: Weighed) -> Iterator[Claim]:
    denied = event.status is EpistemicStatus.DENIED
    for field, value, span in list_values(reading, event, weighed):
        if denied and field not in DENIABLE:
            continue
        yield _make_claim(
            reading,
            event,
            field=field,
            value=value,
            span=span,
            holders=tuple(voice.name for voice in weighed.voices),
            interested=weighed.interested,
            stance=Stance.CONTRADICTS if denied or weighed.weight in AGAINST else Stance.SUPPORTS,
        )


def list_values(reading: Reading, event: Event, weighed: Weighed) -> Iterator[Value]:
    """Yield every filled field of a mention with its value and its own words."""
    trigger = event.trigger
    yield "status", weighed.weight.value, trigger
    coded = (("threat_type", event.threat_type), ("subtype", event.subtype), ("event_type", event.event_type))
    for field, value in (
        *coded,
        ("mode", event.mode),
        (_field_of_means(event.means), event.means),
        ("outcome", event.outcome),
    ):
        if value:
            yield field, value, trigger
    if event.date is not None:
        span = event.date.span or trigger
        yield "start_date", event.date.start.isoformat(), span
        yield "end_date", event.date.end.isoformat(), span
        yield "date_precision", event.date.precision, span
    if event.place is not None:
        yield "places", event.place.name, event.place.span or trigger
    yield from _list_targets(reading, event)
    for actor in event.actors:
        yield "actors", name_party(actor, reading.persons or ()), actor.span
    for recipient in event.recipients:
        yield "recipients", name_party(recipient, reading.persons or ()), recipient.span
    for count in event.counts:
        yield count.what, f"{_bound(count.min)}..{_bound(count.max)}", count.span


def _list_targets(reading: Reading, event: Event) -> Iterator[Value]:
    """Yield target countries (whom it was done to, else where) and sectors."""
    recipients = [recipient for recipient in event.recipients if recipient.country]
    for recipient in recipients:
        yield "target_countries", recipient.country or "", recipient.span
    place = event.place
    if not recipients and place and place.country and place.country not in countries_of(event.actors):
        yield "target_countries", place.country, place.span or event.trigger
    for sector, span in find_sectors(reading, event):
        yield "target_sectors", sector, span


def _field_of_means(means: str | None) -> str:
    """A means that the ontology lists is a weapon; any other wording is the method as reported."""
    return "weapon" if any(term.code == means for term in vocabulary("weapon")) else "method"


def _bound(value: int | None) -> str:
    return "" if value is None else str(value)


def _claim_blames(reading: Reading, event: Event, blames: dict[str, list[Blame]]) -> Iterator[Claim]:
    published = reading.document.published_at
    on = published.date() if published else None
    for blame in blames.get(event.id, ()):
        stances = {"retracts": Stance.RETRACTS, "denies": Stance.CONTRADICTS, "clears": Stance.CONTRADICTS}
        yield _make_claim(
            reading,
            event,
            field="attribution",
            value=blame.value,
            span=blame.span,
            holders=tuple(voice.name for voice in blame.voices),
            interested=blame.kind in ("accused_party", "perpetrator")
            or is_interested(blame.voices[-1], event, on=on),
            stance=stances.get(blame.act, Stance.SUPPORTS),
        )


def _claim_responses(reading: Reading) -> Iterator[Claim]:
    """Yield what followed an act as claims on that act, in the voices that tell it."""
    for tie in find_ties(reading):
        yield _make_claim(
            reading,
            tie.parent,
            field=tie.field,
            value=tie.value,
            span=tie.child.trigger,
            holders=tuple(voice.name for voice in list_voices(reading, tie.child)),
            interested=False,
            stance=Stance.SUPPORTS,
        )


def _make_claim(
    reading: Reading,
    event: Event,
    *,
    field: str,
    value: str,
    span: Span,
    holders: tuple[str, ...],
    interested: bool,
    stance: Stance,
) -> Claim:
    return Claim(
        id=make_claim_id(event_id=event.id, field=field, value=value, holders=holders),
        event_id=event.id,
        field=field,
        value=value,
        holders=holders,
        interested=interested,
        stance=stance,
        evidence=gather_evidence(reading, span, anchor=event.trigger),
        reported_at=reading.document.published_at,
    )
