"""Where rows are kept: an SQLite file by default, PostgreSQL by URL."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import entry_points
from pathlib import Path

from tocsin.errors import StoreError
from tocsin.store.base import Backend, Change, Failure, Store, StoreCounts

__all__ = ["STORES", "Backend", "Change", "Failure", "Store", "StoreCounts", "open_store"]


def _open_sqlite(address: str | Path, *, create: bool, read_only: bool, now: Callable[[], datetime]) -> Store:
    # Imported late: SQLAlchemy takes longer to load than `tocsin --help` may take.
    from tocsin.store.sqlite import open_sqlite

    return open_sqlite(address, create=create, read_only=read_only, now=now)


def _open_postgres(
    address: str | Path, *, create: bool, read_only: bool, now: Callable[[], datetime]
) -> Store:
    from tocsin.store.postgres import open_postgres

    return open_postgres(str(address), create=create, read_only=read_only, now=now)


STORES: tuple[Backend, ...] = (
    Backend("sqlite", ("sqlite",), _open_sqlite),
    Backend("postgres", ("postgresql", "postgres"), _open_postgres),
)


def open_store(
    url_or_path: str | Path,
    *,
    create: bool = True,
    read_only: bool = False,
    now: Callable[[], datetime] | None = None,
) -> Store:
    """Open the store in a file, or at a URL (`sqlite:///...`, `postgresql://...`); `close` it after use.

    A store of an older tocsin is migrated first (an SQLite file after a backup copy beside it). With
    `create=False` a store that is not there is an error. With `read_only=True` nothing is made, migrated or
    written, so that a store in a place that cannot be written to is read too; one that needs a migration is
    refused. `now` gives the moments in backups' names.
    """
    backend = _choose_backend(url_or_path)
    moment = now or (lambda: datetime.now(UTC))
    return backend.open(url_or_path, create=create and not read_only, read_only=read_only, now=moment)


def _choose_backend(url_or_path: str | Path) -> Backend:
    if isinstance(url_or_path, Path) or "://" not in url_or_path:
        return STORES[0]
    scheme = url_or_path.partition("://")[0].partition("+")[0].lower()
    for backend in (*STORES, *_load_outside_backends()):
        if scheme in backend.schemes:
            return backend
    known = ", ".join(scheme for backend in STORES for scheme in backend.schemes)
    raise StoreError(f"unknown kind of store {scheme!r}; known: {known}; give a path or one of these URLs")


def _load_outside_backends() -> tuple[Backend, ...]:
    return tuple(entry.load() for entry in entry_points(group="tocsin.stores"))
