"""Forecasts of counts that keep score: a hurdle model with exponential memory, naive baselines beside it."""

from tocsin.warning.forecasting import scores
from tocsin.warning.forecasting.baselines import BASELINES
from tocsin.warning.forecasting.frames import (
    chart_forecasts,
    chart_pit,
    chart_reliability,
    frame_forecasts,
    frame_scores,
    tabulate_forecasts,
    tabulate_scores,
)
from tocsin.warning.forecasting.issuing import check_steps, issue_forecasts
from tocsin.warning.forecasting.model import MODEL_NAME, MODEL_VERSION, Memory, describe_model, draw_counts
from tocsin.warning.forecasting.panel import MONTH, PERIODS, WEEK, Panel, build_panel
from tocsin.warning.forecasting.scorecard import Score, Scorecard, count_outcomes, score_forecasts
from tocsin.warning.forecasting.tallies import chance_of_any, expand, find_quantile, tally

__all__ = [
    "BASELINES",
    "MODEL_NAME",
    "MODEL_VERSION",
    "MONTH",
    "PERIODS",
    "WEEK",
    "Memory",
    "Panel",
    "Score",
    "Scorecard",
    "build_panel",
    "chance_of_any",
    "check_steps",
    "chart_forecasts",
    "chart_pit",
    "chart_reliability",
    "count_outcomes",
    "describe_model",
    "draw_counts",
    "expand",
    "find_quantile",
    "frame_forecasts",
    "frame_scores",
    "issue_forecasts",
    "score_forecasts",
    "scores",
    "tabulate_forecasts",
    "tabulate_scores",
    "tally",
]
