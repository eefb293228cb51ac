"""Tell people: which new alert goes to which address, each once, tried again until it is there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tocsin.errors import SettingsError, SourceError
from tocsin.model import Alert, Delivery, Delta, Marking
from tocsin.model.codec import encode
from tocsin.ontology import Profile
from tocsin.pipeline.alarming import RATE, SEARCH_UNIT, FindProfile, keep_alerts, raise_alerts
from tocsin.pipeline.feeding import link_incident
from tocsin.pipeline.linking import now
from tocsin.pipeline.masking import mask_evidence
from tocsin.pipeline.own_changes import find_own_openings
from tocsin.pipeline.views import Query
from tocsin.register import select_incidents
from tocsin.sources.sending import Message, Sender, choose_sender
from tocsin.store.base import Store
from tocsin.warning.board_alerts import KIND as INDICATOR
from tocsin.warning.boards import Board
from tocsin.warning.notices import ALL_KINDS, notice_changes, notice_search

SCHEMA = "tocsin.notice/1"
MOST_TRIES = 10
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
RATE_EVERY = timedelta(hours=6)
"""Weeks are replayed to judge rates and boards: often enough for what moves in weeks, seldom enough to be
cheap."""
RATE_BACK = timedelta(weeks=1)
NEWS_DAYS = 28
"""A record first reported longer before the newest moment is an old one told of late: no notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """The addresses that notices may go to, by name, and which of them get every rate and status alert."""

    addresses: Mapping[str, str]
    of_alerts: tuple[str, ...] = ()
    desk_address: str | None = None
    up_to: Marking = Marking.CLEAR
    """The strictest label of what notices may tell of: they leave the house."""

    def __post_init__(self) -> None:
        """Refuse a name that is no address's."""
        self.check(self.of_alerts)

    def check(self, names: Iterable[str]) -> None:
        """Refuse a name that the settings give no address for."""
        for name in names:
            if name not in self.addresses:
                known = ", ".join(self.addresses) or "none"
                raise SettingsError(
                    f"no address named {name!r} under notify; known: {known}; add it to the settings"
                )


def notice_linking(
    store: Store, deltas: Sequence[Delta], *, profile: Profile, find_profile: FindProfile, at: datetime
) -> tuple[Alert, ...]:
    """Return the notices that one linking gives: records it opened or moved into a saved search, and changes.

    It looks at the records that the linking touched and no others, so it costs as much for a large register.
    """
    touched = {delta.incident_id for delta in deltas}
    loaded = [incident for name in sorted(touched) if (incident := store.load_incident(name)) is not None]
    incidents = list({incident.id: incident for incident in loaded}.values())
    ours = find_own_openings(store, deltas)
    found: list[Alert] = []
    for search in store.list_searches():
        meant = [i for i in incidents if i.id not in ours and search.kind in (ALL_KINDS, i.kind)]
        counted = select_incidents(meant, find_profile(search.profile)).counted
        found += notice_search(counted, search, since=(at - timedelta(days=NEWS_DAYS)).date())
    followed = {i.id: i for i in select_incidents(incidents, profile).counted}
    found += notice_changes(deltas, followed)
    mutes = store.list_mutes()
    return tuple(alert for alert in found if not any(mute.covers(alert.unit, alert.on) for mute in mutes))


def queue_notices(store: Store, alerts: Iterable[Alert], targets: Targets, *, at: datetime) -> int:
    """Note where new alerts have to go, and return how many ways there are; each goes there once."""
    notify = {f"{SEARCH_UNIT}{search.name}": search.notify for search in store.list_searches()}
    waiting = [
        Delivery(alert_id=alert.id, target=name, due_at=at)
        for alert in alerts
        if _may_leave(store, alert, targets.up_to)
        for name in (notify.get(alert.unit, ()) if alert.kind == "search" else targets.of_alerts)
    ]
    return store.add_deliveries(waiting) if waiting else 0


def _may_leave(store: Store, alert: Alert, up_to: Marking) -> bool:
    found = (store.load_incident(name) for name in alert.incident_ids)
    return all(incident is None or incident.marking.may_reach(up_to) for incident in found)


def send_waiting(
    store: Store,
    targets: Targets,
    *,
    at: datetime,
    make_sender: Callable[[str, str], Sender] = choose_sender,
    clock: Callable[[], datetime] = now,
) -> tuple[int, tuple[str, ...]]:
    """Send what waits and is due; return how many went out, and what failed, a line each.

    What fails is tried again after 1, 2, 4 ... minutes, ten times; the log keeps what was given up.
    """
    waiting = store.list_deliveries(due_by=at)
    if not waiting:
        return 0, ()
    alerts = {alert.id: alert for alert in store.load_alerts({d.alert_id for d in waiting})}
    sent, failed = 0, []
    for delivery in waiting:
        alert = alerts.get(delivery.alert_id)
        try:
            targets.check([delivery.target])
            sender = make_sender(delivery.target, targets.addresses[delivery.target])
            if alert is not None:
                sender.send(make_message(store, alert, desk_address=targets.desk_address))
        except (SettingsError, SourceError) as error:
            failed.append(str(error))
            store.save_delivery(_postpone(delivery, str(error), at=clock()))
        else:
            sent += 1
            done = replace(delivery, due_at=None, sent_at=clock(), tries=delivery.tries + 1, error="")
            store.save_delivery(done)
    return sent, tuple(dict.fromkeys(failed))


@dataclass(slots=True, kw_only=True)
class Teller:
    """Tells of news while a watch goes on: after each linking; of rates and boards a few times a day."""

    store: Store
    targets: Targets
    profile: Profile
    find_profile: FindProfile
    false_alarms_per_year: float
    boards: Sequence[Board] = ()
    clock: Callable[[], datetime] = now
    rated_at: datetime | None = None

    def tell(self, deltas: Sequence[Delta]) -> tuple[str, ...]:
        """Keep and send the notices of a linking, and what waits; return a line on each, and on failures."""
        at = self.clock()
        found = notice_linking(
            self.store, deltas, profile=self.profile, find_profile=self.find_profile, at=at
        )
        new = [*keep_alerts(self.store, found), *self._rate(at)]
        queue_notices(self.store, new, self.targets, at=at)
        _, failed = send_waiting(self.store, self.targets, at=at, clock=self.clock)
        return (*(f"{alert.level}: {alert.reason}" for alert in new), *failed)

    def _rate(self, at: datetime) -> tuple[Alert, ...]:
        if self.rated_at is not None and at - self.rated_at < RATE_EVERY:
            return ()
        self.rated_at = at
        if not self.store.count().documents:
            return ()
        raised = raise_alerts(
            self.store,
            Query(profile=self.profile),
            find_profile=self.find_profile,
            since=(at - RATE_BACK).date(),
            false_alarms_per_year=self.false_alarms_per_year,
            kinds=(RATE, INDICATOR),
            boards=self.boards,
        )
        return keep_alerts(self.store, raised.told)


def make_message(store: Store, alert: Alert, *, desk_address: str | None) -> Message:
    """Return an alert as it leaves the house: private persons masked, with the address of its evidence."""
    shown = replace(alert, evidence=mask_evidence(store, alert.evidence))
    desk = (desk_address or "").rstrip("/")
    found = (link_incident(store, name, alert.evidence, desk) for name in alert.incident_ids)
    links = tuple(dict.fromkeys(link for link in found if link))
    lines = (
        alert.reason,
        *(f"“{entry.quote}”" for entry in shown.evidence),
        *alert.checks,
        f"could not see: {alert.detectable_change}",
        f"watch next: {alert.watch_next}",
        *links,
    )
    return Message(
        title=f"{alert.level}: {alert.unit}",
        lines=lines,
        values={"schema": SCHEMA, **encode(shown), "links": list(links)},
    )


def _postpone(delivery: Delivery, error: str, *, at: datetime) -> Delivery:
    tries = delivery.tries + 1
    wait = min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT)
    return replace(delivery, tries=tries, error=error, due_at=at + wait if tries < MOST_TRIES else None)
