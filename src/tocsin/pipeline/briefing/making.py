"""Gather the brief of a shift: what is new, what changed, who said what of note, what may come."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tocsin.model import Brief, BriefSection, Incident, Reading
from tocsin.pipeline.alarming import FindProfile
from tocsin.pipeline.briefing.looking import choose_boards, tell_indicators, tell_outcomes
from tocsin.pipeline.briefing.quoting import Cited, Reports, cite
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


def make_brief(
    store: Store,
    query: Query,
    *,
    since: datetime,
    until: datetime,
    false_alarms_per_year: float,
    find_profile: FindProfile,
    boards: Sequence[Board] = (),
) -> Brief:
    """Return the brief of reports published from `since` to `until`, and of what was decided in that time.

    Where later reports are stored, the register is shown as it was known at the end of the time. Without
    boards of one's own the one that ships is looked at for the states that new incidents hit most.
    """
    fresh: list[Reading] = []
    reports: dict[str, Cited] = {}
    for reading in store.iter_readings(until=until):
        reports[reading.document.id] = cite(reading.document)
        if _is_between(reading.document.published_at, since, until):
            fresh.append(reading)
    has_later = any(d.published_at is not None and d.published_at > until for d in store.list_documents())
    view = view_register(store, replace(query, as_of=until) if has_later else query)
    known = {incident.id: incident for incident in (*view.counted, *view.apart)}
    new = [i for i in view.counted if _is_between(i.first_reported_at, since, until)]
    leads = [i for i in view.apart if _is_between(i.first_reported_at, since, until)]
    records = _tell_records(store, new, leads, known, fresh, reports, since=since, until=until)
    days = (until.date() - since.date()).days
    replay = replay_query(
        store,
        replace(query, as_of=None),
        false_alarms_per_year=false_alarms_per_year,
        weeks=days // DAYS_A_WEEK + COOL_DOWN_WEEKS + 2,
        until=until.date(),
    )
    raised = [alert for alert in replay.alerts if since.date() <= alert.on <= until.date()]
    moved = tuple(boards) or choose_boards(new)
    named = ", ".join(dict.fromkeys(p for board in moved for p in board.parameters.values()))
    brief = Brief(
        since=since,
        until=until,
        profile=query.profile.name,
        documents=len(fresh),
        newest_at=max((d.published_at for d in reports.values() if d.published_at), default=None),
        sections=(
            *records,
            BriefSection(
                name="statements",
                heading="Said of note",
                lines=tuple(tell_statements(fresh)),
                note=f"threats, accusations, denials and the like; the newest {MOST_STATEMENTS} at most",
            ),
            BriefSection(
                name="alerts",
                heading="Alerts",
                lines=tuple(tell_alert(alert, known, reports) for alert in raised),
                note=f"{false_alarms_per_year:g} false alarms a year and series are accepted",
            ),
            BriefSection(
                name="indicators",
                heading="Indicators that moved",
                lines=tuple(
                    tell_indicators(
                        store, query, moved, since=since, until=until, known=known, reports=reports
                    )
                ),
                note=f"boards looked at: {named or 'none; no state was hit by a new incident'}",
            ),
            BriefSection(
                name="forecasts",
                heading="Foreseen and come",
                lines=tuple(
                    tell_outcomes(
                        store,
                        find_profile=find_profile,
                        since=since.date(),
                        until=until.date(),
                        known=known,
                        reports=reports,
                    )
                ),
                note="forecasts scored in this time beside what came, and those that stand at its end",
            ),
        ),
    )
    return show_originals(store, brief)


def _tell_records(
    store: Store,
    new: Sequence[Incident],
    leads: Sequence[Incident],
    known: dict[str, Incident],
    fresh: Sequence[Reading],
    reports: Reports,
    *,
    since: datetime,
    until: datetime,
) -> tuple[BriefSection, ...]:
    young = {incident.id for incident in (*new, *leads)}
    older = [incident for incident in known.values() if incident.id not in young]
    deltas = [delta for delta in store.list_deltas(since=since) if delta.at <= until]
    return (
        BriefSection(
            name="new",
            heading="New incidents",
            lines=tuple(tell_incident(incident, reports) for incident in new),
            note="counted by the profile, first reported in this time",
        ),
        BriefSection(
            name="updates",
            heading="More on known incidents",
            lines=tuple(tell_updates(older, {r.document.id for r in fresh}, reports)),
            note="records first reported earlier that reports of this time are about",
        ),
        BriefSection(
            name="changes",
            heading="Changed records",
            lines=tuple(tell_changes(deltas, known, new, reports)),
            note="what linkings and judgements changed in this time, of records older than it",
        ),
        BriefSection(
            name="leads",
            heading="Leads, counted nowhere",
            lines=tuple(tell_incident(incident, reports) for incident in leads),
            note="claims by interested parties, and happenings that nobody states",
        ),
    )


def _is_between(moment: datetime | None, since: datetime, until: datetime) -> bool:
    return moment is not None and since <= moment <= until
