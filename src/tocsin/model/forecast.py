"""A forecast as it was issued: draws, baselines beside them, and what it was made from; and its outcome."""

from dataclasses import dataclass
from datetime import date, datetime

Tally = tuple[tuple[int, int], ...]
"""Draws of a count, as pairs of a count and how many draws have it, counts ascending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """Which model made a forecast: its name, version, settings, and when not to use it."""

    name: str
    version: str
    settings: tuple[tuple[str, str], ...]
    not_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Draws of how many incidents a unit will have in one period ahead, and all that is needed to score them.

    `as_of` is the last day whose reports were used; `step` counts periods from the last whole one, 1 the
    nearest; `data_hash` names the counts of every unit the model was fitted to; `incident_ids` are the
    incidents of the recent periods, the evidence under the number. Days are inclusive. `checks` tell what
    bears on the counts: changes of our own reading, late reports allowed for, periods nobody read in.
    """

    id: str
    unit: str
    profile: str
    period: str
    step: int
    starts_on: date
    ends_on: date
    as_of: date
    made_at: datetime
    history_periods: int
    data_hash: str
    card: ModelCard
    draws: Tally
    baselines: tuple[tuple[str, Tally], ...]
    incident_ids: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.draws:
            raise ValueError("a forecast needs draws")
        if not self.as_of < self.ends_on:
            raise ValueError(f"a forecast as of {self.as_of} cannot be for a period ended {self.ends_on}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a forecast: the incidents that the register counted when it was scored."""

    forecast_id: str
    count: int
    incident_ids: tuple[str, ...]
    scored_at: datetime
