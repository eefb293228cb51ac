"""What differs between the SQL backends, and the edge where their errors become ours."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from tocsin.errors import StoreBusyError, StoreError, TocsinError

# The execution option of connections that will write, so that SQLite takes its write lock at the start:
# a transaction that reads first and writes later fails at once when another one wrote in between.
WRITES = "tocsin_writes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flavour:
    """One SQL backend: its address as shown to people, and what it does in its own way."""

    address: str
    insert: Callable[[Table], sqlite.Insert] | Callable[[Table], postgresql.Insert]
    name_error: Callable[[SQLAlchemyError, str], StoreError]
    find_faults: Callable[[Connection], tuple[str, ...]]
    search: Callable[[Connection, tuple[str, ...], int], list[str]]
    search_newest: Callable[[Connection, tuple[str, ...], int], list[int]]
    """The numbers of documents that hold all words, the last stored first: nothing is ranked."""
    search_incidents: Callable[[Connection, tuple[str, ...], int], list[int]]
    """The numbers of incidents in which every word stands or begins a word."""


@contextmanager
def own_errors(flavour: Flavour) -> Iterator[None]:
    """Turn the errors of the database library into ours, each one clear line."""
    try:
        yield
    except SQLAlchemyError as error:
        raise _translate(error, flavour) from error


@contextmanager
def open_to_read(engine: Engine, flavour: Flavour) -> Iterator[Connection]:
    """Give a connection inside one transaction that only reads."""
    with own_errors(flavour), engine.connect() as connection:
        yield connection


@contextmanager
def open_to_write(engine: Engine, flavour: Flavour) -> Iterator[Connection]:
    """Give a connection inside one transaction: all that is written is kept, or none of it."""
    with own_errors(flavour), engine.execution_options(**{WRITES: True}).begin() as connection:
        yield connection


def first_line(error: SQLAlchemyError) -> str:
    """Return what the driver said, without SQL, parameters or further lines."""
    cause: Any = getattr(error, "orig", None) or error
    return (str(cause).strip().splitlines() or [type(cause).__name__])[0]


def _translate(error: SQLAlchemyError, flavour: Flavour) -> TocsinError:
    cause = getattr(error, "orig", None)
    if isinstance(cause, TocsinError):
        return cause
    if isinstance(error, PoolTimeoutError):
        return StoreBusyError(
            f"store {flavour.address}: all connections are in use; wanted a free one; try again"
        )
    if isinstance(error, IntegrityError):
        return StoreError(
            f"store {flavour.address}: {first_line(error)}; wanted rows that name only rows stored before "
            "them, each id once; nothing was written"
        )
    return flavour.name_error(error, flavour.address)
