"""Turn what was read into claims: one value for one field, by whom, with the words that say so."""

from collections.abc import Iterator

from tocsin.model import Claim, EpistemicStatus, Event, Reading, Span, Stance
from tocsin.model.ids import make_claim_id
from tocsin.ontology.vocabularies import vocabulary
from tocsin.register.blaming import Blame, find_blames
from tocsin.register.consequences import FOLLOW_UP_RULE, describe_child, find_ties
from tocsin.register.evidence import find_sentence, gather_evidence
from tocsin.register.following import find_followers
from tocsin.register.interests import COMPETENT_KINDS, HIT_ROLES, is_interested
from tocsin.register.naming import name_party
from tocsin.register.offices import list_named_countries
from tocsin.register.sectors import find_sectors
from tocsin.register.voices import countries_of, list_voices
from tocsin.register.weighing import AGAINST, Weighed, Weight, weigh_mention

# One value with the words that carry it.
Value = tuple[str, str, Span]
# Whose countries are shown as hit only where nobody says whom it hit or where.
CONCERNED = "concerned_countries"
REPORTING_KINDS = COMPETENT_KINDS | {"victim"}
MOST_NAMED = 2
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
    claims |= {claim.id: claim for claim in (*_claim_responses(reading), *_claim_followers(reading))}
    return tuple(claims.values())


def _claim_fields(reading: Reading, event: Event, weighed: Weighed) -> Iterator[Claim]:
    denied = event.status is EpistemicStatus.DENIED or weighed.weight in AGAINST
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
            stance=_find_stance(weighed, denied=denied),
        )


def _find_stance(weighed: Weighed, *, denied: bool) -> Stance:
    if weighed.weight is Weight.WITHDRAWN:
        return Stance.RETRACTS
    return Stance.CONTRADICTS if denied else Stance.SUPPORTS


def list_values(reading: Reading, event: Event, weighed: Weighed) -> Iterator[Value]:
    """Yield every filled field of a mention with its value and its own words."""
    trigger = event.trigger
    yield "status", weighed.weight.value, weighed.ruling or trigger
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
        yield "date_basis", "event", span
    if event.discovered_on is not None:
        span = event.discovered_on.span or trigger
        yield "discovered_at", event.discovered_on.start.isoformat(), span
        if event.date is None:
            yield "date_basis", "discovery", span
    if event.place is not None:
        yield "places", event.place.name, event.place.span or trigger
    yield from _list_targets(reading, event, weighed)
    for actor in event.actors:
        yield "actors", name_party(actor, reading.persons or ()), actor.span
    for recipient in event.recipients:
        yield "recipients", name_party(recipient, reading.persons or ()), recipient.span
    for count in event.counts:
        yield count.what, f"{_bound(count.min)}..{_bound(count.max)}", count.span


def _list_targets(reading: Reading, event: Event, weighed: Weighed) -> Iterator[Value]:
    """Yield target countries (whom it was done to, else where, else whom the report concerns), sectors."""
    recipients = [recipient for recipient in event.recipients if recipient.country]
    place = event.place
    others = countries_of(event.actors)
    for recipient in recipients:
        yield "target_countries", recipient.country or "", recipient.span
    if not recipients and place and place.role in HIT_ROLES and (place.country or "") not in {*others, ""}:
        for country in dict.fromkeys((place.country, place.jurisdiction_country)):
            if country is not None:
                yield "target_countries", country, place.span or event.trigger
    elif not recipients and event.threat_type is not None:
        for country, span in _list_concerned(reading, event, weighed):
            if country not in others:
                yield CONCERNED, country, span
    for sector, span in find_sectors(reading, event):
        yield "target_sectors", sector, span


def _list_concerned(reading: Reading, event: Event, weighed: Weighed) -> Iterator[tuple[str, Span]]:
    """Yield the countries that an act without place and victim concerns: of who tells it, else named."""
    telling = [voice for voice in weighed.voices if voice.country and voice.kind in REPORTING_KINDS]
    if telling and not weighed.interested:
        yield telling[-1].country or "", telling[-1].span or event.trigger
        return
    sentence = find_sentence(reading, event.trigger)
    named = list_named_countries(reading.document.quote(sentence))
    if len(named) <= MOST_NAMED:
        yield from ((country, sentence) for country in named)


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


def _claim_followers(reading: Reading) -> Iterator[Claim]:
    """Yield steps of law and answers that a report without an act of its own tells: of the act it follows."""
    for event, kind in find_followers(reading):
        if kind is not None:
            yield _make_claim(
                reading,
                event,
                field=kind.field,
                value=f"{describe_child(kind.code, event)} [{FOLLOW_UP_RULE}]",
                span=event.trigger,
                holders=tuple(voice.name for voice in list_voices(reading, event)),
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
