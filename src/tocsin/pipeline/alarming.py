"""All alerts of the register: rates, signs of boards, saved searches, changes of status; muted ones apart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tocsin.errors import InputError
from tocsin.model import Alert, Incident, Mute, Search
from tocsin.ontology import Profile
from tocsin.pipeline.board_alerts import replay_boards
from tocsin.pipeline.linking import now
from tocsin.pipeline.own_changes import find_own_openings
from tocsin.pipeline.replaying import Replay, remember, replay_query
from tocsin.pipeline.views import Query, view_register
from tocsin.store.base import Store
from tocsin.warning.alerts import COOL_DOWN_WEEKS
from tocsin.warning.board_alerts import KIND as INDICATOR
from tocsin.warning.board_alerts import UNIT as INDICATOR_UNIT
from tocsin.warning.boards import Board
from tocsin.warning.notices import ALL_KINDS, notice_changes, notice_search
from tocsin.warning.series import PERIOD_DAYS, UNIT_STARTS

FindProfile = Callable[[str], Profile]
RATE, WARNING = "rate", "warning"
KINDS = (RATE, INDICATOR, "search", "status")
STANDING = frozenset({RATE, INDICATOR})
"""Kinds that stand for weeks: the same one is told once within the cool-down, a graver one again."""
SEARCH_UNIT, INCIDENT_UNIT = "search:", "incident:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """The alerts since a day, newest first: those to be told, and those of muted units."""

    told: tuple[Alert, ...]
    muted: tuple[Alert, ...]
    since: date
    until: date
    replay: Replay


def raise_alerts(
    store: Store,
    query: Query,
    *,
    find_profile: FindProfile,
    since: date | None,
    false_alarms_per_year: float,
    kinds: tuple[str, ...] = KINDS,
    boards: Sequence[Board] = (),
) -> Raised:
    """Return every alert since a day, four weeks before the newest report by default; stores nothing.

    Rates and boards are replayed week by week with what was known in each; a search or a change gives one
    notice an incident, however many reports copy it.
    """
    newest = max((d.published_at.date() for d in store.list_documents() if d.published_at), default=None)
    if newest is None:
        raise InputError("the register holds no dated report; wanted some to watch: run tocsin add")
    first = since or newest - timedelta(weeks=4)
    weeks = max(1, (newest - first).days // 7 + 1)
    replay = Replay(alerts=())
    found: list[Alert] = []
    memory = remember(store, query) if RATE in kinds or boards else None
    if RATE in kinds:
        replay = replay_query(
            store, query, false_alarms_per_year=false_alarms_per_year, weeks=weeks + 8, memory=memory
        )
        found += [alert for alert in replay.alerts if alert.on >= first]
    if INDICATOR in kinds and memory is not None:
        name = query.profile.name
        found += replay_boards(store, memory, boards, since=first, until=newest, profile=name)
    if "search" in kinds:
        found += _search(store, query, find_profile, since=first)
    if "status" in kinds:
        found += _follow(store, query, since=first)
    mutes = store.list_mutes()
    ordered = sorted(found, key=lambda alert: (-alert.on.toordinal(), alert.unit, alert.id))
    muted = [alert for alert in ordered if any(mute.covers(alert.unit, alert.on) for mute in mutes)]
    told = [alert for alert in ordered if alert not in muted]
    return Raised(told=tuple(told), muted=tuple(muted), since=first, until=newest, replay=replay)


def keep_alerts(store: Store, alerts: Sequence[Alert]) -> tuple[Alert, ...]:
    """Store alerts, and return those that are new: a rate or sign that stands was told within the cool-down.

    Weeks are counted back from the newest report, so that the same rise has another day each day. A watch
    that has become a warning is told again.
    """
    if not any(alert.kind in STANDING for alert in alerts):
        return store.add_alerts(alerts)
    kept = [alert for alert in store.list_alerts() if alert.kind in STANDING]
    fresh: list[Alert] = []
    for alert in sorted(alerts, key=lambda alert: alert.on):
        if alert.kind not in STANDING or not any(_is_told(alert, other) for other in (*kept, *fresh)):
            fresh.append(alert)
    return store.add_alerts(fresh)


def _is_told(alert: Alert, kept: Alert) -> bool:
    is_same = alert.kind == kept.kind and alert.unit == kept.unit and alert.id != kept.id
    is_near = abs((alert.on - kept.on).days) <= COOL_DOWN_WEEKS * PERIOD_DAYS
    return is_same and is_near and not (alert.level == WARNING and kept.level != WARNING)


def mute_unit(
    store: Store, unit: str, *, until: date | None, by: str, reason: str, clock: Callable[[], datetime] = now
) -> Mute:
    """Keep alerts of a unit quiet until a day, or until it is lifted; who and why stays in the log."""
    if not unit.strip() or not by:
        raise InputError(f"--mute {unit!r} by {by!r}; wanted a unit, as type:cyber, and a name")
    if not unit.strip().startswith((*UNIT_STARTS, SEARCH_UNIT, INDICATOR_UNIT, INCIDENT_UNIT)):
        raise InputError(
            f"--mute {unit!r}; wanted a unit that alerts are on, as type:cyber or search:baltic, or all "
            f"that begin so, as {INDICATOR_UNIT}"
        )
    mute = Mute(unit=unit.strip(), until=until, by=by, reason=reason, at=clock())
    store.add_mute(mute)
    return mute


def _search(store: Store, query: Query, find_profile: FindProfile, *, since: date) -> list[Alert]:
    counted: dict[tuple[str, str], tuple[Incident, ...]] = {}
    found: list[Alert] = []
    searches = store.list_searches()
    ours = find_own_openings(store, store.list_deltas()) if searches else frozenset()
    for search in searches:
        key = (search.profile, search.kind)
        if key not in counted:
            kind = None if search.kind == ALL_KINDS else search.kind
            asked = Query(profile=find_profile(search.profile), kind=kind, as_of=query.as_of)
            news = view_register(store, asked).counted
            counted[key] = tuple(incident for incident in news if incident.id not in ours)
        found += notice_search(counted[key], search, since=since)
    return found


def _follow(store: Store, query: Query, *, since: date) -> list[Alert]:
    counted = {incident.id: incident for incident in view_register(store, query).counted}
    deltas = [delta for delta in store.list_deltas() if delta.at.date() >= since]
    return list(notice_changes(deltas, counted))


def describe_search(search: Search) -> Mapping[str, str]:
    """Return what a search asks for, as words."""
    asked = {
        "types": ", ".join(search.threat_types),
        "countries": ", ".join(search.countries),
        "blamed": ", ".join(search.towards),
        "statuses": ", ".join(search.statuses),
        "words": search.words,
        "kind": search.kind if search.kind != "hybrid" else "",
        "profile": search.profile,
        "notices to": ", ".join(search.notify),
    }
    return {key: value for key, value in asked.items() if value}
