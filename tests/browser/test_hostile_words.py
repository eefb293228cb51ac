"""Hostile reports in a real browser: nothing in them runs, loads, hides, reverses or breaks the page."""

import threading
import time
from contextlib import closing

import pytest

pytestmark = pytest.mark.browser

LONG = "A" * 1_000_000
REVERSED, HIDDEN = "\u202e", "\u200b\u200c\u200d\u2060\ufeff"
TITLES = (
    "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'>",
    f"{REVERSED}detadpu si elbac ehT",
    HIDDEN,
    "</title></head><svg onload=window.ran=3>",
    "{{ 7 * 7 }} ${7*7} <%= 7 * 7 %>",
    "javascript:window.ran=4",
    "\u2066\u2067\u2068 unclosed isolates",
    "W" * 5_000,
)
TEXTS = (
    "<script>window.ran = 5</script> A blogger said that saboteurs burned a depot near Riga.",
    f"Police said {REVERSED}gnihton{REVERSED} that a cable was cut. {HIDDEN * 300} Nobody was hurt.",
    f"A depot near Riga was burned, police said. {LONG} The minister said that it was sabotage.",
    "A\u0301" * 3_000 + " A cable was cut, police said.",
    "<iframe src='http://203.0.113.9/'></iframe><base href='//203.0.113.9/'> A cable was cut, police said.",
)
CONTROLS = "[\u202a-\u202e\u2066-\u2069]"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, sample, reader):
    import uvicorn

    from tocsin.desk.app import create_app
    from tocsin.desk.base import DeskSettings
    from tocsin.desk.serving import address_of, make_config, open_listener
    from tocsin.pipeline.linking import link_register
    from tocsin.pipeline.local import add_documents
    from tocsin.register.claims import make_claims
    from tocsin.sources import Intake, make_document
    from tocsin.store import open_store

    with closing(open_store(tmp_path_factory.mktemp("hostile") / "register.sqlite")) as store:
        for reading in sample.make_sample().iter_readings():
            store.add_reading(reading, make_claims(reading), seen_at=sample.NOW)
        documents = [
            make_document(
                text=TEXTS[number % len(TEXTS)],
                title=TITLES[number],
                intake=Intake(),
                lang="en",
                publisher=TITLES[number - 1],
                url="javascript:window.ran=6" if number % 2 else f"https://news.example/{number}",
                published_at=sample.NOW,
            )
            for number in range(len(TITLES))
        ]
        assert not add_documents(documents, reader=reader, store=store).failed
        link_register(store)
        app = create_app(store, settings=DeskSettings(analyst="Officer"), clock=lambda: sample.NOW)
        with closing(open_listener("127.0.0.1", 0)) as listener:
            server = uvicorn.Server(make_config(app))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
            thread.start()
            while not server.started:
                time.sleep(0.02)
            yield store, address_of(listener, "127.0.0.1").rstrip("/")
            server.should_exit = True
            thread.join(10)


def list_paths(store):
    lists = ["/", "/incidents", "/reports", "/statements", "/sources", "/review", "/api"]
    return lists + [f"/reports/{document.id}" for document in store.list_documents()]


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_in_a_report_runs_loads_or_breaks_the_page(browser, hostile, width):
    store, address = hostile
    context = browser.new_context(viewport={"width": width, "height": 900})
    # The first map that is drawn brings the drawing program up, which takes long on a busy machine.
    context.set_default_navigation_timeout(120_000)
    page = context.new_page()
    said, asked, opened = [], [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    for path in list_paths(store):
        page.goto(address + path)
        assert page.evaluate("window.ran === undefined"), path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.locator("main h1").count() == 1, path
        assert page.locator("base, iframe, object, embed").count() == 0, path
        assert page.locator("a[href^='javascript:']").count() == 0, path
        assert page.locator("header nav").is_visible(), path
    context.close()
    assert (said, opened) == ([], [])
    assert all(url.startswith(address) for url in asked)


def test_words_that_turn_the_direction_turn_nothing_beside_them(browser, hostile):
    store, address = hostile
    page = browser.new_page()
    for path in list_paths(store):
        page.goto(address + path)
        loose = page.evaluate(
            """(controls) => {
              const pattern = new RegExp(controls), found = [];
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                if (!pattern.test(walker.currentNode.data)) continue;
                let element = walker.currentNode.parentElement, isolated = false;
                for (; element && element !== document.body && !isolated; element = element.parentElement) {
                  const style = getComputedStyle(element);
                  isolated = style.unicodeBidi.includes("isolate") || style.unicodeBidi === "plaintext"
                    || element.matches(".text, pre");
                }
                if (!isolated) found.push(walker.currentNode.data.slice(0, 60));
              }
              return found;
            }""",
            CONTROLS,
        )
        assert loose == [], path
    page.close()


def test_title_of_nothing_visible_can_still_be_followed(browser, hostile):
    store, address = hostile
    page = browser.new_page()
    page.goto(address + "/reports")
    links = page.locator("main a[href^='/reports/d']")
    assert links.count() > len(TITLES)
    for place in range(links.count()):
        box = links.nth(place).bounding_box()
        assert box is not None
        assert box["width"] > 4, links.nth(place).get_attribute("href")
    page.close()


def test_word_of_a_megabyte_is_shown_in_time(browser, hostile):
    store, address = hostile
    long = next(document for document in store.list_documents() if LONG in document.text)
    page = browser.new_page()
    began = time.monotonic()
    page.goto(f"{address}/reports/{long.id}")
    assert page.locator("main h1").is_visible()
    assert time.monotonic() - began < 20
    page.close()


def test_reason_of_an_analyst_is_shown_as_words(browser, hostile):
    from tocsin.pipeline.judging import Analyst, set_review

    store, address = hostile
    incident = store.list_incidents()[0]
    officer = Analyst(name="<b>Officer</b>")
    set_review(store, incident.id, "in_review", analyst=officer, reason=TITLES[0] + REVERSED)
    page = browser.new_page()
    page.goto(f"{address}/incidents/{incident.id}")
    assert page.evaluate("window.ran === undefined")
    assert "<b>Officer</b>" in page.locator("main").inner_text()
    page.close()
