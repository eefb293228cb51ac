"""Send incidents to a MISP instance through its interface, with the library that MISP keeps for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from tocsin.errors import ExportError
from tocsin.exports.base import ExportContext
from tocsin.exports.misp import make_event
from tocsin.model import Incident

LONGEST_WAIT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Pushed:
    """How many events were added, changed, and left as they were because the instance has this state."""

    added: int
    changed: int
    same: int


def push_events(incidents: Sequence[Incident], context: ExportContext, *, address: str, key: str) -> Pushed:
    """Add or update one event an incident; raises ExportError where it cannot be reached or refuses.

    Each event has the same id at every push, so that pushing again doubles nothing. Nothing is published
    there: that is for those who run the instance.
    """
    misp = _connect(address, key)
    counts = {"added": 0, "changed": 0, "same": 0}
    for incident in incidents:
        counts[_push(misp, make_event(incident, context), address)] += 1
    return Pushed(**counts)


def _connect(address: str, key: str) -> Any:
    if find_spec("pymisp") is None:
        raise ExportError("pushing to MISP needs pymisp; run `pip install tocsin[push]`")
    from pymisp import PyMISP
    from pymisp.exceptions import PyMISPError

    try:
        return PyMISP(address, key, timeout=LONGEST_WAIT_SECONDS, tool="tocsin")
    except (PyMISPError, OSError, ValueError) as error:
        raise ExportError(
            f"no MISP at {address} ({type(error).__name__}); "
            "wanted its address, and its key in TOCSIN_MISP_KEY"
        ) from error


def _push(misp: Any, made: dict[str, Any], address: str) -> str:
    from pymisp import MISPEvent

    event = MISPEvent()
    event.from_dict(**made)
    held = misp.get_event(made["uuid"], pythonify=False) if misp.event_exists(made["uuid"]) else None
    if held is not None and str(held.get("Event", {}).get("timestamp")) == made["timestamp"]:
        return "same"
    answer = misp.add_event(event) if held is None else misp.update_event(event, made["uuid"])
    if isinstance(answer, dict) and "errors" in answer:
        raise ExportError(
            f"{address} refused the event {made['uuid']}: {str(answer['errors'])[:200]}; "
            "those before it are there"
        )
    return "added" if held is None else "changed"
