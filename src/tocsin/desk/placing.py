"""What tells one place from another, and where an incident was done."""

from collections.abc import Iterator

from tocsin.model import Incident, Place


def name_place(place: Place) -> str:
    """Return what tells one place from another: its entry in the gazetteer, else its name."""
    return place.gazetteer_id or place.name


def list_acts(incident: Incident) -> Iterator[Place]:
    """Yield the places where an incident was done."""
    return (place for place in incident.places if place.role == "act" and place.name)
