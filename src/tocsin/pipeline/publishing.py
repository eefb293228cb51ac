"""The user's table of publishers in the register: taken over when it changed, and who is not in it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tocsin.model import Delta, Publisher
from tocsin.pipeline.linking import link_register, now
from tocsin.register import is_listed, make_table
from tocsin.store.base import Change, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One publisher of stored reports: how many, its letter, the rule that gives it, the table's entry."""

    name: str
    reports: int
    reliability: str
    rule: str
    publisher: Publisher | None


def apply_publishers(
    store: Store, publishers: Sequence[Publisher] | None, *, clock: Callable[[], datetime] = now
) -> tuple[Delta, ...] | None:
    """Grade the register by a user's table; None where it holds that table already or none is given."""
    if publishers is None or not differs(store, publishers):
        return None
    wanted = _order(publishers)
    store.save_publishers(wanted)
    # The regime log tells a change of ours from one of the world: no alert fires on it.
    store.log_change(Change(kind="publishers", detail=f"{len(wanted)} reviewed publishers", at=clock()))
    return link_register(store).deltas


def differs(store: Store, publishers: Sequence[Publisher]) -> bool:
    """Whether a user's table is another one than that by which the register is graded."""
    return _order(publishers) != store.list_publishers()


def _order(publishers: Sequence[Publisher]) -> tuple[Publisher, ...]:
    return tuple(sorted(publishers, key=lambda one: one.name))


def list_standings(store: Store) -> tuple[Standing, ...]:
    """Return every publisher of stored reports, those with most reports first."""
    table = make_table(store.list_publishers())
    counts: Counter[tuple[str, str, str]] = Counter()
    entries: dict[tuple[str, str, str], Publisher | None] = {}
    for document in store.list_documents():
        if is_listed(document):
            continue
        publisher = table.find(document)
        name = publisher.name if publisher else document.publisher or document.source_id or "(unnamed)"
        key = (name, *table.rate(document))
        counts[key] += 1
        entries[key] = publisher
    return tuple(
        Standing(name=key[0], reports=number, reliability=key[1], rule=key[2], publisher=entries[key])
        for key, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
