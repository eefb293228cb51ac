"""Run the desk: what is wrong with its address, names or accounts is said before anything starts."""

import errno
import gc
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING

from starlette.types import ASGIApp

from tocsin.desk.app import create_app, now
from tocsin.desk.base import LOOPBACK_NAMES, Desk, DeskSettings
from tocsin.desk.charts import THEMES, draw_weekly
from tocsin.desk.patience import make_patient_protocol
from tocsin.errors import InputError, TocsinError
from tocsin.store.base import Store

if TYPE_CHECKING:
    from uvicorn import Config

BACKLOG = 128
MOST_CONNECTIONS = 1_000
SWITCH_SECONDS = 0.001
STOP_SECONDS = 5
"""Streams of events have no end of their own."""
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
    app = create_app(store, settings=admit_host(settings, host), clock=clock)
    with closing(open_listener(host, port)) as listener:
        import uvicorn  # late: the commands that serve nothing need not load it

        server = uvicorn.Server(make_config(app))
        threading.Thread(target=warm_up, args=(app.state.desk,), daemon=True, name="tocsin-warm-up").start()
        if announce is not None:
            announce(address_of(listener, host))
        server.run(sockets=[listener])


def warm_up(desk: Desk) -> None:
    """Read the register, and what draws pictures, into memory before anybody asks: either takes seconds."""
    # Whatever is the matter with the store, the first page that is asked for says it.
    with suppress(TocsinError):
        desk.holdings.load_index()
    draw_weekly((), title="", theme=THEMES[0])
    # What is held by now stays: to look through it for rubbish again and again stops every page for half a
    # second at 100,000 incidents. A thread that computes must not keep the others waiting for 5 ms a turn.
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(SWITCH_SECONDS)


def make_config(app: ASGIApp) -> "Config":
    """Return how uvicorn runs a desk: with limits on what strangers can hold open."""
    import uvicorn

    return uvicorn.Config(
        app,
        http=make_patient_protocol(),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        proxy_headers=False,  # ours believes named proxies only
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=STOP_SECONDS,
    )


def admit_host(settings: DeskSettings, host: str) -> DeskSettings:
    """Return the settings with the names that a desk at an address answers to, or refuse the address."""
    if host in LOOPBACK_NAMES:
        return settings
    if not settings.access.has_accounts:
        raise InputError(
            f"host {host!r} can be reached from other machines, and this desk has no accounts; wanted at "
            "least an administrator: tocsin accounts add NAME --role admin, then one for each person with "
            f"--role analyst or reader; or listen on {LOOPBACK_NAMES[0]} and reach it through an SSH tunnel"
        )
    names = settings.allowed_hosts if _is_everywhere(host) else (*settings.allowed_hosts, host)
    if set(names) <= set(LOOPBACK_NAMES):
        raise InputError(
            f"host {host!r} has no name that people reach the desk by; wanted one in the setting host_names, "
            "as TOCSIN_HOST_NAMES='[\"desk.example.org\"]'"
        )
    return replace(settings, allowed_hosts=names)


def _is_everywhere(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False


def open_listener(host: str, port: int) -> socket.socket:
    """Return a listening socket, or a TocsinError that says why there is none and what to do."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP: only then does asyncio switch off Nagle's delay, 40 ms an answer on a kept connection.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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
