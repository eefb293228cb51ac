"""Indicators: a board of signs, each with its state, why, and the evidence under it."""

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from tocsin.desk.asking import Asked, Filter, read_state
from tocsin.desk.base import Desk, Page, Table
from tocsin.desk.holdings import Late
from tocsin.desk.indexing import COUNTED
from tocsin.desk.selecting import DEFAULT_KIND, INCIDENT_FILTERS, profile_of
from tocsin.model import Indicator
from tocsin.model.codec import encode
from tocsin.pipeline.boards import assess
from tocsin.pipeline.views import Query
from tocsin.store.base import Store
from tocsin.warning.boards import Board, load_board

SHAPES = {"unknown": "?", "quiet": "○", "watch": "◐", "warning": "●"}
MOST_EVIDENCE = 12
MOST_HISTORY = 40
MOST_COUNTRIES = 20
WITHOUT_ANY = "POL"
"""The country of the board where no incident is counted yet."""
COUNTRY = re.compile(r"[A-Z]{3,4}")
FILTERS = (
    *(entry for entry in INCIDENT_FILTERS if entry.name == "profile"),
    Filter(
        name="state",
        help="The country the board is about, as POL; by default the one hit most.",
        read=read_state,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """One indicator with links to what says it."""

    indicator: Indicator
    shape: str
    incidents: tuple[tuple[str, str], ...]
    mentions: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorsContext:
    """What the template of the page gets."""

    board: Board = field(metadata={"help": "The board shown."})
    profile: str = field(metadata={"help": "The inclusion profile whose counted incidents are looked at."})
    asked: Asked = field(metadata={"help": "The address as understood."})
    countries: tuple[tuple[str, int, str], ...] = field(
        metadata={"help": "The countries hit most, with counted incidents and the address of their board."}
    )
    rows: tuple[IndicatorRow, ...] = field(metadata={"help": "The indicators, parents before children."})
    on: date | None = field(metadata={"help": "The day the board speaks of."})
    late: Late[tuple[Indicator, ...]] = field(metadata={"help": "When it was worked out, and of what."})
    history: tuple[Indicator, ...] = field(metadata={"help": "Kept changes of state, newest first."})


def list_countries(desk: Desk, profile: str) -> tuple[tuple[str, int], ...]:
    """Return the countries of counted incidents, most first: those that a board may be about."""
    index = desk.holdings.load_index()
    tally = index.tally("country", index.bear(COUNTED, profile) & index.bear("kind", DEFAULT_KIND))
    known = [(code, count) for code, count in tally.items() if COUNTRY.fullmatch(code)]
    return tuple(sorted(known, key=lambda item: (-item[1], item[0]))[:MOST_COUNTRIES])


def load_late(desk: Desk, asked: Asked) -> tuple[Board, Late[tuple[Indicator, ...]]]:
    """Return the board of an address and what it says."""
    profile = profile_of(desk, asked)
    countries = list_countries(desk, profile)
    state = asked.get("state") or (countries[0][0] if countries else WITHOUT_ANY)
    board = load_board(None, parameters={"state": state})
    if not desk.holdings.count_documents():
        return board, Late(value=(), made_at=None)
    query = Query(profile=desk.settings.profiles[profile], kind=DEFAULT_KIND)
    key = ("indicators", query, tuple(board.parameters.items()))

    def work_out(store: Store) -> tuple[Indicator, ...]:
        return assess(store, query, board)

    return board, desk.holdings.keep_behind(key, work_out)


def make_context(desk: Desk, asked: Asked) -> IndicatorsContext:
    """Gather what the page shows."""
    board, late = load_late(desk, asked)
    found = late.value or ()
    return IndicatorsContext(
        board=board,
        profile=profile_of(desk, asked),
        asked=asked,
        countries=tuple(
            (code, count, asked.url(state=code))
            for code, count in list_countries(desk, profile_of(desk, asked))
        ),
        rows=tuple(_make_row(desk, indicator) for indicator in found),
        on=found[0].on if found else None,
        late=late,
        history=desk.store.list_indicator_states()[::-1][:MOST_HISTORY],
    )


def _make_row(desk: Desk, indicator: Indicator) -> IndicatorRow:
    index = desk.holdings.load_index()
    known = (name for name in indicator.incident_ids if name in index.by_name)
    names = list(islice(known, MOST_EVIDENCE))
    incidents = index.load([index.by_name[name] for name in names])
    mentions = indicator.event_ids[: max(0, MOST_EVIDENCE - len(incidents))]
    return IndicatorRow(
        indicator=indicator,
        shape=SHAPES[indicator.state],
        incidents=tuple((f"/incidents/{one.id}", one.title) for one in incidents),
        mentions=tuple(link_mention(name) for name in mentions),
        more=len(indicator.incident_ids) + len(indicator.event_ids) - len(incidents) - len(mentions),
    )


def link_mention(event_id: str) -> tuple[str, str]:
    """Return the address of a mention in its report, and a short name for it."""
    document_id, _, place = event_id.partition("-")
    return f"/reports/{document_id}?at={place[1:].partition('.')[0]}#here", f"{document_id[:7]} {place[1:]}"


def tabulate(desk: Desk, asked: Asked) -> Table:
    """Return the rows of the list."""
    _, late = load_late(desk, asked)
    rows = tuple(encode(indicator) for indicator in late.value or ())
    return Table(name="indicators", items=rows, profile=profile_of(desk, asked))


PAGE = Page(
    path="/indicators",
    template="indicators.html",
    context=IndicatorsContext,
    make=make_context,
    summary="A board of signs, each with its state and what says it.",
    nav="Indicators",
    filters=FILTERS,
    tabulate=tabulate,
)
