"""Reports replayed one by one into a register of their own, as a watch takes them: notices, and briefs."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from tocsin.model import Alert, Brief, Incident, Reading, Search
from tocsin.ontology import profile as find_profile
from tocsin.pipeline.alarming import keep_alerts
from tocsin.pipeline.briefing import make_brief
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.notifying import notice_linking
from tocsin.pipeline.views import Query
from tocsin.register import make_claims
from tocsin.store import open_store
from tocsin.store.base import Store

PROFILE, EXPEL = "warning", "expel"
RECORDS = ("new", "expulsions", "updates", "leads")
"""The sections of a brief that name records."""
SEARCHES = (("all", "hybrid", ""), ("expulsions", "political", "expel"))
"""What the replayed desk has saved: every hybrid incident, and what is said of expulsions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One notice of a replay: the report that brought it, and seconds from its storing to the notice."""

    alert: Alert
    document_id: str
    day: date
    seconds: float


@dataclass(slots=True, kw_only=True)
class Replayed:
    """What a replay gave: notices in their order, the briefs asked for by their first and last day.

    `incidents` are the records that these name, as they stood when one did last.
    """

    told: list[Told] = field(default_factory=list)
    briefs: dict[tuple[date, date], Brief] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)

    def note(self, store: Store, names: Iterable[str]) -> None:
        """Keep the records of some names as they stand."""
        for name in names:
            incident = store.load_incident(name)
            if incident is not None:
                self.incidents[name] = incident


def replay_live(
    readings: Sequence[Reading],
    spans: Sequence[tuple[date, date]],
    *,
    advance: Callable[[int], None] | None = None,
) -> Replayed:
    """Store and link readings one at a time, oldest first, and keep what each linking gives notice of.

    A brief of each of `spans`, days inclusive, is made when the last report of its last day is in, and
    before any later one.
    """
    done = Replayed()
    waiting = sorted(set(spans), key=lambda span: (span[1], span[0]))
    with _open_empty() as store:
        for reading in readings:
            day = _day(reading)
            while waiting and waiting[0][1] < day:
                _brief(store, waiting.pop(0), done)
            told = list(_take(store, reading, day))
            done.told += told
            done.note(store, (name for one in told for name in one.alert.incident_ids))
            if advance is not None:
                advance(1)
        for span in waiting:
            _brief(store, span, done)
    return done


def _brief(store: Store, span: tuple[date, date], done: Replayed) -> None:
    brief = done.briefs[span] = brief_days(store, *span)
    done.note(store, (n for section in brief.sections for line in section.lines for n in line.incident_ids))


def brief_days(store: Store, first: date, last: date) -> Brief:
    """Link what waits, and return the sections of a brief that name records, for whole days in UTC."""
    link_register(store)
    return make_brief(
        store,
        Query(profile=find_profile(PROFILE)),
        since=datetime(first.year, first.month, first.day, tzinfo=UTC),
        until=datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1, microseconds=-1),
        false_alarms_per_year=1.0,
        find_profile=find_profile,
        only=RECORDS,
    )


@contextmanager
def _open_empty() -> Iterator[Store]:
    with TemporaryDirectory() as folder, closing(open_store(Path(folder) / "replay.sqlite")) as store:
        for name, kind, words in SEARCHES:
            made = datetime(2000, 1, 1, tzinfo=UTC)
            store.save_search(Search(name=name, profile=PROFILE, kind=kind, words=words, made_at=made))
        yield store


def _take(store: Store, reading: Reading, day: date) -> Iterator[Told]:
    """Take in one report; `at` is its moment, so that news is told from old cases as on its day."""
    begun = time.perf_counter()
    moment = reading.document.published_at or datetime.now(tz=UTC)
    if not store.add_reading(reading, make_claims(reading), seen_at=moment):
        return
    if not _may_tell(reading):
        return
    linked = link_register(store)
    profile = find_profile(PROFILE)
    found = notice_linking(store, linked.deltas, profile=profile, find_profile=find_profile, at=moment)
    new = keep_alerts(store, found)
    seconds = time.perf_counter() - begun
    for alert in new:
        if alert.kind == "search":
            yield Told(alert=alert, document_id=reading.document.id, day=day, seconds=seconds)


def _may_tell(reading: Reading) -> bool:
    """Whether a report can open what is watched; others wait, as in a watch, for the next linking."""
    return any(event.threat_type or event.mode == EXPEL for event in reading.events)


def _day(reading: Reading) -> date:
    published = reading.document.published_at
    return published.astimezone(UTC).date() if published else date.min
