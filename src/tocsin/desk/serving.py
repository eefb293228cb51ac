"""Run the desk: take the address first, so that what is wrong with it is said before anything starts."""

import errno
import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime

from tocsin.desk.app import create_app, now
from tocsin.desk.base import LOOPBACK_NAMES, DeskSettings
from tocsin.errors import InputError, TocsinError
from tocsin.store.base import Store

BACKLOG = 128
Announce = Callable[[str], None]


def serve(
    store: Store,
    *,
    host: str,
    port: int,
    settings: DeskSettings,
    announce: Announce | None = None,
    clock: Callable[[], datetime] = now,
) -> None:
    """Serve the desk until it is interrupted; `announce` gets the real address (port 0 takes a free one)."""
    if host not in LOOPBACK_NAMES:
        raise InputError(
            f"host {host!r} can be reached from other machines, and the desk has no accounts yet; "
            f"wanted one of {', '.join(LOOPBACK_NAMES)}; reach it from outside through an SSH tunnel"
        )
    app = create_app(store, settings=replace(settings, allowed_hosts=LOOPBACK_NAMES), clock=clock)
    with closing(open_listener(host, port)) as listener:
        import uvicorn  # late: the commands that serve nothing need not load it

        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, lifespan="off", ws="none"
        )
        if announce is not None:
            announce(address_of(listener, host))
        uvicorn.Server(config).run(sockets=[listener])


def open_listener(host: str, port: int) -> socket.socket:
    """Return a listening socket, or a TocsinError that says why there is none and what to do."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        listener.close()
        raise TocsinError(_explain(error, host, port)) from error
    return listener


def address_of(listener: socket.socket, host: str) -> str:
    """Return the web address of a listening socket."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}/"


def _explain(error: Exception, host: str, port: int) -> str:
    code = getattr(error, "errno", None)
    if code == errno.EADDRINUSE:
        return (
            f"port {port} on {host} is in use; wanted a free port: choose another with --port, or 0 for any"
        )
    if code == errno.EACCES:
        return f"port {port} on {host} needs rights you lack; wanted a port from 1024: choose it with --port"
    return f"{host} port {port} cannot be listened on; wanted a local address and a port from 0 to 65535"
