"""An incident as one flat row: the columns that tables share."""

from collections.abc import Callable

from tocsin.model import Incident, Place

Cell = str | int | float | None


def _first_place(incident: Incident) -> Place | None:
    return next((place for place in incident.places if place.role == "act"), None)


def _of_place(name: str) -> Callable[[Incident], Cell]:
    def read(incident: Incident) -> Cell:
        place = _first_place(incident)
        value: Cell = getattr(place, name) if place is not None else None
        return value

    return read


COLUMNS: tuple[tuple[str, type[str] | type[int] | type[float], Callable[[Incident], Cell]], ...] = (
    ("incident_id", str, lambda i: i.id),
    ("kind", str, lambda i: i.kind),
    ("title", str, lambda i: i.title),
    ("threat_type", str, lambda i: i.threat_type),
    ("subtype", str, lambda i: i.subtype),
    ("secondary_types", str, lambda i: "|".join(i.secondary_types)),
    ("event_type", str, lambda i: i.event_type),
    ("status", str, lambda i: i.status.value),
    ("outcome", str, lambda i: i.outcome),
    ("start_date", str, lambda i: i.start_date.isoformat() if i.start_date else None),
    ("end_date", str, lambda i: i.end_date.isoformat() if i.end_date else None),
    ("date_precision", str, lambda i: i.date_precision),
    ("place", str, _of_place("name")),
    ("country", str, _of_place("country")),
    ("latitude", float, _of_place("lat")),
    ("longitude", float, _of_place("lon")),
    ("geo_precision", str, _of_place("precision")),
    ("target_countries", str, lambda i: "|".join(i.target_countries)),
    ("target_sectors", str, lambda i: "|".join(i.target_sectors)),
    ("severity", int, lambda i: i.severity),
    ("attribution_state", str, lambda i: i.attribution.state.value),
    ("attribution_contested", str, lambda i: str(i.attribution.contested).lower()),
    ("attribution_denied", str, lambda i: str(i.attribution.denied).lower()),
    ("attributed_to", str, lambda i: "|".join(sorted({a.towards for a in i.attribution.acts if a.towards}))),
    ("attributors", str, lambda i: "|".join(sorted({a.attributor for a in i.attribution.acts}))),
    ("reports", int, lambda i: i.reports),
    ("origins", int, lambda i: i.origins),
    ("credibility", int, lambda i: i.credibility),
    ("claims", int, lambda i: len(i.claims)),
    ("review_state", str, lambda i: i.review_state),
    ("document_ids", str, lambda i: "|".join(i.document_ids)),
    ("aliases", str, lambda i: "|".join(i.aliases)),
)
"""Name, type and reader of every column; lists are joined by |."""


def make_row(incident: Incident) -> list[Cell]:
    """Return the cells of one incident in the order of COLUMNS."""
    return [read(incident) for _, _, read in COLUMNS]
