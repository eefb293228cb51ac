"""A store as one sees it who is not cleared for all of it: what is marked above that is not there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from threading import Lock
from typing import Any

from tocsin.model import Alert, Delta, Document, Incident, Judgement, Marking, Reading
from tocsin.model.ids import make_number
from tocsin.model.marking import read_marking
from tocsin.register import list_markings
from tocsin.store.base import Store
from tocsin.store.shelf_base import ReportBrief, ReportQuery, StatementBrief, StatementQuery, Tally


class ClearedStore:
    """The reports and records that a clearance lets one see; all else is the store itself.

    Counts of rows stay those of the whole store: that there is more is no secret, what it says is.
    """

    def __init__(self, store: Store, clearance: Marking) -> None:
        self._store, self._clearance = store, clearance
        self._lock = Lock()
        self._seen: object = None
        self._reports: frozenset[str] = frozenset()
        self._records: frozenset[str] = frozenset()

    def __getattr__(self, name: str) -> Any:
        """Give what the store itself has."""
        return getattr(self._store, name)

    @property
    def clearance(self) -> Marking:
        """Return up to which label one sees."""
        return self._clearance

    def count_withheld(self) -> int:
        """Return how many records and reports are withheld."""
        return sum(map(len, self._look()))

    def _look(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the ids of the reports and records that are withheld, read anew when they may change."""
        judgements = self._store.list_judgements()
        state = (len(judgements), sum(one.withdrawn_at is not None for one in judgements), self._stamp())
        with self._lock:
            if state != self._seen:
                above = {
                    subject
                    for subject, marking in list_markings(judgements).items()
                    if not marking.may_reach(self._clearance)
                }
                reports = frozenset(one for one in above if self._store.has_document(one))
                records = {
                    place for one in reports for place in self._store.list_places_of_report(one).values()
                }
                for one in above - reports:
                    incident = self._store.load_incident(one)
                    records |= {one, *((incident.id, *incident.aliases) if incident is not None else ())}
                self._reports, self._records, self._seen = reports, frozenset(records), state
            return self._reports, self._records

    def _stamp(self) -> str:
        return self._store.load_stamp().register

    def _may_see(self, incident: Incident | None) -> bool:
        return incident is not None and incident.marking.may_reach(self._clearance)

    # --- Records -----------------------------------------------------------------------------------------

    def list_incidents(self) -> tuple[Incident, ...]:
        """Return the records that may be seen."""
        return tuple(one for one in self._store.list_incidents() if self._may_see(one))

    def load_incident(self, incident_id: str) -> Incident | None:
        """Return a record, None where there is none to be seen."""
        incident = self._store.load_incident(incident_id)
        return incident if self._may_see(incident) else None

    def list_lights(self, *, after_turn: int | None = None) -> tuple[tuple[int, int, str], ...]:
        """Return the records that may be seen in light form."""
        hidden = self._hidden_numbers()
        return tuple(one for one in self._store.list_lights(after_turn=after_turn) if one[0] not in hidden)

    def list_numbers(self) -> frozenset[int]:
        """Return the numbers of the records that may be seen."""
        return self._store.list_numbers() - self._hidden_numbers()

    def load_lights(self, numbers: Iterable[int]) -> tuple[Incident, ...]:
        """Return records in light form."""
        return tuple(one for one in self._store.load_lights(numbers) if self._may_see(one))

    def load_raw(self, numbers: Iterable[int]) -> tuple[dict[str, Any], ...]:
        """Return records as stored."""
        found = self._store.load_raw(numbers)
        markings = (read_marking(one.get("marking", Marking.CLEAR)) for one in found)
        seen = zip(found, markings, strict=True)
        return tuple(one for one, marking in seen if marking.may_reach(self._clearance))

    def list_deltas(
        self, *, since: datetime | None = None, incident_id: str | None = None
    ) -> tuple[Delta, ...]:
        """Return the changes of records that may be seen."""
        return self._keep(self._store.list_deltas(since=since, incident_id=incident_id))

    def list_changes_since(self, moment: datetime, *, most: int) -> tuple[Delta, ...]:
        """Return the changes of records that may be seen since a moment."""
        return self._keep(self._store.list_changes_since(moment, most=most))

    def read_deltas(self, *, after: int, most: int) -> tuple[tuple[int, Delta], ...]:
        """Return the numbered changes of records that may be seen."""
        _, records = self._look()
        found = self._store.read_deltas(after=after, most=most)
        return tuple(one for one in found if one[1].incident_id not in records)

    def list_judgements(self) -> tuple[Judgement, ...]:
        """Return the decisions on what may be seen."""
        hidden = frozenset().union(*self._look())
        return tuple(one for one in self._store.list_judgements() if hidden.isdisjoint(one.subjects))

    def list_alerts(self) -> tuple[Alert, ...]:
        """Return the alerts behind which stands nothing that is withheld."""
        _, records = self._look()
        return tuple(one for one in self._store.list_alerts() if records.isdisjoint(one.incident_ids))

    def _keep(self, deltas: Iterable[Delta]) -> tuple[Delta, ...]:
        _, records = self._look()
        return tuple(one for one in deltas if one.incident_id not in records)

    def _hidden_numbers(self) -> frozenset[int]:
        _, records = self._look()
        return frozenset(make_number(one) for one in records)

    # --- Reports -----------------------------------------------------------------------------------------

    def load_reading(self, document_id: str) -> Reading | None:
        """Return a reading, None where there is none to be seen."""
        reports, _ = self._look()
        return None if document_id in reports else self._store.load_reading(document_id)

    def iter_readings(self, *, until: datetime | None = None) -> Iterator[Reading]:
        """Yield the readings of the reports that may be seen."""
        reports, _ = self._look()
        return (one for one in self._store.iter_readings(until=until) if one.document.id not in reports)

    def list_documents(self) -> tuple[Document, ...]:
        """Return the reports that may be seen."""
        reports, _ = self._look()
        return tuple(one for one in self._store.list_documents() if one.id not in reports)

    def search_documents(self, query: str, *, limit: int = 20) -> tuple[Document, ...]:
        """Return the reports found that may be seen."""
        reports, _ = self._look()
        return tuple(one for one in self._store.search_documents(query, limit=limit) if one.id not in reports)

    def list_reports(self, query: ReportQuery, *, skip: int, take: int) -> tuple[ReportBrief, ...]:
        """Return the reports of a page that may be seen."""
        return self._seen_reports(self._store.list_reports(query, skip=skip, take=take))

    def iter_reports(self, query: ReportQuery) -> Iterator[ReportBrief]:
        """Yield the reports that may be seen."""
        reports, _ = self._look()
        return (one for one in self._store.iter_reports(query) if one.id not in reports)

    def load_reports(self, document_ids: Sequence[str]) -> tuple[ReportBrief, ...]:
        """Return reports by id."""
        return self._seen_reports(self._store.load_reports(document_ids))

    def list_statements(self, query: StatementQuery, *, skip: int, take: int) -> tuple[StatementBrief, ...]:
        """Return the statements of a page whose reports may be seen."""
        reports, _ = self._look()
        found = self._store.list_statements(query, skip=skip, take=take)
        return tuple(one for one in found if one.report.id not in reports)

    def iter_statements(self, query: StatementQuery) -> Iterator[StatementBrief]:
        """Yield the statements whose reports may be seen."""
        reports, _ = self._look()
        return (one for one in self._store.iter_statements(query) if one.report.id not in reports)

    def tally_statements(self, query: StatementQuery, *, most: int) -> Tally:
        """Return what the newest statements hold; of none where any report is withheld: a voice is a name."""
        reports, _ = self._look()
        if reports:
            return Tally(looked_at=0, acts={}, voices={})
        return self._store.tally_statements(query, most=most)

    def list_places_of_report(self, document_id: str) -> Mapping[str, str]:
        """Return where the mentions of a report stand."""
        reports, _ = self._look()
        return {} if document_id in reports else self._store.list_places_of_report(document_id)

    def _seen_reports(self, found: Iterable[ReportBrief]) -> tuple[ReportBrief, ...]:
        reports, _ = self._look()
        return tuple(one for one in found if one.id not in reports)
