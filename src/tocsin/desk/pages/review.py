"""Review: the records that nobody has decided on, those that need a look most first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tocsin.desk.asking import PAGE_FILTER, Asked, Filter, read_count
from tocsin.desk.base import Desk, Page, Table
from tocsin.desk.indexing import Group, Index
from tocsin.desk.paging import Rows, Slice, change_rows, cut_page
from tocsin.desk.selecting import INCIDENT_FILTERS, fit_filters
from tocsin.model import AttributionState, Incident, IncidentStatus
from tocsin.model.codec import encode
from tocsin.ontology import Term, ThreatType, load_threats, vocabulary

OPEN_STATES = frozenset({"new", "triaged", "in_review", "needs_source", "escalated"})
STATUS_ORDER = (IncidentStatus.DISPUTED, IncidentStatus.CANDIDATE, IncidentStatus.REPORTED)

CHOSEN = frozenset({"type", "country", "status", "attribution", "review", "since", "until", "q"})
FILTERS = (
    *(entry for entry in INCIDENT_FILTERS if entry.name in CHOSEN),
    Filter(name="decided", help="How many records were just decided on; told on the page.", read=read_count),
    Filter(name="left", help="How many were left out because they had changed.", read=read_count),
    PAGE_FILTER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewContext:
    """What the template of the page gets."""

    waiting: Slice[Incident] = field(
        metadata={"help": "One page of undecided records: disputed and leads first, then the newest."}
    )
    decided: int = field(metadata={"help": "How many records have been accepted or rejected."})
    analyst: str | None = field(metadata={"help": "Who decides here; none where the desk only reads."})
    seal: str = field(metadata={"help": "What a form must bring back."})
    listed_at: str = field(metadata={"help": "The moment of the linking that the list shows."})
    done: int | None = field(metadata={"help": "How many records the last form decided on."})
    left: int = field(metadata={"help": "How many it left out, because they had changed meanwhile."})
    asked: Asked = field(metadata={"help": "The address as understood."})
    types: tuple[ThreatType, ...] = field(metadata={"help": "The threat types to choose from."})
    statuses: tuple[Term, ...] = field(metadata={"help": "The statuses to choose from."})
    conditions: tuple[tuple[str, str], ...] = field(metadata={"help": "Filters in force, with the way out."})


def list_waiting(index: Index, fitting: int | None = None) -> tuple[Group, ...]:
    """Return undecided hybrid records in the order of need: disputed, leads, blamed ones, then the rest."""
    waiting = 0
    for state in OPEN_STATES:
        waiting |= index.bear("review", state)
    waiting &= index.bear("kind", "hybrid") & (index.everything() if fitting is None else fitting)
    # What somebody has looked at and sent for a source comes when all else is done.
    later = waiting & index.bear("review", "needs_source")
    waiting &= ~later
    unblamed = index.bear("attribution", AttributionState.NONE.value)
    groups = []
    for status in STATUS_ORDER:
        chosen = waiting & index.bear("status", status.value)
        groups += [Group(index, chosen & ~unblamed), Group(index, chosen & unblamed)]
        waiting &= ~chosen
    rest = (Group(index, waiting & ~unblamed), Group(index, waiting & unblamed))
    return (*groups, *rest, Group(index, later))


def join_groups(groups: Sequence[Group]) -> Rows[Incident]:
    """Return groups that follow one another as one list."""

    def cut(skip: int, take: int) -> tuple[Incident, ...]:
        found: list[Incident] = []
        for group in groups:
            found += group[skip : skip + take - len(found)]
            skip = max(0, skip - len(group))
            if len(found) >= take:
                break
        return tuple(found)

    total = sum(len(group) for group in groups)
    return Rows(total=total, cut=cut, iterate=lambda: (one for group in groups for one in group))


def find_next(desk: Desk, incident_id: str) -> str | None:
    """Return the record that comes after one in the queue, the first where the last is reached."""
    index = desk.holdings.load_index()
    *groups, sent_back = list_waiting(index)
    number = index.by_name.get(incident_id)
    order: list[Group] = [*groups, sent_back]
    if number is not None:
        place = index.place_of(index.by_number[number])
        for rank, group in enumerate(groups):
            if group.chosen >> place & 1:
                later = Group(index, group.chosen >> (place + 1) << (place + 1))
                order = [later, *groups[rank + 1 :], *groups[: rank + 1], sent_back]
    return next((one for group in order for one in group.row_ids() if one != incident_id), None)


def make_context(desk: Desk, asked: Asked) -> ReviewContext:
    """Gather what the page shows."""
    index = desk.holdings.load_index()
    fitting, _ = fit_filters(desk, index, asked, desk.settings.profile)
    decided = index.bear("review", "accepted") | index.bear("review", "rejected")
    linked_at = desk.store.load_linked_at()
    groups = list_waiting(index, fitting)
    return ReviewContext(
        waiting=cut_page(join_groups(groups), asked),
        decided=decided.bit_count(),
        analyst=desk.settings.analyst,
        seal=desk.seal,
        listed_at=linked_at.isoformat() if linked_at else "",
        done=asked.get("decided"),
        left=asked.get("left") or 0,
        asked=asked,
        types=tuple(load_threats().values()),
        statuses=vocabulary("incident_status"),
        conditions=tuple(
            (f"{name}: {value}", asked.url(**{name: None}))
            for name, value in asked.raw.items()
            if name not in ("page", "decided", "left")
        ),
    )


def tabulate(desk: Desk, asked: Asked) -> Table:
    """Return the rows of the list, in the order of need."""
    index = desk.holdings.load_index()
    fitting, _ = fit_filters(desk, index, asked, desk.settings.profile)
    return Table(name="review", items=change_rows(join_groups(list_waiting(index, fitting)), encode_row))


def encode_row(incident: Incident) -> dict[str, Any]:
    """Return a waiting record in short form as JSON values."""
    return {
        "id": incident.id,
        "title": incident.title,
        "threat_type": incident.threat_type,
        "status": incident.status.value,
        "attribution": incident.attribution.state.value,
        "review_state": incident.review_state,
        "start_date": encode(incident.start_date),
        "reports": incident.reports,
        "origins": incident.origins,
    }


PAGE = Page(
    path="/review",
    template="review.html",
    context=ReviewContext,
    make=make_context,
    summary="The records that wait for a decision.",
    nav="Review",
    filters=FILTERS,
    tabulate=tabulate,
)
