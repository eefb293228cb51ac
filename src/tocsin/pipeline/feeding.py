"""Feeds of a saved search from the register: the newest counted incidents that meet it, persons masked."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from urllib.parse import quote

from tocsin.errors import InputError
from tocsin.exports.feeds import Feed, FeedEntry
from tocsin.model import Evidence, Incident, Search
from tocsin.ontology import Profile
from tocsin.pipeline.linking import now
from tocsin.pipeline.masking import mask_incidents
from tocsin.pipeline.views import Query, view_register
from tocsin.register import describe_attribution
from tocsin.store.base import Store
from tocsin.warning.alerts import quote_incident
from tocsin.warning.notices import ALL_KINDS, OWN_CAUSES, WATCHED_FIELDS, meets_search

MOST_ENTRIES = 100
QUOTES = 2
MOST_QUOTE = 600


def find_search(store: Store, name: str) -> Search:
    """Return the saved search of a name; an InputError names those there are."""
    searches = {search.name: search for search in store.list_searches()}
    if name not in searches:
        known = ", ".join(searches) or "none"
        raise InputError(f"no saved search {name!r:.80}; known: {known}; tocsin searches --save makes one")
    return searches[name]


def search_register(store: Store, search: Search, profile: Profile) -> tuple[Incident, ...]:
    """Return the incidents that a search's profile counts and that meet it, newest report first."""
    kind = None if search.kind == ALL_KINDS else search.kind
    counted = view_register(store, Query(profile=profile, kind=kind)).counted
    found = [incident for incident in counted if meets_search(incident, search)]
    return tuple(sorted(found, key=_newest_first))


def make_feed(
    store: Store,
    search: Search,
    profile: Profile,
    *,
    desk_address: str | None,
    own_path: str = "",
    clock: Callable[[], datetime] = now,
) -> Feed:
    """Return the feed of a search; its links lead to the desk, without one to the first report."""
    desk = (desk_address or "").rstrip("/")
    newest = search_register(store, search, profile)[:MOST_ENTRIES]
    return Feed(
        name=search.name,
        title=f"tocsin: {search.name}",
        note=f"incidents counted by profile {profile.name} that meet the saved search {search.name}",
        link=f"{desk}/incidents?profile={quote(profile.name)}" if desk else None,
        own_link=desk + own_path if desk and own_path else None,
        made_at=clock(),
        entries=tuple(_make_entry(store, incident, desk) for incident in mask_incidents(store, newest)),
    )


def link_incident(store: Store, incident_id: str, evidence: Iterable[Evidence], desk: str) -> str | None:
    """Return the address of an incident on the desk, or of the first report behind it, or none."""
    if desk:
        return f"{desk.rstrip('/')}/incidents/{quote(incident_id)}"
    for entry in evidence:
        reading = store.load_reading(entry.document_id)
        address = reading.document.url if reading is not None else None
        if address and address.startswith(("http://", "https://")):
            return address
    return None


def _make_entry(store: Store, incident: Incident, desk: str) -> FeedEntry:
    told = _find_told(incident)
    quotes = quote_incident(incident, most=QUOTES)
    changes = [
        delta.at
        for delta in store.list_deltas(incident_id=incident.id)
        if delta.field in WATCHED_FIELDS and delta.cause not in OWN_CAUSES
    ]
    return FeedEntry(
        id=incident.id,
        title=incident.title,
        lines=tuple(_describe(incident, quotes)),
        link=link_incident(store, incident.id, quotes, desk),
        published_at=told,
        changed_at=max([told, *changes]),
        start_date=incident.start_date,
        end_date=incident.end_date,
        categories=tuple(code for code in (incident.threat_type, incident.status.value) if code),
    )


def _describe(incident: Incident, quotes: Iterable[Evidence]) -> Iterator[str]:
    yield f"{incident.status.value}; blame {describe_attribution(incident.attribution)}"
    for entry in quotes:
        yield f"“{entry.quote[:MOST_QUOTE]}”"


def _find_told(incident: Incident) -> datetime:
    if incident.first_reported_at is not None:
        return incident.first_reported_at
    return datetime.combine(incident.start_date or date(1970, 1, 1), time.min, tzinfo=UTC)


def _newest_first(incident: Incident) -> tuple[float, str]:
    return (-_find_told(incident).timestamp(), incident.id)
