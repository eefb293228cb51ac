"""Running a task: gold in, figures with bootstrap intervals out."""

import csv
import gzip
import hashlib
import json
import random
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tocsin.errors import InputError
from tocsin.evaluation.base import Evaluation, Figure, Gathering, Item, OwnForm, Scored, Task

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

RESAMPLES = 1000
SEED = 20251202
"""Fixed, so that the same predictions print the same interval."""


def load_gold(path: Path) -> list[Item]:
    """Return the lines of a gold file: JSONL, or a table with tabs, a head line and no quoting."""
    try:
        lines = [line for line in _read_text(path).split("\n") if line.strip()]
        if path.suffix == ".tsv":
            items: list[Any] = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        else:
            items = [json.loads(line) for line in lines]
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"gold file {str(path)!r} cannot be opened ({error}); check the path") from error
    except ValueError as error:
        raise InputError(
            f"gold file {str(path)!r} is no JSONL ({error}); wanted one object a line"
        ) from error
    if not items or not all(isinstance(item, dict) for item in items):
        raise InputError(f"gold file {str(path)!r} holds no objects; wanted one JSON object a line")
    return items


def _read_text(path: Path) -> str:
    """Return the text of a file, unpacked where its name ends in .gz."""
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes()).decode("utf-8")
    return path.read_text(encoding="utf-8")


def _load_items(task: Task, gold: Path) -> list[Item]:
    return task.load_items(gold) if isinstance(task, OwnForm) else load_gold(gold)


def evaluate(task: Task, gold: Path, reader: "Reader", *, predictions_to: Path | None = None) -> Evaluation:
    """Run a task on a gold file, write the predictions if asked, and score them beside the baselines."""
    items = _load_items(task, gold)
    try:
        predictions = task.predict(items, reader)
        others = task.baselines(items, predictions)
        ours = score(task, items, predictions, system="tocsin")
    except (KeyError, TypeError) as error:
        raise InputError(
            f"gold file {str(gold)!r} lacks {error}; wanted the form of task {task.name!r}"
        ) from error
    if predictions_to is not None:
        with predictions_to.open("w", encoding="utf-8") as stream:
            for prediction in predictions:
                lines = task.list_lines(prediction) if isinstance(task, OwnForm) else (prediction,)
                stream.writelines(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
    return Evaluation(
        task=task.name,
        gold=gold,
        digest=hashlib.sha256(gold.read_bytes()).hexdigest(),
        documents=len(items),
        ours=ours,
        baselines=tuple(score(task, items, lines, system=name) for name, lines in others.items()),
    )


def score(task: Task, items: Sequence[Item], predictions: Sequence[Item], *, system: str) -> Scored:
    """Score predictions; the interval is the middle 95 % of figures over documents drawn with replacement."""
    if isinstance(task, Gathering):
        tallies = task.tally_together(items, predictions)
    else:
        tallies = [task.tally(item, line) for item, line in zip(items, predictions, strict=True)]
    values = task.figures(_add(tallies))
    drawn: dict[str, list[float]] = {name: [] for name in values}
    chooser = random.Random(SEED)
    for _ in range(RESAMPLES):
        for name, value in task.figures(_add(chooser.choices(tallies, k=len(tallies)))).items():
            drawn[name].append(value)
    figures = (
        Figure(
            name=name,
            value=value,
            low=_quantile(drawn[name], 0.025),
            high=_quantile(drawn[name], 0.975),
            higher_is_better=name not in task.lower_is_better,
        )
        for name, value in values.items()
    )
    return Scored(system=system, figures=tuple(figures))


def _add(tallies: Sequence[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for tally in tallies:
        total.update(tally)
    return total


def _quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[round(share * (len(ordered) - 1))]
