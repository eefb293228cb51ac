"""What the store holds, as pages need it: kept until the store changes, worked out behind if it is large."""

import json
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Lock
from typing import Any, Generic, TypeVar, cast

from tocsin.desk.indexing import Index, build_index, make_row
from tocsin.desk.placing import list_acts, name_place
from tocsin.errors import TocsinError
from tocsin.model import Forecast, Incident, Outcome
from tocsin.model.codec import decode
from tocsin.model.ids import make_number
from tocsin.ontology import Profile
from tocsin.pipeline.recent import RecentStore
from tocsin.pipeline.replaying import Replay, replay_query
from tocsin.pipeline.views import Query
from tocsin.store.base import Store, StoreCounts
from tocsin.store.shelf_base import ReportQuery, Stamp

T = TypeVar("T")
MOST_AT_ONCE = 5_000
"""What needs all reports is worked out while the page waits up to so many; of more, behind, of the newest."""
LATE_SECONDS = 900.0
"""What is worked out behind is left to stand for so long, although the store has changed meanwhile."""
MOST_LIGHTS = 5_000
MOST_KEPT = 400
REGISTER, REPORTS = "register", "reports"
"""The parts of a stamp: what changes with the register, and what with the reports stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Late(Generic[T]):
    """What is worked out behind the pages: nothing yet, or what was found and when, or why not."""

    value: T | None
    made_at: datetime | None
    read_since: date | None = None
    trouble: str | None = None


@dataclass(slots=True)
class _Run(Generic[T]):
    stamp: Stamp
    late: Late[T]
    began: float
    future: Future[None] | None = None


class Holdings:
    """Reads the store once for each state of it, whatever the number of pages asked for."""

    def __init__(self, store: Store, profiles: Iterable[Profile] = ()) -> None:
        self._store = store
        self._profiles = tuple(profiles)
        self._lock = Lock()
        self._building = Lock()
        self._making: dict[Hashable, Lock] = {}
        self._kept: OrderedDict[Hashable, tuple[object, Any]] = OrderedDict()
        self._index: tuple[str, Index] | None = None
        self._turn = 0
        self._lights: OrderedDict[int, Incident] = OrderedDict()
        self._runs: dict[Hashable, _Run[Any]] = {}
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tocsin-behind")

    def load_stamp(self) -> Stamp:
        """Return what tells one state of the store from another."""
        return self._store.load_stamp()

    def keep(
        self, key: Hashable, make: Callable[[], T], *, of: str | None = None, state: Hashable = None
    ) -> T:
        """Return what `make` makes, made again only after the store has changed: all of it, or a part.

        With `state` that alone says whether it has changed.
        """
        if state is None:
            stamp = self._store.load_stamp()
            state = stamp if of is None else getattr(stamp, of)
        with self._lock:
            held = self._kept.get(key)
            if held is not None and held[0] == state:
                self._kept.move_to_end(key)
                return cast(T, held[1])
            making = self._making.setdefault(key, Lock())
        # Whoever asks for the same meanwhile waits for it: made twice at once, both would take longer.
        with making:
            with self._lock:
                held = self._kept.get(key)
                if held is not None and held[0] == state:
                    return cast(T, held[1])
            made = make()
            with self._lock:
                self._kept[key] = (state, made)
                self._making.pop(key, None)
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
        return made

    def keep_behind(self, key: Hashable, make: Callable[[Store], T], *, counts_all: bool = False) -> Late[T]:
        """Return what `make` makes of the store; of a large one made behind, of the newest reports only.

        `counts_all` is for what a large store can be asked whole, though not while a page waits.
        """
        if self.count_documents() <= MOST_AT_ONCE:
            return Late(value=self.keep(key, lambda: make(self._store)), made_at=None)
        stamp = self._store.load_stamp()
        with self._lock:
            run = self._runs.get(key)
            is_running = run is not None and run.future is not None and not run.future.done()
            is_due = run is None or (stamp != run.stamp and time.monotonic() - run.began > LATE_SECONDS)
            if is_due and not is_running:
                late: Late[T] = run.late if run is not None else Late(value=None, made_at=None)
                run = _Run(stamp=stamp, late=late, began=time.monotonic())
                self._runs[key] = run
                run.future = self._worker.submit(self._work, key, run, make, counts_all)
        return self._runs[key].late

    def _work(self, key: Hashable, run: _Run[T], make: Callable[[Store], T], counts_all: bool) -> None:
        try:
            recent = None if counts_all else RecentStore(self._store, most=MOST_AT_ONCE)
            value = make(self._store if recent is None else cast(Store, recent))
            since = recent.read_since if recent is not None else None
            run.late = Late(value=value, made_at=datetime.now(tz=UTC), read_since=since)
        except TocsinError as error:
            run.late = Late(value=run.late.value, made_at=run.late.made_at, trouble=str(error))

    def forget(self) -> None:
        """Read the store anew at the next asking: a decision changes what a stamp does not always tell."""
        with self._lock:
            self._kept.clear()

    def load_index(self) -> Index:
        """Return the register as an index; what changed since the last asking is read, and no more."""
        state = self._store.load_stamp().register
        held = self._index
        if held is not None and held[0] == state:
            return held[1]
        with self._building:
            state = self._store.load_stamp().register
            held = self._index
            if held is None or held[0] != state:
                index = self._build() if held is None else self._follow(held[0], held[1], state)
                self._index = held = (state, index)
        return held[1]

    def _build(self) -> Index:
        found = self._store.list_lights()
        self._turn = max((turn for _, turn, _ in found), default=0)
        return build_index((_decode(text) for _, _, text in found), self._profiles, load=self.load_lights)

    def _follow(self, before: str, index: Index, state: str) -> Index:
        turns = [text.split(":")[-2] for text in (before, state)]
        if turns[0] == turns[1]:  # written whole, not by a linking
            with self._lock:
                self._lights.clear()
            return self._build()
        found = self._store.list_lights(after_turn=self._turn)
        self._turn = max((turn for _, turn, _ in found), default=self._turn)
        known = index.by_number.keys() | {number for number, _, _ in found}
        # Every record that there is was read before or just now: where numbers are equal, none has gone.
        is_whole = len(known) == self._store.count_incidents()
        gone = set() if is_whole else known - self._store.list_numbers()
        incidents = [_decode(text) for _, _, text in found]
        with self._lock:
            for number, _, _ in found:
                self._lights.pop(number, None)
        places = {name_place(place): place for one in incidents for place in list_acts(one)}
        return index.followed_by([make_row(one, self._profiles) for one in incidents], gone, places)

    def load_lights(self, numbers: Sequence[int]) -> tuple[Incident, ...]:
        """Return records in light form by number, in order; those read last are kept."""
        with self._lock:
            known = {number: self._lights[number] for number in numbers if number in self._lights}
        missing = [number for number in numbers if number not in known]
        if missing:
            found = {make_number(one.id): one for one in self._store.load_lights(missing)}
            with self._lock:
                self._lights.update(found)
                while len(self._lights) > MOST_LIGHTS:
                    self._lights.popitem(last=False)
            known |= found
        return tuple(known[number] for number in numbers if number in known)

    def find_newest_day(self) -> date | None:
        """Return the day of the newest report: what "data as of" means."""
        moment = self.keep("newest", self._store.find_newest_moment, of=REPORTS)
        return moment.date() if moment else None

    def count_documents(self) -> int:
        """Return how many reports are stored."""
        return self.keep("documents", lambda: self._store.count_reports(ReportQuery(), most=0), of=REPORTS)

    def count_unlinked(self) -> int:
        """Return how many reports are stored and not in the register yet."""
        return max(0, self.count_documents() - self._store.count_linked())

    def count(self) -> Late[StoreCounts]:
        """Return how many rows the store holds; of a large one counted behind the pages."""
        return self.keep_behind("counts", lambda store: store.count(), counts_all=True)

    def list_forecasts(self) -> tuple[tuple[Forecast, Outcome | None], ...]:
        """Return the forecasts with what came of them, read anew when one is issued or scored."""

        def read() -> tuple[tuple[Forecast, Outcome | None], ...]:
            outcomes = {outcome.forecast_id: outcome for outcome in self._store.list_outcomes()}
            return tuple((one, outcomes.get(one.id)) for one in self._store.list_forecasts())

        return self.keep("forecasts", read, state=self._store.load_forecast_stamp())

    def replay(self, query: Query, *, false_alarms_per_year: float) -> Late[Replay]:
        """Return the alerts that would have fired, each week judged by what had been reported by then."""
        return self.keep_behind(
            ("replay", query, false_alarms_per_year),
            lambda store: replay_query(store, query, false_alarms_per_year=false_alarms_per_year),
        )


def _decode(text: str) -> Incident:
    return decode(Incident, json.loads(text))
