"""`tocsin judge`: accept, reject or correct one record of the register."""

from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.deciding import print_decided
from tocsin.cli.options import ByOption, IncidentArgument, ReasonOption, StoreOption

if TYPE_CHECKING:
    from tocsin.pipeline.judging import Analyst, Decided
    from tocsin.store.base import Store

NAME = "judge"


def run(
    incident_id: IncidentArgument,
    accept: Annotated[bool, typer.Option("--accept", help="The record is right as it stands.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="Wrong: no profile counts it.")] = False,
    review: Annotated[
        str | None, typer.Option("--review", metavar="STATE", help="in_review, needs_source, escalated ...")
    ] = None,
    status: Annotated[
        str | None, typer.Option("--status", metavar="STATUS", help="confirmed, disputed, refuted ...")
    ] = None,
    value: Annotated[
        str | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="Set a field; nothing after = empties it."),
    ] = None,
    response: Annotated[
        str | None,
        typer.Option("--response", metavar="EVENT", help="Link what followed: an event's or a record's id."),
    ] = None,
    code: Annotated[
        str | None,
        typer.Option("--as", metavar="CODE", help="What kind of response: r_expel, charged ..."),
    ] = None,
    not_response: Annotated[
        str | None,
        typer.Option("--not-response", metavar="CLAIM", help="Take off what did not follow it."),
    ] = None,
    copy_of: Annotated[
        str | None,
        typer.Option("--copy-of", metavar="REPORT", help="ID is a report here: it copies that report."),
    ] = None,
    marking: Annotated[
        str | None,
        typer.Option(
            "--marking", metavar="TLP", help="How far it may go: CLEAR, GREEN, AMBER ... A report, too."
        ),
    ] = None,
    reason: ReasonOption = "",
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Accept, reject or correct a record, or link what followed it; every decision can be undone."""
    from tocsin.pipeline.judging import Analyst
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    decide = _choose(
        {
            "--accept": "accepted" if accept else None,
            "--reject": "rejected" if reject else None,
            "--review": review,
            "--status": status,
            "--set": value,
            "--response": response,
            "--not-response": not_response,
            "--copy-of": copy_of,
            "--marking": marking,
        },
        code=code,
    )
    settings = load_settings(store=store, analyst=by)
    analyst = Analyst(name=settings.analyst)
    with closing(open_store(settings.store, create=False)) as register:
        print_decided(decide(register, incident_id, analyst, reason))


Decide = Callable[["Store", str, "Analyst", str], "Decided"]


def _choose(options: Mapping[str, str | None], *, code: str | None) -> Decide:
    """Return the one decision that the options ask for."""
    from tocsin.errors import InputError
    from tocsin.pipeline import judging

    given = [(option, words) for option, words in options.items() if words is not None]
    if len(given) != 1:
        raise InputError(f"judge got {len(given)} decisions; wanted one of {', '.join(options)}")
    ((option, words),) = given
    if code is not None and option != "--response":
        raise InputError(f"--as {code!r} with {option}; wanted it with --response only")
    match option:
        case "--status":
            decide: Callable[..., Decided] = partial(judging.set_status, status=words)
        case "--set":
            field, equals, new = words.partition("=")
            if not equals:
                raise InputError(f"--set {words!r}: wanted FIELD=VALUE, as severity=3")
            decide = partial(judging.set_value, field=field, value=new)
        case "--response":
            decide = partial(judging.link_response, subject=words, code=code)
        case "--not-response":
            decide = partial(judging.unlink_response, claim_id=words)
        case "--marking":
            decide = partial(judging.set_marking, marking=words)
        case "--copy-of":
            return lambda store, id_, analyst, why: judging.mark_copy(
                store, (words, id_), analyst=analyst, reason=why
            )
        case _:
            decide = partial(judging.set_review, state=words)
    return lambda store, id_, analyst, why: decide(store, id_, analyst=analyst, reason=why)
