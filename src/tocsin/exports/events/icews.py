"""ICEWS-shaped TSV: one directed pair of parties a row under the column names of the ICEWS files.

An event with two actors and a recipient makes two rows; one without an actor or a recipient has an empty
side. The code is the CAMEO root that holds the PLOVER type's acts (PLOVER manual, table of types); the
intensity is the PLOVER score and not that of ICEWS, as the column says.
"""

from collections.abc import Iterator, Mapping

from tocsin.exports.events.base import (
    FINE,
    EventExporter,
    find_days,
    find_sentence_number,
    join_cells,
    name_place,
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


def list_lines(reading: Reading, event: Event, _version: str) -> Iterator[str]:
    """Yield a row for each pair of parties; none for an act without a PLOVER type."""
    if event.event_type is not None:
        yield from (join_cells(row) for row in _make_rows(reading, event))


def _make_rows(reading: Reading, event: Event) -> Iterator[tuple[object, ...]]:
    document, place = reading.document, event.place
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
                name_place(event, *FINE),
                name_place(event, "admin2"),
                name_place(event, "admin1"),
                place.country if place else None,
                place.lat if place else None,
                place.lon if place else None,
                event.status.value,
            )


def _list_party(party: Participant | None) -> tuple[object, object, object]:
    return (party.name, party.sector, party.country) if party else (None, None, None)


ICEWS = EventExporter(name="icews", label="ICEWS-shaped TSV", list_lines=list_lines, head="\t".join(COLUMNS))
