"""Assemble incidents: every shown value computed from claims by a named rule, or set by a judgement."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from tocsin.model import (
    Claim,
    DateRange,
    Document,
    Event,
    Incident,
    IncidentRow,
    IncidentStatus,
    Judgement,
    Place,
    Reading,
    SpeakerKind,
)
from tocsin.register.assets import find_assets
from tocsin.register.attribution import list_accused, view_attribution
from tocsin.register.claims import CONCERNED, make_claims
from tocsin.register.clustering import Linkage
from tocsin.register.copies import group_origins, rank_document
from tocsin.register.following import is_own_step, keep_of_aside, list_aside
from tocsin.register.grading import grade_claims, grade_credibility, grade_severity, grade_status, has_support
from tocsin.register.interests import HIT_ROLES
from tocsin.register.listing import fold_lists, is_listed
from tocsin.register.mentions import has_anchor
from tocsin.register.overriding import apply_judgements
from tocsin.register.persons import PersonIndex, index_persons, learn_persons, name_holders
from tocsin.register.publishers import PublisherTable, fold_publishers, make_table
from tocsin.register.responses import view_responses
from tocsin.register.showing import Ledger, order_claims, rule_of, show_bounds, show_union, show_value
from tocsin.register.standing import find_withdrawn, fold_outlets, name_origins
from tocsin.register.titles import make_title
from tocsin.register.weighing import COUNTED, OPENING, Weight

Member = tuple[Event, Document]
Rules = dict[str, str]
PRECISIONS = ("year", "season", "month", "day", "hour", "minute")
FINENESS = {"exact": 7, "site": 6, "settlement": 5, "admin2": 4, "admin1": 3, "sea_area": 3, "country": 2}
WIDEST_DATE_DAYS = 366
# What a mention without interest must carry, lest an adversary's words be counted.
TOLD = frozenset({IncidentStatus.REPORTED, IncidentStatus.CORROBORATED})
COARSE = frozenset({"country", "unknown"})
UNNAMED = frozenset({SpeakerKind.ANONYMOUS, SpeakerKind.HIDDEN})


def assemble_register(
    readings: Iterable[Reading],
    linkage: Linkage,
    *,
    claims: Iterable[Claim] | None = None,
    origins: Mapping[str, str] | None = None,
    judgements: Iterable[Judgement] = (),
    persons: PersonIndex | None = None,
    publishers: PublisherTable | None = None,
    chains: Mapping[str, Sequence[str]] | None = None,
    as_of: datetime | None = None,
) -> tuple[Incident, ...]:
    """Return all incidents by id, as they stand now or as they stood at a moment.

    Claims, origins and what is known of persons are made from the readings where they are not given; of
    publishers those that ship are known. `chains` holds for each version of an article with several the
    documents of all, oldest first.
    """
    readings = tuple(readings)
    if claims is None:
        claims = (claim for reading in readings for claim in make_claims(reading))
    standing = tuple(judgements)
    if origins is None:
        origins = group_origins(
            (reading.document for reading in readings), judgements=standing, chains=chains
        )
    homes = {membership.event_id: membership.incident_id for membership in linkage.memberships}
    members: dict[str, list[Member]] = {}
    for reading in readings:
        for event in reading.events:
            if event.id in homes:
                members.setdefault(homes[event.id], []).append((event, reading.document))
    held: dict[str, list[Claim]] = {}
    if persons is None:
        persons = index_persons(learn_persons(readings))
    for claim in name_holders(claims, persons):
        if claim.event_id in homes:
            held.setdefault(homes[claim.event_id], []).append(_date_claim(claim))
    aliases: dict[str, list[str]] = {}
    for younger, older in linkage.aliases.items():
        aliases.setdefault(older, []).append(younger)
    rows = {row.id: row for row in linkage.rows}
    assemble = partial(
        assemble_incident,
        origins=origins,
        judgements=standing,
        publishers=publishers,
        chains=chains,
        as_of=as_of,
    )
    incidents = (
        assemble(rows[key], members[key], held.get(key, ()), aliases=tuple(sorted(aliases.get(key, ()))))
        for key in sorted(members)
    )
    return tuple(incident for incident in incidents if incident is not None)


def _date_claim(claim: Claim) -> Claim:
    """Say when a claim was first and last known: by its store, or else by its report."""
    if claim.reported_at is None or (claim.first_seen and claim.last_seen):
        return claim
    return replace(
        claim,
        first_seen=claim.first_seen or claim.reported_at,
        last_seen=claim.last_seen or claim.reported_at,
    )


def assemble_incident(
    row: IncidentRow,
    events_with_documents: Iterable[Member],
    claims: Iterable[Claim],
    *,
    origins: Mapping[str, str],
    judgements: Iterable[Judgement] = (),
    aliases: Sequence[str] = (),
    publishers: PublisherTable | None = None,
    chains: Mapping[str, Sequence[str]] | None = None,
    as_of: datetime | None = None,
) -> Incident | None:
    """Return the incident that the mentions and their claims add up to; None where nothing opens it (yet)."""
    members = _list_known(events_with_documents, as_of)
    known = {event.id for event, _ in members}
    told = {claim.id: claim for claim in claims if claim.event_id in known}.values()
    ordered = order_claims(_leave_out_aside(told, [event for event, _ in members]))
    if not has_support(ordered, opening=OPENING):
        return None
    # Ordered, so that which text stands for an origin does not depend on the order of arrival.
    documents = tuple(sorted((document for _, document in members), key=rank_document))
    table = publishers or make_table()
    ledger = Ledger(
        claims=ordered,
        origins=name_origins(
            documents,
            fold_outlets(
                documents, ordered, fold_publishers(documents, fold_lists(documents, origins), table)
            ),
        ),
        weights=_list_weights(ordered),
        loose=_find_loose(members, ordered),
        withdrawn=find_withdrawn(documents, ordered),
        superseded=_find_superseded(members, chains or {}),
        beside_typed=_find_beside_typed(members),
        untyped=frozenset(event.id for event, _ in members if event.threat_type is None),
    )
    incident = _assemble(row, members, ledger, aliases=tuple(aliases), chains=chains or {})
    incident = replace(incident, claims=grade_claims(ledger, documents, table))
    return apply_judgements(incident, row, judgements, as_of=as_of)


def _leave_out_aside(claims: Iterable[Claim], events: Sequence[Event]) -> Iterator[Claim]:
    """Yield the claims on the act itself: of what only follows it, what that tells of the act."""
    aside = list_aside(events)
    codes = {event.id: "/".join(filter(None, (event.event_type, event.mode))) for event in events}
    typed = {event.id for event in events if event.threat_type is not None}
    for claim in claims:
        if claim.event_id in aside:
            kept = keep_of_aside(claim, codes)
            if kept is not None:
                yield kept
        elif claim.event_id in typed or not is_own_step(claim, codes):
            yield claim


def _list_known(members: Iterable[Member], as_of: datetime | None) -> tuple[Member, ...]:
    """Return what was published by a moment, in the order of publication and text."""
    known = (
        (event, document)
        for event, document in members
        if as_of is None or ((moment := document.published_at or document.retrieved_at) and moment <= as_of)
    )
    last = datetime.max.replace(tzinfo=UTC)
    return tuple(
        sorted(known, key=lambda member: (member[1].published_at or last, member[0].trigger, member[0].id))
    )


def _find_superseded(members: Sequence[Member], chains: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return the mentions in texts that a later version of the same article, in this record too, replaces."""
    known = {document.id for _, document in members}
    newest = {
        name: [one for one in chain if one in known][-1] for name, chain in chains.items() if name in known
    }
    return frozenset(
        event.id for event, document in members if newest.get(document.id, document.id) != document.id
    )


def _count_reports(documents: Iterable[Document], chains: Mapping[str, Sequence[str]]) -> int:
    """Count reports: the versions of one article are one, the rows of a list none."""
    return len({chains.get(one.id, (one.id,))[0] for one in documents if not is_listed(one)})


def _find_loose(members: Sequence[Member], claims: Iterable[Claim]) -> frozenset[str]:
    """Return the mentions that name no happening of their own, where others do."""
    told = {
        claim.event_id for claim in claims if claim.field == "status" and find_assets(claim.evidence[0].quote)
    }
    anchored = {event.id for event, _ in members if has_anchor(event) or event.counts or event.id in told}
    # What follows an act by its topic is about it, whatever it says of when and where.
    named = anchored | list_aside([event for event, _ in members])
    return frozenset(event.id for event, _ in members if event.id not in named) if anchored else frozenset()


def _find_beside_typed(members: Sequence[Member]) -> frozenset[str]:
    """Return the mentions of the act without a kind in texts that tell it by its kind elsewhere.

    How many died in a blast does not say that the blast was anybody's deed.
    """
    typed = {document.id for event, document in members if event.threat_type is not None}
    aside = list_aside([event for event, _ in members])
    return frozenset(
        event.id
        for event, document in members
        if event.threat_type is None and event.id not in aside and document.id in typed
    )


def _rests_on_interest(ledger: Ledger, members: Sequence[Member], threat_type: str | None) -> bool:
    """Whether every mention that says both what and where it was is the claim of an interested voice."""
    carriers = {
        event.id for event, _ in members if event.place is not None and event.threat_type == threat_type
    }
    status = [
        claim
        for claim in ledger.claims
        if claim.field == "status" and claim.event_id in carriers and claim.value in OPENING
    ]
    return threat_type is not None and bool(status) and all(claim.interested for claim in status)


def _list_weights(claims: Iterable[Claim]) -> dict[str, Weight]:
    return {claim.event_id: Weight(claim.value) for claim in claims if claim.field == "status"}


def _assemble(
    row: IncidentRow,
    members: Sequence[Member],
    ledger: Ledger,
    *,
    aliases: tuple[str, ...],
    chains: Mapping[str, Sequence[str]],
) -> Incident:
    rules: Rules = {}
    status, rules["status"] = grade_status(ledger)
    types = _show_types(ledger, members, rules)
    if status in TOLD and _rests_on_interest(ledger, members, types["threat_type"]):
        status, rules["status"] = IncidentStatus.CANDIDATE, "type_and_place_by_interested_voice"
    dates = _show_dates(ledger, members, rules)
    outcome = _show_outcome(ledger, members, rules)
    places = _show_places(ledger, members, rules)
    reported = [document.published_at for _, document in members if document.published_at]
    document_ids = tuple(dict.fromkeys(document.id for _, document in members))
    origins = _count_origins(ledger)
    rules["origins"] = "copies_are_one"
    severity = grade_severity(
        **{key: types[key] for key in ("threat_type", "subtype", "event_type")},
        outcome=outcome,
        killed=_least(ledger, "killed"),
        injured=_least(ledger, "injured"),
    )
    rules |= {"severity": "codebook_3_7", "credibility": "admiralty_by_status", "title": "what_where_when"}
    rules |= {"attribution": "codebook_3_6"}
    title = make_title(
        **{key: types[key] for key in ("threat_type", "subtype", "event_type")},
        places=places,
        parties=_list_parties(members),
        start_date=dates["start_date"],
        date_precision=dates["date_precision"],
        reported_at=min(reported, default=None),
    )
    return Incident(
        id=row.id,
        kind="hybrid" if types["threat_type"] else "political",
        title=title,
        status=status,
        outcome=outcome,
        places=places,
        target_countries=_show_countries(ledger, rules),
        target_sectors=_show_all(ledger, "target_sectors", rules),
        severity=severity,
        attribution=view_attribution(ledger.standing, hit=show_union(ledger, "target_countries")),
        responses=view_responses(ledger.standing),
        reports=_count_reports((document for _, document in members), chains),
        origins=origins,
        credibility=grade_credibility(status, origins=origins, is_identified=_is_identified(members)),
        claims=ledger.claims,
        aliases=aliases,
        event_ids=tuple(event.id for event, _ in members),
        document_ids=document_ids,
        first_reported_at=min(reported, default=None),
        last_reported_at=max(reported, default=None),
        rules=tuple(sorted(rules.items())),
        **types,
        **dates,
    )


def _show(ledger: Ledger, field: str, rules: Rules) -> str | None:
    value = show_value(ledger, field)
    if value is not None:
        rules[field] = rule_of(field)
    return value


def _show_all(ledger: Ledger, field: str, rules: Rules) -> tuple[str, ...]:
    values = show_union(ledger, field)
    if values:
        rules[field] = "union"
    return values


def _show_countries(ledger: Ledger, rules: Rules) -> tuple[str, ...]:
    """Show whom it hit or where it was; where no text says so, the country that most texts tell it of."""
    told = _show_all(ledger, "target_countries", rules)
    # A slip of the reading: whom others lay the act at was not its target beside the one it hit.
    accused = list_accused(ledger.standing)
    hit = tuple(country for country in told if country not in accused)
    if told:
        return hit or told
    concerned = show_union(ledger, CONCERNED)
    if concerned:
        rules["target_countries"] = "concerned_by_report"
    return concerned[:1]


def _show_types(ledger: Ledger, members: Sequence[Member], rules: Rules) -> dict[str, Any]:
    """Show type, subtype (of that type only) and what else the act is called."""
    threat_type = _show(ledger, "threat_type", rules)
    of_type = {event.id for event, _ in members if event.threat_type == threat_type}
    narrow = replace(ledger, claims=tuple(claim for claim in ledger.claims if claim.event_id in of_type))
    others = tuple(value for value in show_union(ledger, "threat_type") if value != threat_type)
    if others:
        rules["secondary_types"] = "union"
    return {
        "threat_type": threat_type,
        "subtype": _show(narrow, "subtype", rules) if threat_type else None,
        "secondary_types": others,
        "event_type": _show(ledger, "event_type", rules),
    }


def _show_dates(ledger: Ledger, members: Sequence[Member], rules: Rules) -> dict[str, Any]:
    """Show the dates of one mention together: of the best claims the most precise and narrowest, the latest.

    Without a day in any text there is none: when it was first reported is another field.
    """
    dated = {event.id: event.date for event, _ in members if event.date and _is_day_of_act(event.date)}
    claims = [claim for claim in order_claims(ledger.supporting("start_date")) if claim.event_id in dated]
    if not claims:
        return _show_discovery(ledger, members, rules)
    best = max(
        reversed(claims),
        key=lambda claim: (
            ledger.credit(claim),
            _fineness(dated[claim.event_id].precision),
            dated[claim.event_id].start - dated[claim.event_id].end,
        ),
    )
    shown = dated[best.event_id]
    rules |= dict.fromkeys(("start_date", "end_date", "date_precision"), "most_credible")
    return {"start_date": shown.start, "end_date": shown.end, "date_precision": shown.precision}


def _show_discovery(ledger: Ledger, members: Sequence[Member], rules: Rules) -> dict[str, Any]:
    """Show when it came to light, where no text says when it was done."""
    found = {event.id: event.discovered_on for event, _ in members if event.discovered_on}
    claims = [one for one in order_claims(ledger.supporting("discovered_at")) if one.event_id in found]
    if not claims:
        return {"start_date": None, "end_date": None, "date_precision": None}
    shown = found[max(reversed(claims), key=ledger.credit).event_id]
    rules |= dict.fromkeys(("start_date", "end_date", "date_precision"), "day_of_discovery")
    return {"start_date": shown.start, "end_date": shown.end, "date_precision": shown.precision}


def _is_day_of_act(when: DateRange) -> bool:
    """Whether the interval can be the time of one act; "the first since 2016" spans years and is not."""
    return (when.end - when.start).days <= WIDEST_DATE_DAYS


def _fineness(precision: str) -> int:
    return PRECISIONS.index(precision) if precision in PRECISIONS else -1


def _show_outcome(ledger: Ledger, members: Sequence[Member], rules: Rules) -> str:
    told = _show(ledger, "outcome", rules)
    if told is not None:
        return told
    counted = [event for event, _ in members if ledger.weights.get(event.id) in COUNTED]
    if not counted:
        return "unknown"
    rules["outcome"] = "completed_unless_told"
    return "ongoing" if counted[-1].status == "ongoing" else "completed"


def _show_places(ledger: Ledger, members: Sequence[Member], rules: Rules) -> tuple[Place, ...]:
    """Show each place once, first where it was done or felt, finest first; a country only where nothing
    finer in it is known. What the first text does not say of a place (whose ground it is) a later one may.
    """
    supported = {claim.event_id for claim in ledger.supporting("places")}
    found: dict[str, Place] = {}
    votes: dict[str, set[str]] = {}
    for event, document in members:
        if event.place is None or event.id not in supported:
            continue
        key = event.place.gazetteer_id or event.place.name.lower()
        found[key] = _complete(found.get(key, event.place), event.place)
        votes.setdefault(key, set()).add(ledger.origins.get(document.id, document.id))
    finer = {place.country for place in found.values() if place.precision not in COARSE}
    kept = [
        key for key, place in found.items() if place.precision not in COARSE or place.country not in finer
    ]
    kept.sort(
        key=lambda key: (
            found[key].role not in HIT_ROLES,
            -FINENESS.get(found[key].precision, 0),
            -len(votes[key]),
            key,
        )
    )
    if kept:
        rules["places"] = rule_of("places")
    return tuple(found[key] for key in kept)


def _complete(known: Place, told: Place) -> Place:
    """Return a place with the kind and owner of its ground, from wherever they are known."""
    if known.jurisdiction is not None or told.jurisdiction is None:
        return known
    return replace(known, jurisdiction=told.jurisdiction, jurisdiction_country=told.jurisdiction_country)


def _list_parties(members: Sequence[Member]) -> tuple[str, ...]:
    """Return the names of known parties as the first mention that has any gives them."""
    for event, _ in members:
        known = [party for party in (*event.actors, *event.recipients) if party.actor_id]
        if known:
            return tuple({party.actor_id: party.name for party in known}.values())
    return ()


def _least(ledger: Ledger, field: str) -> int:
    bounds = show_bounds(ledger, field)
    return (bounds[0] or 0) if bounds else 0


def _count_origins(ledger: Ledger) -> int:
    told = [claim for claim in ledger.standing if claim.field == "status" and claim.value in OPENING]
    # A party's word for its own deed is no second witness to it.
    return ledger.count_origins([claim for claim in told if not claim.interested] or told)


def _is_identified(members: Sequence[Member]) -> bool:
    """Whether the author or some voice with a name tells it."""
    return any(
        not event.holders or any(holder.kind not in UNNAMED for holder in event.holders)
        for event, _ in members
    )
