from datetime import date, timedelta

import pytest

from tocsin.desk.charts import Bar, draw_weekly

BARS = tuple(
    Bar(start=day, end=day + timedelta(days=6), count=n)
    for n, day in enumerate(date(2025, 1, 6) + timedelta(weeks=n) for n in range(5))
)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_picture_draws_a_bar_a_week_and_loads_nothing(theme):
    drawn = draw_weekly(BARS, title="Counted incidents", theme=theme)
    assert drawn.startswith("<svg")
    assert drawn.count('aria-roledescription="bar"') == len(BARS)
    assert "href=" not in drawn.replace('xmlns:xlink="http://www.w3.org/1999/xlink"', "")


def test_picture_is_served_with_its_own_seal(client):
    reply = client.get("/charts/weekly.svg?theme=dark")
    assert reply.headers["content-type"] == "image/svg+xml"
    assert "default-src 'none'" in reply.headers["content-security-policy"]
