"""Boards replayed weekly: a sign alerts in its week with its words, once, and never on a change of ours."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fire_reports import tell
from tocsin.errors import InputError
from tocsin.ontology import profile
from tocsin.pipeline.alarming import keep_alerts, mute_unit, raise_alerts
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.notifying import Targets, Teller
from tocsin.pipeline.own_changes import note_reader
from tocsin.pipeline.views import Query
from tocsin.register import make_claims
from tocsin.store import open_store
from tocsin.warning.boards import parse_board

BOARD = parse_board(
    """
board: b
label: B
parameters: [state]
indicators:
  - {id: fires, query: {types: [sabotage], countries: [$state]}, window: 28, watch: 2, warning: 4}
""",
    file="b.yaml",
    parameters={"state": "POL"},
)
TOWNS = ("Gdansk", "Krakow", "Lublin", "Gdynia")


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "r.sqlite")
    yield opened
    opened.close()


def fill(store, readings, *, reader="1"):
    for reading in readings:
        store.add_reading(reading, make_claims(reading), seen_at=reading.document.published_at, reader=reader)
    link_register(store)


def make_quiet(day=date(2022, 1, 5), *, by="Old", last=date(2024, 10, 1)):
    weeks = range((last - day).days // 14)
    return [tell("Radom", day, day + timedelta(days=14 * n), status="happened", by=by) for n in weeks]


def make_fires(*, by="Old"):
    days = [date(2024, 11, 4 + 7 * n) for n in range(2)]
    return [
        tell(town, day, day + timedelta(days=1), status="happened", by=by)
        for town, day in zip(TOWNS, days, strict=False)
    ]


def sound(store, *, boards=(BOARD,)):
    raised = raise_alerts(
        store,
        Query(profile=profile("warning")),
        find_profile=profile,
        since=date(2024, 10, 20),
        false_alarms_per_year=1.0,
        kinds=("indicator",),
        boards=boards,
    )
    return raised.told


def test_the_second_fire_moves_the_sign_and_is_quoted(store):
    fill(store, [*make_quiet(), *make_fires()])
    (alert,) = sound(store)
    assert (alert.level, alert.kind, alert.on) == ("watch", "indicator", date(2024, 11, 12))
    assert len(alert.incident_ids) == 2
    assert any("Krakow burned" in entry.quote for entry in alert.evidence)
    assert sound(store, boards=()) == ()


def test_a_sign_that_stands_is_told_once(store):
    fill(store, [*make_quiet(), *make_fires()])
    assert len(keep_alerts(store, sound(store))) == 1
    fill(store, [tell("Radom", date(2022, 1, 5), date(2024, 11, 15), status="happened", by="Old")])
    later = sound(store)
    assert [alert.on for alert in later] == [date(2024, 11, 15)]
    assert keep_alerts(store, later) == ()


def test_a_first_report_into_an_empty_register_moves_nothing(store):
    days = [date(2024, 11, 4), date(2024, 11, 6)]
    fill(store, [tell(town, day, day, status="happened") for town, day in zip(TOWNS, days, strict=False)])
    assert sound(store) == ()


def test_a_new_source_moves_no_sign(store):
    day = date(2024, 11, 4)
    flood = [tell("Opole", day, day - timedelta(days=n), status="planned", by="New") for n in range(9)]
    old = tell("Opole", day, day, status="happened", by="Old")
    fill(store, [*make_quiet(last=date(2024, 11, 1)), old, *flood, *make_fires(by="New")])
    assert sound(store) == ()


def test_the_same_reports_by_a_source_known_long_do(store):
    day = date(2024, 11, 4)
    old = tell("Opole", day, day, status="happened", by="Old")
    fill(store, [*make_quiet(last=date(2024, 11, 1)), old, *make_fires(by="Old")])
    assert [alert.level for alert in sound(store)] == ["watch"]


def test_a_changed_reader_moves_no_sign(store):
    fill(store, make_quiet())
    assert note_reader(store, "2 large", at=datetime(2024, 11, 2, tzinfo=UTC))
    fill(store, make_fires(), reader="2 large")
    assert sound(store) == ()


def test_a_watch_tells_of_a_sign_once_and_sends_it(store):
    fill(store, [*make_quiet(), *make_fires()])
    teller = Teller(
        store=store,
        targets=Targets(addresses={"desk": "https://hooks.invalid/x"}, of_alerts=("desk",)),
        profile=profile("warning"),
        find_profile=profile,
        false_alarms_per_year=1.0,
        boards=(BOARD,),
        clock=lambda: datetime(2024, 11, 12, 12, tzinfo=UTC),
    )
    lines = [line for line in teller.tell(()) if "fires, quiet became watch" in line]
    assert len(lines) == 1
    (kept,) = [alert for alert in store.list_alerts() if alert.kind == "indicator"]
    assert [d.target for d in store.list_deliveries() if d.alert_id == kept.id] == ["desk"]
    teller.rated_at = None
    assert not [line for line in teller.tell(()) if "became watch" in line]


def test_only_units_that_alerts_are_on_are_muted(store):
    with pytest.raises(InputError, match="wanted a unit that alerts are on"):
        mute_unit(store, "fires", until=None, by="ana", reason="")
    fill(store, [*make_quiet(), *make_fires()])
    mute_unit(store, "indicator:", until=None, by="ana", reason="known")
    assert sound(store) == ()
