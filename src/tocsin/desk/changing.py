"""What changed in the register since a moment: new records, changes of status and of blame, merges."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tocsin.desk.base import Desk
from tocsin.desk.indexing import Index
from tocsin.desk.wording import label_term
from tocsin.model import Delta, Incident, IncidentStatus

MOST_CHANGES = 2_000
MOST_SHOWN = 8
KIND = "hybrid"
FOLLOWED = {"status": "incident_status", "attribution": None, "review_state": "review_state"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One record with what changed in it, in words."""

    incident: Incident
    at: datetime
    words: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed since a moment, each list newest first and bounded; `more` counts what is not shown."""

    since: datetime
    new: tuple[Changed, ...]
    leads: tuple[Changed, ...]
    status: tuple[Changed, ...]
    blame: tuple[Changed, ...]
    gone: tuple[Delta, ...]
    more: int
    others: int
    is_cut: bool
    totals: Mapping[str, int]
    """How many belong to each list, shown or not."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing that is listed changed."""
        return not (self.new or self.leads or self.status or self.blame or self.gone)


def gather_changes(desk: Desk, since: datetime) -> Changes:
    """Return what linkings changed in hybrid records after a moment."""
    deltas = desk.store.list_changes_since(since, most=MOST_CHANGES)
    index = desk.holdings.load_index()
    fresh = {delta.incident_id for delta in deltas if delta.kind == "new"}
    lists: dict[str, list[Changed]] = {"new": [], "leads": [], "status": [], "blame": []}
    gone: list[Delta] = []
    totals: Counter[str] = Counter()
    more = others = 0
    told: set[tuple[str, str]] = set()
    for delta in deltas:
        name = _choose_list(delta, index, fresh)
        if name is None or (name, delta.incident_id) in told:
            others += name is None
            continue
        told.add((name, delta.incident_id))
        if name == "gone":
            gone.append(delta)
            continue
        found = index.load([index.by_name[delta.incident_id]])
        if not found:
            continue
        if name == "new" and found[0].status is IncidentStatus.CANDIDATE:
            name = "leads"
        totals[name] += 1
        if len(lists[name]) >= MOST_SHOWN:
            more += 1
            continue
        words = _say(delta)
        lists[name].append(Changed(incident=found[0], at=delta.at, words=words, cause=delta.cause))
    return Changes(
        since=since,
        new=tuple(lists["new"]),
        leads=tuple(lists["leads"]),
        status=tuple(lists["status"]),
        blame=tuple(lists["blame"]),
        gone=tuple(gone[:MOST_SHOWN]),
        more=more + max(0, len(gone) - MOST_SHOWN),
        others=others,
        is_cut=len(deltas) >= MOST_CHANGES,
        totals={**totals, "gone": len(gone)},
    )


def _choose_list(delta: Delta, index: Index, fresh: set[str]) -> str | None:
    """Return the list a change belongs to; None for what is no hybrid record or only a detail."""
    if delta.kind in ("merged", "gone"):
        return "gone" if delta.before else None
    number = index.by_name.get(delta.incident_id)
    if number is None or ("kind", KIND) not in index.by_number[number].marks:
        return None
    if delta.kind == "new":
        return "new"
    if delta.incident_id in fresh:
        return None
    return {"status": "status", "review_state": "status", "attribution": "blame"}.get(delta.field or "")


def _say(delta: Delta) -> str:
    if delta.kind == "new":
        return "new"
    names = FOLLOWED.get(delta.field or "")
    before, after = delta.before or "nothing", delta.after or "nothing"
    if names is not None:
        before, after = label_term(names, before), label_term(names, after)
    return f"{before} → {after}"
