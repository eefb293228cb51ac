"""Forecasts from the register and back to it: issued as of a day, kept, and scored when the outcome is in."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tocsin.errors import InputError
from tocsin.model import Document, Forecast, Outcome
from tocsin.ontology import Profile
from tocsin.pipeline.linking import now
from tocsin.pipeline.replaying import make_regime
from tocsin.pipeline.views import Query, view_register
from tocsin.store.base import Store
from tocsin.warning.forecasting import (
    Panel,
    Scorecard,
    build_panel,
    check_steps,
    count_outcomes,
    issue_forecasts,
    score_forecasts,
)
from tocsin.warning.forecasting.scorecard import is_due
from tocsin.warning.nowcasting import estimate_delays, list_delays


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which forecasts are asked for: units (none named means all of the kind), period, how many ahead."""

    units: tuple[str, ...] = ()
    alike: str = ""
    period: str
    steps: int


def make_panel(store: Store, query: Query, wanted: Wanted, *, clock: Callable[[], datetime] = now) -> Panel:
    """Return the counts of the register as known on the query's day, that of the newest report by default.

    Only what was published by then is linked and counted: a later report changes nothing here. A report
    dated after the present day is taken for misdated, and does not move the day asked about.
    """
    days = sorted(moment.astimezone(UTC).date() for moment in _list_moments(store))
    past = [day for day in days if day <= clock().astimezone(UTC).date()]
    if not past:
        raise InputError("the register holds no dated report; wanted some to forecast from: run tocsin add")
    as_of = query.as_of.astimezone(UTC).date() if query.as_of else past[-1]
    if as_of < past[0]:
        raise InputError(f"--as-of {as_of} is before the first report, of {past[0]}; wanted a later day")
    view = view_register(store, query, clock=clock)
    return build_panel(
        view.counted,
        period=wanted.period,
        as_of=as_of,
        read_since=past[0],
        alike=wanted.alike,
        read_days=past,
        delays=estimate_delays(list_delays(view.counted, as_of=as_of)),
    )


def forecast_register(
    store: Store,
    query: Query,
    wanted: Wanted,
    *,
    clock: Callable[[], datetime] = now,
    advance: Callable[[int], None] | None = None,
) -> tuple[Forecast, ...]:
    """Return forecasts of the units wanted from the register as known on the query's day, not stored."""
    check_steps(wanted.period, wanted.steps)
    panel = make_panel(store, query, wanted, clock=clock)
    known = (d for d in store.list_documents() if query.as_of is None or _is_by(d, query.as_of))
    return issue_forecasts(
        panel,
        steps=wanted.steps,
        profile=query.profile.name,
        made_at=clock(),
        units=wanted.units or None,
        checks=make_regime(store, known).describe(panel.as_of),
        advance=advance,
    )


def find_outcomes(
    store: Store, find_profile: Callable[[str], Profile], *, clock: Callable[[], datetime] = now
) -> tuple[Outcome, ...]:
    """Return what came of every forecast that is due and not scored yet, by the register as it is now."""
    known = {outcome.forecast_id for outcome in store.list_outcomes()}
    moment = clock()
    newest = store.find_newest_moment()
    if newest is None:
        return ()
    # Due by the newest report, not the clock: where nothing was read, nothing was seen not to happen.
    on = min(newest, moment).astimezone(UTC).date()
    due = [f for f in store.list_forecasts() if f.id not in known and is_due(f, on=on)]
    found: list[Outcome] = []
    for name in sorted({forecast.profile for forecast in due}):
        view = view_register(store, Query(profile=find_profile(name)), clock=clock)
        asked = [forecast for forecast in due if forecast.profile == name]
        found += count_outcomes(asked, view.counted, on=on, scored_at=moment)
    return tuple(found)


def score_register(store: Store, *, new: Iterable[Outcome] = (), matches: str = "") -> Scorecard:
    """Return the scorecard of the stored forecasts whose unit begins with `matches`, `new` ones included."""
    outcomes = {outcome.forecast_id: outcome for outcome in (*new, *store.list_outcomes())}
    forecasts = [forecast for forecast in store.list_forecasts() if forecast.unit.startswith(matches)]
    return score_forecasts(forecasts, outcomes)


def _is_by(document: Document, moment: datetime) -> bool:
    return document.published_at is not None and document.published_at <= moment


def _list_moments(store: Store) -> Sequence[datetime]:
    return [d.published_at for d in store.list_documents() if d.published_at is not None]
