"""What stands round every page: the menu, the stamp of the data, and notices about its state."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from tocsin.desk.base import Desk, Page
from tocsin.desk.people.base import Via
from tocsin.desk.shortcuts import DEFAULTS, SHORTCUTS, Shortcut
from tocsin.model.account import Role
from tocsin.pipeline.cleared import ClearedStore
from tocsin.pipeline.source_health import list_unwell
from tocsin.version import __version__

STALE_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """One entry of the menu."""

    label: str
    url: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who is signed in, and the seal of his forms."""

    name: str
    role: str
    seal: str
    is_admin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every template gets besides its own context."""

    title: str = field(metadata={"help": "The name of the page."})
    menu: tuple[MenuEntry, ...] = field(metadata={"help": "The pages with a place in the menu."})
    data_as_of: date | None = field(
        metadata={"help": "The day of the newest report: nothing on the page is newer."}
    )
    linked_at: datetime | None = field(metadata={"help": "When reports were last linked into incidents."})
    documents: int | None = field(
        metadata={"help": "How many reports are stored; none where the store was not asked: no stamp then."}
    )
    notices: tuple[str, ...] = field(
        metadata={"help": "What is the matter with the data, each with what to do."}
    )
    json_url: str | None = field(
        metadata={"help": "The same rows as JSON; none where there is no such twin."}
    )
    csv_url: str | None = field(metadata={"help": "The same rows as CSV; none where there is no such twin."})
    version: str = field(metadata={"help": "The version of tocsin."})
    keys: Mapping[str, str] = field(metadata={"help": "The key of each thing that a key does."})
    shortcuts: tuple[Shortcut, ...] = field(metadata={"help": "What keys do, in words."})
    visitor: Visitor | None = field(
        metadata={"help": "Who is signed in; none on a desk without accounts, and where nobody is."}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorContext:
    """What the page of an error gets."""

    status: int = field(metadata={"help": "The HTTP status."})
    headline: str = field(metadata={"help": "What kind of thing went wrong."})
    message: str = field(metadata={"help": "What was given, what was wanted, what to do."})


def make_frame(
    desk: Desk,
    menu: tuple[Page, ...],
    *,
    page: Page | None,
    title: str = "Not shown",
    json_url: str | None = None,
    csv_url: str | None = None,
) -> Frame:
    """Return the frame of a page."""
    return Frame(
        title=(page.nav or page.summary) if page else title,
        menu=_list_menu(menu, page),
        data_as_of=desk.holdings.find_newest_day(),
        linked_at=desk.store.load_linked_at(),
        documents=desk.holdings.count_documents(),
        notices=tuple(_list_notices(desk)),
        json_url=json_url,
        csv_url=csv_url,
        version=__version__,
        keys=desk.keys,
        shortcuts=SHORTCUTS,
        visitor=_find_visitor(desk),
    )


def make_bare_frame(menu: tuple[Page, ...], *, title: str = "Not shown") -> Frame:
    """Return a frame that asks nothing of the store: for its failures, and for strangers."""
    return Frame(
        title=title,
        menu=_list_menu(menu, None),
        data_as_of=None,
        linked_at=None,
        documents=None,
        notices=(),
        json_url=None,
        csv_url=None,
        version=__version__,
        keys=DEFAULTS,
        shortcuts=SHORTCUTS,
        visitor=None,
    )


def _find_visitor(desk: Desk) -> Visitor | None:
    person = desk.person
    if person is None or person.role is None or person.via is not Via.SESSION:
        return None
    return Visitor(
        name=person.name, role=person.role.value, seal=desk.seal, is_admin=person.role is Role.ADMIN
    )


def _list_menu(menu: tuple[Page, ...], page: Page | None) -> tuple[MenuEntry, ...]:
    here = "/" + page.path.strip("/").split("/")[0] if page else None
    return tuple(
        MenuEntry(label=entry.nav, url=entry.path, here=entry.path == here) for entry in menu if entry.nav
    )


def _list_notices(desk: Desk) -> Iterator[str]:
    if isinstance(desk.store, ClearedStore) and desk.store.is_partial:
        label = desk.store.clearance.value
        yield f"What is marked above {label} is not shown to you, and not counted; analysts see it."
    documents, unlinked = desk.holdings.count_documents(), desk.holdings.count_unlinked()
    newest = desk.holdings.find_newest_day()
    if not documents:
        yield "The store is empty: read reports with tocsin add FILE, or see a sample day with tocsin demo."
        return
    if unlinked:
        yield f"{unlinked} reports are stored and not in the register yet: run tocsin add again."
    unwell = list_unwell(desk.store)
    if unwell:
        names = ", ".join(source.name for source in unwell[:3]) + (
            f" and {len(unwell) - 3} more" if len(unwell) > 3 else ""
        )
        yield f"Dead or silent: {names}. What they would say is missing; see Sources."
    if newest is None:
        yield "No report has a publication date, so nothing can be placed in time: give one with --published."
    elif (age := (desk.clock().date() - newest).days) > STALE_DAYS:
        yield f"The newest report is {age} days old: later days are not quiet, they are unread."
