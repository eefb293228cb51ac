"""Review by keyboard alone over a register on disk: each key decides and moves on, but not inside fields."""

import threading
import time
from contextlib import closing

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(tmp_path, sample):
    import uvicorn

    from tocsin.desk.app import create_app
    from tocsin.desk.base import DeskSettings
    from tocsin.desk.serving import address_of, open_listener
    from tocsin.pipeline.linking import link_register
    from tocsin.register.claims import make_claims
    from tocsin.store import open_store

    with closing(open_store(tmp_path / "register.sqlite")) as store:
        for reading in sample.make_sample().iter_readings():
            store.add_reading(reading, make_claims(reading), seen_at=sample.NOW)
        link_register(store)
        app = create_app(store, settings=DeskSettings(analyst="Officer"), clock=lambda: sample.NOW)
        with closing(open_listener("127.0.0.1", 0)) as listener:
            server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none"))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
            thread.start()
            while not server.started:
                time.sleep(0.02)
            yield store, address_of(listener, "127.0.0.1").rstrip("/")
            server.should_exit = True
            thread.join(10)


@pytest.fixture
def review(browser, desk):
    context = browser.new_context()
    page = context.new_page()
    page.goto(desk[1] + "/review")
    yield page
    context.close()


def press(page, key):
    with page.expect_navigation():
        page.keyboard.press(key)


def id_of(page):
    return page.url.partition("/incidents/")[2].partition("#")[0]


def state_of(store, incident_id):
    return store.load_incident(incident_id).review_state


def begin(page):
    page.keyboard.press("j")
    press(page, "Enter")
    return id_of(page)


@pytest.mark.parametrize(("key", "state"), [("a", "accepted"), ("x", "rejected"), ("n", "needs_source")])
def test_key_decides_and_moves_on(desk, review, key, state):
    first = begin(review)
    press(review, key)
    assert state_of(desk[0], first) == state
    assert id_of(review) != first


def test_key_skips_without_a_decision(desk, review):
    first = begin(review)
    press(review, "s")
    assert id_of(review) != first
    assert state_of(desk[0], first) == "new"


def test_key_undoes_the_last_decision(desk, review):
    first = begin(review)
    press(review, "a")
    review.goto(desk[1] + f"/incidents/{first}")
    press(review, "u")
    assert state_of(desk[0], first) == "new"


def test_keys_decide_nothing_inside_a_field(desk, review):
    first = begin(review)
    review.locator("summary", has_text="Correct the record").press("Enter")
    review.locator("input[name=reason]").first.focus()
    review.keyboard.type("axnsu")
    assert review.locator("input[name=reason]").first.input_value() == "axnsu"
    assert id_of(review) == first
    assert state_of(desk[0], first) == "new"
