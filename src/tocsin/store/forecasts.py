"""Forecasts kept as they were issued, and their outcomes: the part of every SQL store that keeps score."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, func, select

from tocsin.model import Forecast, Outcome
from tocsin.store import rows as as_rows
from tocsin.store import schema

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Row


class ForecastRows:
    """What an SQL store does with forecasts; the store itself opens the transactions."""

    if TYPE_CHECKING:

        def _read(self) -> AbstractContextManager[Connection]: ...
        def _write(self) -> AbstractContextManager[Connection]: ...
        def _load_all(self, wanted: Any) -> Sequence[Row[Any]]: ...
        def _add_new(self, connection: Connection, table: Table, new: list[dict[str, Any]]) -> None: ...

    def add_forecasts(self, forecasts: Sequence[Forecast]) -> int:
        """Store forecasts and return how many are new; one issued before from the same counts stays."""
        table = schema.forecasts
        with self._write() as connection:
            known = set(connection.scalars(select(table.c.id)))
            new = {forecast.id: forecast for forecast in forecasts if forecast.id not in known}
            self._add_new(connection, table, [_make_row(forecast) for forecast in new.values()])
        return len(new)

    def list_forecasts(self) -> tuple[Forecast, ...]:
        """Return every forecast ever issued, by the end of its period, then its id."""
        table = schema.forecasts
        found = self._load_all(select(table).order_by(table.c.ends_on, table.c.id))
        return tuple(as_rows.load(Forecast, row.payload, row=row.id) for row in found)

    def load_forecast_stamp(self) -> str:
        """Return what changes whenever a forecast is issued or scored."""
        sizes = [
            select(func.count()).select_from(table).scalar_subquery()
            for table in (schema.forecasts, schema.outcomes)
        ]
        with self._read() as connection:
            return ":".join(map(str, connection.execute(select(*sizes)).one()))

    def add_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Store what came of forecasts; the first outcome written down stays."""
        rows = [
            {"forecast_id": o.forecast_id, "scored_at": o.scored_at, "payload": as_rows.dump(o)}
            for o in outcomes
        ]
        with self._write() as connection:
            self._add_new(connection, schema.outcomes, rows)

    def list_outcomes(self) -> tuple[Outcome, ...]:
        """Return the outcomes written down, by the forecast's id."""
        table = schema.outcomes
        found = self._load_all(select(table).order_by(table.c.forecast_id))
        return tuple(as_rows.load(Outcome, row.payload, row=row.forecast_id) for row in found)


def _make_row(forecast: Forecast) -> dict[str, Any]:
    return {
        "id": forecast.id,
        "unit": forecast.unit,
        "profile": forecast.profile,
        "as_of": forecast.as_of,
        "ends_on": forecast.ends_on,
        "made_at": forecast.made_at,
        "payload": as_rows.dump(forecast),
    }
