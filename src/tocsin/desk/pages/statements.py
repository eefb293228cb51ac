"""Statements: who said what about whom, in their own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tocsin.desk.asking import PAGE_FILTER, Asked, Filter, read_code, read_day, read_text
from tocsin.desk.base import Desk, Page, Table
from tocsin.desk.holdings import REPORTS
from tocsin.desk.paging import Rows, Slice, change_rows, cut_page
from tocsin.desk.shelving import StatementRow, name_statement
from tocsin.model import Span, SpeechAct
from tocsin.model.codec import encode
from tocsin.pipeline.originals import Original, find_originals
from tocsin.store.shelf_base import StatementQuery

MOST_SPEAKERS = 15
MOST_COUNTED = 10_000
"""Statements that a list counts; of more it says so."""
MOST_FOUND = 1_000
"""Statements that a search for words brings."""
MOST_TALLIED = 2_000
"""The newest statements whose acts and voices are counted beside the list."""

FILTERS = (
    Filter(
        name="speaker", help="Part of a voice's name, or the code of an actor such as RUS.", read=read_text
    ),
    Filter(
        name="act",
        help="What the speaker does by saying it.",
        read=read_code,
        choices=lambda: tuple(act.value for act in SpeechAct),
    ),
    Filter(name="since", help="Only reports published on or after this day.", read=read_day),
    Filter(name="until", help="Only reports published on or before this day.", read=read_day),
    Filter(name="q", help="Words that all stand in what was said.", read=read_text),
    PAGE_FILTER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A value with the number of statements that its link lists."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsContext:
    """What the template of the page gets."""

    statements: Slice[StatementRow] = field(
        metadata={"help": "One page of the statements, newest report first."}
    )
    originals: Mapping[Span, Original] = field(
        metadata={"help": "The original words behind quotes that stand in a translation."}
    )
    asked: Asked = field(metadata={"help": "The address as understood."})
    acts: tuple[str, ...] = field(metadata={"help": "The speech acts to choose from."})
    speakers: tuple[Tally, ...] = field(
        metadata={"help": "The most frequent named voices among what is listed."}
    )
    act_tallies: tuple[Tally, ...] = field(metadata={"help": "How many of what is listed do what."})
    tallied: int | None = field(
        metadata={"help": "Of how many, the newest, acts and voices are counted; none where of all."}
    )


def make_context(desk: Desk, asked: Asked) -> StatementsContext:
    """Gather what the page shows."""
    found = find_statements(desk, asked)
    query = read_query(asked)
    tally = desk.holdings.keep(
        ("tally", query), lambda: desk.store.tally_statements(query, most=MOST_TALLIED), of=REPORTS
    )
    shown = cut_page(found, asked)
    return StatementsContext(
        statements=shown,
        originals=find_originals(desk.store, (piece.span for row in shown.rows for piece in row.words)),
        asked=asked,
        acts=tuple(act.value for act in SpeechAct),
        speakers=tuple(
            Tally(label=name, count=count, url=asked.url(speaker=name))
            for name, count in _order(tally.voices)[:MOST_SPEAKERS]
        ),
        act_tallies=tuple(
            Tally(label=act, count=count, url=asked.url(act=act)) for act, count in _order(tally.acts)
        ),
        tallied=tally.looked_at if found.is_cut or tally.looked_at < len(found) else None,
    )


def _order(tally: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(tally.items(), key=lambda item: (-item[1], item[0]))


def read_query(asked: Asked) -> StatementQuery:
    """Return what an address asks of the store."""
    return StatementQuery(
        speaker=asked.get("speaker"),
        act=asked.get("act"),
        since=asked.get("since"),
        until=asked.get("until"),
        words=asked.get("q"),
    )


def find_statements(desk: Desk, asked: Asked) -> Rows[StatementRow]:
    """Return the statements an address asks for."""
    query, store = read_query(asked), desk.store
    if query.words is not None:
        # Looked through once for all pages of the list: words are not in an index of statements.
        found = desk.holdings.keep(
            ("found", query), lambda: store.list_statements(query, skip=0, take=MOST_FOUND), of=REPORTS
        )
        rows = change_rows(found, name_statement)
        return replace(rows, is_cut=len(found) >= MOST_FOUND)
    most = MOST_COUNTED
    total = desk.holdings.keep(query, lambda: store.count_statements(query, most=most), of=REPORTS)
    return Rows(
        total=total,
        cut=lambda skip, take: tuple(map(name_statement, store.list_statements(query, skip=skip, take=take))),
        iterate=lambda: map(name_statement, store.iter_statements(query)),
        is_cut=total >= most,
    )


def tabulate(desk: Desk, asked: Asked) -> Table:
    """Return the rows of the list."""
    return Table(name="statements", items=change_rows(find_statements(desk, asked), encode_row))


def encode_row(row: StatementRow) -> dict[str, object]:
    """Return a statement in short form as JSON values."""
    return {
        "id": row.id,
        "document_id": row.report.id,
        "publisher": row.report.publisher,
        "published_at": encode(row.report.published_at),
        "voices": [name for name, _ in row.voices],
        "kinds": [kind for _, kind in row.voices],
        "act": row.act,
        "form": row.form,
        "posture": row.posture,
        "words": [piece.text for piece in row.words],
        "content": [encode(piece.span) for piece in row.words],
    }


PAGE = Page(
    path="/statements",
    template="statements.html",
    context=StatementsContext,
    make=make_context,
    summary="Who said what, in their own words.",
    nav="Statements",
    filters=FILTERS,
    tabulate=tabulate,
)
