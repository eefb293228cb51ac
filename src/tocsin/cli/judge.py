"""`tocsin judge`: accept, reject or correct one record of the register."""

from collections.abc import Callable
from contextlib import closing
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
    reason: ReasonOption = "",
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Accept, reject or correct a record; every decision is kept with its reason and can be undone."""
    from tocsin.pipeline.judging import Analyst
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    decide = _choose(accept=accept, reject=reject, review=review, status=status, value=value)
    settings = load_settings(store=store, analyst=by)
    analyst = Analyst(name=settings.analyst)
    with closing(open_store(settings.store, create=False)) as register:
        print_decided(decide(register, incident_id, analyst, reason))


Decide = Callable[["Store", str, "Analyst", str], "Decided"]


def _choose(
    *, accept: bool, reject: bool, review: str | None, status: str | None, value: str | None
) -> Decide:
    """Return the one decision that the options ask for."""
    from tocsin.errors import InputError
    from tocsin.pipeline.judging import set_review, set_status, set_value

    state = "accepted" if accept else "rejected" if reject else review
    given = [accept, reject, review is not None, status is not None, value is not None]
    if sum(given) != 1:
        raise InputError(
            f"judge got {sum(given)} decisions; wanted one of --accept, --reject, --review, --status, --set"
        )
    if state is not None:
        return lambda store, id_, analyst, why: set_review(store, id_, state, analyst=analyst, reason=why)
    if status is not None:
        return lambda store, id_, analyst, why: set_status(store, id_, status, analyst=analyst, reason=why)
    field, equals, new = (value or "").partition("=")
    if not equals:
        raise InputError(f"--set {value!r}: wanted FIELD=VALUE, as severity=3")
    return lambda store, id_, analyst, why: set_value(store, id_, field, new, analyst=analyst, reason=why)
