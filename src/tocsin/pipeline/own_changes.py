"""Our own changes, written into the regime log, and told from the world's: nothing may fire on them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from tocsin.model import Delta
from tocsin.register import LIST_PREFIX
from tocsin.store.base import Change, Store
from tocsin.warning.regimes import MODEL, REREAD

RULES = "rules"
NEW, REREAD_CAUSE = "new", "re-read"
FRESH = timedelta(days=1)
"""A record first reported so shortly before the rules changed is news all the same."""


def note_reader(store: Store, reader: str, *, at: datetime) -> bool:
    """Log once that another model or other rules read from now on, where older ones read what is stored."""
    detail = f"reader {reader}"
    last = next((change for change in reversed(store.list_changes()) if change.kind == MODEL), None)
    if last is not None and last.detail == detail:
        return False
    if not store.list_outdated(reader, unread=LIST_PREFIX, most=1):
        return False
    store.log_change(Change(kind=MODEL, detail=detail, at=at))
    return True


def note_reread(store: Store, reader: str, *, at: datetime) -> bool:
    """Log that all that is stored has been read by one reader again: counts can be compared once more."""
    changed = any(change.kind == MODEL for change in store.list_changes())
    if not changed or store.list_outdated(reader, unread=LIST_PREFIX, most=1):
        return False
    store.log_change(Change(kind=REREAD, detail=f"all reports read by {reader}", at=at))
    return True


def find_own_openings(store: Store, deltas: Iterable[Delta]) -> frozenset[str]:
    """Return the records that our own change opened, not the news: a second reading, or new rules.

    Where rules changed, a record first reported within a day before it is taken for news. The first
    linking of a register is no change.
    """
    rules = [change.at for change in store.list_changes() if change.kind == RULES][1:]
    found: set[str] = set()
    for delta in deltas:
        if delta.kind != NEW:
            continue
        if delta.cause == REREAD_CAUSE:
            found.add(delta.incident_id)
        elif delta.at in rules:
            incident = store.load_incident(delta.incident_id)
            told = incident.first_reported_at if incident is not None else None
            if told is None or told < delta.at - FRESH:
                found.add(delta.incident_id)
    return frozenset(found)
