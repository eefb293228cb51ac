"""`tocsin questions`: the questions you track, and who holds what on one of them, over time."""

import json
from collections import Counter
from contextlib import closing
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.options import SinceOption, StoreOption, UntilOption, clean_line, parse_option_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tocsin.model import Position, Question

NAME = "questions"


class Format(StrEnum):
    """How positions are printed."""

    TEXT = "text"
    JSONL = "jsonl"


def run(
    question_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="A question; without one, all are listed.")
    ] = None,
    store: StoreOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    output: Annotated[
        Format, typer.Option("--format", help="text for people, jsonl for machines.")
    ] = Format.TEXT,
) -> None:
    """List the questions you track, or print who said what on one of them, oldest first."""
    from pathlib import Path

    from tocsin.ontology import find_question, load_questions
    from tocsin.pipeline.positions import encode_position, view_positions
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store)
    questions = load_questions(Path(settings.questions) if settings.questions else None)
    if question_id is None:
        for question in questions:
            _print_question(question, output)
        return
    chosen = find_question(questions, question_id)
    first, last = parse_option_moment(since, "--since"), parse_option_moment(until, "--until")
    with closing(open_store(settings.store, read_only=True)) as register:
        positions = view_positions(register, chosen, since=first, until=last)
    if output is Format.JSONL:
        for position in positions:
            typer.echo(json.dumps(encode_position(position), ensure_ascii=False))
        return
    typer.echo(clean_line(chosen.text))
    for line in _iter_ledger(positions):
        typer.echo(line)


def _iter_ledger(positions: "Iterable[Position]") -> "Iterator[str]":
    """Yield the lines for people: each day once, what was held on it, and at the end a count by posture."""
    day, count = "", 0
    totals: dict[str, Counter[str]] = {}
    for position in positions:
        said = position.said_at.date().isoformat() if position.said_at else "undated"
        if said != day:
            day = said
            yield f"\n{day}"
        count += 1
        totals.setdefault(position.posture, Counter())[position.modality] += 1
        yield from _iter_position(position)
    yield ""
    for posture, modalities in sorted(totals.items()):
        yield f"{posture:<24}" + ", ".join(f"{name} {number}" for name, number in modalities.most_common())
    yield f"{count} expressions of a position; what could or should be is not what will be"


def _iter_position(position: "Position") -> "Iterator[str]":
    holder = clean_line(position.holder or f"({position.kind})")
    passed_on = f", through {clean_line(' > '.join(position.through))}" if position.through else ""
    yield f"  {position.posture} · {position.modality:<10} {holder} [{position.speaks_for}]{passed_on}"
    yield f"      “{clean_line(position.quote)}”  {position.span.document_id}"


def _print_question(question: "Question", output: Format) -> None:
    if output is Format.JSONL:
        shown = {"id": question.id, "text": question.text, "topics": question.topics}
        typer.echo(json.dumps({**shown, "postures": question.postures}, ensure_ascii=False))
    else:
        typer.echo(f"{question.id:<12} {clean_line(question.text)}")
