"""A list in pages: every list is bounded, and says how long it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tocsin.desk.asking import ROWS_A_PAGE, Asked

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice(Generic[T]):
    """One page of a list: rows `first` to `last` (from 1) of `total`, with links to its neighbours."""

    rows: tuple[T, ...]
    total: int
    page: int
    pages: int
    first: int
    last: int
    previous_url: str | None
    next_url: str | None


def cut_page(rows: Sequence[T], asked: Asked) -> Slice[T]:
    """Return the page of the rows that was asked for; a page after the last one is empty."""
    page = asked.page
    pages = max(1, -(-len(rows) // ROWS_A_PAGE))
    start = (page - 1) * ROWS_A_PAGE
    held = tuple(rows[start : start + ROWS_A_PAGE])
    return Slice(
        rows=held,
        total=len(rows),
        page=page,
        pages=pages,
        first=start + 1 if held else 0,
        last=start + len(held) if held else 0,
        previous_url=asked.url(page=min(page - 1, pages)) if page > 1 else None,
        next_url=asked.url(page=page + 1) if page < pages else None,
    )
