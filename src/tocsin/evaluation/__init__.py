"""`tocsin eval`: one task a file, scored with intervals and baselines beside it."""

from tocsin.evaluation.alerts import AlertsTask
from tocsin.evaluation.base import Evaluation, Figure, Scored, Task
from tocsin.evaluation.bench import BenchTask
from tocsin.evaluation.briefs import BriefsTask
from tocsin.evaluation.challenge import ChallengeTask
from tocsin.evaluation.episodes import EpisodesTask
from tocsin.evaluation.events import EventsTask
from tocsin.evaluation.floors import check_floors, load_floors
from tocsin.evaluation.forecast import ForecastTask
from tocsin.evaluation.linking import LinkingTask
from tocsin.evaluation.places import PlacesTask
from tocsin.evaluation.positions import PositionsTask
from tocsin.evaluation.register import RegisterTask
from tocsin.evaluation.register_acts import RegisterActsTask
from tocsin.evaluation.scoring import evaluate
from tocsin.evaluation.statements import StatementsTask
from tocsin.evaluation.status import StatusTask
from tocsin.evaluation.times import TimesTask
from tocsin.exports.base import find_named

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
    RegisterTask(),
    RegisterActsTask(),
    ForecastTask(),
    AlertsTask(),
    EpisodesTask(),
    BriefsTask(),
)

__all__ = [
    "TASKS",
    "EpisodesTask",
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
    return find_named(name, TASKS, what="task")
