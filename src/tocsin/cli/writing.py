"""Write a file beside its place and move it there: a failed export leaves the file that was."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def write_beside(out: Path) -> Iterator[BinaryIO]:
    """Give a stream that becomes the file when all went well."""
    beside = out.parent / f".{out.name}.part"
    try:
        with beside.open("wb") as stream:
            yield stream
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
