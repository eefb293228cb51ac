"""Which incidents partners may take: those of the desk's profile, marked no higher than the setting says."""

from dataclasses import dataclass
from datetime import datetime

from tocsin.desk.base import Desk
from tocsin.exports import ExportContext
from tocsin.model import Incident
from tocsin.pipeline.sharing import choose_leaving

KEPT = "shared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The incidents for partners with private persons masked, oldest change first, and when each changed."""

    incidents: tuple[Incident, ...]
    changed_at: dict[str, datetime]
    context: ExportContext


def choose_shared(desk: Desk) -> Shared:
    """Return what partners may take; worked out once for each state of the store."""
    return desk.holdings.keep(KEPT, lambda: _choose(desk))


def _choose(desk: Desk) -> Shared:
    settings = desk.settings
    leaving = choose_leaving(desk.store, settings.profiles[settings.profile], settings.share_up_to)
    changed = {delta.incident_id: delta.at for delta in desk.store.list_deltas()}
    made_at = leaving.context.generated_at
    ordered = sorted(leaving.incidents, key=lambda one: (changed.get(one.id, made_at), one.id))
    return Shared(
        incidents=tuple(ordered),
        changed_at={one.id: changed.get(one.id, made_at) for one in ordered},
        context=leaving.context,
    )
