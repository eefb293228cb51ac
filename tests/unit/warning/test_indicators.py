"""Boards: what a sign says and why, when it expires, and bad boards in one line."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tocsin.errors import InputError
from tocsin.model import Incident, IncidentStatus
from tocsin.warning.boards import load_board, parse_board
from tocsin.warning.indicators import Holding, assess_board, find_changes

ON = date(2025, 10, 5)
BOARD = """
board: b
label: B
parameters: [state]
indicators:
  - id: top
    at_least: 2
    of:
      - {id: drones, query: {types: [drone_incursion], countries: [$state]}, window: 28, watch: 1, warning: 3,
         expires: 30}
      - {id: cables, query: {types: [undersea], countries: [$state]}, window: 28, watch: 1, warning: 2}
  - {id: calm, query: {types: [cyber]}, window: 28, polarity: lowers, watch: 1, warning: 0}
"""


def make_incident(number, day, threat="drone_incursion", country="POL"):
    return Incident(
        id=f"i{number}", title="t", threat_type=threat, status=IncidentStatus.REPORTED, start_date=day,
        reports=1, origins=1, target_countries=(country,),
        first_reported_at=datetime.combine(day, datetime.min.time(), tzinfo=UTC),
    )  # fmt: skip


def assess(incidents, *, on=ON, read=(ON,)):
    board = parse_board(BOARD, file="b.yaml", parameters={"state": "POL"})
    holding = Holding(incidents=tuple(incidents), mentions=(), read_days=tuple(read))
    return {indicator.id: indicator for indicator in assess_board(board, holding, on=on)}


def test_a_sign_is_raised_by_its_threshold_and_lists_what_is_behind():
    found = assess([make_incident(n, ON - timedelta(days=n)) for n in range(3)])
    assert found["drones"].state == "warning"
    assert set(found["drones"].incident_ids) == {"i0", "i1", "i2"}
    assert assess([make_incident(1, ON)])["drones"].state == "watch"
    assert assess([make_incident(1, ON, country="DNK")])["drones"].state == "quiet"


def test_a_branch_needs_as_many_children_as_it_says():
    drones, cable = make_incident(1, ON), make_incident(2, ON, threat="undersea")
    assert assess([drones])["top"].state == "quiet"
    both = assess([drones, cable])["top"]
    assert both.state == "watch"
    assert set(both.incident_ids) == {"i1", "i2"}


def test_a_raised_sign_stands_until_it_expires():
    incident = make_incident(1, ON - timedelta(days=40))
    assert assess([incident])["drones"].state == "watch"
    assert "stands until" in assess([incident])["drones"].reason
    assert assess([make_incident(1, ON - timedelta(days=70))])["drones"].state == "quiet"


def test_where_nothing_was_read_nothing_is_known():
    found = assess([], read=(ON - timedelta(days=40),))
    assert {indicator.state for indicator in found.values()} == {"unknown"}


def test_a_sign_that_lowers_is_raised_by_absence():
    assert assess([])["calm"].state == "warning"
    assert assess([make_incident(n, ON, threat="cyber") for n in range(2)])["calm"].state == "quiet"


def test_what_was_reported_later_is_not_seen():
    later = replace(make_incident(1, ON), first_reported_at=datetime(2025, 10, 9, tzinfo=UTC))
    assert assess([later])["drones"].state == "quiet"


def test_only_changes_are_written_down():
    first = tuple(assess([]).values())
    assert len(find_changes((), first)) == len(first)
    changed = find_changes(first, tuple(assess([make_incident(1, ON)]).values()))
    assert [indicator.id for indicator in changed] == ["drones"]


def test_the_board_that_ships_is_sound():
    board = load_board(parameters={"state": "est"})
    assert board.parameters == {"state": "EST"}
    assert {node.id for node in board.indicators} >= {"campaign", "words"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1, 2", "is no YAML"),
        ("indicators: 3", "a list of indicators"),
        ("indicators: [{id: a}]", "either a query or a list"),
        ("indicators: [{id: a, query: {types: [nonsense]}}]", "threat type 'nonsense'"),
        ("indicators: [{id: a, query: {channel: sum}}]", "channel 'sum'"),
        ("indicators: [{id: a, query: {}, window: -1}]", "window is -1"),
        ("indicators: [{id: a, query: {}, when: 1}]", "unknown key 'when'"),
        ("indicators: [{id: a, query: {}}, {id: a, query: {}}]", "ids must differ"),
        ("indicators: [{id: a, query: {countries: [$x]}}]", "$x is no parameter"),
        ("parameters: [state]\nindicators: []", "--state CODE"),
        ("indicators: [!!python/object/apply:os.system [ls]]", "is no YAML"),
    ],
)
def test_a_bad_board_is_one_clear_line(text, words):
    with pytest.raises(InputError) as refused:
        parse_board(text, file="b.yaml", parameters={})
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
