"""Where coded files lie: a folder of this disk, or one behind an fsspec address (s3://, gs://, memory://)."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from tocsin.errors import InputError
from tocsin.sources.remote import is_remote, open_system


class Filing(Protocol):
    """A folder of files by name (`events/0000001-abc.parquet`); a file is there whole or not at all."""

    address: str

    def list_names(self, folder: str = "") -> list[str]:
        """Return the names of what lies in a folder, sorted; none where there is no such folder."""

    def has(self, name: str) -> bool:
        """Whether a file is there."""

    def read(self, name: str) -> bytes:
        """Return what a file holds."""

    def write(self, name: str, content: bytes) -> None:
        """Put a file in place of what was there."""

    def drop(self, name: str) -> None:
        """Remove a file."""

    def is_file(self) -> bool:
        """Whether the address names a file, which can be no folder."""

    def open_path(self, name: str) -> "Any":
        """Give a path on this disk with what the file holds, as long as it is asked for."""


def open_filing(address: str) -> Filing:
    """Return the folder at a path or an address."""
    return RemoteFiling(address) if is_remote(address) else DiskFiling(Path(address))


class DiskFiling:
    """A folder of this disk."""

    def __init__(self, path: Path) -> None:
        self.path, self.address = path, str(path)

    def list_names(self, folder: str = "") -> list[str]:
        """Return the names of what lies in a folder, sorted."""
        where = self.path / folder
        return sorted(path.name for path in where.iterdir()) if where.is_dir() else []

    def has(self, name: str) -> bool:
        """Whether a file is there."""
        return (self.path / name).exists()

    def read(self, name: str) -> bytes:
        """Return what a file holds."""
        return (self.path / name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        """Write beside and move: a reader meets the old file or the new one, never half of one."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            beside.write_bytes(content)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)

    def drop(self, name: str) -> None:
        """Remove a file."""
        (self.path / name).unlink()

    def is_file(self) -> bool:
        """Whether the path is there and no folder."""
        return self.path.exists() and not self.path.is_dir()

    @contextmanager
    def open_path(self, name: str) -> Iterator[Path]:
        """Give the path of a file."""
        yield self.path / name


class RemoteFiling:
    """A folder behind an fsspec address."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._system, root = open_system(address)
        self._root = root.rstrip("/")

    def list_names(self, folder: str = "") -> list[str]:
        """Return the names of what lies in a folder, sorted."""
        where = f"{self._root}/{folder}".rstrip("/")
        self._system.invalidate_cache()
        with self._own_errors():
            if not self._system.isdir(where):
                return []
            return sorted(
                str(path).rstrip("/").rpartition("/")[2] for path in self._system.ls(where, detail=False)
            )

    def has(self, name: str) -> bool:
        """Whether a file is there."""
        with self._own_errors():
            return bool(self._system.exists(f"{self._root}/{name}"))

    def read(self, name: str) -> bytes:
        """Return what a file holds."""
        with self._own_errors():
            return bytes(self._system.cat_file(f"{self._root}/{name}"))

    def write(self, name: str, content: bytes) -> None:
        """Write beside and move, as on a disk: not every system puts a file in place at once."""
        path = f"{self._root}/{name}"
        folder, _, last = path.rpartition("/")
        beside = f"{folder}/.{last}.{os.getpid()}.part"
        with self._own_errors():
            self._system.makedirs(folder, exist_ok=True)
            self._system.pipe_file(beside, content)
            self._system.mv(beside, path)

    def drop(self, name: str) -> None:
        """Remove a file."""
        with self._own_errors():
            self._system.rm_file(f"{self._root}/{name}")

    def is_file(self) -> bool:
        """Whether the address names a file."""
        with self._own_errors():
            return bool(self._system.isfile(self._root))

    @contextmanager
    def open_path(self, name: str) -> Iterator[Path]:
        """Give a copy of a file on this disk."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name.rpartition("/")[2]
            path.write_bytes(self.read(name))
            yield path

    @contextmanager
    def _own_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise InputError(
                f"{self.address!r:.80}: {type(error).__name__} {str(error):.120}; wanted a folder to write; "
                "check the address and your rights, then run the same command again"
            ) from error
