"""What moved on the boards, and what was foreseen beside what came."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from tocsin.errors import InputError
from tocsin.model import BriefLine, Forecast, Incident, Indicator, Outcome, Reading
from tocsin.pipeline.alarming import FindProfile
from tocsin.pipeline.boards import assess
from tocsin.pipeline.briefing.quoting import Reports, quote_incidents, quote_mentions
from tocsin.pipeline.forecasting import find_outcomes
from tocsin.pipeline.views import Query
from tocsin.store.base import Store
from tocsin.warning.boards import Board, load_board
from tocsin.warning.forecasting import chance_of_any, find_quantile
from tocsin.warning.forecasting.scorecard import WAIT_DAYS

MOST_STATES = 3
"""Without boards of one's own the one that ships is looked at, for the states hit most in the time."""
MOST_OUTCOMES, MOST_AHEAD = 20, 8
NAIVE = "conflictology"
UNKNOWN = "unknown"


def choose_boards(new: Iterable[Incident]) -> tuple[Board, ...]:
    """Return the board that ships for each of the states hit most by new incidents."""
    hit = Counter(country for incident in new for country in incident.target_countries)
    ordered = sorted(hit.items(), key=lambda item: (-item[1], item[0]))[:MOST_STATES]
    return tuple(load_board(None, parameters={"state": country}) for country, _ in ordered)


def tell_indicators(
    store: Store,
    query: Query,
    boards: Sequence[Board],
    *,
    since: datetime,
    until: datetime,
    known: Mapping[str, Incident],
    reports: Reports,
) -> Iterator[BriefLine]:
    """Yield a line for each indicator whose state moved from the beginning of the time to its end."""
    for board in boards:
        about = ", ".join(board.parameters.values())
        before = _assess(store, query, board, at=since - timedelta(microseconds=1))
        after = _assess(store, query, board, at=until)
        states = {indicator.id: indicator.state for indicator in before}
        for indicator in after:
            was = states.get(indicator.id, UNKNOWN)
            if was == indicator.state or (was == UNKNOWN and not indicator.incident_ids):
                continue
            yield BriefLine(
                text=f"{about or board.label}: {indicator.label}, {was} became {indicator.state}; "
                f"{indicator.reason}",
                quotes=quote_incidents(indicator.incident_ids, known, reports)
                or quote_mentions(_load_readings(store, indicator), indicator.event_ids),
                incident_ids=indicator.incident_ids[:10],
            )


def tell_outcomes(
    store: Store,
    *,
    find_profile: FindProfile,
    since: date,
    until: date,
    known: Mapping[str, Incident],
    reports: Reports,
) -> Iterator[BriefLine]:
    """Yield forecasts that fell due in the time beside what came, then those that stand at its end."""
    forecasts = store.list_forecasts()
    if not forecasts:
        return
    outcomes = {one.forecast_id: one for one in (*find_outcomes(store, find_profile), *store.list_outcomes())}
    wait = timedelta(days=WAIT_DAYS)
    due = [f for f in forecasts if f.id in outcomes and since <= f.ends_on + wait <= until]
    due.sort(key=lambda forecast: (-outcomes[forecast.id].count, forecast.unit, forecast.id))
    for forecast in due[:MOST_OUTCOMES]:
        outcome = outcomes[forecast.id]
        ids = outcome.incident_ids or forecast.incident_ids[-3:]
        yield BriefLine(
            text=f"{_name(forecast)}: {outcome.count} happened; {_say(forecast)}{_judge(forecast, outcome)}",
            quotes=quote_incidents(ids, known, reports),
            incident_ids=ids,
        )
    standing = [
        f for f in forecasts if f.as_of <= until and f.starts_on <= until + wait and f.ends_on > until
    ]
    newest = {f.unit: f for f in sorted(standing, key=lambda f: (f.as_of, -f.step))}
    ahead = sorted(newest.values(), key=lambda f: (-chance_of_any(f.draws), f.unit))
    for forecast in ahead[:MOST_AHEAD]:
        ids = forecast.incident_ids[-3:]
        yield BriefLine(
            text=f"{_name(forecast)}, ahead: {_say(forecast)}",
            quotes=quote_incidents(ids, known, reports),
            incident_ids=ids,
        )


def _assess(store: Store, query: Query, board: Board, *, at: datetime) -> tuple[Indicator, ...]:
    try:
        return assess(store, replace(query, as_of=at), board)
    except InputError:  # before the first report nothing was known
        return ()


def _load_readings(store: Store, indicator: Indicator) -> Iterator[Reading]:
    names = dict.fromkeys(event_id.rpartition("-e")[0] for event_id in indicator.event_ids[:10])
    return (reading for name in names if (reading := store.load_reading(name)) is not None)


def _name(forecast: Forecast) -> str:
    return f"{forecast.unit}, {forecast.starts_on} to {forecast.ends_on}"


def _say(forecast: Forecast) -> str:
    low, middle, high = (find_quantile(forecast.draws, share) for share in (0.05, 0.5, 0.95))
    naive = dict(forecast.baselines).get(NAIVE)
    beside = f", naively {chance_of_any(naive):.0%}" if naive is not None else ""
    return (
        f"foreseen {middle} (90 %: {low} to {high}), any {chance_of_any(forecast.draws):.0%}{beside}, "
        f"as of {forecast.as_of}, profile {forecast.profile}"
    )


def _judge(forecast: Forecast, outcome: Outcome) -> str:
    low, high = find_quantile(forecast.draws, 0.05), find_quantile(forecast.draws, 0.95)
    return "" if low <= outcome.count <= high else "; outside the 90 % interval"
