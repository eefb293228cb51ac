"""Statements: who said what about whom, in their own words."""

from collections import Counter
from dataclasses import dataclass, field

from tocsin.desk.asking import PAGE_FILTER, Asked, Filter, read_code, read_day, read_text
from tocsin.desk.base import Desk, Page, Table
from tocsin.desk.holdings import StatementRow
from tocsin.desk.paging import Slice, cut_page
from tocsin.model import SpeechAct
from tocsin.model.codec import encode

MOST_SPEAKERS = 15

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
    asked: Asked = field(metadata={"help": "The address as understood."})
    acts: tuple[str, ...] = field(metadata={"help": "The speech acts to choose from."})
    speakers: tuple[Tally, ...] = field(
        metadata={"help": "The most frequent named voices among what is listed."}
    )
    act_tallies: tuple[Tally, ...] = field(metadata={"help": "How many of what is listed do what."})


def make_context(desk: Desk, asked: Asked) -> StatementsContext:
    """Gather what the page shows."""
    found = find_statements(desk, asked)
    return StatementsContext(
        statements=cut_page(found, asked),
        asked=asked,
        acts=tuple(act.value for act in SpeechAct),
        speakers=_tally_speakers(found, asked),
        act_tallies=tuple(
            Tally(label=act, count=count, url=asked.url(act=act))
            for act, count in Counter(row.act for row in found).most_common()
        ),
    )


def _tally_speakers(found: tuple[StatementRow, ...], asked: Asked) -> tuple[Tally, ...]:
    """Return the most frequent voices, each with the number that its link will list."""
    names = Counter(name for row in found for name, kind in row.voices if kind == "named")
    common = (name for name, _ in names.most_common(MOST_SPEAKERS))
    return tuple(
        Tally(label=name, count=sum(_is_by(row, name) for row in found), url=asked.url(speaker=name))
        for name in common
    )


def find_statements(desk: Desk, asked: Asked) -> tuple[StatementRow, ...]:
    """Return the statements an address asks for."""
    return tuple(row for row in desk.holdings.load_shelf().statements if _matches(row, asked))


def _matches(row: StatementRow, asked: Asked) -> bool:
    speaker, act, words = asked.get("speaker"), asked.get("act"), asked.get("q")
    if act is not None and row.act != act:
        return False
    if speaker is not None and not _is_by(row, speaker):
        return False
    said = "\n".join(piece.text for piece in row.words).casefold()
    if words is not None and not all(word in said for word in words.casefold().split()):
        return False
    return _matches_days(row, asked)


def _matches_days(row: StatementRow, asked: Asked) -> bool:
    since, until = asked.get("since"), asked.get("until")
    if row.report.published_at is None:
        return since is None and until is None
    day = row.report.published_at.date()
    return (since is None or day >= since) and (until is None or day <= until)


def _is_by(row: StatementRow, speaker: str) -> bool:
    wanted = speaker.casefold()
    named = any(wanted in name.casefold() for name, _ in row.voices)
    return named or any(code == speaker or code.startswith(f"{speaker}.") for code in row.actor_ids)


def tabulate(desk: Desk, asked: Asked) -> Table:
    """Return the rows of the list."""
    return Table(name="statements", items=tuple(encode_row(row) for row in find_statements(desk, asked)))


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
