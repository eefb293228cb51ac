"""When two analysts touch one record: what came in between is shown, and nothing is decided unseen."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import Response

from tocsin.desk.base import Desk
from tocsin.desk.frame import make_bare_frame
from tocsin.desk.rendering import render_page
from tocsin.model import Delta, Incident, Judgement

MOST_SHOWN = 8
SHOWN_FIELDS = ("action", "field", "value", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictContext:
    """What the page of a conflict gets."""

    incident: Incident = field(metadata={"help": "The record as it is now."})
    judgements: tuple[Judgement, ...] = field(metadata={"help": "The newest decisions on it: by whom, why."})
    changes: tuple[Delta, ...] = field(metadata={"help": "The newest changes of what it shows."})
    tried: tuple[tuple[str, str], ...] = field(metadata={"help": "What was to be decided, field by field."})


def show_conflict(desk: Desk, incident: Incident, form: Mapping[str, tuple[str, ...]]) -> Response:
    """Return the page that says what came in between: status 409, nothing was decided."""
    subjects = (incident.id, *incident.aliases, *incident.event_ids)
    with desk.store.open_links() as links:
        judgements = links.list_judgements(subjects=subjects)
    moved = sorted(judgements, key=lambda one: one.withdrawn_at or one.decided_at, reverse=True)
    context = ConflictContext(
        incident=incident,
        judgements=tuple(moved[:MOST_SHOWN]),
        changes=desk.store.list_deltas(incident_id=incident.id)[::-1][:MOST_SHOWN],
        tried=tuple((name, form[name][0]) for name in SHOWN_FIELDS if form.get(name, ("",))[0]),
    )
    return render_page("conflict.html", context=context, frame=make_bare_frame(()), status_code=409)
