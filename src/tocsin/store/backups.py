"""Copies of a whole store in one file, and a store made from one: by each database's own means.

SQLite's online backup takes a sound copy while others read and write. For PostgreSQL its own programs pg_dump
and pg_restore do the work; a dump is read and written by these alone.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL

from tocsin.errors import StoreError, StoreFullError
from tocsin.store import StoreCounts, open_store
from tocsin.store.postgres import read_url
from tocsin.store.sqlite_file import FILE_HEADER, find_path

DUMP_HEADER = b"PGDMP"
POSTGRES = ("postgresql", "postgres")
# pg_dump of a large store runs for minutes, not for a day.
LONGEST_RUN_SECONDS = 6 * 3600


def back_up(address: str, target: Path) -> StoreCounts:
    """Copy a store into a new file that only its owner may read; return what the store holds.

    Raises StoreError where the file exists, the store is missing or not sound, or there is no room.
    """
    if target.exists():
        raise StoreError(f"{str(target)!r} exists; wanted a new file; give another name or move it away")
    if not target.parent.is_dir():
        raise StoreError(f"no folder {str(target.parent)!r} for the backup; make the folder first")
    with closing(open_store(address, read_only=True)) as store:
        counts = store.count()
    unfinished = target.with_name(target.name + ".part")
    try:
        unfinished.touch(mode=0o600)
        if _is_postgres(address):
            _run_program("pg_dump", address, "--format=custom", "--no-owner", f"--file={unfinished}")
        else:
            _copy_file(find_path(address), unfinished)
        unfinished.replace(target)
    except OSError as error:
        raise StoreFullError(
            f"the backup {str(target)!r} could not be written ({error}); wanted room and leave to write there"
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return counts


def restore(
    source: Path, address: str, *, replace: bool = False, now: Callable[[], datetime] | None = None
) -> StoreCounts:
    """Make the store at an address from a backup, migrated to this tocsin's schema; return what it holds.

    A store that is there already is refused, unless `replace` is given: then an SQLite file is moved aside,
    not lost, and a PostgreSQL database's tables are dropped in the transaction that brings the new ones.
    """
    is_dump = _read_kind(source) == DUMP_HEADER
    if is_dump != _is_postgres(address):
        kind, wanted = ("PostgreSQL", "postgresql://...") if is_dump else ("SQLite", "a file")
        raise StoreError(f"{str(source)!r} is the backup of a store in {kind}; give --store {wanted}")
    if is_dump:
        _restore_dump(source, address, replace=replace)
    else:
        _restore_file(source, find_path(address), replace=replace, now=now or (lambda: datetime.now(UTC)))
    with closing(open_store(address, create=False)) as store:
        return store.count()


def _is_postgres(address: str) -> bool:
    return address.partition("://")[0].partition("+")[0].lower() in POSTGRES


def _read_kind(source: Path) -> bytes:
    try:
        with source.open("rb") as file:
            start = file.read(len(FILE_HEADER))
    except OSError as error:
        raise StoreError(f"no backup at {str(source)!r} ({error.strerror}); check the path") from error
    for header in (FILE_HEADER, DUMP_HEADER):
        if start.startswith(header):
            return header
    raise StoreError(f"{str(source)!r} is no backup of a store; wanted a file that `tocsin backup` made")


def _copy_file(path: Path, target: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            # One file by itself, whatever the store's own journal is.
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise StoreFullError(
            f"store {str(path)!r} could not be copied ({error}); nothing was changed"
        ) from error


def _restore_file(source: Path, path: Path, *, replace: bool, now: Callable[[], datetime]) -> None:
    with closing(open_store(source, read_only=True)) as backup:
        problems = backup.check()
    if problems:
        raise StoreError(f"backup {str(source)!r} is not sound: {problems[0]}; nothing was changed")
    if path.exists() and not replace:
        raise StoreError(f"there is a store at {str(path)!r}; add --replace to move it aside")
    unfinished = path.with_name(path.name + ".part")
    try:
        shutil.copyfile(source, unfinished)
        unfinished.chmod(0o600)
        if path.exists():
            aside = path.with_name(f"{path.name}-before-restore-{now().astimezone(UTC):%Y%m%dT%H%M%SZ}")
            for ending in ("", "-wal", "-shm"):
                beside = path.with_name(path.name + ending)
                if beside.exists():
                    beside.replace(aside.with_name(aside.name + ending))
        unfinished.replace(path)
    except OSError as error:
        raise StoreFullError(
            f"the store {str(path)!r} could not be written ({error}); wanted room and leave to write there"
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _restore_dump(source: Path, address: str, *, replace: bool) -> None:
    if not replace and _holds_store(address):
        raise StoreError("there is a store in that database; add --replace to put the backup in its place")
    clean = ("--clean", "--if-exists") if replace else ()
    _run_program("pg_restore", address, "--single-transaction", "--no-owner", *clean, str(source))


def _holds_store(address: str) -> bool:
    try:
        open_store(address, read_only=True).close()
    except StoreError:
        return False
    return True


def _run_program(program: str, address: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs; the password goes by the environment, never by the arguments."""
    if shutil.which(program) is None:
        raise StoreError(f"{program} is not installed; wanted PostgreSQL's client programs on the path")
    url = read_url(address)
    command = [program, "--no-password", f"--dbname={_name_database(url)}", *arguments]
    try:
        done = subprocess.run(
            command, env=_make_environment(url), capture_output=True, timeout=LONGEST_RUN_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise StoreError(f"{program} ran for {LONGEST_RUN_SECONDS} s and was stopped") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise StoreError(f"{program} failed: {said[0] if said else 'it said nothing'}; nothing was changed")


def _name_database(url: URL) -> str:
    plain = URL.create(
        "postgresql",
        username=url.username,
        host=url.host,
        port=url.port,
        database=url.database,
        query={name: value for name, value in url.query.items() if name != "password"},
    )
    return plain.render_as_string()


def _make_environment(url: URL) -> Mapping[str, str]:
    password = url.password or url.query.get("password")
    return {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
