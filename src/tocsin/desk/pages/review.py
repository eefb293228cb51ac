"""Review: the records that nobody has decided on, those that need a look most first."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tocsin.desk.asking import PAGE_FILTER, Asked
from tocsin.desk.base import Desk, Page
from tocsin.desk.indexing import Group, Index
from tocsin.desk.paging import Rows, Slice, cut_page
from tocsin.model import AttributionState, Incident, IncidentStatus

OPEN_STATES = frozenset({"new", "triaged", "in_review", "needs_source", "escalated"})
STATUS_ORDER = (IncidentStatus.DISPUTED, IncidentStatus.CANDIDATE, IncidentStatus.REPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewContext:
    """What the template of the page gets."""

    waiting: Slice[Incident] = field(
        metadata={"help": "One page of undecided records: disputed and leads first, then the newest."}
    )
    decided: int = field(metadata={"help": "How many records have been accepted or rejected."})
    analyst: str | None = field(metadata={"help": "Who decides here; none where the desk only reads."})


def list_waiting(index: Index) -> tuple[Group, ...]:
    """Return undecided hybrid records in the order of need: disputed, leads, blamed ones, then the rest."""
    waiting = 0
    for state in OPEN_STATES:
        waiting |= index.bear("review", state)
    waiting &= index.bear("kind", "hybrid")
    unblamed = index.bear("attribution", AttributionState.NONE.value)
    groups = []
    for status in STATUS_ORDER:
        chosen = waiting & index.bear("status", status.value)
        groups += [Group(index, chosen & ~unblamed), Group(index, chosen & unblamed)]
        waiting &= ~chosen
    return (*groups, Group(index, waiting & ~unblamed), Group(index, waiting & unblamed))


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
    groups = list_waiting(index)
    number = index.by_name.get(incident_id)
    if number is not None:
        place = index.place_of(index.by_number[number])
        for rank, group in enumerate(groups):
            if group.chosen >> place & 1:
                later = group.chosen >> (place + 1) << (place + 1)
                after = [Group(index, later), *groups[rank + 1 :], *groups[:rank]]
                return next(
                    (one for rest in (*after, group) for one in rest.row_ids() if one != incident_id), None
                )
    return next((one for group in groups for one in group.row_ids()), None)


def make_context(desk: Desk, asked: Asked) -> ReviewContext:
    """Gather what the page shows."""
    index = desk.holdings.load_index()
    decided = index.bear("review", "accepted") | index.bear("review", "rejected")
    return ReviewContext(
        waiting=cut_page(join_groups(list_waiting(index)), asked),
        decided=decided.bit_count(),
        analyst=desk.settings.analyst,
    )


PAGE = Page(
    path="/review",
    template="review.html",
    context=ReviewContext,
    make=make_context,
    summary="The records that wait for a decision.",
    nav="Review",
    filters=(PAGE_FILTER,),
)
