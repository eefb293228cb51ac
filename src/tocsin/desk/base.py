"""What every page gets: the store, the settings, the clock, and what a page is."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tocsin.desk.asking import Asked, Filter
from tocsin.desk.holdings import Holdings
from tocsin.model import Incident, Question
from tocsin.ontology import Profile, load_profiles, load_questions
from tocsin.store.base import Store

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """How the desk counts, and under which names it answers (other names are refused: DNS rebinding)."""

    profile: str = "warning"
    profiles: Mapping[str, Profile] = field(default_factory=load_profiles)
    questions: tuple[Question, ...] = field(default_factory=load_questions)
    false_alarms_per_year: float = 1.0
    model: str = ""
    allowed_hosts: tuple[str, ...] = LOOPBACK_NAMES
    analyst: str | None = None
    """Who decides on this desk; where there is none, it only reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the pages read from; only `deciding` writes. A form must bring back the seal."""

    store: Store
    holdings: Holdings
    settings: DeskSettings
    clock: Callable[[], datetime]
    seal: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows behind a list: `items` as JSON values, whole and in order, and what they were chosen by."""

    name: str
    items: Sequence[dict[str, Any]]
    profile: str | None = None
    incidents: Iterable[Incident] | None = None
    """Set where the rows are incidents: their CSV is that of `tocsin incidents --format csv`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its address, template and context; `nav` puts it in the menu, `tabulate` gives it twins."""

    path: str
    template: str
    context: type[Any]
    make: Callable[..., Any]
    summary: str
    nav: str | None = None
    filters: tuple[Filter, ...] = ()
    tabulate: Callable[[Desk, Asked], Table] | None = None
    load: Callable[[Desk, str], Any] | None = None
    """For the page of one thing: finds it by the id in the address, or raises a 404."""
    encode: Callable[[Desk, str], dict[str, Any]] | None = None
    """For the page of one thing: that thing as JSON values, at the same address with `.json`."""
