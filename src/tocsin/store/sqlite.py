"""What is SQLite's own: the file, its locks and pragmas, the backup copy, the word index."""

import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from tocsin.errors import StoreBusyError, StoreError, StoreFullError
from tocsin.store.flavour import WRITES, Flavour, first_line, open_to_read, open_to_write, own_errors
from tocsin.store.migrating import migrate, refuse_outdated, refuse_strangers
from tocsin.store.sql import SqlStore
from tocsin.store.sqlite_file import choose_mode, find_path, refuse_file

# Another process's longest transaction is saving the register of a large store: seconds, not minutes.
BUSY_SECONDS = 30.0
# A full look at this much takes about a tenth of a second; larger files are looked at by `check` only.
QUICK_CHECK_BYTES = 32 * 1024 * 1024

# FULL: with NORMAL, a loss of power (not a kill) could take the last documents that were said to be stored.
# A report touches some hundred pages all over a large file: the log is written back (pages sorted, each once)
# after some 40 MB rather than 4, which else makes every tenth report wait for the disk; and the upper pages
# of the indexes stay in memory.
PRAGMAS = (
    "foreign_keys = ON",
    "synchronous = FULL",
    "cell_size_check = ON",
    "wal_autocheckpoint = 10000",
    "cache_size = -16000",
)

SEARCH = text(
    "SELECT d.id FROM documents_search JOIN documents d ON d.number = documents_search.rowid "
    "WHERE documents_search MATCH :words ORDER BY bm25(documents_search), d.id LIMIT :most"
)

NEWEST = text(
    "SELECT rowid FROM documents_search WHERE documents_search MATCH :words ORDER BY rowid DESC LIMIT :most"
)
INCIDENTS = text("SELECT rowid FROM incidents_search WHERE incidents_search MATCH :words LIMIT :most")


def open_sqlite(
    address: str | Path, *, create: bool, read_only: bool, now: Callable[[], datetime]
) -> SqlStore:
    """Open the store in a file, made or migrated where needed."""
    path = find_path(address)
    refuse_file(path, create=create, read_only=read_only)
    flavour = Flavour(
        address=repr(str(path)),
        insert=insert,
        name_error=_name_error,
        find_faults=_find_faults,
        search=_search,
        search_newest=_search_newest,
        search_incidents=_search_incidents,
    )
    engine = _make_engine(path, read_only=read_only)
    try:
        if read_only:
            _look_over(engine, flavour, path)
        else:
            _prepare(engine, flavour, path, create=create, now=now)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, flavour)


def _make_engine(path: Path, *, read_only: bool) -> Engine:
    url = URL.create("sqlite", database=str(path))
    if read_only:
        engine = create_engine(url, creator=lambda: _connect_to_read(path), pool_timeout=BUSY_SECONDS)
    else:
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, pool_timeout=BUSY_SECONDS)
    event.listen(engine, "connect", _set_up_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _connect_to_read(path: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(path))}?mode={choose_mode(path)}"
    # Each connection is used by one thread at a time: the pool sees to that.
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _set_up_connection(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes late and not before table changes; `_begin` does it instead.
    connection.isolation_level = None
    with closing(connection.cursor()) as cursor:
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _look_over(engine: Engine, flavour: Flavour, path: Path) -> None:
    with open_to_read(engine, flavour) as connection:
        revision = refuse_strangers(connection, address=flavour.address, create=False)
        refuse_outdated(revision, address=flavour.address)
        _refuse_damage(connection, flavour, path)


def _prepare(
    engine: Engine, flavour: Flavour, path: Path, *, create: bool, now: Callable[[], datetime]
) -> None:
    with open_to_read(engine, flavour) as connection:
        refuse_strangers(connection, address=flavour.address, create=create)
        _refuse_damage(connection, flavour, path)
    with own_errors(flavour):
        _switch_to_log(engine)

    def back_up(revision: str) -> None:
        _copy_store(path, revision=revision, moment=now())

    with open_to_write(engine, flavour) as connection:
        migrate(connection, address=flavour.address, create=create, now=now, back_up=back_up)


def _refuse_damage(connection: Connection, flavour: Flavour, path: Path) -> None:
    if path.stat().st_size > QUICK_CHECK_BYTES:
        return
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        raise _refuse_damaged(flavour.address, str(found).splitlines()[-1])


def _switch_to_log(engine: Engine) -> None:
    """Turn on the write-ahead log, so that readers and a writer do not wait for one another."""
    # SQLite does not wait by itself here while another process opens the same new file.
    give_up = time.monotonic() + BUSY_SECONDS
    raw = engine.raw_connection()
    try:
        while True:
            try:
                with closing(raw.cursor()) as cursor:
                    cursor.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                    raise DBAPIError("PRAGMA journal_mode", None, error) from error
                time.sleep(0.02)
            else:
                return
    finally:
        raw.close()


def _copy_store(path: Path, *, revision: str, moment: datetime) -> None:
    """Copy the store beside itself, under a name with its schema and the moment."""
    stem = f"{path.name}-backup-{revision}-{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    target = path.with_name(stem)
    count = 1
    while target.exists():
        count += 1
        target = path.with_name(f"{stem}-{count}")
    unfinished = target.with_name(target.name + ".part")
    try:
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unfinished)) as copy:
            source.backup(copy)
        shutil.copymode(path, unfinished)
        unfinished.replace(target)
    except (sqlite3.Error, OSError) as error:
        unfinished.unlink(missing_ok=True)
        raise StoreFullError(
            f"store {str(path)!r} needs a migration, but its backup copy could not be made ({error}); "
            f"wanted room and leave to write {target.name!r} beside it; the store was not changed"
        ) from error


def _name_error(error: SQLAlchemyError, address: str) -> StoreError:
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0) & 0xFF
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreBusyError(
                f"store {address} is locked by another process; waited {BUSY_SECONDS:g} s; "
                "try again when that one is done"
            )
        case sqlite3.SQLITE_FULL:
            return StoreFullError(
                f"store {address}: the disk is full; wanted room to write; free some and run it again, "
                "nothing stored was lost"
            )
        case sqlite3.SQLITE_READONLY:
            return StoreFullError(
                f"store {address} is read-only; wanted to write; change permissions or give another path"
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return _refuse_damaged(address, first_line(error))
        case sqlite3.SQLITE_CANTOPEN:
            return StoreError(
                f"store {address}: {first_line(error)}; wanted to read it, with its -wal file if one lies "
                "beside it; copy both to a folder that can be written to"
            )
    return StoreError(
        f"store {address}: {first_line(error)}; wanted to read and write it; "
        "check the disk, then run `tocsin doctor`"
    )


def _refuse_damaged(address: str, fault: str) -> StoreError:
    return StoreError(
        f"store {address} is damaged ({fault}); wanted a sound SQLite file; go back to a backup copy"
    )


def _find_faults(connection: Connection) -> tuple[str, ...]:
    faults = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    orphans = [
        f"row {row[1]} of {row[0]} names a row of {row[2]} that is not there"
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    unindexed = connection.exec_driver_sql(
        "SELECT (SELECT count(*) FROM documents) - (SELECT count(*) FROM documents_search_docsize)"
    ).scalar()
    if unindexed:
        orphans.append(f"the word index differs from the documents by {unindexed}")
    return (*(fault for fault in faults if fault != "ok"), *orphans)


def _search(connection: Connection, words: tuple[str, ...], limit: int) -> list[str]:
    quoted = " ".join(f'"{word}"' for word in words)
    return list(connection.scalars(SEARCH, {"words": quoted, "most": limit}))


def _search_newest(connection: Connection, words: tuple[str, ...], limit: int) -> list[int]:
    quoted = " ".join(f'"{word}"' for word in words)
    return list(connection.scalars(NEWEST, {"words": quoted, "most": limit}))


def _search_incidents(connection: Connection, words: tuple[str, ...], limit: int) -> list[int]:
    quoted = " ".join(f'"{word}"*' for word in words)
    return list(connection.scalars(INCIDENTS, {"words": quoted, "most": limit}))
