"""Replay the register week by week: the alerts that would have fired, with what was known then."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tocsin.model import Alert, Document, Incident, Judgement, Reading
from tocsin.pipeline.cleared import drop_hidden
from tocsin.pipeline.views import Query, forget_later, recall_judgements
from tocsin.register import (
    assemble_register,
    group_origins,
    link_mentions,
    make_claims,
    make_table,
    select_incidents,
)
from tocsin.store.base import Store
from tocsin.warning import has_baseline, iter_weeks, replay_alerts
from tocsin.warning.regimes import Regime

REPLAYED_YEARS = 3
"""A replay looks back so far from the newest report."""
MOST_LINKED = 30_000
"""Reports linked in one replay, each as often as a week needs it: the newest weeks come first."""
MOST_KEPT = 6
"""Weeks whose register stays at hand: those that boards are asked about after the rates."""
LEAST_WEEKS = 4
"""So many weeks are replayed, however large the register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """The alerts that would have fired, newest first, from the first week looked at to the newest report.

    `read_since` is the day of the first report; `silent_weeks` of the weeks looked at had too few
    reports before them, so that no alert could stand in them. `is_cut` where the register is too large
    for all the weeks of the years asked for.
    """

    alerts: tuple[Alert, ...]
    since: date | None = None
    until: date | None = None
    read_since: date | None = None
    weeks: int = 0
    silent_weeks: int = 0
    is_cut: bool = False


def replay_query(
    store: Store,
    query: Query,
    *,
    false_alarms_per_year: float,
    years: int = REPLAYED_YEARS,
    weeks: int | None = None,
    until: date | None = None,
    memory: "Memory | None" = None,
) -> Replay:
    """Replay the weeks of the last years, each with the register as it was known on its last day.

    For every week with new reports the register is linked and assembled anew from what had been published
    by then, and the profile decides anew what is counted. A report without a day is left out; with `until`
    the weeks end with the newest report of that day or before. A `memory` of the same query saves the
    linking of weeks that it knows already.
    """
    memory = memory or remember(store, query, until=until)
    readings, days = memory.readings, memory.days
    if not readings:
        return Replay(alerts=())
    back = timedelta(weeks=52 * years if weeks is None else weeks)
    asked = list(iter_weeks(max(days[0], days[-1] - back), days[-1]))
    chosen = _cut_weeks(asked, days)
    alerts = replay_alerts(
        memory.counted_on,
        since=chosen[0],
        until=chosen[-1],
        read_since=days[0],
        profile=query.profile.name,
        false_alarms_per_year=false_alarms_per_year,
        regime=make_regime(store, (reading.document for reading in readings)),
    )
    return Replay(
        alerts=tuple(reversed(alerts)),
        since=chosen[0],
        until=chosen[-1],
        read_since=days[0],
        weeks=len(chosen),
        silent_weeks=sum(not has_baseline(week, read_since=days[0]) for week in chosen),
        is_cut=len(chosen) < len(asked),
    )


def remember(store: Store, query: Query, *, until: date | None = None) -> "Memory":
    """Return what tells how the register stood on any day up to `until`, from the dated reports."""
    readings = tuple(
        reading
        for reading in store.iter_readings()
        if (day := _day_of_report(reading)) is not None and (until is None or day <= until)
    )
    return Memory(store, readings, query)


def make_regime(store: Store, documents: Iterable[Document]) -> Regime:
    """Return what changed in our own reading: whose reports were read since when, and the log of changes."""
    dated = [document for document in documents if document.published_at is not None]
    return Regime(
        sources={document.id: document.source_id or document.publisher or "" for document in dated},
        days={d.id: d.published_at.astimezone(UTC).date() for d in dated if d.published_at},
        changes=tuple((change.at.date(), change.kind, change.detail) for change in store.list_changes()),
    )


def _day_of_report(reading: Reading) -> date | None:
    moment = reading.document.published_at
    return moment.astimezone(UTC).date() if moment else None


def _cut_weeks(weeks: Sequence[date], days: Sequence[date]) -> Sequence[date]:
    """Return the newest weeks whose linking stays below the bound; one without new reports costs none."""
    cost, previous = 0, None
    for number, week in enumerate(reversed(weeks)):
        known = bisect_right(days, week)
        cost += known if known != previous else 0
        previous = known
        if cost > MOST_LINKED and number >= LEAST_WEEKS:
            return weeks[len(weeks) - number :]
    return weeks


class Memory:
    """The register as known on a day, made again only when reports have come since the days asked last."""

    def __init__(self, store: Store, readings: Sequence[Reading], query: Query) -> None:
        self._store = store
        self.readings = sorted(readings, key=lambda reading: _day_of_report(reading) or date.min)
        self.days = [_day_of_report(reading) or date.min for reading in self.readings]
        self._claims = [make_claims(reading) for reading in self.readings]
        self._judgements = store.list_judgements()
        self._rows = store.list_rows()
        self._publishers = store.list_publishers()
        self._chains = store.collection.list_chains()
        self._query = query
        self._kept: dict[tuple[int, tuple[Judgement, ...]], tuple[Incident, ...]] = {}

    def counted_on(self, day: date) -> tuple[Incident, ...]:
        """Return what the profile counted with the reports published by the end of a day."""
        known = bisect_right(self.days, day)
        key = (known, recall_judgements(self._judgements, datetime.combine(day, time.max, tzinfo=UTC)))
        if key not in self._kept:
            while len(self._kept) >= MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = self._assemble(*key, day) if known else ()
        return self._kept[key]

    def read_by(self, day: date) -> Sequence[Reading]:
        """Return the reports published by the end of a day, oldest first."""
        return self.readings[: bisect_right(self.days, day)]

    def _assemble(self, known: int, judged: Sequence[Judgement], day: date) -> tuple[Incident, ...]:
        readings = self.readings[:known]
        moment = datetime.combine(day, time.max, tzinfo=UTC)
        origins = group_origins(
            (reading.document for reading in readings), judgements=judged, chains=self._chains
        )
        linkage = link_mentions(readings, judgements=judged, rows=self._rows, origins=origins, now=moment)
        incidents = assemble_register(
            readings,
            forget_later(linkage, moment),
            claims=[claim for claims in self._claims[:known] for claim in claims],
            origins=origins,
            judgements=judged,
            publishers=make_table(self._publishers, on=day),
            chains=self._chains,
        )
        incidents = drop_hidden(self._store, incidents)
        matching = [incident for incident in incidents if self._query.matches(incident)]
        return select_incidents(matching, self._query.profile).counted
