"""Pairs: talk and deeds between two states as two lines, week by week, each week with what it stands on."""

import re
from dataclasses import dataclass, field

from tocsin.desk.asking import Asked, Filter, read_pair
from tocsin.desk.base import Desk, Page, Table
from tocsin.desk.holdings import Late
from tocsin.desk.pages.indicators import link_mention
from tocsin.desk.selecting import INCIDENT_FILTERS, profile_of
from tocsin.model.codec import encode
from tocsin.pipeline.counting import Ledger, make_tension, open_ledger
from tocsin.pipeline.views import Query
from tocsin.warning.tension import TensionPoint

MOST_PAIRS = 40
MOST_WEEKS = 104
MOST_LINKS = 6
PAIR = re.compile(r"[A-Z]{3,4}-[A-Z]{3,4}")
FILTERS = (
    *(entry for entry in INCIDENT_FILTERS if entry.name == "profile"),
    Filter(name="pair", help="Two states, as RUS-POL; by default those with most mentions.", read=read_pair),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLink:
    """One pair with the number of its mentions and its address."""

    name: str
    count: int
    url: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekOfPair:
    """One week: its scores, and the words behind talk and deeds."""

    point: TensionPoint
    talk: tuple[tuple[str, str], ...]
    deed: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairsContext:
    """What the template of the page gets."""

    profile: str = field(metadata={"help": "The inclusion profile in force."})
    pairs: tuple[PairLink, ...] = field(metadata={"help": "The pairs with most mentions."})
    pair: str | None = field(metadata={"help": "The pair shown; none where there is none."})
    weeks: tuple[WeekOfPair, ...] = field(metadata={"help": "Weeks in which something was said or done."})
    points: int = field(metadata={"help": "How many weeks the picture shows."})
    chart_url: str = field(metadata={"help": "The address of the picture; it takes a theme."})
    late: Late[Ledger] = field(metadata={"help": "When it was worked out, and of what."})
    asked: Asked = field(metadata={"help": "The address as understood."})


def load_ledger(desk: Desk, asked: Asked) -> Late[Ledger]:
    """Return what series are made of, under the profile asked for."""
    if desk.holdings.find_newest_day() is None:
        return Late(value=None, made_at=None, trouble="no dated report is stored: read some with tocsin add")
    query = Query(profile=desk.settings.profiles[profile_of(desk, asked)], kind=None)
    return desk.holdings.keep_behind(("ledger", query), lambda store: open_ledger(store, query))


def list_pairs(ledger: Ledger) -> tuple[tuple[str, int], ...]:
    """Return the pairs of states by the number of mentions between them, both directions together."""
    tally: dict[str, int] = {}
    for mention in ledger.mentions:
        for name in {"-".join(sorted(pair)) for pair in mention.pairs if pair[0] != pair[1]}:
            if PAIR.fullmatch(name):
                tally[name] = tally.get(name, 0) + 1
    return tuple(sorted(tally.items(), key=lambda item: (-item[1], item[0])))[:MOST_PAIRS]


def list_points(desk: Desk, asked: Asked) -> tuple[str | None, tuple[TensionPoint, ...]]:
    """Return the pair of an address and its weeks, oldest first."""
    ledger = load_ledger(desk, asked).value
    if ledger is None:
        return None, ()
    pair = asked.get("pair") or next((name for name, _ in list_pairs(ledger)), None)
    if pair is None or len(set(pair.split("-"))) == 1:  # between a state and itself stands nothing
        return pair, ()
    points = desk.holdings.keep(("tension", id(ledger), pair), lambda: make_tension(ledger, pair))
    return pair, points[-MOST_WEEKS:]


def make_context(desk: Desk, asked: Asked) -> PairsContext:
    """Gather what the page shows."""
    late = load_ledger(desk, asked)
    pair, points = list_points(desk, asked)
    pairs = list_pairs(late.value) if late.value is not None else ()
    return PairsContext(
        profile=profile_of(desk, asked),
        pairs=tuple(
            PairLink(name=name, count=count, url=asked.url(pair=name), here=name == pair)
            for name, count in pairs
        ),
        pair=pair,
        weeks=tuple(_make_week(point) for point in reversed(points) if point.talk_ids or point.deed_ids),
        points=len(points),
        chart_url=asked.url("/charts/pair.svg", pair=pair),
        late=late,
        asked=asked,
    )


def _make_week(point: TensionPoint) -> WeekOfPair:
    talk, deed = point.talk_ids[:MOST_LINKS], point.deed_ids[:MOST_LINKS]
    return WeekOfPair(
        point=point,
        talk=tuple(link_mention(name) for name in talk),
        deed=tuple(link_mention(name) for name in deed),
        more=len(point.talk_ids) + len(point.deed_ids) - len(talk) - len(deed),
    )


def tabulate(desk: Desk, asked: Asked) -> Table:
    """Return the rows of the list: every week of the pair."""
    pair, points = list_points(desk, asked)
    rows = tuple({"pair": pair, **encode(point)} for point in points)
    return Table(name="pairs", items=rows, profile=profile_of(desk, asked))


PAGE = Page(
    path="/pairs",
    template="pairs.html",
    context=PairsContext,
    make=make_context,
    summary="Talk and deeds between two states, week by week.",
    nav="Pairs",
    filters=FILTERS,
    tabulate=tabulate,
)
