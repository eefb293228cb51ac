"""Alerts, mutes, saved searches, deliveries and indicator states: the part of every SQL store that warns."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from tocsin.model import Alert, Delivery, Indicator, Mute, Search
from tocsin.store import rows as as_rows
from tocsin.store import schema

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Row


class WarningRows:
    """What an SQL store does with warnings; the store itself opens the transactions."""

    if TYPE_CHECKING:

        def _read(self) -> AbstractContextManager[Connection]: ...
        def _write(self) -> AbstractContextManager[Connection]: ...
        def _load_all(self, wanted: Any) -> Sequence[Row[Any]]: ...
        def _add_new(self, connection: Connection, table: Table, new: list[dict[str, Any]]) -> None: ...
        def _upsert(self, connection: Connection, table: Table, new: list[dict[str, Any]]) -> None: ...

    def add_alerts(self, alerts: Sequence[Alert]) -> tuple[Alert, ...]:
        """Store alerts and return those that are new; one that fired before stays as it was."""
        table = schema.alerts
        with self._write() as connection:
            known = set(connection.scalars(select(table.c.id)))
            new = {alert.id: alert for alert in alerts if alert.id not in known}
            rows = [
                {"id": a.id, "unit": a.unit, "on": a.on, "payload": as_rows.dump(a)} for a in new.values()
            ]
            self._add_new(connection, table, rows)
        return tuple(new.values())

    def list_alerts(self) -> tuple[Alert, ...]:
        """Return every alert that fired, newest first."""
        table = schema.alerts
        found = self._load_all(select(table).order_by(table.c.on.desc(), table.c.id))
        return tuple(as_rows.load(Alert, row.payload, row=row.id) for row in found)

    def load_alerts(self, alert_ids: Collection[str]) -> tuple[Alert, ...]:
        """Return the alerts of some ids, newest first."""
        table = schema.alerts
        named = select(table).where(table.c.id.in_(list(alert_ids))).order_by(table.c.on.desc(), table.c.id)
        return tuple(as_rows.load(Alert, row.payload, row=row.id) for row in self._load_all(named))

    def add_deliveries(self, deliveries: Sequence[Delivery]) -> int:
        """Note which notices have to go where, and return how many are new; one noted before stays."""
        table = schema.deliveries
        with self._write() as connection:
            held = connection.execute(
                select(table.c.alert_id, table.c.target).where(
                    table.c.alert_id.in_([d.alert_id for d in deliveries])
                )
            )
            known = {(row.alert_id, row.target) for row in held}
            new = {(d.alert_id, d.target): d for d in deliveries if (d.alert_id, d.target) not in known}
            self._add_new(connection, table, [_make_delivery_row(delivery) for delivery in new.values()])
        return len(new)

    def save_delivery(self, delivery: Delivery) -> None:
        """Note how a delivery went."""
        with self._write() as connection:
            self._upsert(connection, schema.deliveries, [_make_delivery_row(delivery)])

    def list_deliveries(self, *, due_by: datetime | None = None) -> tuple[Delivery, ...]:
        """Return all deliveries, or those that wait and are due by a moment, the longest due first."""
        table = schema.deliveries
        wanted = select(table).order_by(table.c.due_at, table.c.alert_id, table.c.target)
        if due_by is not None:
            wanted = wanted.where(table.c.due_at <= due_by)
        return tuple(as_rows.load(Delivery, row.payload, row=row.alert_id) for row in self._load_all(wanted))

    def add_mute(self, mute: Mute) -> None:
        """Keep alerts of a unit quiet from now on."""
        row = {"unit": mute.unit, "lifted_at": None, "payload": as_rows.dump(mute)}
        with self._write() as connection:
            connection.execute(insert(schema.mutes), [row])

    def lift_mutes(self, unit: str, *, at: datetime) -> int:
        """Lift every mute of a unit and return how many there were; they stay in the log."""
        table = schema.mutes
        with self._write() as connection:
            named = (table.c.unit == unit) & table.c.lifted_at.is_(None)
            return connection.execute(update(table).where(named).values(lifted_at=at)).rowcount

    def list_mutes(self) -> tuple[Mute, ...]:
        """Return every mute, oldest first, lifted ones included."""
        table = schema.mutes
        found = self._load_all(select(table).order_by(table.c.number))
        return tuple(
            replace(as_rows.load(Mute, row.payload, row=str(row.number)), lifted_at=row.lifted_at)
            for row in found
        )

    def save_search(self, search: Search) -> None:
        """Store a search under its name, in place of one of that name."""
        with self._write() as connection:
            row = {"name": search.name, "payload": as_rows.dump(search)}
            self._upsert(connection, schema.searches, [row])

    def drop_search(self, name: str) -> bool:
        """Remove a saved search; False where there was none. Alerts it raised stay."""
        table = schema.searches
        with self._write() as connection:
            return connection.execute(delete(table).where(table.c.name == name)).rowcount > 0

    def list_searches(self) -> tuple[Search, ...]:
        """Return the saved searches by name."""
        table = schema.searches
        found = self._load_all(select(table).order_by(table.c.name))
        return tuple(as_rows.load(Search, row.payload, row=row.name) for row in found)

    def add_indicator_states(self, indicators: Sequence[Indicator]) -> None:
        """Append to the history of indicators."""
        rows = [{"indicator": i.id, "on": i.on, "payload": as_rows.dump(i)} for i in indicators]
        with self._write() as connection:
            if rows:
                connection.execute(insert(schema.indicator_states), rows)

    def list_indicator_states(self) -> tuple[Indicator, ...]:
        """Return the history of indicators, oldest first."""
        table = schema.indicator_states
        found = self._load_all(select(table).order_by(table.c.number))
        return tuple(as_rows.load(Indicator, row.payload, row=str(row.number)) for row in found)


def _make_delivery_row(delivery: Delivery) -> dict[str, Any]:
    return {
        "alert_id": delivery.alert_id,
        "target": delivery.target,
        "due_at": delivery.due_at,
        "payload": as_rows.dump(delivery),
    }
