"""Keep incidents' ids: minted once from the founding mention, handed on when groups change, never reused."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tocsin.model import IncidentRow, Judgement, Membership
from tocsin.model.ids import make_incident_id
from tocsin.register.mentions import Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """Id and founding mention of each group, every row ever minted, younger ids by the id they joined."""

    ids: tuple[str, ...]
    founders: tuple[int, ...]
    rows: tuple[IncidentRow, ...]
    aliases: Mapping[str, str]


class Locator:
    """Finds mentions by id, which outlives a new reading of their report (`carrying`)."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions
        self.positions = {mention.id: index for index, mention in enumerate(mentions)}

    def find(self, event_id: str) -> int | None:
        """Return the position of a mention, None where it is gone or elsewhere."""
        return self.positions.get(event_id)


def locate_subjects(
    locator: Locator, rows: Iterable[IncidentRow], judgements: Iterable[Judgement]
) -> dict[str, int]:
    """Return where judged subjects are: mentions by id, incidents by their founding mention."""
    founders = {row.id: row.founding_event_id for row in rows}
    subjects = sorted({subject for judgement in judgements for subject in judgement.subjects})
    located = {subject: locator.find(founders.get(subject, subject)) for subject in subjects}
    return {subject: index for subject, index in located.items() if index is not None}


def keep_identities(
    locator: Locator,
    groups: Sequence[tuple[int, ...]],
    full: Sequence[tuple[int, ...]],
    *,
    rows: Sequence[IncidentRow],
    memberships: Sequence[Membership],
    joined: Mapping[str, str],
    now: datetime,
) -> Identities:
    """Give each group the id of the oldest row it holds, or mint one; `full` holds the denials too.

    `joined` says which id each former id was last shown under.
    """
    mentions = locator.mentions
    claimed = _claim_rows(locator, full, rows=rows, memberships=memberships)
    former = _follow_joined(claimed, rows, joined)
    ids: list[str] = []
    founders: list[int] = []
    minted: list[IncidentRow] = []
    aliases: dict[str, str] = {}
    for number, group in enumerate(groups):
        first = min(group, key=lambda index: (mentions[index].key, mentions[index].id))
        held = sorted(claimed.get(number, ()), key=lambda row: _age(locator, row))
        if held:
            row = held[0]
            known = locator.find(row.founding_event_id)
            first = known if known is not None and known in full[number] else first
        else:
            founding = mentions[first].id
            row = IncidentRow(id=make_incident_id(founding), founding_event_id=founding, minted_at=now)
            minted.append(row)
        ids.append(row.id)
        founders.append(first)
        aliases.update({younger.id: row.id for younger in (*held[1:], *former.get(number, ()))})
    every = sorted((*rows, *minted), key=lambda row: (row.minted_at, row.id))
    return Identities(ids=tuple(ids), founders=tuple(founders), rows=tuple(every), aliases=aliases)


def _age(locator: Locator, row: IncidentRow) -> tuple[datetime, int, str]:
    """Order rows by age; of rows minted in one run the one with the earlier mention is the older."""
    place = locator.find(row.founding_event_id)
    return (row.minted_at, place if place is not None else -1, row.id)


def _claim_rows(
    locator: Locator,
    groups: Sequence[tuple[int, ...]],
    *,
    rows: Sequence[IncidentRow],
    memberships: Sequence[Membership],
) -> dict[int, list[IncidentRow]]:
    """Say which group holds which row: by the founding mention, else by most of its earlier members."""
    homes = {index: number for number, group in enumerate(groups) for index in group}
    members: dict[str, Counter[int]] = {}
    for membership in memberships:
        index = locator.find(membership.event_id)
        if index is not None and index in homes:
            members.setdefault(membership.incident_id, Counter())[homes[index]] += 1
    claimed: dict[int, list[IncidentRow]] = {}
    for row in rows:
        founding = locator.find(row.founding_event_id)
        if founding is not None and founding in homes:
            claimed.setdefault(homes[founding], []).append(row)
        elif row.id in members:
            counts = members[row.id]
            claimed.setdefault(max(counts, key=lambda number: (counts[number], -number)), []).append(row)
    return claimed


def _follow_joined(
    claimed: Mapping[int, Sequence[IncidentRow]], rows: Sequence[IncidentRow], joined: Mapping[str, str]
) -> dict[int, list[IncidentRow]]:
    """Say which former ids, whose founding mention is in no group any more, stay with the id they joined."""
    homes = {row.id: number for number, held in claimed.items() for row in held}
    former: dict[int, list[IncidentRow]] = {}
    for row in rows:
        if row.id in homes or row.id not in joined:
            continue
        seen, older = {row.id}, joined[row.id]
        while older not in homes and older in joined and older not in seen:
            seen.add(older)
            older = joined[older]
        if older in homes:
            former.setdefault(homes[older], []).append(row)
    return former
