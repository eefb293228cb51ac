"""Open-source early warning of hybrid threats: who said what, what happened, and how we know."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tocsin.version import __version__

if TYPE_CHECKING:
    from tocsin.model import Reading

__all__ = ["__version__", "read"]


def read(text: str, *, published: date | datetime | str | None = None, explain: bool = False) -> "Reading":
    """Read one English text and return its statements and events, with who said so and whether it happened.

    `published` is the day or moment of publication (a day, a moment or ISO 8601 text): "on Tuesday" needs it.
    With `explain`, each event names the rules that decided its status. Raises `tocsin.errors.InputError`
    where the text is empty or the date is none. The language model is loaded at the first call.
    """
    # Imported late: `import tocsin` must not load spaCy.
    from tocsin.pipeline.local import read_text

    return read_text(text, published=published, explain=explain)
