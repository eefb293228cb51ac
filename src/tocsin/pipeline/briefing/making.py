"""Gather the brief of a shift: what is new, what changed, who said what of note, what may come."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from tocsin.errors import InputError
from tocsin.model import Brief, BriefLine, BriefSection, Incident, Reading
from tocsin.pipeline.alarming import FindProfile
from tocsin.pipeline.boards import tell_own_changes
from tocsin.pipeline.briefing.looking import choose_boards, tell_indicators, tell_outcomes
from tocsin.pipeline.briefing.quoting import Cited, cite
from tocsin.pipeline.briefing.telling import (
    MOST_STATEMENTS,
    tell_alert,
    tell_changes,
    tell_incident,
    tell_statements,
    tell_updates,
)
from tocsin.pipeline.originals import show_originals
from tocsin.pipeline.replaying import replay_query
from tocsin.pipeline.views import Query, view_register
from tocsin.store.base import Store
from tocsin.warning.alerts import COOL_DOWN_WEEKS
from tocsin.warning.boards import Board

DAYS_A_WEEK = 7
SECTIONS = (
    "new",
    "expulsions",
    "updates",
    "changes",
    "leads",
    "statements",
    "alerts",
    "indicators",
    "forecasts",
)
"""What a brief tells of, in its order."""
HEADINGS = {
    "new": "New incidents",
    "expulsions": "Diplomats expelled",
    "updates": "More on known incidents",
    "changes": "Changed records",
    "leads": "Leads, counted nowhere",
    "statements": "Said of note",
    "alerts": "Alerts",
    "indicators": "Indicators that moved",
    "forecasts": "Foreseen and come",
}
NOTES = {
    "new": "counted by the profile, first reported in this time",
    "expulsions": "political steps that reports of this time tell of, counted with no hybrid incidents",
    "updates": "records first reported earlier that reports of this time are about",
    "changes": "what linkings and judgements changed in this time, of records older than it",
    "leads": "claims by interested parties, and happenings that nobody states",
    "statements": f"threats, accusations, denials and the like; the newest {MOST_STATEMENTS} at most",
    "forecasts": "forecasts scored in this time beside what came, and those that stand at its end",
}
EXPEL = "expel"
"""The PLOVER mode of an expulsion."""
Lines = Callable[[], Sequence[BriefLine]]


def make_brief(
    store: Store,
    query: Query,
    *,
    since: datetime,
    until: datetime,
    false_alarms_per_year: float,
    find_profile: FindProfile,
    boards: Sequence[Board] = (),
    only: Collection[str] = SECTIONS,
) -> Brief:
    """Return the brief of reports published from `since` to `until`, and of what was decided in that time.

    Where later reports are stored, the register is shown as it was known at the end of the time. Without
    boards of one's own the one that ships is looked at for the states that new incidents hit most. `only`
    names the sections wanted, of `SECTIONS`; the others are not made.
    """
    unknown = [name for name in only if name not in SECTIONS]
    if unknown:
        raise InputError(f"no section {unknown[0]!r} in a brief; known: {', '.join(SECTIONS)}")
    fresh: list[Reading] = []
    reports: dict[str, Cited] = {}
    for reading in store.iter_readings(until=until):
        reports[reading.document.id] = cite(reading.document)
        if _is_between(reading.document.published_at, since, until):
            fresh.append(reading)
    has_later = any(d.published_at is not None and d.published_at > until for d in store.list_documents())
    asked = replace(query, kind=None, as_of=until) if has_later else replace(query, kind=None)
    view = view_register(store, asked)
    counted = [i for i in view.counted if query.kind in (None, i.kind)]
    apart = [i for i in view.apart if query.kind in (None, i.kind)]
    known = {incident.id: incident for incident in (*counted, *apart)}
    new = [i for i in counted if _is_between(i.first_reported_at, since, until)]
    leads = [i for i in apart if _is_between(i.first_reported_at, since, until)]
    young = {incident.id for incident in (*new, *leads)}
    expulsions = choose_expulsions(view.counted, fresh, known=known)
    moved = tuple(boards) or choose_boards(new)
    ours = (
        tell_own_changes(store, replace(query, as_of=until)) if {"alerts", "indicators"} & set(only) else ()
    )

    def tell_alerts() -> Sequence[BriefLine]:
        days = (until.date() - since.date()).days
        replay = replay_query(
            store,
            replace(query, as_of=None),
            false_alarms_per_year=false_alarms_per_year,
            weeks=days // DAYS_A_WEEK + COOL_DOWN_WEEKS + 2,
            until=until.date(),
        )
        raised = [alert for alert in replay.alerts if since.date() <= alert.on <= until.date()]
        return [tell_alert(alert, known, reports) for alert in raised]

    def tell_more() -> Sequence[BriefLine]:
        older = [incident for incident in known.values() if incident.id not in young]
        return list(tell_updates(older, {r.document.id for r in fresh}, reports))

    def tell_moves() -> Sequence[BriefLine]:
        deltas = [delta for delta in store.list_deltas(since=since) if delta.at <= until]
        return list(tell_changes(deltas, known, new, reports))

    def tell_boards() -> Sequence[BriefLine]:
        span = {"since": since, "until": until}
        return list(tell_indicators(store, query, moved, **span, known=known, reports=reports))

    def tell_forecasts() -> Sequence[BriefLine]:
        days = {"since": since.date(), "until": until.date()}
        return list(tell_outcomes(store, find_profile=find_profile, **days, known=known, reports=reports))

    told: dict[str, Lines] = {
        "new": lambda: [tell_incident(incident, reports) for incident in new],
        "expulsions": lambda: [tell_incident(incident, reports) for incident in expulsions],
        "updates": tell_more,
        "changes": tell_moves,
        "leads": lambda: [tell_incident(incident, reports) for incident in leads],
        "statements": lambda: list(tell_statements(fresh)),
        "alerts": tell_alerts,
        "indicators": tell_boards,
        "forecasts": tell_forecasts,
    }
    brief = Brief(
        since=since,
        until=until,
        profile=query.profile.name,
        documents=len(fresh),
        newest_at=max((d.published_at for d in reports.values() if d.published_at), default=None),
        sections=tuple(
            BriefSection(
                name=name,
                heading=HEADINGS[name],
                lines=tuple(told[name]()),
                note=_note(name, false_alarms_per_year=false_alarms_per_year, boards=moved, ours=ours),
            )
            for name in SECTIONS
            if name in only
        ),
    )
    return show_originals(store, brief)


def choose_expulsions(
    counted: Sequence[Incident], fresh: Sequence[Reading], *, known: Mapping[str, Incident]
) -> tuple[Incident, ...]:
    """Return the records, not told of elsewhere, that reports of the time tell of as an expulsion."""
    told = {e.id for reading in fresh for e in reading.events if e.mode == EXPEL and not e.background}
    return tuple(i for i in counted if i.id not in known and told & set(i.event_ids))


def _note(name: str, *, false_alarms_per_year: float, boards: Sequence[Board], ours: Sequence[str]) -> str:
    changes = "".join(f"; our own reading: {line}" for line in ours)
    if name == "alerts":
        return f"{false_alarms_per_year:g} false alarms a year and series are accepted{changes}"
    if name == "indicators":
        named = ", ".join(dict.fromkeys(p for board in boards for p in board.parameters.values()))
        return f"boards looked at: {named or 'none; no state was hit by a new incident'}{changes}"
    return NOTES[name]


def _is_between(moment: datetime | None, since: datetime, until: datetime) -> bool:
    return moment is not None and since <= moment <= until
