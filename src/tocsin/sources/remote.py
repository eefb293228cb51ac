"""Files behind an fsspec address (s3://, gs://, sftp://, memory://): read like files on this disk."""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from tocsin.errors import DocumentError, InputError
from tocsin.model import Document
from tocsin.sources.base import Intake, Unread
from tocsin.sources.decoding import check_size
from tocsin.sources.formats import READ_SUFFIXES, Given, find_format, read_stream

SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://")
WEB = frozenset({"http", "https"})
DRIVERS = {"s3": "s3", "s3a": "s3", "gs": "gcs", "gcs": "gcs"}
"""The extra of tocsin that brings what a scheme needs; others name their package themselves."""


class RemoteConnector:
    """Reads a file behind an fsspec address, or every file of a known kind under a folder there."""

    def accepts(self, address: str) -> bool:
        """Whether the address has a scheme that is none of the web's."""
        return is_remote(address)

    def documents(self, address: str, intake: Intake) -> Iterator[Document | Unread]:
        """Yield the documents of one file, or of all files under a folder in the order of their names."""
        system, path = open_system(address)
        scheme = address.partition("://")[0]
        try:
            paths = sorted(filter(_is_readable, system.find(path))) if system.isdir(path) else [path]
        except OSError as error:
            yield Unread(
                name=address, reason=f"cannot be looked at ({type(error).__name__}); check the address"
            )
            return
        if not paths:
            wanted = ", ".join(sorted(READ_SUFFIXES))
            yield Unread(name=address, reason=f"the folder holds no file to read; wanted {wanted}")
        for one in paths:
            yield from _read_file(system, one, f"{scheme}://{one.lstrip('/')}", intake)


def is_remote(address: str) -> bool:
    """Whether an address leads to an fsspec file system, and neither to a path nor to a page of the web."""
    found = SCHEME.match(address)
    return found is not None and found[1] not in WEB


def open_system(address: str) -> tuple[Any, str]:
    """Return the file system of an fsspec address and the path in it."""
    scheme = address.partition("://")[0]
    try:
        import fsspec
    except ImportError:
        raise InputError(
            f"{address!r:.80} needs fsspec, which is not installed; pip install 'tocsin[remote]' brings it"
        ) from None
    try:
        system, path = fsspec.core.url_to_fs(address)  # type: ignore[no-untyped-call, unused-ignore]
    except ImportError as error:
        brings = f"pip install 'tocsin[{DRIVERS[scheme]}]' brings it" if scheme in DRIVERS else str(error)
        raise InputError(f"{address!r:.80} needs a package that is not installed; {brings:.200}") from None
    except (ValueError, OSError) as error:
        raise InputError(
            f"{address!r:.80} cannot be opened ({str(error):.120}); wanted a path or an address as s3://bucket/name"
        ) from error
    return system, str(path)


def _is_readable(path: str) -> bool:
    name = PurePath(path)
    return find_format(name) is not None and not name.name.startswith(".")


def _read_file(system: Any, path: str, name: str, intake: Intake) -> Iterator[Document | Unread]:
    form = find_format(PurePath(path))
    try:
        if form is not None and form.is_one:
            check_size(system.size(path) or 0, intake.max_bytes)
        with system.open(path, "rb") as stream:
            yield from read_stream(stream, Given(name=name, intake=intake))
    except DocumentError as error:
        yield Unread(name=name, reason=str(error))
    except FileNotFoundError:
        yield Unread(name=name, reason="there is no such file; check the address")
    except OSError as error:
        reason = f"cannot be read ({type(error).__name__}); check the address and your rights"
        yield Unread(name=name, reason=reason)
