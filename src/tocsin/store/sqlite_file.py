"""The file of an SQLite store: where it is, whether it can be used, how it is opened to read only."""

import os
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from tocsin.errors import StoreError, StoreFullError

EFFECTIVE = os.access in os.supports_effective_ids
FILE_HEADER = b"SQLite format 3\x00"


def find_path(address: str | Path) -> Path:
    """Return the path that an address names."""
    named: str | Path | None = address
    if isinstance(address, str) and "://" in address:
        try:
            named = make_url(address).database
        except (ArgumentError, ValueError) as error:
            raise StoreError(
                f"{address!r} is no URL of a store; wanted sqlite:///path/of/the/file"
            ) from error
    if not named or "\0" in str(named):
        raise StoreError(
            f"{str(address)!r} names no file; wanted the path of a store, as sqlite:///tocsin.sqlite"
        )
    try:
        return Path(named).expanduser().absolute()
    except RuntimeError as error:
        raise StoreError(
            f"store {str(address)!r}: {error}; wanted a path without ~, or of a known user"
        ) from error


def refuse_file(path: Path, *, create: bool, read_only: bool) -> None:
    """Refuse what is no file of ours, or cannot be used as it is asked for."""
    try:
        _look_at_file(path, create=create)
        if not read_only:
            _refuse_unwritable(path)
        _refuse_other_file(path)
    except OSError as error:
        raise StoreError(
            f"store {str(path)!r} cannot be opened ({error.strerror}); "
            f"wanted a file to read{'' if read_only else ' and write'}"
        ) from error


def _look_at_file(path: Path, *, create: bool) -> None:
    shown = repr(str(path))
    if not path.parent.is_dir():
        raise StoreError(f"no folder {str(path.parent)!r} for the store {shown}; make the folder first")
    if path.is_dir() or (path.exists() and not path.is_file()):
        raise StoreError(f"{shown} is no file; wanted the path of a store, as tocsin.sqlite in a folder")
    if not path.exists() and not create:
        raise StoreError(f"no store at {shown}; wanted one; make it by `tocsin add`, or check the path")


def _refuse_unwritable(path: Path) -> None:
    for needed in (path, path.parent):
        # The folder too: SQLite keeps its write-ahead log beside the file.
        if needed.exists() and not _may_write(needed):
            raise StoreFullError(
                f"store {str(path)!r}: {str(needed)!r} is read-only; wanted to read and write there; "
                "change its permissions or give another path"
            )


def _refuse_other_file(path: Path) -> None:
    if path.exists() and path.stat().st_size:
        with path.open("rb") as file:
            if file.read(len(FILE_HEADER)) != FILE_HEADER:
                raise StoreError(
                    f"{str(path)!r} is not a database; wanted a store of tocsin; give another path"
                )


def _may_write(path: Path) -> bool:
    return os.access(path, os.R_OK | os.W_OK, effective_ids=EFFECTIVE)


def choose_mode(path: Path) -> str:
    """Return how SQLite is to open a file that is only read."""
    log = path.with_name(path.name + "-wal")
    if _may_write(path) and _may_write(path.parent):
        # Rows stay as they are (`query_only`); mode=ro would leave the files of the log lying about.
        return "rw"
    # Without leave to make its log SQLite reads only what it is promised that nobody changes. Where there
    # is a log, somebody has the store open, or was killed: then that promise would be false.
    return "ro" if _may_write(path.parent) or log.exists() else "ro&immutable=1"
