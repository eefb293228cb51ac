"""Link what came in since the last linking: only what a report or a judgement touches is made anew.

The register is a function of the stored rows and judgements. Mentions that no edge, earlier incident or
judgement ties to what came in stay as they are; everything else is linked again, with the same result as
linking everything from the start.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tocsin.errors import StoreBusyError
from tocsin.model import Claim, Delta, Incident, Judgement, JudgementKind, Reading
from tocsin.model.ids import make_number
from tocsin.pipeline.closing import Closure, close_over, locate_subjects
from tocsin.pipeline.tracing import find_roots, trace_copies
from tocsin.pipeline.tying import note_persons, note_told, tie_mentions
from tocsin.register import assemble_register, find_deltas, is_listed, make_claims
from tocsin.register.clustering import Linkage, link_connected
from tocsin.register.edges import place_edges
from tocsin.register.mentions import Mention, collect_mentions
from tocsin.register.persons import PersonIndex, is_surname, order_persons
from tocsin.register.publishers import make_table
from tocsin.store.base import Change, LinkChange, LinkIndex, LinkState, Store

RULES_VERSION = "7"
"""Raised when a rule of the register changes: the regime log tells our changes from the world's."""
RULES_DETAIL = f"register rules {RULES_VERSION}"

MOST_TRIES = 5
"""So often a linking begins again where another process saved one meanwhile."""

Claims = Mapping[str, Sequence[Claim]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What a linking left: how many documents and incidents there are, and what it changed."""

    documents: int
    incidents: int
    deltas: tuple[Delta, ...] = ()


def now() -> datetime:
    """Return the present moment in UTC; the stages below get it as an argument."""
    return datetime.now(tz=UTC)


def link_register(store: Store, *, whole: bool = False) -> Linked:
    """Link what waits to be linked and assemble the incidents it touches again, in one transaction.

    Everything is linked anew where the rules have changed, where most documents wait, or with `whole`.
    A run that was cut short and run again ends in the same register as one that was not.
    """
    for _ in range(MOST_TRIES):
        with store.open_links() as index:
            state = index.load_state()
            everything = whole or _needs_everything(state)
            change = None if everything else _relink(index, state, now())
        if change is None:
            change = _link_everything(store, state, now())
        if store.save_links(change):
            return Linked(
                documents=change.linked_documents,
                incidents=change.linked_incidents,
                deltas=tuple(change.deltas),
            )
    raise StoreBusyError(
        f"other processes linked the register {MOST_TRIES} times meanwhile; wanted a turn; run it again"
    )


def needs_linking(store: Store) -> bool:
    """Whether reports or judgements are not linked yet, or were last linked by other rules than today's."""
    with store.open_links() as index:
        state = index.load_state()
    return bool(state.waiting) or (state.linked_at is not None and state.rules != RULES_DETAIL)


def gather_claims(store: Store, readings: Iterable[Reading]) -> Iterator[Claim]:
    """Yield the claims of readings, made by today's rules; those of a list's rows as they were stored."""
    for reading in readings:
        yield from (
            store.load_claims(reading.document.id) if is_listed(reading.document) else make_claims(reading)
        )


def _needs_everything(state: LinkState) -> bool:
    is_first = state.linked_at is None or state.rules != RULES_DETAIL
    # A new reading of an old report may move what the index holds of it: all is made anew.
    return (
        is_first or state.regraded or bool(state.reread) or 2 * len(state.documents) > state.linked_documents
    )


def _link_everything(store: Store, state: LinkState, moment: datetime) -> LinkChange:
    """Link all that is stored, with an index that knows nothing yet."""
    readings = tuple(store.iter_readings())
    judgements = store.list_judgements()
    change = LinkChange(
        turn=state.turn, linked_at=moment, linked_documents=len(readings), whole=True, done=state.waiting
    )
    with store.open_links(blank=True) as index:
        claims = _gather_by_document(index, readings)
        mentions, _ = _take_in(index, readings, claims, judgements, change)
        closure = Closure(mentions=mentions, edges=set(change.edges))
        closure.rows = {row.id: row for row in store.list_rows()}
        places = store.list_memberships()
        closure.memberships = {(place.event_id, place.incident_id): place for place in places}
        closure.judgements = {judgement.id: judgement for judgement in judgements}
        closure.find_followups()
        _link(
            index,
            closure,
            {r.document.id: r for r in readings},
            claims,
            store.list_incidents(),
            change,
            state,
        )
    if state.rules != RULES_DETAIL:
        change.changes = (Change(kind="rules", detail=RULES_DETAIL, at=moment),)
    return change


def _relink(index: LinkIndex, state: LinkState, moment: datetime) -> LinkChange:
    """Link only what waits and what that touches."""
    known = set(index.find_texts(map(make_number, state.documents)).values())
    readings = index.load_readings(set(state.documents) - known)
    change = LinkChange(
        turn=state.turn,
        linked_at=moment,
        linked_documents=state.linked_documents + len(readings),
        done=state.waiting,
    )
    judged = index.list_judgements(judgement_ids=state.judgements)
    claims = _gather_by_document(index, readings)
    mentions, seeds = _take_in(index, readings, claims, judged, change)
    for judgement in judged:
        seeds |= locate_subjects(index, judgement, mentions)
        places = index.list_memberships(incident_ids=judgement.subjects)
        seeds |= {make_number(place.event_id) for place in places}
        if judgement.kind is JudgementKind.MARKING:  # of a report, too: what rests on it goes no farther
            seeds |= {row.number for row in index.find_mentions(judgement.subjects)}
    closure = close_over(index, seeds, mentions, change)
    before = index.load_incidents({place.incident_id for place in closure.memberships.values()})
    former = {alias for incident in before for alias in incident.aliases}
    closure.rows |= {row.id: row for row in index.list_rows(incident_ids=former)}
    _link(index, closure, {r.document.id: r for r in readings}, claims, before, change, state)
    return change


def _gather_by_document(index: LinkIndex, readings: Sequence[Reading]) -> dict[str, tuple[Claim, ...]]:
    return {
        reading.document.id: index.load_claims((reading.document.id,))
        if is_listed(reading.document)
        else make_claims(reading)
        for reading in readings
    }


def _take_in(
    index: LinkIndex,
    readings: Sequence[Reading],
    claims: Claims,
    judgements: Iterable[Judgement],
    change: LinkChange,
) -> tuple[dict[int, Mention], set[int]]:
    """Note what new readings bring; return their mentions, and all mentions that must be linked again."""
    judged = {name for one in judgements if one.kind is JudgementKind.COPY for name in one.subjects}
    moved = trace_copies(index, [reading.document for reading in readings], judged, change)
    roots = find_roots(index, [reading.document.id for reading in readings], change.origins)
    fresh = {make_number(mention.id): mention for mention in collect_mentions(readings, origins=roots)}
    seeds = tie_mentions(index, fresh, moved, change)
    seeds |= note_told(index, fresh, change)
    seeds |= note_persons(index, readings, claims, change)
    return fresh, seeds


def _link(
    index: LinkIndex,
    closure: Closure,
    readings: Mapping[str, Reading],
    claims: Claims,
    before: Sequence[Incident],
    change: LinkChange,
    state: LinkState,
) -> None:
    """Link a closure and assemble its incidents; `readings` and `claims` are those known already."""
    mentions = closure.order()
    judgements = sorted(closure.judgements.values(), key=lambda one: (one.decided_at, one.id))
    linkage = link_connected(
        mentions,
        place_edges(mentions, closure.edges),
        followups={place for place, one in enumerate(mentions) if one.id in closure.followups},
        judgements=judgements,
        rows=sorted(closure.rows.values(), key=lambda row: (row.minted_at, row.id)),
        memberships=sorted(closure.memberships.values(), key=lambda one: (one.event_id, one.incident_id)),
        joined={alias: incident.id for incident in before for alias in incident.aliases},
        now=change.linked_at,
    )
    after = _assemble(index, mentions, linkage, judgements, readings, claims, change, state)
    change.deltas = find_deltas(
        before,
        after,
        judgements=judgements,
        linked_at=state.linked_at,
        reread=state.reread,
        at=change.linked_at,
    )
    change.touched = {
        *(place.incident_id for place in closure.memberships.values()),
        *(incident.id for incident in before),
    }
    change.rows = [row for row in linkage.rows if row.id not in closure.rows]
    change.memberships, change.incidents = linkage.memberships, after
    kept = 0 if change.whole else state.linked_incidents - len(before)
    change.linked_incidents = kept + len(after)


def _assemble(
    index: LinkIndex,
    mentions: Sequence[Mention],
    linkage: Linkage,
    judgements: Sequence[Judgement],
    readings: Mapping[str, Reading],
    claims: Claims,
    change: LinkChange,
    state: LinkState,
) -> tuple[Incident, ...]:
    linked = {membership.event_id for membership in linkage.memberships}
    documents = {mention.document_id for mention in mentions if mention.id in linked}
    older = index.load_readings(documents - set(readings))
    every = {**readings, **{reading.document.id: reading for reading in older}}
    held = {**claims, **_gather_by_document(index, older)}
    used = [every[name] for name in sorted(documents)]
    told = [claim for reading in used for claim in held[reading.document.id] if claim.event_id in linked]
    return assemble_register(
        used,
        linkage,
        claims=told,
        origins=find_roots(index, documents, change.origins),
        judgements=judgements,
        persons=_find_persons(index, told, change),
        publishers=make_table(state.publishers),
        chains=index.list_chains(documents),
    )


def _find_persons(index: LinkIndex, claims: Iterable[Claim], change: LinkChange) -> PersonIndex:
    surnames = {name for claim in claims for name in claim.holders if is_surname(name)}
    learnt = [person for person in change.persons if person[0] in surnames]
    return order_persons((*index.load_persons(surnames), *learnt))
