"""Gather the objects of many incidents into one STIX bundle, each object once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from tocsin.exports.base import ExportContext
from tocsin.exports.stix.parts import identity, make_extension, make_id, make_marking, v21
from tocsin.model import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class StixExporter:
    """Writes one bundle, in the shape that its two functions give an incident and the whole choice."""

    name: str
    label: str
    make_objects: Callable[[Incident, str, str], Iterator[Any]]
    make_frame: Callable[[Sequence[Incident], str, str], Any] | None = None
    suffix: str = ".json"
    media_type: str = "application/stix+json;version=2.1"
    is_binary: bool = False
    is_shared: bool = True

    def write(self, incidents: Sequence[Incident], stream: BinaryIO, context: ExportContext) -> None:
        """Write the bundle; objects that several incidents share stand in it once."""
        maker = identity("tocsin", "system")
        objects = {entry.id: entry for entry in (maker, make_extension(maker.id))}
        for incident in incidents:
            for entry in self.iter_objects(incident, context.profile):
                objects.setdefault(entry.id, entry)
        if incidents and self.make_frame is not None:
            frame = self.make_frame(incidents, maker.id, context.profile)
            objects[frame.id] = frame
        bundle_id = make_id(
            "bundle",
            *(f"{entry.id} {getattr(entry, 'modified', entry.created)}" for entry in objects.values()),
        )
        bundle = v21().Bundle(id=bundle_id, objects=list(objects.values()), allow_custom=True)
        stream.write(bundle.serialize(ensure_ascii=False).encode("utf-8") + b"\n")

    def iter_objects(self, incident: Incident, profile: str) -> Iterator[Any]:
        """Yield the objects of one incident, those first that they and other incidents' refer to."""
        maker = identity("tocsin", "system")
        yield from (maker, make_extension(maker.id), make_marking(incident.marking))
        yield from self.make_objects(incident, maker.id, profile)
