"""Files, directories and standard input."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tocsin.errors import DocumentError
from tocsin.model import Document
from tocsin.sources.base import Intake, Unread
from tocsin.sources.decoding import check_size
from tocsin.sources.formats import READ_SUFFIXES, Given, find_format, read_stream


class StandardInput:
    """Reads `-`: any format that a file may have, told by how it opens."""

    def accepts(self, address: str) -> bool:
        """Whether standard input is meant."""
        return address == "-"

    def documents(self, address: str, intake: Intake) -> Iterator[Document | Unread]:
        """Yield what standard input holds."""
        yield from read_stream(sys.stdin.buffer, Given(name="standard input", intake=intake))


class FileConnector:
    """Reads a file by how it opens, else by its suffix, else as plain text."""

    def accepts(self, address: str) -> bool:
        """Whether the address names a file or nothing that exists."""
        return not Path(address).is_dir()

    def documents(self, address: str, intake: Intake) -> Iterator[Document | Unread]:
        """Yield the documents of one file."""
        path = Path(address)
        try:
            with path.open("rb") as stream:
                form = find_format(path)
                if form is not None and form.is_one:
                    check_size(path.stat().st_size, intake.max_bytes)
                yield from read_stream(stream, Given(name=address, intake=intake))
        except DocumentError as error:
            yield Unread(name=address, reason=str(error))
        except FileNotFoundError:
            yield Unread(name=address, reason="there is no such file; check the path")
        except OSError as error:
            yield Unread(name=address, reason=f"cannot be opened ({error.strerror}); check the file's rights")


class DirectoryConnector:
    """Reads every file of a known kind under a directory, in the order of their names."""

    def accepts(self, address: str) -> bool:
        """Whether the address is a directory."""
        return Path(address).is_dir()

    def documents(self, address: str, intake: Intake) -> Iterator[Document | Unread]:
        """Yield the documents of all files under the directory; other kinds of files are ignored."""
        paths = sorted(path for path in Path(address).rglob("*") if is_readable(path))
        if not paths:
            wanted = ", ".join(sorted(READ_SUFFIXES))
            yield Unread(name=address, reason=f"the directory holds no file to read; wanted {wanted}")
        connector = FileConnector()
        for path in paths:
            yield from connector.documents(str(path), intake)


def is_readable(path: Path) -> bool:
    """Whether a path is a file of a known kind; a name that opens by a dot is hidden on purpose."""
    return find_format(path) is not None and not path.name.startswith(".") and path.is_file()
