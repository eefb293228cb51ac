"""Incidents: the register under one profile, narrowed by the filters of the address."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tocsin.desk.asking import Asked
from tocsin.desk.base import Desk, Page, Table
from tocsin.desk.charts import PICTURE_WEEKS, Bar
from tocsin.desk.holdings import Late
from tocsin.desk.indexing import Index
from tocsin.desk.mapping import Scene, make_scene
from tocsin.desk.paging import Rows, Slice, cut_page
from tocsin.desk.selecting import (
    DEFAULT_KIND,
    KINDS,
    LIST_FILTERS,
    Chosen,
    Facet,
    choose_incidents,
    list_facets,
    load_as_of,
)
from tocsin.model import Incident
from tocsin.model.codec import INCIDENT_SCHEMA, decode, encode_incident
from tocsin.model.edtf import write_incident_edtf
from tocsin.ontology import Profile, Term, ThreatType, load_threats, vocabulary
from tocsin.warning.series import PERIOD_DAYS

CHUNK = 100
"""Whole incidents that are read at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRow:
    """One week of the picture in words, with the list of what it counts."""

    bar: Bar
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One condition in force, and the address without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentsContext:
    """What the template of the page gets."""

    profile: Profile = field(metadata={"help": "The inclusion profile that says what is counted."})
    counted: Slice[Incident] = field(metadata={"help": "One page of the counted incidents, newest first."})
    apart: Slice[Incident] = field(metadata={"help": "One page of the leads: shown apart, in no number."})
    left_out: int = field(
        metadata={"help": "How many that fit the filters the profile leaves out altogether."}
    )
    facets: tuple[Facet, ...] = field(metadata={"help": "What the list can be narrowed by, with counts."})
    weeks: tuple[WeekRow, ...] = field(
        metadata={"help": "Counted incidents a week to the newest report: the table twin of the picture."}
    )
    chart_url: str = field(metadata={"help": "The address of the picture; it takes a theme."})
    scene: Scene = field(metadata={"help": "Counted incidents by place: the table twin of the map."})
    map_url: str = field(metadata={"help": "The address of the map; it takes a theme."})
    asked: Asked = field(metadata={"help": "The address as understood."})
    conditions: tuple[Link, ...] = field(
        metadata={"help": "The filters in force, each with the address without it."}
    )
    profiles: tuple[Profile, ...] = field(metadata={"help": "The profiles to choose from."})
    types: tuple[ThreatType, ...] = field(metadata={"help": "The threat types to choose from."})
    statuses: tuple[Term, ...] = field(metadata={"help": "The statuses to choose from."})
    kinds: tuple[str, ...] = field(metadata={"help": "The kinds of record to choose from."})
    kind: str = field(metadata={"help": "The kind of record shown."})
    can_save: bool = field(metadata={"help": "Whether a search can be saved here."})
    seal: str = field(metadata={"help": "What a form must bring back."})
    is_cut: bool = field(metadata={"help": "Whether the search for words stopped at its limit."})
    as_of: date | None = field(metadata={"help": "The day of knowledge asked for; none for now."})
    now_url: str = field(metadata={"help": "The same list as it is known now."})
    late: Late[Index] | None = field(
        metadata={"help": "When the register of that day was worked out; none for now."}
    )


def make_context(desk: Desk, asked: Asked) -> IncidentsContext:
    """Gather what the page shows."""
    chosen = choose_incidents(desk, asked)
    as_of = asked.get("as_of")
    return IncidentsContext(
        profile=desk.settings.profiles[chosen.profile],
        counted=cut_page(chosen.counted, asked),
        apart=cut_page(chosen.apart, asked),
        left_out=chosen.left_out,
        facets=list_facets(chosen, asked),
        weeks=tuple(WeekRow(bar=bar, url=asked.url(week=bar.start)) for bar in count_weeks(desk, chosen)),
        chart_url=asked.url("/charts/weekly.svg"),
        scene=make_scene(chosen.counted, asked),
        map_url=asked.url("/charts/map.svg"),
        asked=asked,
        conditions=tuple(
            Link(label=f"{name}: {value}", url=asked.url(**{name: None}))
            for name, value in asked.raw.items()
            if name not in ("page", "profile")
        ),
        profiles=tuple(desk.settings.profiles.values()),
        types=tuple(load_threats().values()),
        statuses=vocabulary("incident_status"),
        kinds=KINDS,
        kind=asked.get("kind") or DEFAULT_KIND,
        can_save=desk.settings.analyst is not None,
        seal=desk.seal,
        is_cut=chosen.is_cut,
        as_of=as_of,
        now_url=asked.url(as_of=None),
        late=load_as_of(desk, as_of) if as_of is not None else None,
    )


def count_weeks(desk: Desk, chosen: Chosen) -> tuple[Bar, ...]:
    """Return the counted incidents a week for the year that ends with the newest report."""
    newest = desk.holdings.find_newest_day()
    if newest is None:
        return ()
    week = timedelta(days=PERIOD_DAYS)
    starts = [newest + timedelta(days=1) - week * back for back in range(PICTURE_WEEKS, 0, -1)]
    return tuple(
        Bar(
            start=start,
            end=start + week - timedelta(days=1),
            count=(chosen.counted.chosen & chosen.index.starting(start, PERIOD_DAYS)).bit_count(),
        )
        for start in starts
    )


def tabulate(desk: Desk, asked: Asked) -> Table:
    """Return the rows of the list: counted incidents first, then the leads, each saying which it is."""
    chosen = choose_incidents(desk, asked)
    asked_as_of = asked.get("as_of") is not None
    return Table(
        name="incidents",
        items=list_rows(desk, chosen, asked_as_of=asked_as_of),
        profile=chosen.profile,
        incidents=iter_whole(desk, chosen, asked_as_of=asked_as_of),
    )


def list_rows(desk: Desk, chosen: Chosen, *, asked_as_of: bool) -> Rows[dict[str, Any]]:
    """Return chosen incidents as JSON values, whole, each with whether it is counted."""
    counted = len(chosen.counted)

    def cut(skip: int, take: int) -> tuple[dict[str, Any], ...]:
        numbers = _list_numbers(chosen, skip, take)
        whole = encode_whole(desk, chosen, numbers, asked_as_of=asked_as_of)
        return tuple({"counted": place < counted, **row} for place, row in enumerate(whole, start=skip))

    def iterate() -> Iterator[dict[str, Any]]:
        for start in range(0, total, CHUNK):
            yield from cut(start, CHUNK)

    total = counted + len(chosen.apart)
    return Rows(total=total, cut=cut, iterate=iterate)


def encode_whole(
    desk: Desk, chosen: Chosen, numbers: Sequence[int], *, asked_as_of: bool
) -> Iterator[dict[str, Any]]:
    """Yield incidents by number as JSON values: as stored, which costs less than to build and take apart."""
    lights = chosen.index.load(numbers)
    if asked_as_of:
        yield from map(encode_incident, lights)
        return
    for raw, light in zip(desk.store.load_raw(numbers), lights, strict=True):
        rules = dict(raw.get("rules", ()))
        yield {"schema": INCIDENT_SCHEMA, **raw, "date_edtf": write_incident_edtf(light), "rules": rules}


def iter_whole(desk: Desk, chosen: Chosen, *, asked_as_of: bool) -> Iterator[Incident]:
    """Yield chosen incidents whole: what is counted, then what is listed apart."""
    total = len(chosen.counted) + len(chosen.apart)
    for start in range(0, total, CHUNK):
        numbers = _list_numbers(chosen, start, CHUNK)
        if asked_as_of:
            yield from chosen.index.load(numbers)
            continue
        for raw in desk.store.load_raw(numbers):
            yield decode(Incident, raw)


def _list_numbers(chosen: Chosen, skip: int, take: int) -> list[int]:
    counted = len(chosen.counted)
    numbers = chosen.counted.numbers(skip, skip + take) if skip < counted else []
    left = take - len(numbers)
    start = max(0, skip - counted)
    return numbers + (chosen.apart.numbers(start, start + left) if left > 0 else [])


PAGE = Page(
    path="/incidents",
    template="incidents.html",
    context=IncidentsContext,
    make=make_context,
    summary="Incidents under one inclusion profile; leads are marked and never counted.",
    nav="Incidents",
    filters=LIST_FILTERS,
    tabulate=tabulate,
)
