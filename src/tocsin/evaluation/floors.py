"""The gate: a figure below its floor fails, and a gold file that changed is told."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tocsin.errors import InputError
from tocsin.evaluation.base import Evaluation


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The worst value a figure may take on one gold file."""

    task: str
    path: str
    digest: str
    figure: str
    value: float


def load_floors(path: Path) -> tuple[Floor, ...]:
    """Read a floors file: a list of objects with task, path, digest, figure and value."""
    try:
        entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        return tuple(Floor(**entry) for entry in entries)
    except (OSError, ValueError, TypeError) as error:
        raise InputError(
            f"floors file {str(path)!r} cannot be used ({error}); wanted a list of floors"
        ) from error


def check_floors(evaluation: Evaluation, floors: tuple[Floor, ...]) -> tuple[str, ...]:
    """Return a sentence for every floor the evaluation breaks."""
    broken: list[str] = []
    figures = {figure.name: figure for figure in evaluation.ours.figures}
    for floor in floors:
        if floor.task != evaluation.task or Path(floor.path).name != evaluation.gold.name:
            continue
        if floor.digest != evaluation.digest:
            broken.append(f"{floor.path} is not the file the floor of {floor.figure!r} was set on")
            continue
        figure = figures[floor.figure]
        short = figure.value < floor.value if figure.higher_is_better else figure.value > floor.value
        if short:
            wanted = "at least" if figure.higher_is_better else "at most"
            broken.append(
                f"{floor.figure} is {figure.value:.3f} on {floor.path}; wanted {wanted} {floor.value:.3f}"
            )
    return tuple(broken)
