"""Open-source early warning of hybrid threats: who said what, what happened, and how we know."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tocsin.version import __version__

if TYPE_CHECKING:
    from tocsin.model import Reading

__all__ = ["__version__", "open_coded", "read"]


def read(text: str, *, published: date | datetime | str | None = None, explain: bool = False) -> "Reading":
    """Read one English text and return its statements and events, with who said so and whether it happened.

    `published` is the day or moment of publication (a day, a moment or ISO 8601 text): "on Tuesday" needs it.
    With `explain`, each event names the rules that decided its status. Raises `tocsin.errors.InputError`
    where the text is empty or the date is none. The language model is loaded at the first call.
    """
    # Imported late: `import tocsin` must not load spaCy.
    from tocsin.pipeline.local import read_text

    return read_text(text, published=published, explain=explain)


def open_coded(path: Path | str) -> Any:
    """Return a DuckDB connection with the views `readings`, `statements` and `events` of a coded folder.

    The path is what `tocsin code --out` was given. Results go to Arrow, Polars or pandas without a copy.
    Raises `tocsin.errors.InputError` where the folder holds no coded output.
    """
    from tocsin.pipeline.bulk.asking import open_coded as open_views

    return open_views(path)
