"""POLECAT-shaped TSV: one event a row under the column names of the POLECAT files.

Columns that tocsin has nothing for stay empty; two at the end are ours: the status and the document.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import BinaryIO

from tocsin.exports.events.base import EventChoice, Tally, choose_events, clean_cell, find_days
from tocsin.model import Event, Participant, Reading
from tocsin.ontology import load_plover, quad_of

Read = Callable[[Reading, Event], object]


def _of_place(name: str, *precisions: str) -> Read:
    """Return a reader of the place: one attribute, only at the precisions named, if any are."""

    def read(_: Reading, event: Event) -> object:
        place = event.place
        if place is None or (precisions and place.precision not in precisions):
            return None
        value: object = getattr(place, name)
        return value

    return read


def _of_parties(side: str, read_party: Callable[[Participant], object]) -> Read:
    """Return a reader of one side's parties, joined by semicolons as POLECAT does."""

    def read(_: Reading, event: Event) -> object:
        values = [read_party(party) for party in getattr(event, side)]
        return tuple(dict.fromkeys(str(value) for value in values if value))

    return read


def _first_sector(side: str) -> Read:
    return lambda _, event: next((party.sector for party in getattr(event, side) if party.sector), None)


def _list_side(label: str, side: str) -> dict[str, Read]:
    return {
        f"{label} Name": _of_parties(side, lambda party: party.name),
        f"{label} Country": _of_parties(side, lambda party: party.country),
        f"{label} COW": lambda *_: None,
        f"Primary {label} Sector": _first_sector(side),
        f"{label} Sectors": _of_parties(side, lambda party: party.sector),
        f"{label} Title": lambda *_: None,
        f"{label} Name Raw": lambda reading, event: tuple(
            reading.document.quote(party.span) for party in getattr(event, side)
        ),
        f"Wikipedia {label} ID": lambda *_: None,
    }


def _describe_quad(event: Event) -> str | None:
    return load_plover().quads[quad_of(event.event_type)] if event.event_type else None


FINE = ("exact", "site", "settlement")

COLUMNS: Mapping[str, Read] = {
    "Event ID": lambda _, event: event.id,
    "Event Date": lambda reading, event: find_days(reading, event)[0],
    "Event Type": lambda _, event: event.event_type,
    "Event Mode": lambda _, event: event.mode,
    "Intensity": lambda _, event: event.score,
    "Quad Code": lambda _, event: _describe_quad(event),
    "Contexts": lambda _, event: event.contexts,
    **_list_side("Actor", "actors"),
    **_list_side("Recipient", "recipients"),
    "Placename": _of_place("name"),
    "City": _of_place("name", *FINE),
    "District": _of_place("name", "admin2"),
    "Province": _of_place("name", "admin1"),
    "Country": _of_place("country"),
    "Latitude": _of_place("lat"),
    "Longitude": _of_place("lon"),
    "GeoNames ID": _of_place("gazetteer_id"),
    "Raw Placename": lambda reading, event: (
        reading.document.quote(event.place.span) if event.place and event.place.span else None
    ),
    "Feature Type": _of_place("precision"),
    "Source": lambda reading, _: reading.document.publisher or reading.document.source_id,
    "Publication Date": lambda reading, _: reading.document.published_at,
    "Story People": lambda *_: None,
    "Story Organizations": lambda *_: None,
    "Story Locations": lambda *_: None,
    "Language": lambda reading, _: reading.document.lang,
    "Version": lambda *_: None,
    "tocsin:Status": lambda _, event: event.status.value,
    "tocsin:Document ID": lambda reading, _: reading.document.id,
}


class PolecatExporter:
    """Writes POLECAT-shaped rows."""

    name = "polecat"
    label = "POLECAT-shaped TSV"

    def write(
        self, readings: Iterable[Reading], stream: BinaryIO, choice: EventChoice, *, version: str
    ) -> Tally:
        """Write header and rows, tab-separated, UTF-8."""
        tally = Tally()
        stream.write(("\t".join(COLUMNS) + "\n").encode("utf-8"))
        for reading, event in choose_events(readings, choice, tally):
            cells = [clean_cell(read(reading, event)) for read in COLUMNS.values()]
            cells[list(COLUMNS).index("Version")] = clean_cell(f"tocsin {version}")
            stream.write(("\t".join(cells) + "\n").encode("utf-8"))
        return tally
