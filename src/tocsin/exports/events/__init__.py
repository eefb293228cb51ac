"""Ways out for coded events, one mention a row: one format a file."""

from tocsin.errors import InputError
from tocsin.exports.events.base import EventChoice, EventExporter, Tally, choose_events
from tocsin.exports.events.icews import IcewsExporter
from tocsin.exports.events.lines import EventLinesExporter
from tocsin.exports.events.plover import PloverExporter
from tocsin.exports.events.polecat import PolecatExporter

EVENT_EXPORTERS: tuple[EventExporter, ...] = (
    EventLinesExporter(),
    PloverExporter(),
    PolecatExporter(),
    IcewsExporter(),
)

__all__ = [
    "EVENT_EXPORTERS",
    "EventChoice",
    "EventExporter",
    "Tally",
    "choose_events",
    "find_event_exporter",
]


def find_event_exporter(name: str) -> EventExporter:
    """Return the exporter of coded events in a format."""
    for exporter in EVENT_EXPORTERS:
        if exporter.name == name:
            return exporter
    raise InputError(f"unknown format {name!r}; known: {', '.join(e.name for e in EVENT_EXPORTERS)}")
