"""`tocsin eval`: score reading on a gold file, with interval, size and baselines."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tocsin.evaluation import Scored

NAME = "eval"
# Read as a document is, off-topic ones left out; other golds mark words whatever a text is about.
GATED = frozenset({"bench", "challenge"})


def run(
    task: Annotated[str, typer.Argument(metavar="TASK", help="What to score, for example bench.")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="The gold file, JSON lines.")],
    predictions: Annotated[
        Path | None,
        typer.Option("--predictions", metavar="OUT", help="Write what was predicted, JSON lines."),
    ] = None,
    corpus: Annotated[
        list[Path] | None,
        typer.Option("--corpus", metavar="FILE", help="Reports to replay, for episodes and briefs."),
    ] = None,
    floors: Annotated[
        Path | None, typer.Option("--floors", metavar="FILE", help="Fail when a figure is below its floor.")
    ] = None,
) -> None:
    """Score a task on a gold file: data set, size, score with a 95 % interval, and baselines."""
    from tocsin.cli.render import make_console
    from tocsin.evaluation import EpisodesTask, check_floors, evaluate, find_task, load_floors
    from tocsin.reading.reader import Reader
    from tocsin.settings import load_settings

    chosen = find_task(task)
    if isinstance(chosen, EpisodesTask):
        chosen.corpora = tuple(corpus or ())
    limits = load_floors(floors) if floors else ()
    reader = Reader(model=load_settings().model, everything=chosen.name not in GATED)
    with make_console(stderr=True).status(f"scoring {task} ..."):
        evaluation = evaluate(chosen, gold, reader, predictions_to=predictions)
    typer.echo(f"task {evaluation.task}: {chosen.summary}")
    typer.echo(f"gold {gold.name}: {evaluation.documents} documents, sha256 {evaluation.digest[:12]}")
    for scored in (evaluation.ours, *evaluation.baselines):
        _print_scored(scored)
    broken = check_floors(evaluation, limits)
    for line in broken:
        typer.echo(f"tocsin: below the floor: {line}", err=True)
    raise typer.Exit(1 if broken else 0)


def _print_scored(scored: "Scored") -> None:
    typer.echo(f"\n{scored.system}")
    for figure in scored.figures:
        note = "" if figure.higher_is_better else "  (lower is better)"
        typer.echo(f"  {figure.name:<18} {figure.value:.3f}  [{figure.low:.3f}, {figure.high:.3f}]{note}")
