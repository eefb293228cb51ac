"""Forecasts of a panel, issued: draws and baselines by unit and step, with what they were made from."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime

from tocsin.errors import InputError
from tocsin.model import Forecast
from tocsin.warning.forecasting.baselines import BASELINES
from tocsin.warning.forecasting.model import (
    DRAWS,
    Memory,
    describe_model,
    draw_counts,
    hash_counts,
    make_seed,
)
from tocsin.warning.forecasting.panel import MONTH, PERIODS, WEEK, Panel
from tocsin.warning.forecasting.tallies import tally

INCIDENT_MEMORY = {MONTH: Memory(scale=2.0), WEEK: Memory(scale=8.7)}
"""Incidents want half-lives of 5 to 8 months, twice those of monthly deaths; 8.7 = 2 * 52 / 12 for weeks."""
SHOWN_PERIODS = 12
"""So many periods back the incidents are named as evidence under a forecast."""


def check_steps(period: str, steps: int) -> None:
    """Refuse to look further ahead than 26 weeks or 6 months."""
    if not 1 <= steps <= PERIODS[period]:
        raise InputError(f"{steps} {period}s ahead were asked for; wanted 1 to {PERIODS[period]}")


def issue_forecasts(
    panel: Panel,
    *,
    steps: int,
    profile: str,
    made_at: datetime,
    units: Iterable[str] | None = None,
    checks: tuple[str, ...] = (),
    memory: Memory | None = None,
    advance: Callable[[int], None] | None = None,
) -> tuple[Forecast, ...]:
    """Return forecasts for 1 to `steps` periods ahead, of all units of the panel or of those named.

    All units of the panel are fitted together whichever are asked for, and the seed comes from the counts:
    the same panel gives the same forecasts. `checks` tell of changes of our own.
    `advance` is told after each step how many units were done.
    """
    check_steps(panel.period, steps)
    memory = memory or INCIDENT_MEMORY[panel.period]
    asked = tuple(units) if units is not None else panel.units
    unknown = [unit for unit in asked if unit not in panel.units]
    if unknown:
        raise InputError(f"unknown unit {unknown[0]!r}; known: {', '.join(panel.units[:20])}")
    rows = [panel.units.index(unit) for unit in asked]
    data_hash = hash_counts(panel.counts, panel.units)
    seed, card = make_seed(data_hash), describe_model(memory)
    naive = [(name, draw(panel.counts, DRAWS, seed)) for name, draw in BASELINES]
    issued: list[Forecast] = []
    for step in range(1, steps + 1):
        draws = draw_counts(panel.counts, step=step, seed=seed, memory=memory)
        starts_on, ends_on = panel.find_days(step)
        for row in rows:
            recent = panel.incident_ids[row][-SHOWN_PERIODS:] if panel.incident_ids else ()
            key = (panel.units[row], profile, panel.period, starts_on, panel.as_of, data_hash, card)
            issued.append(
                Forecast(
                    id="f" + hashlib.sha256(repr(key).encode()).hexdigest()[:16],
                    unit=panel.units[row],
                    profile=profile,
                    period=panel.period,
                    step=step,
                    starts_on=starts_on,
                    ends_on=ends_on,
                    as_of=panel.as_of,
                    made_at=made_at,
                    history_periods=panel.counts.shape[1],
                    data_hash=data_hash,
                    card=card,
                    draws=tally(draws[row]),
                    baselines=tuple((name, tally(drawn[row])) for name, drawn in naive),
                    incident_ids=tuple(i for members in recent for i in members),
                    checks=(*panel.remarks, *checks),
                )
            )
        if advance is not None:
            advance(len(rows))
    return tuple(sorted(issued, key=lambda forecast: (asked.index(forecast.unit), forecast.step)))
