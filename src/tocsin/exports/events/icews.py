"""ICEWS-shaped TSV: one directed pair of parties a row under the column names of the ICEWS files.

An event with two actors and a recipient makes two rows; one without an actor or a recipient has an empty
side. The code is the CAMEO root that holds the PLOVER type's acts (PLOVER manual, table of types); the
intensity is the PLOVER score and not that of ICEWS, as the column says.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from tocsin.exports.events.base import (
    EventChoice,
    Tally,
    choose_events,
    clean_cell,
    find_days,
    find_sentence_number,
)
from tocsin.model import Event, Participant, Reading

COLUMNS = (
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity (PLOVER)",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "tocsin:Status",
)

# Several CAMEO roots went into one PLOVER type; the one named holds most of its acts.
CAMEO_ROOTS: Mapping[str, str] = {
    "AGREE": "03",
    "CONSULT": "04",
    "SUPPORT": "05",
    "COOPERATE": "06",
    "AID": "07",
    "CONCEDE": "08",
    "RETREAT": "087",
    "REQUEST": "10",
    "ACCUSE": "11",
    "REJECT": "12",
    "THREATEN": "13",
    "PROTEST": "14",
    "MOBILIZE": "15",
    "SANCTION": "16",
    "COERCE": "17",
    "ASSAULT": "18",
}


class IcewsExporter:
    """Writes ICEWS-shaped rows; acts without a PLOVER type are left out and counted."""

    name = "icews"
    label = "ICEWS-shaped TSV"

    def write(
        self, readings: Iterable[Reading], stream: BinaryIO, choice: EventChoice, *, version: str
    ) -> Tally:
        """Write header and rows, tab-separated, UTF-8."""
        tally = Tally()
        stream.write(("\t".join(COLUMNS) + "\n").encode("utf-8"))
        for reading, event in choose_events(readings, choice, tally):
            if event.event_type is None:
                tally.rows -= 1
                tally.left_out["no PLOVER type"] += 1
                continue
            rows = list(_make_rows(reading, event))
            tally.rows += len(rows) - 1
            for row in rows:
                stream.write(("\t".join(clean_cell(cell) for cell in row) + "\n").encode("utf-8"))
        return tally


def _make_rows(reading: Reading, event: Event) -> Iterator[tuple[object, ...]]:
    document, place = reading.document, event.place
    precision = place.precision if place else ""
    for actor in event.actors or (None,):
        for recipient in event.recipients or (None,):
            yield (
                event.id,
                find_days(reading, event)[0],
                *_list_party(actor),
                f"{event.event_type} {event.mode or ''}".strip(),
                CAMEO_ROOTS[event.event_type or ""],
                event.score,
                *_list_party(recipient),
                document.id,
                find_sentence_number(reading, event),
                document.publisher or document.source_id,
                place.name if place and precision in ("exact", "site", "settlement") else None,
                place.name if place and precision == "admin2" else None,
                place.name if place and precision == "admin1" else None,
                place.country if place else None,
                place.lat if place else None,
                place.lon if place else None,
                event.status.value,
            )


def _list_party(party: Participant | None) -> tuple[object, object, object]:
    return (party.name, party.sector, party.country) if party else (None, None, None)
