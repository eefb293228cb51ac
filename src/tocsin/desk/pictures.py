"""Pictures of forecasts and of the scorecard, drawn from the charts of `tocsin.warning`."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request
from starlette.responses import Response

from tocsin.desk.asking import Asked, Filter, read_address
from tocsin.desk.base import Desk
from tocsin.desk.charts import THEMES, draw_chart
from tocsin.desk.pages.forecasts import FILTERS
from tocsin.desk.pages.pairs import FILTERS as PAIR_FILTERS
from tocsin.desk.pages.pairs import list_points
from tocsin.desk.pages.positions import FILTERS as POSITION_FILTERS
from tocsin.desk.pages.positions import chart_shown
from tocsin.desk.pages.scorecard import EMPTY, load_scorecard
from tocsin.desk.seeing import see_as
from tocsin.desk.wording import label_country, label_unit
from tocsin.model import Forecast
from tocsin.warning.charts import PALETTES, Palette, chart_tension
from tocsin.warning.forecasting import chart_forecasts, chart_pit, chart_reliability

MOST_PANELS = 9
THEME = Filter(name="theme", help="Light or dark.", read=lambda _, value: value, choices=lambda: THEMES)
SEALED = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
"""A picture carries its own style attributes; nothing in it can run or load."""

Draw = Callable[[Desk, Asked, Palette], Any]


def add_pictures(app: FastAPI, desk: Desk) -> None:
    """Serve the pictures of forecasts and scores."""
    pictures: tuple[tuple[str, str, Draw, tuple[Filter, ...]], ...] = (
        ("pair", "Talk and deeds between two states as a picture.", _chart_pair, PAIR_FILTERS),
        ("positions", "Positions on a tracked question over time.", chart_shown, POSITION_FILTERS),
        ("forecasts", "The newest forecasts of some units as a picture.", _chart_newest, FILTERS),
        (
            "reliability",
            "The share that happened against the chance given, as a picture.",
            lambda desk, asked, palette: chart_reliability(_card(desk, asked), palette=palette),
            FILTERS,
        ),
        (
            "pit",
            "How often outcomes fell into each tenth of the forecasts, as a picture.",
            lambda desk, asked, palette: chart_pit(_card(desk, asked), palette=palette),
            FILTERS,
        ),
    )
    for name, summary, draw, filters in pictures:
        app.add_api_route(
            f"/charts/{name}.svg",
            _make_answer(desk, draw, (*filters, THEME)),
            methods=["GET"],
            summary=summary,
            include_in_schema=False,
            response_model=None,
        )


def list_newest(desk: Desk, unit: str) -> tuple[Forecast, ...]:
    """Return the forecasts of the last day asked from, of the first units of a kind."""
    chosen = [forecast for forecast, _ in desk.holdings.list_forecasts() if forecast.unit.startswith(unit)]
    newest = max((forecast.as_of for forecast in chosen), default=None)
    standing = [forecast for forecast in chosen if forecast.as_of == newest]
    units = sorted({forecast.unit for forecast in standing})[:MOST_PANELS]
    return tuple(forecast for forecast in standing if forecast.unit in units)


def _make_answer(desk: Desk, draw: Draw, filters: tuple[Filter, ...]) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        asked = read_address(request.url.path, request.query_params.multi_items(), filters)
        palette = PALETTES[asked.get("theme") or THEMES[0]]
        drawn = draw_chart(draw(see_as(desk, request), asked, palette))
        return Response(drawn, media_type="image/svg+xml", headers=SEALED)

    return answer


def _chart_pair(desk: Desk, asked: Asked, palette: Palette) -> Any:
    pair, points = list_points(desk, asked)
    if pair is None:
        raise HTTPException(404, "no pair of states has a mention yet")
    names = " and ".join(label_country(code) for code in pair.split("-"))
    return chart_tension(points, title=f"Talk and deeds between {names}", palette=palette)


def _chart_newest(desk: Desk, asked: Asked, palette: Palette) -> Any:
    return chart_forecasts(
        list_newest(desk, asked.get("unit") or ""),
        outcomes=[outcome for _, outcome in desk.holdings.list_forecasts() if outcome is not None],
        palette=palette,
        link=lambda forecast: f"/forecasts?unit={quote(forecast.unit)}",
        label=label_unit,
    )


def _chart_reliability(desk: Desk, asked: Asked, palette: Palette) -> Any:
    return chart_reliability(_card(desk, asked), palette=palette)


def _chart_pit(desk: Desk, asked: Asked, palette: Palette) -> Any:
    return chart_pit(_card(desk, asked), palette=palette)


def _card(desk: Desk, asked: Asked) -> Any:
    return load_scorecard(desk, asked.get("unit") or "").value or EMPTY
