"""Who may see what: incidents and reports held back from whoever is not cleared for their label."""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.errors import SettingsError
from tocsin.exports import ExportContext
from tocsin.model import Incident, Marking
from tocsin.model.marking import read_marking
from tocsin.ontology import Profile
from tocsin.pipeline.masking import mask_incidents
from tocsin.pipeline.views import Query, view_register
from tocsin.store.base import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What may pass, and how many were held back."""

    incidents: tuple[Incident, ...]
    withheld: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What leaves for partners, up to which label, by which profile, and how many were held back."""

    incidents: tuple[Incident, ...]
    withheld: int
    clearance: Marking
    context: ExportContext


def read_clearance(words: str, *, setting: str) -> Marking:
    """Return the label that a setting or an option names; refuse what is none."""
    try:
        return read_marking(words)
    except ValueError:
        known = ", ".join(marking.value for marking in Marking)
        raise SettingsError(f"{setting} is {words!r}; wanted one of {known}") from None


def hold_back(incidents: Sequence[Incident], clearance: Marking) -> Passed:
    """Return the incidents that may be shown to one who is cleared up to a label, in their order."""
    passed = tuple(incident for incident in incidents if incident.marking.may_reach(clearance))
    return Passed(incidents=passed, withheld=len(incidents) - len(passed))


def choose_leaving(store: Store, profile: Profile, clearance: Marking) -> Leaving:
    """Return the incidents and leads of a profile that partners may have, private persons masked."""
    view = view_register(store, Query(profile=profile))
    passed = hold_back(view.exported(), clearance)
    return Leaving(
        incidents=tuple(mask_incidents(store, passed.incidents)),
        withheld=passed.withheld,
        clearance=clearance,
        context=view.context(),
    )
