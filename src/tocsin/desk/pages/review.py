"""Review: the records that nobody has decided on, those that need a look most first."""

from dataclasses import dataclass, field

from tocsin.desk.asking import PAGE_FILTER, Asked
from tocsin.desk.base import Desk, Page
from tocsin.desk.paging import Slice, cut_page
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


def list_waiting(desk: Desk) -> tuple[Incident, ...]:
    """Return undecided hybrid records: disputed ones, leads and blamed ones before the rest."""
    waiting = (
        incident
        for incident in desk.holdings.list_incidents()
        if incident.kind == "hybrid" and incident.review_state in OPEN_STATES
    )
    return tuple(sorted(waiting, key=_urgency))


def _urgency(incident: Incident) -> tuple[int, bool, float, str]:
    place = STATUS_ORDER.index(incident.status) if incident.status in STATUS_ORDER else len(STATUS_ORDER)
    unblamed = incident.attribution.state is AttributionState.NONE
    newest = incident.last_reported_at.timestamp() if incident.last_reported_at else 0.0
    return (place, unblamed, -newest, incident.id)


def find_next(desk: Desk, incident_id: str) -> str | None:
    """Return the record that comes after one in the queue, the first where the last is reached."""
    ids = [incident.id for incident in list_waiting(desk)]
    if incident_id in ids:
        at = ids.index(incident_id)
        ids = ids[at + 1 :] + ids[:at]
    return ids[0] if ids else None


def make_context(desk: Desk, asked: Asked) -> ReviewContext:
    """Gather what the page shows."""
    incidents = desk.holdings.list_incidents()
    return ReviewContext(
        waiting=cut_page(list_waiting(desk), asked),
        decided=sum(incident.review_state in ("accepted", "rejected") for incident in incidents),
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
