"""The desk as the person who asks sees it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from tocsin.desk.base import Desk
from tocsin.desk.people.base import Person
from tocsin.desk.shortcuts import COOKIE, read_keys
from tocsin.model import Marking
from tocsin.model.account import Role

Endpoint = Callable[[Request], Response | Awaitable[Response]]

VISITOR_COOKIE = "tocsin-visitor"
"""Binds the form of a stranger who wants to sign in to his own browser; it opens nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What the guard found out about a request, for those who answer it."""

    person: Person | None
    seal: str
    address: str
    visitor: str = ""
    is_new_visitor: bool = False


def ticket_of(request: Request) -> Ticket:
    """Return what the guard found out about a request."""
    ticket: Ticket = request.state.ticket
    return ticket


def see_as(desk: Desk, request: Request) -> Desk:
    """Return the desk as the person who asks sees it: his name under what he decides, his seal in forms."""
    ticket = ticket_of(request)
    person = ticket.person
    may_decide = person is not None and person.may(Role.ANALYST) and not desk.is_read_only
    analyst = person.name if person is not None and may_decide else None
    sees_all = person is not None and person.may(Role.ANALYST)
    desk = desk.clear_for(Marking.RED if sees_all else desk.settings.reader_up_to)
    return replace(
        desk,
        settings=replace(desk.settings, analyst=analyst),
        seal=ticket.seal,
        person=person,
        keys=read_keys(request.cookies.get(COOKIE, "")),
    )
