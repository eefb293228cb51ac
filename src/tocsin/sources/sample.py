"""The sample reports that ship with tocsin."""

from collections.abc import Iterator
from importlib.resources import files

from tocsin.model import Document
from tocsin.sources.base import Intake
from tocsin.sources.plain import make_plain_document


def iter_sample() -> Iterator[Document]:
    """Yield the sample reports, oldest file name first."""
    folder = files("tocsin.sources") / "sample_reports"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".txt"):
            yield make_plain_document(entry.read_text(encoding="utf-8"), Intake())
