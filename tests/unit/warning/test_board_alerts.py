"""What a board alerts on: signs that went up, once, with what they count; never what one child says again."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tocsin.model import Incident, IncidentStatus
from tocsin.warning.board_alerts import notice_moves
from tocsin.warning.boards import parse_board
from tocsin.warning.indicators import Holding, assess_board
from tocsin.warning.nowcasting import Delays

ON = date(2025, 10, 5)
BOARD = parse_board(
    """
board: b
label: B
parameters: [state]
indicators:
  - id: several
    at_least: 2
    of:
      - {id: drones, query: {types: [drone_incursion], countries: [$state]}, window: 28, watch: 1, warning: 3}
      - {id: cables, query: {types: [undersea], countries: [$state]}, window: 28, watch: 1, warning: 2}
  - id: same
    of:
      - {id: again, query: {types: [drone_incursion]}, window: 28, watch: 1, warning: 3}
  - {id: calm, query: {types: [cyber]}, window: 28, polarity: lowers, watch: 1, warning: 0}
""",
    file="b.yaml",
    parameters={"state": "POL"},
)


def make_incident(number, threat="drone_incursion", day=ON):
    return Incident(
        id=f"i{number}", title="t", threat_type=threat, status=IncidentStatus.REPORTED, start_date=day,
        reports=1, origins=1, target_countries=("POL",),
        first_reported_at=datetime.combine(day, datetime.min.time(), tzinfo=UTC),
    )  # fmt: skip


CYBER = tuple(make_incident(90 + n, "cyber") for n in range(2))


def assess(incidents, delays=None):
    holding = Holding(incidents=(*incidents, *CYBER), mentions=(), read_days=(ON,), delays=delays)
    return assess_board(BOARD, holding, on=ON)


def move(before, now, **options):
    return {
        alert.unit.rpartition(":")[2]: alert
        for alert in notice_moves(
            BOARD, assess(before), assess(now), profile="warning", quote=lambda _: (), **options
        )
    }


def test_a_sign_that_went_up_is_an_alert_and_a_branch_of_one_child_is_none():
    found = move([], [make_incident(1)])
    assert set(found) == {"drones", "again"}
    alert = found["drones"]
    assert (alert.kind, alert.level, alert.unit) == ("indicator", "watch", "indicator:b:POL:drones")
    assert alert.incident_ids == ("i1",)
    assert "POL: drones, quiet became watch" in alert.reason
    assert "2 more within 28 days would make it a warning" in alert.watch_next
    assert "fewer than 1 in 28 days" in alert.detectable_change


def test_what_stands_gives_none_and_what_grows_graver_gives_another():
    one, three = [make_incident(1)], [make_incident(n) for n in range(3)]
    assert move(one, one) == {}
    assert move(three, one) == {}
    assert move(one, three)["drones"].level == "warning"


def test_a_branch_of_several_tells_when_they_come_together():
    found = move([make_incident(1)], [make_incident(1), make_incident(2, "undersea")])
    assert set(found) == {"cables", "several"}
    assert found["several"].threshold == 2


@pytest.mark.parametrize(("volume", "told"), [(0.5, False), (None, False), (1.0, True)])
def test_silence_of_our_own_raises_no_sign_of_calm(volume, told):
    with_cyber, without = assess([]), [replace(i, state="warning") for i in assess([]) if i.id == "calm"]
    found = notice_moves(
        BOARD, with_cyber, without, profile="warning", quote=lambda _: (), compare_volume=lambda days: volume
    )
    assert bool(found) is told


def test_late_reports_are_foreseen_in_the_reason_and_move_no_state():
    slow = Delays(tuple(min(1.0, (day + 1) / 60) for day in range(181)), 40)
    drones = next(i for i in assess([make_incident(1)], slow) if i.id == "drones")
    assert drones.state == "watch"
    assert "with late reports" in drones.reason
    assert "may make it warning" in drones.reason
    prompt = Delays((1.0,) * 181, 40)
    plain = next(i for i in assess([make_incident(1)], prompt) if i.id == "drones")
    assert "late reports" not in plain.reason
