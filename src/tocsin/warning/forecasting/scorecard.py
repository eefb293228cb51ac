"""Forecasts beside what came: outcomes from the register, and scores of the model and of each baseline."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean

import numpy as np

from tocsin.model import Forecast, Incident, Outcome
from tocsin.warning.forecasting import scores
from tocsin.warning.forecasting.tallies import chance_of_any, expand
from tocsin.warning.series import day_of, group_by_unit, is_known_by

WAIT_DAYS = 14
"""So long after its period a forecast waits for late reports before it is scored."""
OURS = "tocsin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How one system did: means over forecasts. Lower is better, but for coverage, which should be .90.

    `crps` is in incidents, `crps_log1p` on log(1 + count), `ignorance` in bits, `brier` of any incident in
    0..1, `covered_90` the share of outcomes inside the 90 % interval, `pit` ten bins that should be 1.
    """

    system: str
    crps: float
    crps_log1p: float
    ignorance: float
    brier: float
    covered_90: float
    pit: tuple[float, ...]
    reliability: tuple[tuple[int, float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """Scores of all systems on the same forecasts, and how many wait for their outcome.

    `replayed` of those scored were made after their period had ended, as of an earlier day: they say how the
    model would have done, not how it did. `first` and `last` are days on which scored periods start.
    """

    scored: int
    waiting: int
    replayed: int = 0
    scores: tuple[Score, ...]
    first: date | None = None
    last: date | None = None


def is_due(forecast: Forecast, *, on: date, wait_days: int = WAIT_DAYS) -> bool:
    """Whether a forecast's period is over and late reports have had their time."""
    return on >= forecast.ends_on + timedelta(days=wait_days)


def count_outcomes(
    forecasts: Iterable[Forecast], incidents: Iterable[Incident], *, on: date, scored_at: datetime
) -> tuple[Outcome, ...]:
    """Return what came of each forecast, by the incidents its profile counts that are known `on` a day."""
    groups = group_by_unit(incident for incident in incidents if is_known_by(incident, on))
    return tuple(_count(forecast, groups.get(forecast.unit, []), scored_at) for forecast in forecasts)


def _count(forecast: Forecast, members: Sequence[Incident], scored_at: datetime) -> Outcome:
    days = ((incident.id, day_of(incident)) for incident in members)
    ids = tuple(sorted(i for i, day in days if day and forecast.starts_on <= day <= forecast.ends_on))
    return Outcome(forecast_id=forecast.id, count=len(ids), incident_ids=ids, scored_at=scored_at)


def score_forecasts(forecasts: Sequence[Forecast], outcomes: Mapping[str, Outcome]) -> Scorecard:
    """Score every forecast that has an outcome, by its id, beside the baselines issued with it."""
    met = [forecast for forecast in forecasts if forecast.id in outcomes]
    waiting = len(forecasts) - len(met)
    if not met:
        return Scorecard(scored=0, waiting=waiting, scores=())
    came = np.array([float(outcomes[forecast.id].count) for forecast in met])
    systems = {OURS: [forecast.draws for forecast in met]}
    for name, _ in met[0].baselines:
        systems[name] = [dict(forecast.baselines)[name] for forecast in met]
    found = []
    for name, tallies in systems.items():
        chances = np.array([chance_of_any(drawn) for drawn in tallies])
        # A row at a time: forecasts may have been issued with different numbers of draws.
        rows = [(expand(drawn)[None, :], came[[number]]) for number, drawn in enumerate(tallies)]
        found.append(
            Score(
                system=name,
                crps=fmean(float(scores.score_crps(*row)[0]) for row in rows),
                crps_log1p=fmean(float(scores.score_crps_log1p(*row)[0]) for row in rows),
                ignorance=fmean(float(scores.score_ignorance(*row)[0]) for row in rows),
                brier=float(scores.score_brier(chances, came > 0).mean()),
                covered_90=fmean(float(scores.is_covered(*row, level=0.9)[0]) for row in rows),
                pit=tuple(float(v) for v in np.mean([scores.spread_pit(*r)[0] for r in rows], axis=0) * 10),
                reliability=scores.list_reliability(chances, came > 0),
            )
        )
    days = [forecast.starts_on for forecast in met]
    return Scorecard(
        scored=len(met),
        waiting=waiting,
        replayed=sum(forecast.made_at.date() > forecast.ends_on for forecast in met),
        scores=tuple(found),
        first=min(days),
        last=max(days),
    )
