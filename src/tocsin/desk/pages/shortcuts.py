"""The keys: what each does, and a form to choose others."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tocsin.desk.asking import Asked
from tocsin.desk.base import Desk, Page
from tocsin.desk.shortcuts import SHORTCUTS, Shortcut


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortcutsContext:
    """What the template of the page gets."""

    listed: tuple[Shortcut, ...] = field(metadata={"help": "What keys do, with our keys."})
    chosen: Mapping[str, str] = field(metadata={"help": "The key of each in this browser."})
    seal: str = field(metadata={"help": "What a form must bring back."})


def make_context(desk: Desk, _asked: Asked) -> ShortcutsContext:
    """Gather what the page shows."""
    return ShortcutsContext(listed=SHORTCUTS, chosen=desk.keys, seal=desk.seal)


PAGE = Page(
    path="/shortcuts",
    template="shortcuts.html",
    context=ShortcutsContext,
    make=make_context,
    summary="Keys",
)
