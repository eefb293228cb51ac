"""Forecasts on the desk: beside naive ones, with what came of them and the incidents they stand on."""

import pytest


@pytest.fixture
def foreseen(store, sample, cable):
    store.forecasts, store.outcomes = sample.make_forecasts(cable)
    return store


def test_forecast_stands_beside_the_naive_one_with_its_evidence(open_desk, foreseen, cable):
    page = open_desk(foreseen).get("/forecasts").text
    assert '<td class="num">0.40</td>' in page
    assert "last 0.10" in page
    assert f'href="/incidents/{cable.id}"' in page
    assert "Not for deciding on one case." in page


def test_scorecard_counts_what_is_scored_and_what_waits_as_its_own_page_does(open_desk, foreseen):
    client = open_desk(foreseen)
    card = client.get("/scorecard.json").json()["items"][0]
    page = client.get("/forecasts").text
    assert card["scored"] >= 1
    assert f"{card['scored']} forecast" in page
    assert f"{card['waiting']} wait" in page


def test_twins_hold_the_same_rows(open_desk, foreseen):
    client = open_desk(foreseen)
    items = client.get("/forecasts.json?unit=type:").json()["items"]
    assert [(item["id"], item["happened"]) for item in items] == [("f1", 1), ("f2", None)]
    assert client.get("/forecasts.csv").text.count("\n") == 3
    assert client.get("/forecasts.json?unit=country:").json()["total"] == 0


def test_desk_without_forecasts_says_how_to_make_some(client):
    assert "tocsin forecast" in client.get("/forecasts").text
