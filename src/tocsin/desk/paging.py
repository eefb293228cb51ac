"""A list in pages: every list is bounded, and says how long it is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, overload

from tocsin.desk.asking import ROWS_A_PAGE, Asked

T = TypeVar("T")
S = TypeVar("S")


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
    is_cut: bool = False
    """Whether there are more than `total`, which were not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Sequence[T]):
    """The rows of a list that is read only as far as it is looked at: its length, a stretch, all of it."""

    total: int
    cut: Callable[[int, int], tuple[T, ...]]
    """Takes how many to skip and how many to take."""
    iterate: Callable[[], Iterator[T]]
    is_cut: bool = False

    def __len__(self) -> int:
        """Return how many there are; where `is_cut`, how many were counted."""
        return self.total

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        """Return a row, or rows that follow one another."""
        if isinstance(at, int):
            return self.cut(range(self.total)[at], 1)[0]
        start, stop, _ = at.indices(self.total)
        return self.cut(start, max(0, stop - start))

    def __iter__(self) -> Iterator[T]:
        """Yield all rows."""
        return self.iterate()


def change_rows(rows: Sequence[S], change: Callable[[S], T]) -> Rows[T]:
    """Return the rows of a list, each changed when it is looked at."""
    return Rows(
        total=len(rows),
        cut=lambda skip, take: tuple(change(row) for row in rows[skip : skip + take]),
        iterate=lambda: (change(row) for row in rows),
        is_cut=getattr(rows, "is_cut", False),
    )


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
        is_cut=getattr(rows, "is_cut", False),
    )
