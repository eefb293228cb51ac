"""Data frames and charts say what the series say, link to it, and need pandas only when asked."""

import json
import subprocess
import sys
from datetime import date

import pytest

from tocsin.errors import ExportError
from tocsin.model import Alert, Evidence, Indicator, Point, Series, Span
from tocsin.warning import frames
from tocsin.warning.charts import (
    DARK,
    PALETTES,
    chart_alerts,
    chart_channels,
    chart_indicators,
    chart_series,
    chart_tension,
)
from tocsin.warning.tension import TensionPoint

DAY = date(2025, 9, 1)
SERIES = Series(
    unit="type:cyber",
    measure="incidents",
    period_days=7,
    profile="warning",
    as_of=date(2025, 9, 14),
    points=(
        Point(DAY, 2.0, ("i1", "i2"), expected=2.0, low=2, high=2, read=40),
        Point(date(2025, 9, 8), 1.0, ("i3",), expected=1.8, low=1, high=4, read=31),
    ),
)
ALERT = Alert(
    id="a1",
    unit="type:cyber",
    detector="cusum",
    level="warning",
    on=date(2025, 9, 14),
    onset=DAY,
    reason="3 incidents where .4 were expected",
    statistic=3,
    threshold=3,
    detectable_change="fewer than 3 would not have been seen",
    watch_next="one more",
    incident_ids=("i1", "i2", "i3"),
    evidence=(Evidence(document_id="d1", span=Span("d1", 0, 6), quote="hacked"),),
)
TENSION = tuple(
    TensionPoint(
        start=start,
        talk=-2.0 * n,
        deed=-7.2 * n,
        talk_memory=-2.0,
        deed_memory=-7.0,
        talk_rate=-50.0 * n,
        deed_rate=None,
        read=40,
        talk_ids=("e1",) * n,
        deed_ids=("e2",) * n,
    )
    for n, start in enumerate((DAY, date(2025, 9, 8)))
)


def values_of(chart):
    found = chart.to_dict()
    stores = [found.get("data"), *(layer.get("data") for layer in found.get("layer", ()))]
    held = [store["values"] for store in stores if store and "values" in store]
    return [*held, *found.get("datasets", {}).values()]


def test_a_frame_has_a_row_a_week_with_what_it_counts():
    frame = frames.frame_series(SERIES)
    assert list(frame["value"]) == [2.0, 1.0]
    assert frame["incident_ids"][1] == ["i3"]
    assert frame["start"].dt.day.tolist() == [1, 8]
    assert frames.frame_series([SERIES, SERIES]).shape[0] == 4


def test_a_frame_of_alerts_and_of_tension_keep_the_evidence():
    alerts = frames.frame_alerts([ALERT])
    assert alerts.loc[0, "quotes"] == ["hacked"]
    assert alerts.loc[0, "onset"].day == 1
    tension = frames.frame_tension(TENSION, pair="RUS-POL")
    assert tension["talk_ids"].tolist() == [[], ["e1"]]
    assert tension["deed"].tolist() == [0.0, -7.2]


def test_no_rows_are_a_frame_with_its_columns():
    assert "reason" in frames.frame_alerts([]).columns


def test_pandas_is_an_extra_and_its_lack_one_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ExportError, match=r"pip install 'tocsin\[frames\]'"):
        frames.frame_series(SERIES)
    assert frames.tabulate_series(SERIES)["value"] == [2.0, 1.0]


def test_warning_is_imported_without_pandas_or_altair():
    code = (
        "import sys, tocsin.warning.charts, tocsin.warning.frames, tocsin.warning.forecasting;"
        "print([name for name in ('pandas', 'altair') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_bar_has_its_address_and_late_weeks_their_interval():
    chart = chart_series(SERIES, link=lambda point: f"/incidents?week={point.start}")
    bars, late, *_ = values_of(chart)
    assert [bar["url"] for bar in bars] == ["/incidents?week=2025-09-01", "/incidents?week=2025-09-08"]
    assert [(week["count"], week["low"], week["high"]) for week in late] == [(1.0, 1, 4)]
    assert chart.to_dict()["layer"][0]["encoding"]["href"]["field"] == "url"


def test_axis_does_not_make_one_incident_look_like_a_wave():
    low = Series(unit="all", measure="incidents", period_days=7, profile="", points=(Point(DAY, 1.0),))
    assert chart_series(low).to_dict()["layer"][0]["encoding"]["y"]["scale"]["domain"] == [0, 4]


def test_talk_and_deed_stay_two_lines():
    drawn = chart_tension(TENSION, link=lambda point: f"/pairs?week={point.start}")
    lines = {(row["line"], row["score"]) for rows in values_of(drawn) for row in rows}
    assert {("talk", -2.0), ("deed", -7.2)} <= lines
    rates = chart_tension(TENSION, per_documents=True)
    assert {row["score"] for rows in values_of(rates) for row in rows} == {-50.0, None}


def test_an_alert_is_drawn_from_its_onset_to_its_day():
    drawn = chart_alerts([ALERT], link=lambda alert: f"/alerts#{alert.id}")
    (row,) = values_of(drawn)[0]
    assert (row["onset"], row["on"], row["url"]) == ("2025-09-01", "2025-09-14", "/alerts#a1")


def test_a_state_stands_until_the_next_or_the_end():
    states = [
        Indicator(id="h:a", label="Cables", question="?", state=state, on=on)
        for state, on in (("quiet", DAY), ("watch", date(2025, 9, 8)))
    ]
    (rows,) = values_of(chart_indicators(states, until=date(2025, 9, 20)))
    assert [(row["state"], row["to"]) for row in rows] == [("quiet", "2025-09-08"), ("watch", "2025-09-20")]


@pytest.mark.parametrize("theme", PALETTES)
def test_all_charts_can_be_drawn_in_both_themes(theme):
    import vl_convert

    palette = PALETTES[theme]
    for chart in (
        chart_series(SERIES, palette=palette),
        chart_channels([SERIES], palette=palette),
        chart_tension(TENSION, palette=palette),
        chart_alerts([ALERT], palette=palette),
    ):
        drawn = vl_convert.vegalite_to_svg(json.dumps(chart.to_dict()))
        assert drawn.startswith("<svg")
    assert DARK.bar in json.dumps(chart_series(SERIES, palette=DARK).to_dict())


def test_indicators_are_a_row_each_with_what_says_them():
    sign = Indicator(
        id="b:POL:drones", label="Drones", question="", state="watch", on=DAY, value=1.0, incident_ids=("i1",)
    )
    frame = frames.frame_indicators([sign])
    assert list(frame["state"]) == ["watch"]
    assert frame["on"].iloc[0].date() == DAY
    assert frame["incident_ids"].iloc[0] == ["i1"]
    assert "reason" in frames.frame_indicators([]).columns
