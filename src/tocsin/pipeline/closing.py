"""Gather all that a change may move: what edges, earlier incidents and judgements tie to it, nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tocsin.model import IncidentRow, Judgement, JudgementKind, Membership
from tocsin.model.ids import make_number
from tocsin.pipeline.tying import list_told, number_told, read_mentions
from tocsin.register.attaching import opens
from tocsin.register.clustering import list_opening
from tocsin.register.followups import find_followups, list_told_keys
from tocsin.register.mentions import Mention
from tocsin.register.merging import Pair
from tocsin.register.neighbours import read_moment
from tocsin.store.base import LinkChange, LinkIndex

TYING = frozenset({JudgementKind.SAME, JudgementKind.DIFFERENT})


@dataclass(slots=True)
class Closure:
    """Mentions that nothing ties to any other, with all that is known of them."""

    mentions: dict[int, Mention] = field(default_factory=dict)
    edges: set[Pair] = field(default_factory=set)
    rows: dict[str, IncidentRow] = field(default_factory=dict)
    memberships: dict[tuple[str, str], Membership] = field(default_factory=dict)
    judgements: dict[str, Judgement] = field(default_factory=dict)
    followups: frozenset[str] = frozenset()

    def order(self) -> tuple[Mention, ...]:
        """Return the mentions in canonical order."""
        return tuple(sorted(self.mentions.values(), key=lambda mention: (mention.key, mention.id)))

    def find_followups(self) -> None:
        """Note which mentions come back to an older act, where these are all mentions there are."""
        mentions = self.order()
        found = find_followups(mentions, list_opening(mentions))
        self.followups = frozenset(mentions[place].id for place in found)


def close_over(
    index: LinkIndex, seeds: Iterable[int], fresh: Mapping[int, Mention], change: LinkChange
) -> Closure:
    """Return everything that is tied to the seeds, directly or through others."""
    closure = Closure()
    new_edges: dict[int, set[int]] = defaultdict(set)
    for one, two in change.edges:
        new_edges[one].add(two)
        new_edges[two].add(one)
    frontier = set(seeds)
    while frontier:
        met = {number: fresh[number] for number in frontier if number in fresh}
        met |= read_mentions(index, index.load_mentions(frontier - set(met)), change)
        closure.mentions |= met
        reached = _follow_edges(index, met, new_edges, closure, change)
        reached |= _follow_incidents(index, met.values(), closure)
        reached |= _follow_judgements(index, met.values(), fresh, closure)
        frontier = reached - set(closure.mentions) - frontier
    _find_beside(index, fresh, closure, change)
    return closure


def _follow_edges(
    index: LinkIndex,
    met: Mapping[int, Mention],
    new_edges: Mapping[int, set[int]],
    closure: Closure,
    change: LinkChange,
) -> set[int]:
    known = {(min(pair), max(pair)) for pair in index.list_edges(met)} - change.lost_edges
    new = {(min(one, two), max(one, two)) for one in met for two in new_edges.get(one, ())}
    closure.edges |= known | new
    return {number for pair in known | new for number in pair}


def _follow_incidents(index: LinkIndex, met: Iterable[Mention], closure: Closure) -> set[int]:
    """Return what was in one incident with the mentions at the last linking."""
    places = index.list_memberships(event_ids=[mention.id for mention in met])
    known = {membership.incident_id for membership in closure.memberships.values()}
    incidents = {place.incident_id for place in places} - known
    places = index.list_memberships(incident_ids=incidents)
    closure.memberships |= {(place.event_id, place.incident_id): place for place in places}
    closure.rows |= {row.id: row for row in index.list_rows(incident_ids=incidents)}
    return {make_number(place.event_id) for place in places}


def _follow_judgements(
    index: LinkIndex, met: Iterable[Mention], fresh: Mapping[int, Mention], closure: Closure
) -> set[int]:
    """Return what judgements on the mentions, or on incidents that these founded, tie to them."""
    met = tuple(met)
    documents = {mention.document_id for mention in met}
    ids = {mention.id for mention in closure.mentions.values()}
    rows = {row.id: row for row in index.list_rows(document_ids=documents)}
    found = index.list_judgements(subjects={*rows, *closure.rows}, document_ids=documents)
    new = [judgement for judgement in found if judgement.id not in closure.judgements]
    closure.judgements |= {judgement.id: judgement for judgement in new}
    closure.rows |= {row.id: row for row in rows.values() if row.founding_event_id in ids}
    reached: set[int] = set()
    for judgement in new:
        if judgement.kind in TYING and judgement.withdrawn_at is None:
            reached |= locate_subjects(index, judgement, fresh)
    return reached


def locate_subjects(index: LinkIndex, judgement: Judgement, fresh: Mapping[int, Mention]) -> set[int]:
    """Return the mentions that a judgement is about: by id or by an incident's founder."""
    founders = {row.id: row.founding_event_id for row in index.list_rows(incident_ids=judgement.subjects)}
    wanted = {founders.get(subject, subject) for subject in judgement.subjects}
    found = {make_number(name) for name in wanted}
    return (set(index.load_mentions(found)) | set(fresh)) & found


def gather_judged(
    index: LinkIndex, subjects: Iterable[str]
) -> tuple[dict[str, Judgement], dict[str, IncidentRow]]:
    """Return the judgements that share a subject with these, or with one another, and incidents in them."""
    judgements: dict[str, Judgement] = {}
    rows: dict[str, IncidentRow] = {}
    seen: set[str] = set()
    frontier = set(subjects)
    while frontier:
        seen |= frontier
        documents = {name.rpartition("-e")[0] for name in frontier if "-e" in name}
        founded = index.list_rows(document_ids=documents, incident_ids=frontier)
        rows |= {row.id: row for row in founded if {row.id, row.founding_event_id} & frontier}
        names = frontier | set(rows) | {row.founding_event_id for row in rows.values()}
        found = {one.id: one for one in index.list_judgements(subjects=names) if one.kind in TYING}
        judgements |= found
        frontier = (names | {name for one in found.values() for name in one.subjects}) - seen
    return judgements, rows


def _find_beside(
    index: LinkIndex, fresh: Mapping[int, Mention], closure: Closure, change: LinkChange
) -> None:
    """Note which mentions come back to an older act, told in their report or before it."""
    back = {one.document_id for one in closure.mentions.values() if opens(one) and one.looks_back}
    if not back:
        return
    others = [row for row in index.find_mentions(back) if row.number not in closure.mentions]
    new = {n: one for n, one in fresh.items() if n not in closure.mentions and one.document_id in back}
    beside = {**read_mentions(index, {row.number: row.payload for row in others}, change), **new}
    mentions = [*closure.mentions.values(), *beside.values()]
    found = find_followups(mentions, list_opening(mentions), earliest=_find_earliest(index, fresh, mentions))
    closure.followups = frozenset(mentions[place].id for place in found)


def _find_earliest(
    index: LinkIndex, fresh: Mapping[int, Mention], mentions: Iterable[Mention]
) -> dict[tuple[str, str], datetime]:
    """Return when the acts that mentions may come back to were first told."""
    earliest = list_told(fresh.values())
    for key in {key for one in mentions if opens(one) and one.looks_back for key in list_told_keys(one)}:
        first = index.find_first(number_told(key, looks_back=False))
        if first is not None:
            earliest[key] = min(earliest.get(key, read_moment(first)), read_moment(first))
    return earliest
