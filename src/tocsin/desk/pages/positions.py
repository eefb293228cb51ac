"""Positions: what each voice wants done about a tracked question, in its words, over time."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any
from urllib.parse import urlencode

from tocsin.desk.asking import PAGE_FILTER, Asked, Filter, read_code, read_text
from tocsin.desk.base import Desk, Page, Table
from tocsin.desk.holdings import Late
from tocsin.desk.paging import Slice, cut_page
from tocsin.desk.wording import say_code
from tocsin.errors import InputError
from tocsin.model import Position, Question, Span
from tocsin.pipeline.originals import Original, find_originals
from tocsin.pipeline.positions import encode_position, view_positions
from tocsin.warning.charts import Palette, chart_positions

MOST_DRAWN = 2_000
WIDTH, ROW, AROUND = 1040, 34, 80
"""The size of the picture: how wide, how high a row, and what stands round the rows, in pixels."""
FILTERS = (
    Filter(name="question", help="The id of a tracked question; the first by default.", read=read_code),
    Filter(name="holder", help="Part of the name of who holds it.", read=read_text),
    PAGE_FILTER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One question with its address."""

    question: Question
    url: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureTally:
    """How many positions of one posture were held in one manner in a month."""

    posture: str
    month: str
    modality: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionsContext:
    """What the template of the page gets."""

    questions: tuple[Link, ...] = field(metadata={"help": "The tracked questions, one of them shown."})
    question: Question | None = field(metadata={"help": "The question shown; none where none is tracked."})
    positions: Slice[Position] = field(metadata={"help": "One page of the positions on it, newest first."})
    originals: Mapping[Span, Original] = field(
        metadata={"help": "The original words behind quotes that stand in a translation."}
    )
    tallies: tuple[PostureTally, ...] = field(
        metadata={"help": "The dated positions by posture, month and manner: the picture as a table."}
    )
    chart_url: str | None = field(metadata={"help": "The address of the picture; none without a dated one."})
    chart_width: int = field(metadata={"help": "How wide the picture is, about."})
    chart_height: int = field(metadata={"help": "How high the picture is, about."})
    asked: Asked = field(metadata={"help": "The address as understood."})
    late: Late[tuple[Position, ...]] | None = field(
        metadata={"help": "When the positions were gathered, and of what; none where no question is tracked."}
    )


def make_context(desk: Desk, asked: Asked) -> PositionsContext:
    """Gather what the page shows."""
    shown = find_shown(desk, asked)
    found = list_shown(desk, asked)
    positions, tallies = cut_page(found, asked), tally_postures(found)
    return PositionsContext(
        questions=tuple(
            Link(question=entry, url=f"/positions?{urlencode({'question': entry.id})}", here=entry == shown)
            for entry in desk.settings.questions
        ),
        question=shown,
        positions=positions,
        originals=find_originals(desk.store, (entry.span for entry in positions.rows)),
        tallies=tallies,
        chart_url=asked.url("/charts/positions.svg", question=shown.id) if tallies and shown else None,
        chart_width=WIDTH,
        chart_height=AROUND + ROW * len({row.posture for row in tallies}),
        asked=asked,
        late=load_late(desk, shown) if shown is not None else None,
    )


def load_late(desk: Desk, question: Question) -> Late[tuple[Position, ...]]:
    """Return the positions on a question, oldest first; of a large store those of the newest reports."""
    return desk.holdings.keep_behind(("positions", question), lambda store: view_positions(store, question))


def find_shown(desk: Desk, asked: Asked) -> Question | None:
    """Return the question asked for, the first by default; refuse one that is not tracked."""
    questions = desk.settings.questions
    wanted = asked.get("question")
    if wanted is None:
        return questions[0] if questions else None
    for entry in questions:
        if entry.id == wanted:
            return entry
    known = ", ".join(entry.id for entry in questions) or "none"
    raise InputError(f"filter 'question' is {wanted!r:.60}; tracked: {known}; choose one")


def list_shown(desk: Desk, asked: Asked) -> tuple[Position, ...]:
    """Return the positions an address asks for, newest first, those without a day last."""
    question = find_shown(desk, asked)
    if question is None:
        return ()
    found = load_late(desk, question).value or ()
    dated = [entry for entry in found if entry.said_at is not None]
    ordered = (*reversed(dated), *(entry for entry in found if entry.said_at is None))
    holder = (asked.get("holder") or "").casefold()
    return tuple(entry for entry in ordered if holder in (entry.holder or "").casefold())


def tally_postures(found: Iterable[Position]) -> tuple[PostureTally, ...]:
    """Return the dated positions by posture, month and manner, oldest month first."""
    counted = Counter(
        (one.posture, f"{one.said_at.astimezone(UTC):%Y-%m}", one.modality) for one in found if one.said_at
    )
    return tuple(
        PostureTally(posture=posture, month=month, modality=modality, count=count)
        for (posture, month, modality), count in sorted(counted.items(), key=lambda item: item[0])
    )


def chart_shown(desk: Desk, asked: Asked, palette: Palette) -> Any:
    """Return the positions over time as a chart: the newest of a long list."""
    return chart_positions(list_shown(desk, asked)[:MOST_DRAWN], palette=palette, label=say_code, width=WIDTH)


def tabulate(desk: Desk, asked: Asked) -> Table:
    """Return the rows of the list."""
    return Table(name="positions", items=tuple(encode_position(entry) for entry in list_shown(desk, asked)))


PAGE = Page(
    path="/positions",
    template="positions.html",
    context=PositionsContext,
    make=make_context,
    summary="Who wants what done about a tracked question, in their own words.",
    nav="Positions",
    filters=FILTERS,
    tabulate=tabulate,
)
