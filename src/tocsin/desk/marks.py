"""A shape for every status: drawn in the text's colour, always beside the word, so colour is never alone."""

from dataclasses import dataclass

from tocsin.model import EpistemicStatus, IncidentStatus
from tocsin.ontology import vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How a status is shown: its word, the family that gives its colour, its shape, and what it means."""

    code: str
    word: str
    family: str
    path: str
    filled: bool
    meaning: str


RING = "M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2Z"
DOT = "M8 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5Z"
TRIANGLE = "M4 2.5L13 8L4 13.5Z"
SQUARE = "M2.5 2.5H13.5V13.5H2.5Z"
DASHED = "M8 2A6 6 0 0 1 13.2 5M14 8A6 6 0 0 1 11 13.2M8 14A6 6 0 0 1 2.8 11M2 8A6 6 0 0 1 5 2.8"

# Shape and whether it is filled. Filled: it is held to have happened. Triangles point at what is to come.
EVENT_SHAPES: dict[EpistemicStatus, tuple[str, bool]] = {
    EpistemicStatus.HAPPENED: (RING, True),
    EpistemicStatus.ONGOING: (RING + "M8 5V8.5L10.5 10", False),
    EpistemicStatus.REPORTED: (RING + DOT, False),
    EpistemicStatus.ALLEGED: (RING + "M8 2V14M8 5H12.5M8 8H14M8 11H12.5", False),
    EpistemicStatus.DENIED: (RING + "M4 12L12 4", False),
    EpistemicStatus.NOT_HAPPENED: ("M3.5 3.5L12.5 12.5M12.5 3.5L3.5 12.5", False),
    EpistemicStatus.PLANNED: (TRIANGLE, False),
    EpistemicStatus.THREATENED: (TRIANGLE, True),
    EpistemicStatus.CALLED_FOR: ("M2 8H12M8.5 4L12.5 8L8.5 12", False),
    EpistemicStatus.POSSIBLE: (DASHED, False),
    EpistemicStatus.UNKNOWN: ("M3 8H6M7 8H9M10 8H13", False),
}
INCIDENT_SHAPES: dict[IncidentStatus, tuple[str, bool]] = {
    IncidentStatus.CANDIDATE: ("M2.5 5V2.5H5M11 2.5H13.5V5M13.5 11V13.5H11M5 13.5H2.5V11", False),
    IncidentStatus.REPORTED: (SQUARE, False),
    IncidentStatus.CORROBORATED: ("M2.5 2.5H10V10H2.5ZM6 10V13.5H13.5V6H10", False),
    IncidentStatus.CONFIRMED: (SQUARE, True),
    IncidentStatus.DISPUTED: (SQUARE + "M8 2.5V13.5M2.5 8H13.5", False),
    IncidentStatus.REFUTED: (SQUARE + "M4.5 4.5L11.5 11.5M11.5 4.5L4.5 11.5", False),
    IncidentStatus.MERGED: ("M3 3L8 8V14M13 3L8 8", False),
    IncidentStatus.WITHDRAWN: (SQUARE + "M5 8H11", False),
}
INCIDENT_FAMILIES = {
    IncidentStatus.CANDIDATE: "none",
    IncidentStatus.DISPUTED: "claims",
    IncidentStatus.REFUTED: "none",
    IncidentStatus.MERGED: "none",
    IncidentStatus.WITHDRAWN: "none",
}
FAMILY_LABELS = {
    "counts": "counted as events",
    "claims": "claims, never counted as events",
    "intent": "intent, never counted as events",
    "none": "neither event, claim nor intent",
}


def mark_event(status: EpistemicStatus | str) -> Mark:
    """Return how the status of a mention is shown."""
    known = EpistemicStatus(status)
    found = next(term for term in vocabulary("epistemic_status") if term.code == known.value)
    path, filled = EVENT_SHAPES[known]
    return Mark(
        code=known.value,
        word=found.label,
        family=found.counting or "none",
        path=path,
        filled=filled,
        meaning=found.definition,
    )


def mark_incident(status: IncidentStatus | str) -> Mark:
    """Return how the status of an incident is shown."""
    known = IncidentStatus(status)
    found = next(term for term in vocabulary("incident_status") if term.code == known.value)
    path, filled = INCIDENT_SHAPES[known]
    return Mark(
        code=known.value,
        word=found.label,
        family=INCIDENT_FAMILIES.get(known, "counts"),
        path=path,
        filled=filled,
        meaning=found.definition,
    )


def list_event_marks() -> tuple[Mark, ...]:
    """Return the marks of all statuses of mentions: the legend."""
    return tuple(mark_event(status) for status in EpistemicStatus)


def list_incident_marks() -> tuple[Mark, ...]:
    """Return the marks of all statuses of incidents: the legend."""
    return tuple(mark_incident(status) for status in IncidentStatus)
