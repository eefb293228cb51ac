"""Which incidents partners may take: those of the desk's profile, marked no higher than the setting says."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from fastapi import HTTPException

from tocsin.desk.base import Desk
from tocsin.desk.holdings import Late
from tocsin.desk.indexing import APART, COUNTED, Group
from tocsin.exports import ExportContext
from tocsin.model import Incident
from tocsin.pipeline.masking import mask_incidents
from tocsin.store.base import Store
from tocsin.version import __version__

T = TypeVar("T")
KIND = "hybrid"
MOST_SHARED = 20_000
"""Of more records those changed last are shared here; `tocsin share` and exports hold them all."""
CHUNK = 200
WAIT_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What partners may take, by id with the moment of its last change, oldest first; read when looked at."""

    changed: tuple[tuple[str, datetime], ...]
    context: ExportContext
    left_out: int


def choose_shared(desk: Desk, store: Store) -> Shared:
    """Return what partners may take, without reading the records themselves."""
    profile = desk.settings.profile
    index = desk.holdings.load_index()
    fitting = (index.bear(COUNTED, profile) | index.bear(APART, profile)) & index.bear("kind", KIND)
    made_at = desk.clock()
    moments = store.list_last_changes()
    ordered = sorted(
        ((name, moments.get(name, made_at)) for name in Group(index, fitting).row_ids()),
        key=lambda item: (item[1], item[0]),
    )
    return Shared(
        changed=tuple(ordered[-MOST_SHARED:]),
        context=ExportContext(profile=profile, generated_at=made_at, version=__version__),
        left_out=max(0, len(ordered) - MOST_SHARED),
    )


def iter_shared(desk: Desk, store: Store, shared: Shared) -> Iterator[tuple[Incident, datetime]]:
    """Yield records with private persons masked and the moment of their last change, some read at a time."""
    waiting = iter(shared.changed)
    while some := dict(islice(waiting, CHUNK)):
        with store.open_links() as links:
            found = {one.id: one for one in links.load_incidents(some)}
        passed = [found[name] for name in some if name in found]
        leaving = [one for one in passed if one.marking.may_reach(desk.settings.share_up_to)]
        for incident in mask_incidents(store, leaving):
            yield incident, some[incident.id]


def take_ready(late: Late[T]) -> T:
    """Return what was worked out behind; until it is there, say when to ask again."""
    if late.value is None:
        words = late.trouble or "this store is large: what partners may take is being gathered; ask again"
        raise HTTPException(503, words, headers={"Retry-After": str(WAIT_SECONDS)})
    return late.value
