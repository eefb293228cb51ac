"""Group mentions into incidents by average link; the same mentions give the same groups in any order."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tocsin.model import IncidentRow, Judgement, Membership, Reading
from tocsin.register.attaching import attach_mentions, find_homed, opens
from tocsin.register.comparing import Comparison
from tocsin.register.constraints import Ties, read_ties
from tocsin.register.copies import group_origins
from tocsin.register.edges import find_edges
from tocsin.register.followups import find_followups
from tocsin.register.identity import Identities, Locator, keep_identities, locate_subjects
from tocsin.register.mentions import Mention, collect_mentions
from tocsin.register.merging import LEAST_EDGE, Pair, Scores, merge_groups
from tocsin.register.weighing import OPENING

FOUNDING: tuple[str, ...] = ("founding mention",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkage:
    """Which mention is in which incident: rows ever minted, places now, aliases, judgements not obeyed."""

    rows: tuple[IncidentRow, ...] = ()
    memberships: tuple[Membership, ...] = ()
    aliases: Mapping[str, str]
    conflicts: tuple[Judgement, ...] = ()


def link_mentions(
    readings: Iterable[Reading],
    *,
    judgements: Iterable[Judgement] = (),
    rows: Iterable[IncidentRow] = (),
    memberships: Iterable[Membership] = (),
    joined: Mapping[str, str] | None = None,
    origins: Mapping[str, str] | None = None,
    now: datetime,
) -> Linkage:
    """Link every mention that may enter a record.

    `rows`, `memberships` and `joined` (which id each former id is an alias of) are those of the last linking.
    """
    readings, judgements = tuple(readings), tuple(judgements)
    rows, memberships = tuple(rows), tuple(memberships)
    if origins is None:
        origins = group_origins((reading.document for reading in readings), judgements=judgements)
    mentions = collect_mentions(readings, origins=origins)
    return link_connected(
        mentions,
        find_edges(mentions),
        followups=find_followups(mentions, list_opening(mentions)),
        judgements=judgements,
        rows=rows,
        memberships=memberships,
        joined=joined,
        now=now,
    )


def list_opening(mentions: Sequence[Mention]) -> list[int]:
    """Return the positions of the mentions that open a record where they come back to nothing known."""
    return [index for index, mention in enumerate(mentions) if opens(mention)]


def link_connected(
    mentions: Sequence[Mention],
    edges: Sequence[Pair],
    *,
    followups: Collection[int],
    judgements: Sequence[Judgement] = (),
    rows: Sequence[IncidentRow] = (),
    memberships: Sequence[Membership] = (),
    joined: Mapping[str, str] | None = None,
    now: datetime,
) -> Linkage:
    """Link mentions that no edge, judgement or earlier incident ties to any other than these.

    They stand in canonical order; `rows` are the incidents that any of them founded or was in, and
    their former ids; `memberships` the places in those; `joined` the former ids and what they joined.
    """
    locator = Locator(mentions)
    ties = read_ties(judgements, locate_subjects(locator, rows, judgements))
    scores = Scores(mentions)
    opening = [index for index in list_opening(mentions) if index not in followups]
    homed = find_homed(mentions, opening, edges)
    opening = [index for index in opening if index not in homed]
    groups = group_mentions(opening, edges, ties=ties, scores=scores)
    others = sorted(set(range(len(mentions))) - set(opening))
    attached = attach_mentions(mentions, others, groups, edges, ties=ties, scores=scores)
    held = {index for indexes in attached for index in indexes}
    for index in sorted(homed - held):
        # A judgement keeps it from the act that it follows: it stands for itself.
        if mentions[index].weight in OPENING:
            groups.append((index,))
            attached.append(())
    full = [tuple(sorted((*group, *attached[number]))) for number, group in enumerate(groups)]
    found = keep_identities(
        locator, groups, full, rows=rows, memberships=memberships, joined=joined or {}, now=now
    )
    return Linkage(
        rows=found.rows,
        memberships=_list_memberships(mentions, full, found, scores),
        aliases=found.aliases,
        conflicts=tuple(ties.conflicts),
    )


def group_mentions(
    chosen: Sequence[int], candidates: Iterable[Pair], *, ties: Ties, scores: Scores
) -> list[tuple[int, ...]]:
    """Return groups of the chosen positions, by their first member."""
    by_root: dict[int, list[int]] = defaultdict(list)
    for index in sorted(chosen):
        by_root[ties.find(index)].append(index)
    key = {index: members[0] for members in by_root.values() for index in members}
    groups = {members[0]: tuple(members) for members in by_root.values()}
    apart = _spread_apart(ties, by_root)
    neighbours: dict[int, set[int]] = defaultdict(set)
    for one, other in candidates:
        if one not in key or other not in key or key[one] == key[other]:
            continue
        score = scores.score(one, other)
        if score is not None and score >= LEAST_EDGE:
            neighbours[key[one]].add(key[other])
            neighbours[key[other]].add(key[one])
    merge_groups(groups, neighbours, apart=apart, scores=scores)
    return [groups[first] for first in sorted(groups)]


def _spread_apart(ties: Ties, by_root: Mapping[int, Sequence[int]]) -> dict[int, set[int]]:
    """Return for each group the groups it must never join, by their first members."""
    apart: dict[int, set[int]] = defaultdict(set)
    for left, right in sorted(ties.apart):
        one, other = by_root.get(ties.find(left)), by_root.get(ties.find(right))
        if one and other:
            apart[one[0]].add(other[0])
            apart[other[0]].add(one[0])
    return apart


def _list_memberships(
    mentions: Sequence[Mention], groups: Sequence[tuple[int, ...]], found: Identities, scores: Scores
) -> tuple[Membership, ...]:
    memberships = []
    for number, group in enumerate(groups):
        founding = found.founders[number]
        for index in group:
            if index == founding:
                score, reasons = 1.0, FOUNDING
            else:
                comparison = scores.compare(founding, index)
                score, reasons = comparison.score, _explain(comparison)
            memberships.append(
                Membership(
                    event_id=mentions[index].id, incident_id=found.ids[number], score=score, reasons=reasons
                )
            )
    return tuple(sorted(memberships, key=lambda membership: (membership.incident_id, membership.event_id)))


def _explain(comparison: Comparison) -> tuple[str, ...]:
    """Say which parts made the score, strongest first."""
    parts = sorted(comparison.parts, key=lambda part: (-abs(part[1]), part[0]))
    words = tuple(f"{name} {value:+.2f}" for name, value in parts)
    return (f"against: {comparison.veto}", *words) if comparison.veto else words
