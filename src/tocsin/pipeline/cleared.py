"""A store as one sees it who is not cleared for all of it: what is marked above that is not there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar

from tocsin.model import (
    Alert,
    Delta,
    Document,
    Forecast,
    Incident,
    Indicator,
    Judgement,
    Marking,
    Outcome,
    Reading,
)
from tocsin.model.ids import make_number
from tocsin.model.marking import read_marking
from tocsin.register import list_markings
from tocsin.store.base import Store, StoreCounts
from tocsin.store.shelf_base import (
    PublisherCount,
    ReportBrief,
    ReportQuery,
    Stamp,
    StatementBrief,
    StatementQuery,
    Tally,
)

Named = TypeVar("Named", Forecast, Outcome, Indicator)


def drop_hidden(store: Store, incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """Return records made anew from a store's reports without those that its clearance withholds."""
    # By name: a store may be seen through its newest reports, over what a clearance lets one see.
    hides = getattr(store, "hides", None)
    return tuple(one for one in incidents if hides is None or not hides(one))


class ClearedStore:
    """The reports and records that a clearance lets one see, listed and counted; the rest is the store.

    That something is withheld is no secret; how much, of what day and by whom is.
    """

    def __init__(self, store: Store, clearance: Marking) -> None:
        self._store, self._clearance = store, clearance
        self._lock = Lock()
        self._seen: object = None
        self._reports: frozenset[str] = frozenset()
        self._records: frozenset[str] = frozenset()
        self._members: frozenset[str] = frozenset()

    def __getattr__(self, name: str) -> Any:
        """Give what the store itself has."""
        return getattr(self._store, name)

    @property
    def clearance(self) -> Marking:
        """Return up to which label one sees."""
        return self._clearance

    @property
    def is_partial(self) -> bool:
        """Whether anything is withheld."""
        return any(self._look())

    def hides(self, incident: Incident) -> bool:
        """Return whether a record made anew is withheld, or shares a mention with one that is."""
        _, records = self._look()
        names = {incident.id, *incident.aliases}
        is_told_of = not self._members.isdisjoint(incident.event_ids)
        return is_told_of or not records.isdisjoint(names) or not self._may_see(incident)

    def load_stamp(self) -> Stamp:
        """Return the state of what may be seen: it changes with what is withheld, too."""
        reports, records = self._look()
        stamp = self._store.load_stamp()
        held = f"{hash(reports) & 0xFFFFFFFF:x}{hash(records) & 0xFFFFFFFF:x}"
        return Stamp(reports=f"{held}:{stamp.reports}", register=f"{held}:{stamp.register}")

    def _look(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the ids of the reports and records that are withheld, read anew when they may change."""
        state = (self._store.load_judged_stamp(), self._store.load_stamp().register)
        with self._lock:
            if state != self._seen:
                judgements = self._store.list_judgements()
                above = {
                    subject
                    for subject, marking in list_markings(judgements).items()
                    if not marking.may_reach(self._clearance)
                }
                reports = frozenset(one for one in above if self._store.has_document(one))
                records = {
                    place for one in reports for place in self._store.list_places_of_report(one).values()
                }
                members: set[str] = set()
                for one in (above - reports) | records:
                    incident = self._store.load_incident(one)
                    records |= {one, *((incident.id, *incident.aliases) if incident is not None else ())}
                    members |= set(incident.event_ids) if incident is not None else set()
                self._reports, self._records = reports, frozenset(records)
                self._members, self._seen = frozenset(members), state
            return self._reports, self._records

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

    def count_incidents(self) -> int:
        """Return how many records may be seen."""
        return self._store.count_incidents() - len(self._store.load_lights(self._hidden_numbers()))

    def load_lights(self, numbers: Iterable[int]) -> tuple[Incident, ...]:
        """Return records in light form, which bears no marking."""
        hidden = self._hidden_numbers()
        return self._store.load_lights([number for number in numbers if number not in hidden])

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

    def load_forecast_stamp(self) -> str:
        """Return the state of the forecasts with what is withheld under them."""
        return f"{self._store.load_forecast_stamp()}:{self.load_stamp().register}"

    def list_forecasts(self) -> tuple[Forecast, ...]:
        """Return the forecasts; no withheld record is named under one, though its count is in it."""
        _, records = self._look()
        return tuple(_drop_names(one, records) for one in self._store.list_forecasts())

    def list_outcomes(self) -> tuple[Outcome, ...]:
        """Return what came of forecasts; no withheld record is named under it, though it is counted."""
        _, records = self._look()
        return tuple(_drop_names(one, records) for one in self._store.list_outcomes())

    def list_indicator_states(self) -> tuple[Indicator, ...]:
        """Return the kept states of indicators; no withheld record is named under one."""
        _, records = self._look()
        return tuple(_drop_names(one, records) for one in self._store.list_indicator_states())

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

    def find_newest_moment(self) -> datetime | None:
        """Return when the newest report that may be seen was published."""
        found = self.list_reports(ReportQuery(), skip=0, take=1)
        return found[0].published_at if found else None

    def list_reports(self, query: ReportQuery, *, skip: int, take: int) -> tuple[ReportBrief, ...]:
        """Return a stretch of the reports that may be seen."""
        return self._store.list_reports(self._narrow_reports(query), skip=skip, take=take)

    def iter_reports(self, query: ReportQuery) -> Iterator[ReportBrief]:
        """Yield the reports that may be seen."""
        return self._store.iter_reports(self._narrow_reports(query))

    def count_reports(self, query: ReportQuery, *, most: int) -> int:
        """Return how many of the reports that may be seen a query lists."""
        return self._store.count_reports(self._narrow_reports(query), most=most)

    def count_publishers(self, *, without: Sequence[str] = ()) -> tuple[PublisherCount, ...]:
        """Return the publishers of the reports that may be seen."""
        reports, _ = self._look()
        return self._store.count_publishers(without=(*without, *sorted(reports)))

    def count_linked(self) -> int:
        """Return how many of the reports that may be seen the last linking knew."""
        reports, _ = self._look()
        return max(0, self._store.count_linked() - len(reports))

    def count(self) -> StoreCounts:
        """Return how many rows of what may be seen the store holds."""
        reports, records = self._look()
        whole, less = self._store.count(), self._store.count_rows_of(sorted(reports))
        return replace(
            whole,
            documents=whole.documents - len(reports),
            statements=whole.statements - less.get("statements", 0),
            events=whole.events - less.get("events", 0),
            claims=whole.claims - less.get("claims", 0),
            incidents=whole.incidents - len(self._store.load_lights(map(make_number, records))),
        )

    def load_reports(self, document_ids: Sequence[str]) -> tuple[ReportBrief, ...]:
        """Return reports by id."""
        return self._seen_reports(self._store.load_reports(document_ids))

    def list_statements(self, query: StatementQuery, *, skip: int, take: int) -> tuple[StatementBrief, ...]:
        """Return a stretch of the statements whose reports may be seen."""
        return self._store.list_statements(self._narrow_statements(query), skip=skip, take=take)

    def iter_statements(self, query: StatementQuery) -> Iterator[StatementBrief]:
        """Yield the statements whose reports may be seen."""
        return self._store.iter_statements(self._narrow_statements(query))

    def count_statements(self, query: StatementQuery, *, most: int) -> int:
        """Return how many statements of reports that may be seen a query lists."""
        return self._store.count_statements(self._narrow_statements(query), most=most)

    def tally_statements(self, query: StatementQuery, *, most: int) -> Tally:
        """Count acts and voices of the newest statements whose reports may be seen."""
        return self._store.tally_statements(self._narrow_statements(query), most=most)

    def list_places_of_report(self, document_id: str) -> Mapping[str, str]:
        """Return where the mentions of a report stand, those in records that may be seen."""
        reports, records = self._look()
        if document_id in reports:
            return {}
        found = self._store.list_places_of_report(document_id)
        return {mention: place for mention, place in found.items() if place not in records}

    def _seen_reports(self, found: Iterable[ReportBrief]) -> tuple[ReportBrief, ...]:
        reports, _ = self._look()
        return tuple(one for one in found if one.id not in reports)

    def _narrow_reports(self, query: ReportQuery) -> ReportQuery:
        reports, _ = self._look()
        return replace(query, without=(*query.without, *sorted(reports)))

    def _narrow_statements(self, query: StatementQuery) -> StatementQuery:
        reports, _ = self._look()
        return replace(query, without=(*query.without, *sorted(reports)))


def _drop_names(found: Named, records: frozenset[str]) -> Named:
    if records.isdisjoint(found.incident_ids):
        return found
    return replace(found, incident_ids=tuple(one for one in found.incident_ids if one not in records))
