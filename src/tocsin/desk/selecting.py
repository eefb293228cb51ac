"""Which incidents an address asks for: the filters of the register, and what a profile counts among them."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from tocsin.desk.asking import PAGE_FILTER, Asked, Filter, read_code, read_day, read_text
from tocsin.desk.base import Desk
from tocsin.desk.mapping import is_at
from tocsin.desk.wording import label_threat
from tocsin.errors import InputError
from tocsin.model import Alert, AttributionState, Incident, IncidentStatus
from tocsin.ontology import load_threats, vocabulary
from tocsin.pipeline.replaying import Replay
from tocsin.pipeline.views import Query
from tocsin.register.profiles import select_incidents
from tocsin.warning import day_of

KINDS = ("hybrid", "political", "all")
DEFAULT_KIND = "hybrid"
WEEK = timedelta(days=7)
FACET_ROWS = 12

INCIDENT_FILTERS: tuple[Filter, ...] = (
    Filter(
        name="profile",
        help="The inclusion profile that says what is counted.",
        read=read_code,
    ),
    Filter(
        name="kind",
        help="Hybrid incidents, political episodes, or all.",
        read=read_code,
        choices=lambda: KINDS,
    ),
    Filter(name="type", help="A threat type.", read=read_code, choices=lambda: tuple(load_threats())),
    Filter(
        name="country", help="A country hit, or where it happened: ISO alpha-3, NATO or EUU.", read=read_code
    ),
    Filter(
        name="status",
        help="How far the incident is established.",
        read=read_code,
        choices=lambda: tuple(term.code for term in vocabulary("incident_status")),
    ),
    Filter(
        name="attribution",
        help="How far blame is established.",
        read=read_code,
        choices=lambda: tuple(term.code for term in vocabulary("attribution_state")),
    ),
    Filter(name="since", help="Only incidents that end on or after this day.", read=read_day),
    Filter(name="until", help="Only incidents that start on or before this day.", read=read_day),
    Filter(name="week", help="Only incidents counted in the seven days from this day.", read=read_day),
    Filter(name="alert", help="Only the incidents behind one alert.", read=read_code),
    Filter(name="place", help="Only incidents done at one place of the map.", read=read_text),
    Filter(name="q", help="Words that all stand in the title, places, countries or quotes.", read=read_text),
)
LIST_FILTERS = (*INCIDENT_FILTERS, PAGE_FILTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The answer to an address: what the profile counts, what it lists apart, and what it leaves out."""

    profile: str
    counted: tuple[Incident, ...]
    apart: tuple[Incident, ...]
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetRow:
    """One value that the list can be narrowed to, with the number that the narrowed list counts."""

    code: str
    label: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """The values of one filter among the counted incidents, most frequent first."""

    name: str
    label: str
    rows: tuple[FacetRow, ...]
    more: int


def profile_of(desk: Desk, asked: Asked) -> str:
    """Return the name of the profile asked for, or that of the settings; refuse an unknown one."""
    name = str(asked.get("profile") or desk.settings.profile)
    if name not in desk.settings.profiles:
        known = ", ".join(desk.settings.profiles)
        raise InputError(f"filter 'profile' is {name!r:.60}; known: {known}; choose one")
    return name


def choose_incidents(desk: Desk, asked: Asked) -> Chosen:
    """Return the incidents an address asks for, newest first, split by its profile."""
    profile = profile_of(desk, asked)
    asked_for = tuple(_filter(desk, asked, profile))
    selection = select_incidents(asked_for, desk.settings.profiles[profile])
    counted = tuple(sorted(selection.counted, key=order_newest_first))
    apart = tuple(sorted(selection.apart, key=order_newest_first))
    return Chosen(
        profile=profile, counted=counted, apart=apart, left_out=len(asked_for) - len(counted) - len(apart)
    )


def _filter(desk: Desk, asked: Asked, profile: str) -> Iterable[Incident]:
    alert = asked.get("alert")
    behind = None if alert is None else ids_behind(desk, alert, profile)
    for incident in desk.holdings.list_incidents():
        names = (incident.id, *incident.aliases)
        if (behind is None or not behind.isdisjoint(names)) and _matches(incident, asked):
            yield incident


def _matches(incident: Incident, asked: Asked) -> bool:
    kind = asked.get("kind") or DEFAULT_KIND
    if kind not in ("all", incident.kind):
        return False
    tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("type", lambda code: code in (incident.threat_type, *incident.secondary_types)),
        ("status", lambda code: incident.status.value == code),
        ("attribution", lambda code: incident.attribution.state.value == code),
        ("country", lambda code: code.upper() in countries_of(incident)),
        ("place", lambda key: is_at(incident, key)),
        ("q", lambda words: _holds_words(incident, words)),
    )
    given = ((test, asked.get(name)) for name, test in tests)
    return all(value is None or test(value) for test, value in given) and _matches_days(incident, asked)


def _matches_days(incident: Incident, asked: Asked) -> bool:
    since, until, week = asked.get("since"), asked.get("until"), asked.get("week")
    first = day_of(incident)
    if first is None:
        return since is None and until is None and week is None
    last = incident.end_date or first
    in_week = week is None or week <= first < week + WEEK
    return in_week and (since is None or last >= since) and (until is None or first <= until)


def _holds_words(incident: Incident, words: str) -> bool:
    quotes = (evidence.quote for claim in incident.claims for evidence in claim.evidence)
    places = (place.name for place in incident.places)
    parts = (incident.title, label_threat(incident.threat_type), *countries_of(incident), *places, *quotes)
    text = "\n".join(parts).casefold()
    return all(word in text for word in words.casefold().split())


def countries_of(incident: Incident) -> tuple[str, ...]:
    """Return the countries an incident concerns: those hit, and those of the places of the act."""
    places = (place.country for place in incident.places if place.country and place.role in ("act", "effect"))
    return tuple(dict.fromkeys((*incident.target_countries, *places)))


def order_newest_first(incident: Incident) -> tuple[int, str]:
    """Return the key that puts incidents newest first, those without a day last."""
    day = day_of(incident)
    return (-day.toordinal() if day else 0, incident.id)


def replay(desk: Desk, profile: str) -> tuple[Alert, ...]:
    """Return the alerts of the weeks replayed, newest first, each seeing only what was known."""
    return load_replay(desk, profile).alerts


def load_replay(desk: Desk, profile: str) -> Replay:
    """Return the replay that ends with the newest report: each week with the register as known then."""
    query = Query(profile=desk.settings.profiles[profile], kind=DEFAULT_KIND)
    return desk.holdings.replay(query, false_alarms_per_year=desk.settings.false_alarms_per_year)


def ids_behind(desk: Desk, alert_id: str, profile: str) -> frozenset[str]:
    """Return the incidents behind an alert; none where no such alert fired under the profile."""
    return frozenset(i for alert in replay(desk, profile) if alert.id == alert_id for i in alert.incident_ids)


def list_facets(chosen: Chosen, asked: Asked) -> tuple[Facet, ...]:
    """Return what the counted incidents can be narrowed by; each number is what its link will count."""
    values: tuple[tuple[str, str, Callable[[Incident], tuple[str, ...]]], ...] = (
        ("type", "Type", lambda i: tuple(dict.fromkeys(c for c in (i.threat_type, *i.secondary_types) if c))),
        ("country", "Country", countries_of),
        ("status", "Status", lambda i: (i.status.value,)),
        ("attribution", "Attribution", lambda i: (i.attribution.state.value,)),
    )
    return tuple(_make_facet(name, label, read, chosen, asked) for name, label, read in values)


def _make_facet(
    name: str, label: str, read: Callable[[Incident], tuple[str, ...]], chosen: Chosen, asked: Asked
) -> Facet:
    tally = Counter(code for incident in chosen.counted for code in read(incident))
    given = asked.raw.get(name)
    ordered = sorted(tally.items(), key=lambda item: (-item[1], item[0]))
    rows = tuple(
        FacetRow(
            code=code,
            label=_label_value(name, code),
            count=count,
            url=asked.url(**{name: None if code == given else code}),
            chosen=code == given,
        )
        for code, count in ordered[:FACET_ROWS]
        if given in (None, code)
    )
    return Facet(name=name, label=label, rows=rows, more=max(0, len(ordered) - FACET_ROWS))


def _label_value(name: str, code: str) -> str:
    if name == "type":
        return label_threat(code)
    if name == "status":
        return IncidentStatus(code).value
    if name == "attribution":
        return AttributionState(code).value.replace("_", " ")
    return code
