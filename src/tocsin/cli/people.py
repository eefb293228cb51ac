"""Where the command line administers accounts: the store of the settings, in the name of whoever is at it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from tocsin.desk.people.administering import Office


@contextmanager
def open_office(store: str | None) -> Iterator["Office"]:
    """Give the accounts of the store, and who is at the command line."""
    from tocsin.desk.people.administering import Office
    from tocsin.pipeline.linking import now
    from tocsin.settings import load_settings
    from tocsin.store import open_store

    settings = load_settings(store=store)
    with closing(open_store(settings.store)) as register:
        by = f"{settings.analyst or 'somebody'} at the command line"
        yield Office(accounts=register.accounts, by=by, clock=now)


def ask_password() -> str:
    """Return a password typed twice unseen, or the first line of standard input where that is no terminal."""
    stream = typer.get_text_stream("stdin")
    if not stream.isatty():
        return stream.readline().rstrip("\r\n")
    password: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password
