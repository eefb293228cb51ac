"""What an address asks for: filters, read with one clear line for each mistake, and links that keep them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from tocsin.errors import InputError

PAGE = "page"
ROWS_A_PAGE = 100
LONGEST_VALUE = 200
LAST_PAGE = 1_000_000
STATE_PATTERN = "^[A-Za-z]{3,4}$"
PAIR_PATTERN = "^[A-Za-z]{3,4}-[A-Za-z]{3,4}$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One key of a page's address: how its value is read, and what it does in one sentence."""

    name: str
    help: str
    read: Callable[[str, str], Any]
    choices: Callable[[], tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A page's address as understood: `raw` as given, `values` as read; an empty value is not given."""

    path: str
    raw: Mapping[str, str]
    values: Mapping[str, Any]

    def get(self, name: str) -> Any:
        """Return the value read for a filter, None where it is not given."""
        return self.values.get(name)

    @property
    def page(self) -> int:
        """Return the page of the list asked for, from 1."""
        number: int = self.values.get(PAGE, 1)
        return number

    def url(self, path: str | None = None, **changes: object) -> str:
        """Return an address with the same filters but for the changes (None drops one); from page 1."""
        merged: dict[str, object] = {key: value for key, value in self.raw.items() if key != PAGE}
        merged.update(changes)
        kept = {key: str(value) for key, value in merged.items() if value not in (None, "")}
        return (path or self.path) + (f"?{urlencode(kept)}" if kept else "")


def read_address(
    path: str, items: Iterable[tuple[str, str]], filters: tuple[Filter, ...], *, strict: bool = False
) -> Asked:
    """Read the keys of an address; an unknown, repeated or unreadable one is an InputError.

    A form without script sends fields that are empty: they are as if not given, unless `strict`, as programs
    are read.
    """
    known = {entry.name: entry for entry in filters}
    raw: dict[str, str] = {}
    for name, value in items:
        if name not in known:
            wanted = f"known here: {', '.join(known)}" if known else "this page takes none"
            raise InputError(f"unknown filter {name!r:.60}; {wanted}; correct the address")
        if name in raw:
            raise InputError(f"filter {name!r} is given twice; wanted it once; correct the address")
        if len(value) > LONGEST_VALUE:
            raise InputError(
                f"filter {name!r} has {len(value)} characters; wanted at most {LONGEST_VALUE}; shorten it"
            )
        if strict and (not value or value.startswith(" ") or value.endswith(" ")):
            raise InputError(f"filter {name!r} is {value!r:.60}; wanted no space round it, and not nothing")
        raw[name] = value
    given = {name: value.strip() for name, value in raw.items() if value.strip()}
    values = {name: _read(known[name], value) for name, value in given.items()}
    return Asked(path=path, raw=given, values=values)


def _read(entry: Filter, value: str) -> Any:
    if entry.choices is not None and value not in entry.choices():
        raise InputError(
            f"filter {entry.name!r} is {value!r:.60}; known: {', '.join(entry.choices())}; choose one"
        )
    return entry.read(entry.name, value)


def read_text(_name: str, value: str) -> str:
    """Take a text as it is."""
    return value


def read_code(name: str, value: str) -> str:
    """Take a plain code: letters, digits and . _ - :"""
    if not all(char.isascii() and (char.isalnum() or char in "._-:") for char in value):
        raise InputError(f"filter {name!r} is {value!r:.60}; wanted a plain code; correct the address")
    return value


def read_state(name: str, value: str) -> str:
    """Take the code of a state or an alliance, as POL or NATO, in capitals whatever it is given in."""
    if not re.fullmatch(STATE_PATTERN, value):
        raise InputError(f"filter {name!r} is {value!r:.60}; wanted a country code, as POL; correct it")
    return value.upper()


def read_pair(name: str, value: str) -> str:
    """Take two states written RUS-POL."""
    if not re.fullmatch(PAIR_PATTERN, value):
        raise InputError(f"filter {name!r} is {value!r:.60}; wanted two states, as RUS-POL; correct it")
    return value.upper()


def read_day(name: str, value: str) -> date:
    """Take a day written 2025-12-31."""
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise InputError(
            f"filter {name!r} is {value!r:.60}; wanted a day like 2025-12-31; correct it or leave it empty"
        ) from error


def read_number(name: str, value: str) -> int:
    """Take a whole number from 1."""
    if not (value.isascii() and value.isdigit()) or not 1 <= int(value) <= LAST_PAGE:
        raise InputError(
            f"filter {name!r} is {value!r:.60}; wanted a whole number from 1; correct the address"
        )
    return int(value)


def read_count(name: str, value: str) -> int:
    """Take a whole number from 0."""
    return 0 if value == "0" else read_number(name, value)


def read_range(name: str, value: str) -> tuple[int, int]:
    """Take characters [start, end) written 120-171."""
    start, dash, end = value.partition("-")
    digits = all(part.isascii() and part.isdigit() and len(part) < 10 for part in (start, end))
    if not dash or not digits or int(start) >= int(end):
        raise InputError(
            f"filter {name!r} is {value!r:.60}; wanted characters like 120-171; follow the link again"
        )
    return int(start), int(end)


PAGE_FILTER = Filter(name=PAGE, help=f"Which page of the list, {ROWS_A_PAGE} rows each.", read=read_number)
