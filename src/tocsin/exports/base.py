"""What every exporter does: incidents in, bytes of one format out, with the rule that chose them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol, TypeVar

from tocsin.errors import InputError
from tocsin.model import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportContext:
    """What was asked for: no number leaves without the profile that made it."""

    profile: str
    generated_at: datetime
    version: str
    since: str | None = None
    until: str | None = None
    as_of: str | None = None


class Exporter(Protocol):
    """One format; `is_shared` where it is made for other houses, so that private persons leave masked."""

    @property
    def name(self) -> str:
        """Return what the format is asked for by."""

    @property
    def label(self) -> str:
        """Return its name for people."""

    @property
    def suffix(self) -> str:
        """Return how its files end."""

    @property
    def media_type(self) -> str:
        """Return its type on the web."""

    @property
    def is_binary(self) -> bool:
        """Return whether a terminal cannot show it."""

    @property
    def is_shared(self) -> bool:
        """Return whether it is made for other houses."""

    def write(self, incidents: Sequence[Incident], stream: BinaryIO, context: ExportContext) -> None:
        """Write the incidents to the stream."""


class Named(Protocol):
    """A format, whatever it writes."""

    @property
    def name(self) -> str:
        """Return what the format is asked for by."""


Format = TypeVar("Format", bound=Named)


def find_named(
    name: str, formats: Sequence[Format], *, what: str = "format", also: Sequence[str] = ()
) -> Format:
    """Return the one of a name; refuse another with those known, after `also` of the caller's own."""
    for entry in formats:
        if entry.name == name:
            return entry
    known = ", ".join([*also, *(entry.name for entry in formats)])
    raise InputError(f"unknown {what} {name!r}; known: {known}")
