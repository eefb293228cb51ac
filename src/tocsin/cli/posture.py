"""`tocsin posture`: from which chance of an incident acting early would cost less than reacting."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.options import ProfileOption, SinceOption, StoreOption, UntilOption, parse_option_day

if TYPE_CHECKING:
    from tocsin.warning.postures import PostureInputs, Range, Threshold
    from tocsin.warning.postures.acting_early import Between

NAME = "posture"


def run(
    store: StoreOption = None,
    profile: ProfileOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    threat: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="Only incidents of this threat type.")
    ] = None,
    horizon: Annotated[int, typer.Option(metavar="DAYS", help="The stretch of days asked about.")] = 30,
    loss: Annotated[str, typer.Option(help="What an incident costs, in any unit.")] = "10",
    protect_cost: Annotated[str, typer.Option(help="What protecting costs, in that unit.")] = "1",
    preempt_cost: Annotated[str, typer.Option(help="What striking first costs, in that unit.")] = "1.5",
    protection: Annotated[str, typer.Option(help="How much of the loss protecting prevents, 0..1.")] = "0.4",
    preemption: Annotated[
        str, typer.Option(help="How much of it a strike at the right door prevents, 0..1.")
    ] = "0.8",
    wrong_loss: Annotated[str, typer.Option(help="What striking at the wrong door costs.")] = "3",
    escalation: Annotated[str, typer.Option(help="The chance that a strike escalates, 0..1.")] = "0.1",
    escalation_loss: Annotated[str, typer.Option(help="What an escalation costs.")] = "10",
    attributed: Annotated[
        str | None,
        typer.Option(
            help="The chance that the culprit is right, 0..1.",
            show_default="the share of incidents that anybody attributes",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for machines.")] = False,
) -> None:
    """Print from which chance of an incident acting early would cost less: what if, never advice.

    Every assumption is a number or a range LOW..HIGH of your own; rate and blame come from the register.
    """
    from tocsin.errors import InputError
    from tocsin.pipeline.postures import measure_register
    from tocsin.pipeline.views import Query
    from tocsin.settings import load_profile, load_settings
    from tocsin.store import open_store
    from tocsin.warning.postures.acting_early import read_between

    settings = load_settings(store=store, profile=profile)
    query = Query(
        profile=load_profile(settings),
        since=parse_option_day(since, "--since"),
        until=parse_option_day(until, "--until"),
    )
    if not 1 <= horizon <= 3660:
        raise InputError(f"--horizon {horizon} is no stretch of days; wanted 1 to 3660")
    with closing(open_store(settings.store, read_only=True)) as register:
        inputs = measure_register(register, query, threat_type=threat, horizon_days=horizon)
    given = {
        "loss": loss,
        "protect_cost": protect_cost,
        "preempt_cost": preempt_cost,
        "protection": protection,
        "preemption": preemption,
        "wrong_loss": wrong_loss,
        "escalation": escalation,
        "escalation_loss": escalation_loss,
    }
    between = read_between(given, attributed=attributed, default=inputs.attributed)
    if as_json:
        typer.echo(json.dumps(_encode(inputs, between, query.profile.name), ensure_ascii=False))
        return
    for line in _iter_lines(inputs, between, query.profile.name):
        typer.echo(line)


def _encode(inputs: "PostureInputs", between: "Between", profile: str) -> dict[str, object]:
    from tocsin.warning.postures import cost_postures, threshold_preemptive, threshold_proactive

    return {
        "schema": "tocsin.posture/1",
        "profile": profile,
        "inputs": asdict(inputs),
        "assumptions": {
            "low": asdict(between.low),
            "middle": asdict(between.middle),
            "high": asdict(between.high),
        },
        "thresholds": {
            "proactive": asdict(threshold_proactive(between.middle)),
            "pre-emptive": asdict(threshold_preemptive(between.middle)),
        },
        "costs": cost_postures(inputs.chance.middle, between.middle),
    }


def _iter_lines(inputs: "PostureInputs", between: "Between", profile: str) -> Iterator[str]:
    from tocsin.warning.postures import rank_sensitivity, threshold_preemptive, threshold_proactive

    yield f"From the register: {inputs.incidents} incidents by profile {profile} in {inputs.days} days"
    yield f"  a year                        {_say(inputs.rate_a_year, '{:.1f}')}"
    yield f"  one or more in {inputs.horizon_days} days          {_say(inputs.chance, '{:.0%}')}"
    yield f"  attributed by anybody         {_say(inputs.attributed, '{:.0%}')}"
    yield f"  blame denied or contested     {_say(inputs.contested, '{:.0%}')}"
    yield ""
    yield "Thresholds: the chance of an incident from which it would cost less"
    for name, threshold in (
        ("protecting than waiting", threshold_proactive),
        ("striking first than protecting", threshold_preemptive),
    ):
        yield f"  {name:<31} {_say_threshold(threshold(between.middle))}"
        for field, low, high in rank_sensitivity(threshold, between.low, between.high, between.middle):
            ends = f"{getattr(between.low, field):.3g}..{getattr(between.high, field):.3g}"
            yield f"    {field.replace('_', ' ')} {ends}: {_say_threshold(low)} to {_say_threshold(high)}"
    yield ""
    assumed = asdict(between.middle)
    yield "Assumed: " + ", ".join(f"{name.replace('_', ' ')} {value:.3g}" for name, value in assumed.items())
    yield "Rates are taken to go on as they were; who is named by reports need not be guilty. A model of"
    yield "costs says what would have to be true; it advises nobody to act; to strike is not its to decide."


def _say(value: "Range", form: str) -> str:
    return f"{form.format(value.middle)} ({form.format(value.low)} to {form.format(value.high)})"


def _say_threshold(threshold: "Threshold") -> str:
    return f"never: {threshold.reason}" if threshold.chance is None else f"{threshold.chance:.0%}"
