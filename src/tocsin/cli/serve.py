"""`tocsin serve`: the desk on a local port."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.options import ByOption, ProfileOption, StoreOption
from tocsin.cli.stopping import Stopped

if TYPE_CHECKING:
    from tocsin.settings import Settings
    from tocsin.store.base import Store

NAME = "serve"

HostOption = Annotated[
    str | None, typer.Option("--host", help="The address to listen on.", show_default=False)
]
PortOption = Annotated[
    int | None, typer.Option("--port", help="The port to listen on; 0 takes a free one.", show_default=False)
]


def run(
    store: StoreOption = None,
    profile: ProfileOption = None,
    host: HostOption = None,
    port: PortOption = None,
    by: ByOption = None,
    only_read: Annotated[bool, typer.Option("--read-only", help="Nobody decides anything here.")] = False,
) -> None:
    """Serve the desk over the register, to read it and to decide on it; stop it with Ctrl+C.

    A store with accounts asks everybody to sign in. Without accounts the desk is for one person on this
    machine, and listens on loopback only.
    """
    from tocsin.errors import InputError
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store, profile=profile, host=host, port=port, analyst=by)
    with closing(open_store(settings.store, read_only=only_read, create=False)) as register:
        if only_read and register.accounts.list_accounts():
            raise InputError(
                "--read-only over a store with accounts, whose sessions have to be written; "
                "wanted it without: a reader's account decides nothing"
            )
        serve_desk(register, settings, may_decide=not only_read)


def serve_desk(register: "Store", settings: "Settings", *, may_decide: bool = True) -> None:
    """Serve the desk until it is stopped."""
    from tocsin.cli.access import read_access
    from tocsin.desk import DeskSettings, serve
    from tocsin.desk.base import LOOPBACK_NAMES
    from tocsin.ontology import load_questions
    from tocsin.pipeline.sharing import read_clearance
    from tocsin.settings import list_profiles

    desk = DeskSettings(
        address=settings.desk_address,
        profile=settings.profile,
        profiles=list_profiles(settings),
        questions=load_questions(Path(settings.questions) if settings.questions else None),
        false_alarms_per_year=settings.false_alarms_per_year,
        model=settings.model,
        share_up_to=read_clearance(settings.share_up_to, setting="share_up_to"),
        reader_up_to=read_clearance(settings.reader_up_to, setting="reader_up_to"),
        analyst=settings.analyst if may_decide else None,
        allowed_hosts=(*LOOPBACK_NAMES, *settings.host_names),
        access=read_access(settings, has_accounts=bool(register.accounts.list_accounts())),
    )
    try:
        serve(register, host=settings.host, port=settings.port, settings=desk, announce=_announce)
    except Stopped:
        typer.echo("the desk is closed")


def _announce(address: str) -> None:
    typer.echo(f"the desk is at {address} (stop it with Ctrl+C)")
