"""Forecasts and scorecard: what was said of periods ahead, and how what was said before did."""

from dataclasses import dataclass, field
from datetime import date

from tocsin.desk.asking import PAGE_FILTER, Asked, Filter, read_text
from tocsin.desk.base import Desk, Page, Table
from tocsin.desk.holdings import Late
from tocsin.desk.indexing import Group
from tocsin.desk.pages.scorecard import EMPTY, load_scorecard
from tocsin.desk.paging import Slice, change_rows, cut_page
from tocsin.model import Forecast, Incident, Outcome
from tocsin.model.codec import encode
from tocsin.warning.forecasting import Scorecard, chance_of_any, find_quantile

LOW, MIDDLE, HIGH = 0.05, 0.5, 0.95
MOST_INCIDENTS = 10
"""Incidents named under a forecast; the JSON names them all."""

FILTERS = (
    Filter(name="unit", help="Only units that begin so, for example type:.", read=read_text),
    PAGE_FILTER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownForecast:
    """A forecast in numbers beside naive ones, the incidents it stands on, and what came of it."""

    forecast: Forecast
    median: int
    low: int
    high: int
    chance: float
    naive: tuple[tuple[str, float], ...]
    behind: tuple[Incident, ...]
    more: int
    outcome: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastsContext:
    """What the template of the page gets."""

    forecasts: Slice[ShownForecast] = field(
        metadata={"help": "One page of the forecasts, the newest first, and of these the nearest periods."}
    )
    scorecard: Scorecard = field(metadata={"help": "How forecasts with an outcome did, beside naive ones."})
    late: Late[Scorecard] = field(metadata={"help": "When the scores were worked out, and of what."})
    newest_as_of: date | None = field(metadata={"help": "The last day whose reports any forecast used."})
    not_for: tuple[str, ...] = field(metadata={"help": "What the models say they must not be used for."})
    asked: Asked = field(metadata={"help": "The address as understood."})


def make_context(desk: Desk, asked: Asked) -> ForecastsContext:
    """Gather what the page shows."""
    found = list_forecasts(desk, asked)
    late = load_scorecard(desk, asked.get("unit") or "")
    shown = change_rows(found, lambda row: _show(desk, *row))
    return ForecastsContext(
        forecasts=cut_page(shown, asked),
        scorecard=late.value or EMPTY,
        late=late,
        newest_as_of=max((forecast.as_of for forecast, _ in found), default=None),
        not_for=tuple(dict.fromkeys(forecast.card.not_for for forecast, _ in found)),
        asked=asked,
    )


def list_forecasts(desk: Desk, asked: Asked) -> tuple[tuple[Forecast, Outcome | None], ...]:
    """Return the forecasts an address asks for with what came of them, newest first, nearest period first."""
    start = asked.get("unit") or ""
    chosen = [item for item in desk.holdings.list_forecasts() if item[0].unit.startswith(start)]
    return tuple(sorted(chosen, key=_newest_first))


def _newest_first(item: tuple[Forecast, Outcome | None]) -> tuple[int, int, int, str, str]:
    forecast = item[0]
    days = (-forecast.as_of.toordinal(), forecast.starts_on.toordinal(), forecast.ends_on.toordinal())
    return (*days, forecast.unit, forecast.id)


def _show(desk: Desk, forecast: Forecast, outcome: Outcome | None) -> ShownForecast:
    index = desk.holdings.load_index()
    behind = Group(index, index.name(forecast.incident_ids))
    low, median, high = (find_quantile(forecast.draws, share) for share in (LOW, MIDDLE, HIGH))
    return ShownForecast(
        forecast=forecast,
        median=median,
        low=low,
        high=high,
        chance=chance_of_any(forecast.draws),
        naive=tuple((name, chance_of_any(drawn)) for name, drawn in forecast.baselines),
        behind=behind[:MOST_INCIDENTS],
        more=max(0, len(behind) - MOST_INCIDENTS),
        outcome=outcome,
    )


def tabulate(desk: Desk, asked: Asked) -> Table:
    """Return the rows of the list."""
    return Table(
        name="forecasts",
        items=change_rows(list_forecasts(desk, asked), lambda row: encode_row(_show(desk, *row))),
    )


def encode_row(entry: ShownForecast) -> dict[str, object]:
    """Return a forecast as JSON values; the draws themselves stay in the store."""
    forecast = entry.forecast
    return {
        "id": forecast.id,
        "unit": forecast.unit,
        "profile": forecast.profile,
        "starts_on": encode(forecast.starts_on),
        "ends_on": encode(forecast.ends_on),
        "as_of": encode(forecast.as_of),
        "made_at": encode(forecast.made_at),
        "median": entry.median,
        "low_90": entry.low,
        "high_90": entry.high,
        "chance_of_any": round(entry.chance, 4),
        "naive_chance_of_any": {name: round(chance, 4) for name, chance in entry.naive},
        "happened": entry.outcome.count if entry.outcome else None,
        "outcome_incident_ids": list(entry.outcome.incident_ids) if entry.outcome else [],
        "incident_ids": list(forecast.incident_ids),
        "model": f"{forecast.card.name} {forecast.card.version}",
        "data_hash": forecast.data_hash,
    }


PAGE = Page(
    path="/forecasts",
    template="forecasts.html",
    context=ForecastsContext,
    make=make_context,
    summary="Forecasts that were issued, beside naive ones, and what came of them.",
    nav="Forecasts",
    filters=FILTERS,
    tabulate=tabulate,
)
