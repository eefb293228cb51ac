"""What every exporter does: incidents in, bytes of one format out, with the rule that chose them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

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
    """One format."""

    name: str
    label: str
    suffix: str
    media_type: str
    is_binary: bool

    def write(self, incidents: Sequence[Incident], stream: BinaryIO, context: ExportContext) -> None:
        """Write the incidents to the stream."""
