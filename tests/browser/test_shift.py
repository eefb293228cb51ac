"""A shift at the desk in a real browser: find, read, judge by keyboard alone, undo, second reader, export."""

import csv
import io
import os
import threading
import time
from contextlib import closing

import pytest
from shift_register import NOW, list_reports

pytestmark = pytest.mark.browser

# No page wait over this; a machine that others use may be given patience.
MOST_WAIT_MS = 300 * float(os.environ.get("TOCSIN_PATIENCE", "1"))
MOST_KEYS = 3


@pytest.fixture
def desk(tmp_path):
    import uvicorn

    from tocsin.desk.app import create_app
    from tocsin.desk.base import DeskSettings
    from tocsin.desk.serving import address_of, open_listener
    from tocsin.pipeline.linking import link_register
    from tocsin.register.claims import make_claims
    from tocsin.store import open_store

    with closing(open_store(tmp_path / "register.sqlite")) as store:
        for reading in list_reports():
            store.add_reading(reading, make_claims(reading), seen_at=NOW)
        link_register(store)
        app = create_app(store, settings=DeskSettings(analyst="Officer"), clock=lambda: NOW)
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
def open_at(browser, desk):
    opened = []

    def open_one(path, *, script=True):
        context = browser.new_context(java_script_enabled=script, viewport={"width": 1280, "height": 900})
        opened.append(context)
        page = context.new_page()
        page.goto(desk[1] + path)
        return page

    yield open_one
    for context in opened:
        context.close()


def press(page, key):
    """Press a key that leads on, and return the milliseconds until the next page is there."""
    started = time.perf_counter()
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.keyboard.press(key)
    return 1000 * (time.perf_counter() - started)


def id_of(page):
    return page.url.partition("/review/")[2].partition("#")[0]


def test_fifty_candidates_by_keyboard_alone(desk, open_at):
    store, _ = desk
    page = open_at("/review")
    page.keyboard.press("j")
    waits = [press(page, "o")]
    decided = {}
    # What an analyst does, in turn: accept, reject, ask for a source, correct the status and then accept.
    for number in range(50):
        record = id_of(page)
        keys = ("a", "x", "n", "4 a")[number % 4].split()
        assert len(keys) <= MOST_KEYS
        for key in keys:
            waits.append(press(page, key))
        decided[record] = ("accepted", "rejected", "needs_source", "accepted")[number % 4]
        if number % 10 == 9:
            waits.append(press(page, "Space"))
    assert len(decided) == 50
    assert {name: store.load_incident(name).review_state for name in decided} == decided
    assert sum(store.load_incident(name).status == "confirmed" for name in decided) == 12
    slow = sorted(waits)
    assert slow[-1] <= MOST_WAIT_MS, [round(wait) for wait in slow[-5:]]


def test_undo_goes_to_the_last_decision_whatever_record_it_was_on(desk, open_at):
    store, _ = desk
    page = open_at("/review")
    page.keyboard.press("j")
    press(page, "o")
    first = id_of(page)
    press(page, "x")
    press(page, "Space")
    press(page, "u")
    assert id_of(page) == first
    assert store.load_incident(first).review_state == "new"


def test_found_by_map_by_search_and_by_facet(open_at):
    page = open_at("/incidents")
    with page.expect_navigation():
        page.locator(".spots a").first.press("Enter")
    assert "place=" in page.url
    assert page.locator("table.incidents tbody tr").count() >= 1
    page.goto(page.url.partition("/incidents")[0] + "/incidents")
    page.keyboard.press("/")
    page.keyboard.type("Town17")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("table.incidents tbody tr").count() == 1
    page.goto(page.url.partition("/incidents")[0] + "/incidents")
    with page.expect_navigation():
        page.locator(".rail a", has_text="Cyber operation").click()
    assert "type=cyber" in page.url
    with page.expect_navigation():
        page.locator(".rail a", has_text="Poland").click()
    assert "type=cyber" in page.url and "country=POL" in page.url


def test_map_and_timeline_narrow_one_another(open_at):
    page = open_at("/incidents?type=cyber&country=POL")
    places = page.locator(".spots a").count()
    page.locator("figure.picture summary").click()
    with page.expect_navigation():
        page.locator("figure.picture table a").first.click()
    assert "week=" in page.url and "country=POL" in page.url
    assert page.locator(".spots a").count() < places


def find_town(store, town):
    return next(i for i in store.list_incidents() if any(p.name == town for p in i.places))


def test_evidence_edit_merge_with_preview_split_and_undo(desk, open_at):
    store, _ = desk
    one, other = find_town(store, "Town00"), find_town(store, "Townside")
    page = open_at(f"/review/{one.id}")
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.name") == "field"
    page.select_option("#edit-panel select[name=field]", "severity")
    page.fill("#edit-panel input[name=value]", "3")
    page.fill("#edit-panel input[name=reason]", "two depots burned")
    with page.expect_navigation():
        page.locator("#edit-panel button").click()
    assert store.load_incident(one.id).severity == 3
    assert page.locator(".field.decided", has_text="Severity").count() == 1
    page.keyboard.press("m")
    with page.expect_navigation():
        page.keyboard.press("Enter")  # the first similar record has the focus
    assert "/merge?other=" in page.url
    assert page.locator("table.preview tr.differs").count() >= 1
    assert store.load_incident(other.id).id == other.id
    press(page, "m")
    merged = store.load_incident(one.id)
    assert set(other.event_ids) <= set(merged.event_ids)
    press(page, "u")
    assert store.load_incident(other.id).id == other.id
    page.goto(page.url.partition("/review/")[0] + f"/review/{one.id}")
    page.keyboard.press("s")
    page.locator("#split-panel input[type=checkbox]").last.check()
    page.fill("#split-panel input[name=reason]", "another depot")
    with page.expect_navigation():
        page.locator("#split-panel button").click()
    assert len(store.load_incident(one.id).event_ids) == 1
    press(page, "u")
    assert len(store.load_incident(one.id).event_ids) == 2


def test_several_are_chosen_and_decided_at_once(desk, open_at):
    store, _ = desk
    page = open_at("/review")
    for _ in range(3):
        page.keyboard.press("j")
        page.keyboard.press("v")
    assert page.locator("[data-chosen]").inner_text() == "3 chosen"
    press(page, "a")
    assert "3 records decided on" in page.locator("[role=status]").inner_text()
    assert sum(i.review_state == "accepted" for i in store.list_incidents()) == 3


def test_second_analyst_is_told_what_came_in_between(desk, open_at):
    store, _ = desk
    from tocsin.pipeline.judging import Analyst, set_status

    one = find_town(store, "Town05")
    page = open_at(f"/review/{one.id}")
    set_status(store, one.id, "refuted", analyst=Analyst(name="Second"), reason="an exercise")
    press(page, "a")
    assert "Second" in page.locator("main").inner_text()
    assert "an exercise" in page.locator("main").inner_text()
    assert store.load_incident(one.id).review_state == "new"


def test_second_reader_codes_blind_and_differences_are_adjudicated(desk, open_at):
    store, _ = desk
    page = open_at("/samples")
    page.fill("input[name=name]", "shift")
    page.fill("input[name=size]", "2")
    page.locator("button", has_text="Draw").click()
    page.wait_for_url("**/samples/shift")
    page.locator("a.go", has_text="Code the next").click()
    for severity in ("4", "0"):
        page.wait_for_url("**/code?record=**")
        assert page.locator("main .status").count() == 0
        page.select_option("select[name=threat_type]", "espionage")
        page.select_option("select[name=severity]", severity)
        with page.expect_navigation():
            page.locator("button", has_text="Keep and go on").click()
    page.wait_for_url("**/samples/shift")
    assert "Krippendorff" in page.locator("main").inner_text()
    cell = page.locator("article.cell", has_text="threat type").first
    cell.locator("select").select_option("espionage")
    with page.expect_navigation():
        cell.locator("button").click()
    assert page.url.endswith("/samples/shift")
    assert sum(i.threat_type == "espionage" for i in store.list_incidents()) == 1


def test_keys_are_chosen_anew_and_shown_on_the_buttons(desk, open_at):
    store, _ = desk
    page = open_at("/shortcuts")
    page.fill("#key-accept", "b")
    with page.expect_navigation():
        page.locator("button", has_text="Keep these keys").click()
    one = find_town(store, "Town07")
    page.goto(desk[1] + f"/review/{one.id}")
    assert page.locator("button.main kbd").inner_text() == "b"
    press(page, "b")
    assert store.load_incident(one.id).review_state == "accepted"


def test_reading_and_judging_without_script(desk, open_at):
    store, _ = desk
    page = open_at("/review", script=False)
    page.locator("a.go", has_text="Begin with the first").click()
    first = id_of(page)
    assert page.locator(".page .trigger").count() >= 1
    page.locator("button", has_text="Accept and go on").click()
    assert store.load_incident(first).review_state == "accepted"
    assert id_of(page) != first
    second = id_of(page)
    page.locator("button", has_text="disputed").click()
    assert store.load_incident(second).status == "disputed"
    page.locator("button", has_text="Undo my last").click()
    assert store.load_incident(second).status != "disputed"
    page.goto(desk[1] + "/review")
    page.locator("input[name=incident]").first.check()
    page.locator(".bulk button", has_text="Reject").click()
    assert "1 record decided on" in page.locator("[role=status]").inner_text()


def test_what_was_seen_is_kept_and_the_list_leaves_as_csv(desk, open_at):
    store, address = desk
    page = open_at("/")
    page.locator("button", has_text="I have seen this").click()
    assert store.load_seen("Officer") is not None
    page.goto(address + "/incidents?type=cyber")
    with page.expect_download() as waiting:
        page.locator(".twins a", has_text="CSV").click()
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text(encoding="utf-8"))))
    assert len(rows) == 14
    assert {row["threat_type"] for row in rows} == {"cyber"}


def test_keys_decide_nothing_inside_a_field(desk, open_at):
    store, _ = desk
    one = find_town(store, "Town09")
    page = open_at(f"/review/{one.id}")
    page.keyboard.press("e")
    page.locator("#edit-panel input[name=reason]").focus()
    page.keyboard.type("axnu4m s")
    assert page.locator("#edit-panel input[name=reason]").input_value() == "axnu4m s"
    assert id_of(page) == one.id
    assert store.load_incident(one.id).review_state == "new"
