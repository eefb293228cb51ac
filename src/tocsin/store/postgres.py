"""What is PostgreSQL's own: the address, its errors, the lock of migrations, the word search."""

from collections.abc import Callable
from datetime import datetime
from importlib.util import find_spec

from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from tocsin.errors import StoreBusyError, StoreError, StoreFullError
from tocsin.store.flavour import Flavour, first_line, open_to_read, open_to_write
from tocsin.store.migrating import migrate, refuse_outdated, refuse_strangers
from tocsin.store.schema import HEAD
from tocsin.store.sql import SqlStore

CONNECT_SECONDS = 10
# As long as an SQLite store waits.
SESSION_OPTIONS = "-c timezone=UTC -c lock_timeout=30s"
READ_ONLY_OPTIONS = f"{SESSION_OPTIONS} -c default_transaction_read_only=on"
# Any number that other programs of the same database do not use: "tocs" in ASCII.
MIGRATION_LOCK = 0x746F6373

BUSY_STATES = ("40001", "40P01", "55P03", "53300")
FULL_STATES = ("25006", "53100")

# Word for word the expression of the index in migration 0002, or PostgreSQL does not use the index.
_VECTOR = "to_tsvector('simple', coalesce(title, '') || ' ' || left(text, 200000))"
_QUERY = "plainto_tsquery('simple', :words)"
SEARCH = text(
    f"SELECT id FROM documents WHERE {_VECTOR} @@ {_QUERY} "
    f"ORDER BY ts_rank({_VECTOR}, {_QUERY}) DESC, id LIMIT :most"
)

NEWEST = text(f"SELECT number FROM documents WHERE {_VECTOR} @@ {_QUERY} ORDER BY number DESC LIMIT :most")
# Word for word the expression of the index in migration 0012.
INCIDENTS = text(
    "SELECT number FROM incidents "
    "WHERE to_tsvector('simple', coalesce(words, '')) @@ to_tsquery('simple', :words) LIMIT :most"
)


def open_postgres(address: str, *, create: bool, read_only: bool, now: Callable[[], datetime]) -> SqlStore:
    """Open the store in a PostgreSQL database, its tables made or migrated where needed."""
    url = read_url(address)
    shown = repr(url.set(drivername="postgresql").render_as_string(hide_password=True))
    if find_spec("psycopg") is None:
        raise StoreError(
            f"store {shown} needs psycopg, which is not installed; run `pip install tocsin[postgres]`"
        )
    flavour = Flavour(
        address=shown,
        insert=insert,
        name_error=_name_error,
        find_faults=_find_faults,
        search=_search,
        search_newest=_search_newest,
        search_incidents=_search_incidents,
    )
    options = READ_ONLY_OPTIONS if read_only else SESSION_OPTIONS
    arguments = {"connect_timeout": CONNECT_SECONDS, "options": options}
    engine = create_engine(url, connect_args=arguments, pool_pre_ping=True)
    try:
        with open_to_read(engine, flavour) as connection:
            revision = refuse_strangers(connection, address=shown, create=create)
        if read_only:
            refuse_outdated(revision, address=shown)
        elif revision != HEAD:
            with open_to_write(engine, flavour) as connection:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
                migrate(connection, address=shown, create=create, now=now)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, flavour)


def read_url(address: str) -> URL:
    """Return the URL of an address for SQLAlchemy; a fault of it never repeats the address."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        # The address is not repeated, here or in a cause: it may hold a password.
        raise StoreError(
            "the address given is no URL of a store; wanted postgresql://user@host:port/database"
        ) from None
    return url.set(drivername="postgresql+psycopg")


def _name_error(error: SQLAlchemyError, address: str) -> StoreError:
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    if state in BUSY_STATES:
        return StoreBusyError(f"store {address} is locked by another process; waited; try again later")
    if state in FULL_STATES:
        return StoreFullError(
            f"store {address}: {first_line(error)}; wanted room and leave to write; nothing stored was lost"
        )
    return StoreError(
        f"store {address}: {first_line(error)}; wanted a PostgreSQL database to read and write; "
        "check the address and the server"
    )


def _find_faults(_connection: Connection) -> tuple[str, ...]:
    # The server looks after its own files; rows and quotes are looked at for every backend alike.
    return ()


def _search(connection: Connection, words: tuple[str, ...], limit: int) -> list[str]:
    return list(connection.scalars(SEARCH, {"words": " ".join(words), "most": limit}))


def _search_newest(connection: Connection, words: tuple[str, ...], limit: int) -> list[int]:
    return list(connection.scalars(NEWEST, {"words": " ".join(words), "most": limit}))


def _search_incidents(connection: Connection, words: tuple[str, ...], limit: int) -> list[int]:
    quoted = " & ".join(f"'{word}':*" for word in words)
    return list(connection.scalars(INCIDENTS, {"words": quoted, "most": limit}))
