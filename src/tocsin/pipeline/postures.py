"""What the register lends to posture models: the incidents of a query as ranges of rate and blame."""

from datetime import timedelta

from tocsin.errors import InputError
from tocsin.pipeline.views import Query, view_register
from tocsin.store.base import Store
from tocsin.warning import day_of
from tocsin.warning.postures import PostureInputs, measure_inputs

DAYS_BEFORE = 365
"""Without --since, so many days up to the last counted incident are taken."""


def measure_register(
    store: Store, query: Query, *, threat_type: str | None = None, horizon_days: int
) -> PostureInputs:
    """Return rates and shares of what a query counts; without days, of the year up to the last incident."""
    counted = [
        (day, incident)
        for incident in view_register(store, query).counted
        if (day := day_of(incident)) is not None
        and (threat_type is None or incident.threat_type == threat_type)
    ]
    last = query.until or max((day for day, _ in counted), default=None)
    if last is None:
        raise InputError(
            "no counted incident has a day here; wanted some: tocsin incidents lists what there is"
        )
    first = query.since or last - timedelta(days=DAYS_BEFORE - 1)
    chosen = [incident for day, incident in counted if first <= day <= last]
    return measure_inputs(chosen, since=first, until=last, horizon_days=horizon_days)
