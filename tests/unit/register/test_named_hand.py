"""Profile `named_hand`: attacks on persons only where somebody names a culprit."""

import pytest

from tocsin.model import AttributionAct, AttributionView, Incident, IncidentStatus
from tocsin.register import select_incidents

BLAMED = AttributionView(
    acts=(
        AttributionAct(attributor="x", attributor_kind="police", act="suspects", towards="RUS", evidence=()),
    )
)


@pytest.mark.parametrize(
    ("threat_type", "attribution", "counted"),
    [
        ("attack_on_person", AttributionView(), False),
        ("attack_on_person", BLAMED, True),
        ("sabotage", AttributionView(), True),
    ],
)
def test_a_killing_counts_where_somebody_is_blamed(threat_type, attribution, counted):
    incident = Incident(
        id="i1", title="t", threat_type=threat_type, status=IncidentStatus.REPORTED,
        attribution=attribution, reports=1, origins=1,
    )  # fmt: skip
    assert bool(select_incidents([incident], "named_hand").counted) is counted
    assert select_incidents([incident], "warning").counted
