"""Saved searches: what is looked for again and again; each new incident that meets one raises an alert."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from tocsin.desk.asking import Asked
from tocsin.desk.base import Desk, Page, Table
from tocsin.model import Search
from tocsin.model.codec import encode
from tocsin.pipeline.alarming import describe_search


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRow:
    """A saved search in words, with the address of the list it stands for."""

    search: Search
    asked: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchesContext:
    """What the template of the page gets."""

    searches: tuple[SearchRow, ...] = field(metadata={"help": "The saved searches by name."})
    analyst: str | None = field(metadata={"help": "Who may keep and remove them; none where only read."})
    seal: str = field(metadata={"help": "What a form must bring back."})


def list_searches(desk: Desk) -> tuple[SearchRow, ...]:
    """Return the saved searches with their addresses."""
    rows = []
    for search in desk.store.list_searches():
        words = "; ".join(f"{name}: {value}" for name, value in describe_search(search).items())
        query = {
            "profile": search.profile,
            "type": next(iter(search.threat_types), ""),
            "country": next(iter(search.countries), ""),
            "q": search.words,
        }
        kept = {name: value for name, value in query.items() if value}
        rows.append(SearchRow(search=search, asked=words, url=f"/incidents?{urlencode(kept)}"))
    return tuple(rows)


def make_context(desk: Desk, _asked: Asked) -> SearchesContext:
    """Gather what the page shows."""
    return SearchesContext(searches=list_searches(desk), analyst=desk.settings.analyst, seal=desk.seal)


def tabulate(desk: Desk, _asked: Asked) -> Table:
    """Return the rows of the list."""
    return Table(name="searches", items=tuple(encode(search) for search in desk.store.list_searches()))


PAGE = Page(
    path="/searches",
    template="searches.html",
    context=SearchesContext,
    make=make_context,
    summary="Saved searches",
    tabulate=tabulate,
)
