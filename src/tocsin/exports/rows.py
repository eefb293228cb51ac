"""An incident as one flat row: the columns that tables share."""

from collections.abc import Callable
from datetime import date

from tocsin.model import Incident, Place
from tocsin.model.edtf import write_incident_edtf

Cell = str | bool | int | float | date | list[str] | None
CellType = type[str] | type[bool] | type[int] | type[float] | type[date] | type[list[str]]


def _first_place(incident: Incident) -> Place | None:
    """Return where it was done, or else where it was felt."""
    by_role = {place.role: place for place in reversed(incident.places)}
    return by_role.get("act") or by_role.get("effect")


def _of_place(name: str) -> Callable[[Incident], Cell]:
    def read(incident: Incident) -> Cell:
        place = _first_place(incident)
        value: Cell = getattr(place, name) if place is not None else None
        return value

    return read


COLUMNS: tuple[tuple[str, CellType, Callable[[Incident], Cell]], ...] = (
    ("incident_id", str, lambda i: i.id),
    ("kind", str, lambda i: i.kind),
    ("title", str, lambda i: i.title),
    ("threat_type", str, lambda i: i.threat_type),
    ("subtype", str, lambda i: i.subtype),
    ("secondary_types", list, lambda i: list(i.secondary_types)),
    ("event_type", str, lambda i: i.event_type),
    ("status", str, lambda i: i.status.value),
    ("outcome", str, lambda i: i.outcome),
    ("start_date", date, lambda i: i.start_date),
    ("end_date", date, lambda i: i.end_date),
    ("date_precision", str, lambda i: i.date_precision),
    ("date_edtf", str, write_incident_edtf),
    ("place", str, _of_place("name")),
    ("country", str, _of_place("country")),
    ("latitude", float, _of_place("lat")),
    ("longitude", float, _of_place("lon")),
    ("geo_precision", str, _of_place("precision")),
    ("target_countries", list, lambda i: list(i.target_countries)),
    ("target_sectors", list, lambda i: list(i.target_sectors)),
    ("severity", int, lambda i: i.severity),
    ("attribution_state", str, lambda i: i.attribution.state.value),
    ("attribution_contested", bool, lambda i: i.attribution.contested),
    ("attribution_denied", bool, lambda i: i.attribution.denied),
    ("attributed_to", list, lambda i: sorted({a.towards for a in i.attribution.acts if a.towards})),
    ("attributors", list, lambda i: sorted({a.attributor for a in i.attribution.acts})),
    ("reports", int, lambda i: i.reports),
    ("origins", int, lambda i: i.origins),
    ("credibility", int, lambda i: i.credibility),
    ("claims", int, lambda i: len(i.claims)),
    ("review_state", str, lambda i: i.review_state),
    ("marking", str, lambda i: i.marking.value),
    ("document_ids", list, lambda i: list(i.document_ids)),
    ("aliases", list, lambda i: list(i.aliases)),
)
"""Name, type and reader of every column; a format without lists or dates writes them in its own way."""


def make_row(incident: Incident) -> list[Cell]:
    """Return the cells of one incident in the order of COLUMNS."""
    return [read(incident) for _, _, read in COLUMNS]
