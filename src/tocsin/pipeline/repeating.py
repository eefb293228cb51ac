"""One text in many places: what was read once is not read again, only told of the other report."""

import dataclasses
from collections import OrderedDict
from collections.abc import Hashable
from datetime import date
from typing import Any

from tocsin.model import Document, Reading

MOST_READINGS = 512
MOST_CHARACTERS = 40_000
"""Wire stories are copied, long reports are not; a longer text is read again rather than kept."""


class ReadBefore:
    """The last readings of a run by what a reading depends on: words, heading, language, day and home."""

    def __init__(self, most: int = MOST_READINGS) -> None:
        self._most = most
        self._readings: OrderedDict[Hashable, Reading] = OrderedDict()
        self.reused = 0
        """How many reports were told by a reading of another."""

    def find(self, document: Document) -> Reading | None:
        """Return the reading of a document whose words were read under another id, None where none was."""
        key = make_reading_key(document)
        reading = self._readings.get(key)
        if reading is None:
            return None
        self._readings.move_to_end(key)
        self.reused += 1
        return retell(reading, document)

    def knows(self, document: Document) -> bool:
        """Whether the words of a document were read before."""
        return make_reading_key(document) in self._readings

    def keep(self, reading: Reading) -> None:
        """Keep a reading for copies to come."""
        if len(reading.document.text) > MOST_CHARACTERS:
            return
        self._readings[make_reading_key(reading.document)] = reading
        while len(self._readings) > self._most:
            self._readings.popitem(last=False)


def make_reading_key(document: Document) -> Hashable:
    """Return what a reading depends on: two documents of one key are read alike but for their ids."""
    # The reader takes seconds to import: only those who read pay for it.
    from tocsin.reading.places.homes import find_home

    day: date | None = document.published_at.date() if document.published_at else None
    return document.text, document.title, document.lang, day, find_home(document.url)


def retell(reading: Reading, document: Document) -> Reading:
    """Return the reading as that of another document with the same words."""
    moved: Reading = _move(dataclasses.replace(reading, document=document), reading.document.id, document)
    return moved


def _move(value: Any, old: str, document: Document) -> Any:
    """Return a value of the model with every id that was made from one document made from the other."""
    if value is document:
        return value
    if isinstance(value, str):
        is_id = type(value) is str and (value == old or value.startswith(f"{old}-"))
        return document.id + value[len(old) :] if is_id else value
    if isinstance(value, tuple):
        return tuple(_move(one, old, document) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
        moved = {name: _move(one, old, document) for name, one in fields.items()}
        changed = {
            name: one for name, one in moved.items() if one is not fields[name] and one != fields[name]
        }
        return dataclasses.replace(value, **changed) if changed else value
    return value
