"""Which incidents an address asks for: the filters of the register, and what a profile counts among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tocsin.desk.asking import PAGE_FILTER, Asked, Filter, read_code, read_day, read_text
from tocsin.desk.base import Desk
from tocsin.desk.holdings import REGISTER, Late
from tocsin.desk.indexing import APART, COUNTED, Group, Index, build_index, countries_of
from tocsin.desk.wording import label_country, label_term, label_threat
from tocsin.errors import InputError
from tocsin.model import Alert, Incident, IncidentStatus
from tocsin.model.ids import make_number
from tocsin.ontology import load_threats, vocabulary
from tocsin.pipeline.replaying import Replay
from tocsin.pipeline.views import Query, assemble_as_of
from tocsin.store.base import Store
from tocsin.warning import day_of

KINDS = ("hybrid", "political", "all")
DEFAULT_KIND = "hybrid"
WEEK = timedelta(days=7)
FACET_ROWS = 12
MOST_HITS = 10_000
"""Records that a search for words brings; the page says where there may be more."""
FACETS = (
    ("type", "Type"),
    ("country", "Country"),
    ("status", "Status"),
    ("attribution", "Attribution"),
    ("review", "Review"),
)

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
    Filter(
        name="review",
        help="How far the review is.",
        read=read_code,
        choices=lambda: tuple(term.code for term in vocabulary("review_state")),
    ),
    Filter(name="since", help="Only incidents that end on or after this day.", read=read_day),
    Filter(name="until", help="Only incidents that start on or before this day.", read=read_day),
    Filter(name="week", help="Only incidents counted in the seven days from this day.", read=read_day),
    Filter(name="alert", help="Only the incidents behind one alert.", read=read_code),
    Filter(name="place", help="Only incidents done at one place of the map.", read=read_text),
    Filter(name="as_of", help="The register as it was known at the end of this day.", read=read_day),
    Filter(
        name="q",
        help="Words that all stand, or begin words, in the title, places, countries or quotes.",
        read=read_text,
    ),
)
LIST_FILTERS = (*INCIDENT_FILTERS, PAGE_FILTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The answer to an address: what the profile counts, what it lists apart, and what it leaves out."""

    profile: str
    index: Index
    counted: Group
    apart: Group
    left_out: int
    is_cut: bool = False
    """Whether a search for words stopped at its limit."""


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


def load_index(desk: Desk, asked: Asked) -> Index:
    """Return the register as it is, or as it was known on the day asked for; empty until that is made."""
    day = asked.get("as_of")
    if day is None:
        return desk.holdings.load_index()
    return load_as_of(desk, day).value or Index(load=lambda _: ())


def load_as_of(desk: Desk, day: date) -> Late[Index]:
    """Return the register as it was known at the end of a day: no later report or decision enters."""
    moment = datetime.combine(day, time.max, tzinfo=UTC)
    profiles = tuple(desk.settings.profiles.values())

    def make(store: Store) -> Index:
        known = {make_number(one.id): one for one in assemble_as_of(store, moment)}

        def load(numbers: Sequence[int]) -> tuple[Incident, ...]:
            return tuple(known[number] for number in numbers)

        return build_index(known.values(), profiles, load=load)

    return desk.holdings.keep_behind(("as_of", day), make)


def choose_incidents(desk: Desk, asked: Asked, *, index: Index | None = None) -> Chosen:
    """Return the incidents an address asks for, newest first, split by its profile."""
    profile = profile_of(desk, asked)
    if index is None:
        index = load_index(desk, asked)
    fitting, is_cut = fit_filters(desk, index, asked, profile)
    counted = Group(index, fitting & index.bear(COUNTED, profile))
    apart = Group(index, fitting & index.bear(APART, profile))
    left_out = fitting.bit_count() - len(counted) - len(apart)
    return Chosen(
        profile=profile, index=index, counted=counted, apart=apart, left_out=left_out, is_cut=is_cut
    )


def fit_filters(desk: Desk, index: Index, asked: Asked, profile: str) -> tuple[int, bool]:
    """Return the records that every filter lets in, and whether the search for words was cut."""
    kind = asked.get("kind") or DEFAULT_KIND
    found = index.everything() if kind == "all" else index.bear("kind", kind)
    for name in ("type", "status", "attribution", "country", "place", "review"):
        code = asked.get(name)
        if code is not None:
            found &= index.bear(name, code.upper() if name == "country" else code)
    found &= index.between(asked.get("since"), asked.get("until"))
    if asked.get("week") is not None:
        found &= index.starting(asked.get("week"), WEEK.days)
    if asked.get("alert") is not None:
        found &= index.name(ids_behind(desk, asked.get("alert"), profile))
    words, is_cut = asked.get("q"), False
    if words is not None and asked.get("as_of") is not None:
        # The words of a day that is past are in no index: few stores are asked so, and they are small.
        chosen = [one for one in Group(index, found) if _holds_words(one, words)]
        found &= index.name(one.id for one in chosen)
    elif words is not None:
        numbers = desk.holdings.keep(
            ("words", words), lambda: desk.store.search_incidents(words, most=MOST_HITS), of=REGISTER
        )
        found &= index.find(numbers)
        is_cut = len(numbers) >= MOST_HITS
    return found, is_cut


def _holds_words(incident: Incident, words: str) -> bool:
    quotes = (evidence.quote for claim in incident.claims for evidence in claim.evidence)
    places = (place.name for place in incident.places)
    parts = (incident.title, label_threat(incident.threat_type), *countries_of(incident), *places, *quotes)
    text = "\n".join(parts).casefold()
    return all(word in text for word in words.casefold().split())


def order_newest_first(incident: Incident) -> tuple[int, str]:
    """Return the key that puts incidents newest first, those without a day last."""
    day = day_of(incident)
    return (-day.toordinal() if day else 0, incident.id)


def load_replay(desk: Desk, profile: str) -> Late[Replay]:
    """Return the replay that ends with the newest report: each week with the register as known then."""
    query = Query(profile=desk.settings.profiles[profile], kind=DEFAULT_KIND)
    return desk.holdings.replay(query, false_alarms_per_year=desk.settings.false_alarms_per_year)


def replay(desk: Desk, profile: str) -> tuple[Alert, ...]:
    """Return the alerts of the weeks replayed, newest first, each seeing only what was known then."""
    late = load_replay(desk, profile)
    return late.value.alerts if late.value else ()


def find_alert(desk: Desk, alert_id: str, profile: str) -> Alert | None:
    """Return an alert of the replay, or one that was kept when it fired."""
    found = (*replay(desk, profile), *desk.store.list_alerts())
    return next((alert for alert in found if alert.id == alert_id), None)


def ids_behind(desk: Desk, alert_id: str, profile: str) -> frozenset[str]:
    """Return the incidents behind an alert; none where no such alert fired under the profile."""
    alert = find_alert(desk, alert_id, profile)
    return frozenset(alert.incident_ids) if alert else frozenset()


def list_facets(chosen: Chosen, asked: Asked) -> tuple[Facet, ...]:
    """Return what the counted incidents can be narrowed by; each number is what its link will count."""
    return tuple(_make_facet(name, label, chosen, asked) for name, label in FACETS)


def _make_facet(name: str, label: str, chosen: Chosen, asked: Asked) -> Facet:
    tally = chosen.index.tally(name, chosen.counted.chosen)
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
    if name in ("attribution", "review"):
        return label_term("attribution_state" if name == "attribution" else "review_state", code)
    return label_country(code) if name == "country" else code
