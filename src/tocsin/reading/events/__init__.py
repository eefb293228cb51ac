"""What happened, who did it and to whom: the events of a passage."""

from tocsin.reading.events.assembling import find_events

__all__ = ["find_events"]
