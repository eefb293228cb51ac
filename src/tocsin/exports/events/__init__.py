"""Ways out for coded events, one mention a row: one format a file."""

from tocsin.exports.base import find_named
from tocsin.exports.events.base import EventChoice, EventExporter, Tally
from tocsin.exports.events.icews import ICEWS
from tocsin.exports.events.lines import EVENT_LINES
from tocsin.exports.events.plover import PLOVER
from tocsin.exports.events.polecat import POLECAT

EVENT_EXPORTERS: tuple[EventExporter, ...] = (EVENT_LINES, PLOVER, POLECAT, ICEWS)

__all__ = ["EVENT_EXPORTERS", "EventChoice", "EventExporter", "Tally", "find_event_exporter"]


def find_event_exporter(name: str) -> EventExporter:
    """Return the exporter of coded events in a format."""
    return find_named(name, EVENT_EXPORTERS)
