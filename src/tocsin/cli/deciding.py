"""Print what a decision did to the register."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from tocsin.cli.options import clean_line

if TYPE_CHECKING:
    from tocsin.model import Delta, Judgement
    from tocsin.pipeline.judging import Decided

SHOWN_DELTAS = 40
"""A decision that moves more than this is read with `tocsin diff`."""


def print_decided(decided: "Decided") -> None:
    """Print the judgement's id, with which it can be undone, and the records that it changed."""
    typer.echo(f"judgement {describe_judgement(decided.judgement)}")
    print_deltas(decided.deltas[:SHOWN_DELTAS])
    if len(decided.deltas) > SHOWN_DELTAS:
        typer.echo(f"... and {len(decided.deltas) - SHOWN_DELTAS} more: tocsin diff")
    if not decided.deltas:
        typer.echo("nothing in the register changed by it")


def print_deltas(deltas: Iterable["Delta"]) -> None:
    """Print changes of records, a line each."""
    for delta in deltas:
        typer.echo(describe_delta(delta))


def describe_delta(delta: "Delta") -> str:
    """Return one change as a line: when, which record, what, and why."""
    when = delta.at.strftime("%Y-%m-%d %H:%M")
    match delta.kind:
        case "new":
            what = f"new: {delta.after}"
        case "merged":
            what = f"merged into {(delta.after or '')[:9]}: {delta.before}"
        case "gone":
            what = f"gone: {delta.before}"
        case _:
            what = f"{delta.field}: {delta.before or '(none)'} -> {delta.after or '(none)'}"
    return clean_line(f"{when}  {delta.incident_id[:9]}  {what}  [{delta.cause}]")


def describe_judgement(judgement: "Judgement") -> str:
    """Return one judgement as a line: what, by whom, when, why, and whether it still holds."""
    # What a link holds after its code is for the register, not for a line of a log.
    shown = (judgement.value or "").partition(" {")[0]
    value = f" {shown}" if shown else ""
    reason = f": {judgement.reason}" if judgement.reason else ""
    when = judgement.decided_at.strftime("%Y-%m-%d %H:%M")
    gone = f" (withdrawn {judgement.withdrawn_at:%Y-%m-%d %H:%M})" if judgement.withdrawn_at else ""
    return clean_line(f"{judgement.id[:9]}  {judgement.kind}{value} by {judgement.by}, {when}{reason}{gone}")
