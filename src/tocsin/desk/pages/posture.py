"""Posture: from which chance of an incident protecting, or striking first, would cost least; no advice."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from datetime import timedelta

from tocsin.desk.asking import Asked, Filter, read_day, read_number, read_text
from tocsin.desk.base import Desk, Page
from tocsin.desk.selecting import INCIDENT_FILTERS, choose_incidents, profile_of
from tocsin.errors import InputError
from tocsin.ontology import ThreatType, load_threats
from tocsin.warning import day_of
from tocsin.warning.postures import (
    PostureInputs,
    Threshold,
    cost_postures,
    rank_sensitivity,
    threshold_preemptive,
    threshold_proactive,
)
from tocsin.warning.postures.acting_early import Between, Stakes, read_between
from tocsin.warning.postures.inputs import ATTRIBUTED, measure_counts

DAYS_BEFORE = 365
HORIZON = 30
MOST_HORIZON = 3660
LABELS = {
    "loss": "what an incident costs",
    "protect_cost": "what protecting costs",
    "preempt_cost": "what striking first costs",
    "protection": "share of the loss that protecting prevents",
    "preemption": "share that a strike at the right door prevents",
    "wrong_loss": "what striking at the wrong door costs",
    "escalation": "chance that a strike escalates",
    "escalation_loss": "what an escalation costs",
    "attributed": "chance that the culprit is right",
}
ASSUMED = tuple(entry.name for entry in fields(Stakes) if entry.name != "attributed")
FILTERS = (
    *(entry for entry in INCIDENT_FILTERS if entry.name in ("profile", "type", "country")),
    Filter(name="since", help="The first day whose incidents are counted.", read=read_day),
    Filter(name="until", help="The last day whose incidents are counted.", read=read_day),
    Filter(name="horizon", help="The days asked about, 30 by default.", read=read_number),
    *(
        Filter(name=name, help=f"{label.capitalize()}: a number or a range LOW..HIGH.", read=read_text)
        for name, label in LABELS.items()
    ),
)
SHAPES: tuple[tuple[str, Callable[[Stakes], Threshold]], ...] = (
    ("protecting would cost less than waiting", threshold_proactive),
    ("striking first would cost less than protecting", threshold_preemptive),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One assumption of the reader: its words and what is assumed."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One threshold, and how far it moves with each assumption."""

    label: str
    threshold: Threshold
    moved_by: tuple[tuple[str, str, Threshold, Threshold], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureContext:
    """What the template of the page gets."""

    profile: str = field(metadata={"help": "The inclusion profile whose counted incidents are the inputs."})
    inputs: PostureInputs | None = field(metadata={"help": "What the register lends; none if it is empty."})
    incidents_url: str = field(metadata={"help": "The incidents counted."})
    assumptions: tuple[Assumption, ...] = field(metadata={"help": "What is assumed; none of it is read."})
    answers: tuple[Answer, ...] = field(metadata={"help": "The thresholds with their sensitivity."})
    costs: tuple[tuple[str, float], ...] = field(
        metadata={"help": "What each posture would cost at the chance of the register, in the reader's unit."}
    )
    horizon: int = field(metadata={"help": "The days asked about."})
    types: tuple[ThreatType, ...] = field(metadata={"help": "The threat types to choose from."})
    asked: Asked = field(metadata={"help": "The address as understood."})


def make_context(desk: Desk, asked: Asked) -> PostureContext:
    """Gather what the page shows."""
    horizon = asked.get("horizon") or HORIZON
    if horizon > MOST_HORIZON:
        raise InputError(f"filter 'horizon' is {horizon}; wanted 1 to {MOST_HORIZON} days; correct it")
    inputs, url = _measure(desk, asked, horizon)
    defaults = asdict(Stakes())
    given = {name: asked.get(name) or f"{defaults[name]:g}" for name in ASSUMED}
    assumptions = tuple(
        Assumption(name=name, label=label, value=asked.raw.get(name, given.get(name, "")))
        for name, label in LABELS.items()
    )
    answers: tuple[Answer, ...] = ()
    costs: tuple[tuple[str, float], ...] = ()
    if inputs is not None:
        between = read_between(given, attributed=asked.get("attributed"), default=inputs.attributed)
        answers = tuple(_answer(label, shape, between) for label, shape in SHAPES)
        costs = tuple(cost_postures(inputs.chance.middle, between.middle).items())
    return PostureContext(
        profile=profile_of(desk, asked),
        inputs=inputs,
        incidents_url=url,
        assumptions=assumptions,
        answers=answers,
        costs=costs,
        horizon=horizon,
        types=tuple(load_threats().values()),
        asked=asked,
    )


def _measure(desk: Desk, asked: Asked, horizon: int) -> tuple[PostureInputs | None, str]:
    """Return what counted incidents say, of the year up to the last of them where no days are given."""
    names = ("profile", "type", "country", "since", "until")
    raw = {name: asked.raw[name] for name in names if name in asked.raw}
    values = {name: asked.get(name) for name in raw}
    counted = choose_incidents(desk, Asked(path="/incidents", raw=raw, values=values)).counted
    last = asked.get("until") or next((day_of(one) for one in counted[:1]), None)
    if last is None:
        return None, Asked(path="/incidents", raw=raw, values={}).url()
    first = asked.get("since") or last - timedelta(days=DAYS_BEFORE - 1)
    within = {**raw, "since": first.isoformat(), "until": last.isoformat()}
    chosen = choose_incidents(
        desk, Asked(path="/incidents", raw=within, values={**values, "since": first, "until": last})
    ).counted
    index, attributed = chosen.state, 0
    for state in ATTRIBUTED:
        attributed |= chosen.chosen & index.bear("attribution", state.value)
    inputs = measure_counts(
        len(chosen),
        attributed=attributed.bit_count(),
        contested=(chosen.chosen & index.bear("contested", "yes")).bit_count(),
        days=(last - first).days + 1,
        horizon_days=horizon,
    )
    return inputs, Asked(path="/incidents", raw=within, values={}).url()


def _answer(label: str, shape: Callable[[Stakes], Threshold], between: Between) -> Answer:
    moved = rank_sensitivity(shape, between.low, between.high, between.middle)
    return Answer(
        label=label,
        threshold=shape(between.middle),
        moved_by=tuple(
            (
                LABELS[name],
                f"{getattr(between.low, name):.3g} to {getattr(between.high, name):.3g}",
                low,
                high,
            )
            for name, low, high in moved
        ),
    )


PAGE = Page(
    path="/posture",
    template="posture.html",
    context=PostureContext,
    make=make_context,
    summary="From which chance of an incident acting early would cost less: what if, never advice.",
    nav="Posture",
    filters=FILTERS,
)
