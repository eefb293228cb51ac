"""About the numbers: the profiles in words, the versions behind them, and what is weak."""

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from tocsin.desk.asking import Asked
from tocsin.desk.base import Desk, Page
from tocsin.desk.holdings import Late
from tocsin.desk.marks import Mark, list_event_marks, list_incident_marks
from tocsin.ontology import Profile
from tocsin.store.base import Change, StoreCounts
from tocsin.version import __version__

LIMITS = (
    "Statuses, places and dates are read by a machine from English news text. It misses events and "
    "misreads some; the tocsin eval command prints its measured errors on annotated text, with sample sizes.",
    "The register knows what its reports say. More incidents may mean more reporting: compare with the "
    "number of reports before you speak of a trend.",
    "Origins are counted by likeness of text. Two reports of one briefing in different words count as two.",
    "Alerts compare the last weeks with the year before. A register with less than a year of reports is "
    "judged by a weaker rule, with less than 16 weeks by none. What only a new large source brought is left "
    "out of the comparison for a year; many small new sources can raise alerts that the world did not cause.",
    "A country named as target or place is not an attribution. Blame is shown only as somebody's "
    "act, never as ours.",
    "Certainty numbers beside events are estimates of the reader; they are not calibrated on your sources.",
)
"""What a reader of the numbers must know; kept here until the measured figures have a page of their own."""
MOST_CHANGES = 50
FLOORS = "floors.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One figure that `tocsin eval` gives on annotated text."""

    task: str
    gold: str
    figure: str
    value: float


@cache
def load_measured() -> tuple[Measured, ...]:
    """Return the floors of this version, from the package or the checkout it runs in; none without."""
    places = (files("tocsin.desk") / "assets" / FLOORS, Path(__file__).parents[4] / "evals" / FLOORS)
    for place in places:
        if place.is_file():
            return tuple(
                Measured(task=row["task"], gold=row["path"], figure=row["figure"], value=row["value"])
                for row in json.loads(place.read_text(encoding="utf-8"))
            )
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutContext:
    """What the template of the page gets."""

    profiles: tuple[Profile, ...] = field(
        metadata={"help": "The inclusion profiles with their rules in words."}
    )
    default_profile: str = field(metadata={"help": "The profile used where an address names none."})
    counts: Late[StoreCounts] = field(
        metadata={"help": "How many rows the store holds, and when that was counted."}
    )
    version: str = field(metadata={"help": "The version of tocsin."})
    model: str = field(metadata={"help": "The language model that reports are read with."})
    changes: tuple[Change, ...] = field(
        metadata={
            "help": "Changes of sources and rules, newest first: do not read alerts across them unawares."
        }
    )
    measured: tuple[Measured, ...] = field(
        metadata={"help": "What this version reaches at least on annotated text: no release falls below it."}
    )
    limits: tuple[str, ...] = field(metadata={"help": "What is weak about the numbers."})
    event_marks: tuple[Mark, ...] = field(
        metadata={"help": "Shape, word and meaning of every status of a mention."}
    )
    incident_marks: tuple[Mark, ...] = field(
        metadata={"help": "Shape, word and meaning of every status of an incident."}
    )


def make_context(desk: Desk, _asked: Asked) -> AboutContext:
    """Gather what the page shows."""
    return AboutContext(
        profiles=tuple(desk.settings.profiles.values()),
        default_profile=desk.settings.profile,
        counts=desk.holdings.count(),
        version=__version__,
        model=desk.settings.model or "not said",
        changes=desk.store.list_changes()[::-1][:MOST_CHANGES],
        measured=load_measured(),
        limits=LIMITS,
        event_marks=list_event_marks(),
        incident_marks=list_incident_marks(),
    )


PAGE = Page(
    path="/about",
    template="about.html",
    context=AboutContext,
    make=make_context,
    summary="How the numbers are made and what is weak.",
    nav="About the numbers",
)
