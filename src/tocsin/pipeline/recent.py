"""A store seen through its newest reports: for work that looks at all there is, where that is too much."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from tocsin.model import Document, Incident, Reading
from tocsin.store.base import Store
from tocsin.store.shelf_base import ReportQuery

CHUNK = 100


class RecentStore:
    """The newest reports of a store and the incidents they stand behind; all else is the store itself."""

    def __init__(self, store: Store, *, most: int) -> None:
        self._store = store
        found = store.list_reports(ReportQuery(), skip=0, take=most)
        dated = [brief for brief in found if brief.published_at is not None]
        self._ids = [brief.id for brief in sorted(dated, key=lambda one: (one.published_at, one.id))]
        moments = [brief.published_at for brief in dated if brief.published_at is not None]
        self.read_since: date | None = min(moments).date() if moments else None

    def __getattr__(self, name: str) -> Any:
        """Give what the store itself has."""
        return getattr(self._store, name)

    def iter_readings(self, *, until: datetime | None = None) -> Iterator[Reading]:
        """Yield the newest readings, oldest first, up to `until` if given."""
        for start in range(0, len(self._ids), CHUNK):
            some = self._ids[start : start + CHUNK]
            with self._store.open_links() as index:
                readings = index.load_readings(some)
            order = {document_id: rank for rank, document_id in enumerate(some)}
            for reading in sorted(readings, key=lambda one: order[one.document.id]):
                at = reading.document.published_at
                if until is None or (at is not None and at <= until):
                    yield reading

    def list_documents(self) -> tuple[Document, ...]:
        """Return the newest documents, oldest first."""
        return tuple(reading.document for reading in self.iter_readings())

    def list_incidents(self) -> tuple[Incident, ...]:
        """Return the incidents behind which a newest report stands."""
        numbers: dict[str, None] = {}
        for document_id in self._ids:
            numbers.update(dict.fromkeys(self._store.list_places_of_report(document_id).values()))
        found = (self._store.load_incident(incident_id) for incident_id in numbers)
        return tuple(sorted((one for one in found if one is not None), key=lambda one: one.id))
