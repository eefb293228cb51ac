"""`tocsin eval`: one task a file, scored with intervals and baselines beside it."""

from tocsin.errors import InputError
from tocsin.evaluation.base import Evaluation, Figure, Scored, Task
from tocsin.evaluation.bench import BenchTask
from tocsin.evaluation.challenge import ChallengeTask
from tocsin.evaluation.events import EventsTask
from tocsin.evaluation.floors import check_floors, load_floors
from tocsin.evaluation.forecast import ForecastTask
from tocsin.evaluation.linking import LinkingTask
from tocsin.evaluation.places import PlacesTask
from tocsin.evaluation.positions import PositionsTask
from tocsin.evaluation.scoring import evaluate
from tocsin.evaluation.statements import StatementsTask
from tocsin.evaluation.status import StatusTask
from tocsin.evaluation.times import TimesTask

TASKS: tuple[Task, ...] = (
    BenchTask(),
    StatementsTask(),
    PositionsTask(),
    EventsTask(),
    PlacesTask(),
    StatusTask(),
    TimesTask(),
    LinkingTask(),
    ChallengeTask(),
    ForecastTask(),
)

__all__ = [
    "TASKS",
    "Evaluation",
    "Figure",
    "Scored",
    "Task",
    "check_floors",
    "evaluate",
    "find_task",
    "load_floors",
]


def find_task(name: str) -> Task:
    """Return the task of that name."""
    for task in TASKS:
        if task.name == name:
            return task
    raise InputError(f"unknown task {name!r}; known: {', '.join(task.name for task in TASKS)}")
