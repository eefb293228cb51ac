"""What every page gets: the store, the settings, the clock, and what a page is."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from tocsin.desk.asking import Asked, Filter
from tocsin.desk.holdings import Holdings
from tocsin.desk.people.base import Access, Person
from tocsin.desk.shortcuts import DEFAULTS
from tocsin.model import Incident, Marking, Question
from tocsin.ontology import Profile, load_profiles, load_questions
from tocsin.pipeline.cleared import ClearedStore
from tocsin.store.base import Store

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """How the desk counts, and under which names it answers (other names are refused: DNS rebinding)."""

    profile: str = "warning"
    profiles: Mapping[str, Profile] = field(default_factory=load_profiles)
    questions: tuple[Question, ...] = field(default_factory=load_questions)
    false_alarms_per_year: float = 1.0
    address: str | None = None
    """The web address that readers reach the desk at; without one, that of each request."""
    model: str = ""
    share_up_to: Marking = Marking.CLEAR
    """The strictest label of what partners may take."""
    reader_up_to: Marking = Marking.AMBER_STRICT
    """The strictest label of what a reader sees."""
    allowed_hosts: tuple[str, ...] = LOOPBACK_NAMES
    analyst: str | None = None
    """Who decides on this desk; where there is none, it only reads. With accounts: the one who asks."""
    access: Access = field(default_factory=Access)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the pages read from. A form must bring back the seal, in a field of that name.

    What a page gets is the desk as the person who asks sees it: `person`, his seal, and in the settings the
    analyst he decides as, or none. The desk itself stands for nobody.
    """

    store: Store
    holdings: Holdings
    settings: DeskSettings
    clock: Callable[[], datetime]
    seal: str = field(default="", repr=False)
    person: Person | None = None
    keys: Mapping[str, str] = field(default_factory=lambda: DEFAULTS)
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    cleared: dict[Marking, tuple[Store, Holdings]] = field(default_factory=dict, repr=False)
    """What those see who are not cleared for everything, by clearance; made when the first of them asks."""

    @property
    def reader(self) -> str:
        """Return the name under which what was seen is kept: who is signed in, or the store's one user."""
        return self.person.name if self.person is not None else self.settings.analyst or ""

    def clear_for(self, clearance: Marking) -> "Desk":
        """Return the desk as one sees it who is cleared up to a label; the same one for all of them."""
        if clearance is Marking.RED:
            return self
        if clearance not in self.cleared:
            store = cast(Store, ClearedStore(self.store, clearance))
            self.cleared[clearance] = (store, Holdings(store, self.settings.profiles.values()))
        store, holdings = self.cleared[clearance]
        return replace(self, store=store, holdings=holdings)

    @property
    def is_read_only(self) -> bool:
        """Whether nobody can write on this desk."""
        return not self.settings.access.has_accounts and self.settings.analyst is None


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
