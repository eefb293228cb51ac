"""Forecasts and scorecards as tables for a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tocsin.cli.render import clean
from tocsin.model import Forecast
from tocsin.warning.forecasting import Scorecard, chance_of_any, find_quantile


def render_forecasts(console: Console, forecasts: Sequence[Forecast]) -> None:
    """Print a line a forecast, ours beside the naive ones, and what they were made from."""
    names = [name for name, _ in forecasts[0].baselines]
    headings = ("unit", "period", "median", "90 %", "chance of any", *(f"{name}: any" for name in names))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for forecast in forecasts:
        low, high = (find_quantile(forecast.draws, share) for share in (0.05, 0.95))
        table.add_row(
            Text(clean(forecast.unit)),
            f"{forecast.starts_on.isoformat()} to {forecast.ends_on.isoformat()}",
            str(find_quantile(forecast.draws, 0.5)),
            f"{low} to {high}",
            f"{chance_of_any(forecast.draws):.2f}",
            *(f"{chance_of_any(drawn):.2f}" for _, drawn in forecast.baselines),
        )
    console.print(table)
    first = forecasts[0]
    console.print(
        Text(
            f"incidents by profile {first.profile}, as of {first.as_of.isoformat()}, from "
            f"{first.history_periods} {first.period}s; model {first.card.name} {first.card.version}, "
            f"counts {first.data_hash}",
            style="bold",
        )
    )
    for check in first.checks:
        console.print(Text(clean(check)))
    console.print(Text(first.card.not_for, style="dim"))


def render_scorecard(console: Console, card: Scorecard) -> None:
    """Print the scores of the model and of each baseline on the same forecasts."""
    if not card.scored:
        console.print(Text(f"no forecast has an outcome yet; {card.waiting} wait for theirs", style="bold"))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("system", "log1p CRPS", "CRPS", "ignorance", "Brier of any", "90 % covered", "PIT bins"):
        table.add_column(heading)
    for score in card.scores:
        figures = (score.crps_log1p, score.crps, score.ignorance, score.brier, score.covered_90)
        table.add_row(
            score.system, *(f"{figure:.4f}" for figure in figures), " ".join(f"{b:.1f}" for b in score.pit)
        )
    console.print(table)
    console.print(
        Text(
            f"{card.scored} forecasts scored, of periods that start {card.first} to {card.last}; "
            f"{card.replayed} of them replayed, made after their period; {card.waiting} wait",
            style="bold",
        )
    )
    console.print(Text("lower is better; 90 % covered should be .90 or more, PIT bins 1", style="dim"))
    ours = card.scores[0]
    for size, chance, happened in ours.reliability:
        console.print(Text(f"  chance of any {chance:.2f}: happened {happened:.2f} of {size}"))
