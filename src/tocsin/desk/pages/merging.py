"""Before a merge: two records side by side, and the one that they would become."""

from dataclasses import dataclass, field

from fastapi import HTTPException

from tocsin.desk.asking import Asked, Filter, read_code
from tocsin.desk.base import Desk, Page
from tocsin.desk.deciding import mark_state
from tocsin.desk.pages.incident import list_shown, load
from tocsin.model import Incident
from tocsin.pipeline.previewing import preview_merge

FILTERS = (Filter(name="other", help="The id of the other record.", read=read_code),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field of both records and of what they would become."""

    label: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    merged: tuple[str, ...]
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MergingContext:
    """What the template of the page gets."""

    incident: Incident = field(metadata={"help": "The record."})
    other: Incident = field(metadata={"help": "The record it is to be merged with."})
    merged: Incident | None = field(metadata={"help": "What they would become; none if nothing."})
    lines: tuple[Line, ...] = field(metadata={"help": "Their fields side by side."})
    analyst: str | None = field(metadata={"help": "Who decides; none where the desk only reads."})
    seal: str = field(metadata={"help": "What a form must bring back."})
    seen: str = field(metadata={"help": "What tells the state of the record that is shown from others."})


def make_context(desk: Desk, asked: Asked, incident: Incident) -> MergingContext:
    """Gather what the page shows."""
    if asked.get("other") is None:
        raise HTTPException(400, "the address names no other record; wanted ?other= with its id")
    other = load(desk, asked.get("other"))
    if other.id == incident.id:
        raise HTTPException(400, f"{other.id} is this record itself; wanted the id of another")
    merged = preview_merge(desk.store, (incident, other))
    values = [
        {shown.label: shown.values for shown in list_shown(one)} if one is not None else {}
        for one in (incident, other, merged)
    ]
    labels = dict.fromkeys(label for side in values for label in side)
    return MergingContext(
        incident=incident,
        other=other,
        merged=merged,
        lines=tuple(
            Line(
                label=label,
                one=values[0].get(label, ()),
                other=values[1].get(label, ()),
                merged=values[2].get(label, ()),
                differs=values[0].get(label, ()) != values[1].get(label, ()),
            )
            for label in labels
        ),
        analyst=desk.settings.analyst,
        seal=desk.seal,
        seen=mark_state(incident),
    )


PAGE = Page(
    path="/incidents/{incident_id}/merge",
    template="merging.html",
    context=MergingContext,
    make=make_context,
    summary="What a merge would make",
    filters=FILTERS,
    load=load,
)
