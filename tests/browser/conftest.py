import importlib.util
import shutil
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[1] / "unit" / "desk" / "desk_sample.py"
SHOTS = Path(__file__).parents[2] / "build" / "screenshots"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def sample():
    name = "tocsin_desk_sample"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, SAMPLE)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def store(sample):
    made = sample.make_sample()
    cable = next(i for i in made.list_incidents() if i.threat_type == "undersea")
    made.forecasts, made.outcomes = sample.make_forecasts(cable)
    made.samples, made.codings = sample.make_second_reading(cable)
    made.searches = {"cables": sample.make_search()}
    made.deltas = sample.make_deltas(cable)
    return made


@pytest.fixture(scope="session")
def address(store, sample):
    import uvicorn

    from tocsin.desk.app import create_app
    from tocsin.desk.base import DeskSettings
    from tocsin.desk.serving import address_of, open_listener

    app = create_app(
        store, settings=DeskSettings(model="test model", analyst="Officer"), clock=lambda: sample.NOW
    )
    with closing(open_listener("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield address_of(listener, "127.0.0.1").rstrip("/")
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def browser():
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium here: install the package chromium to run the browser tests")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser, address):
    opened = []

    def open_one(path="/", *, width=1280, scheme="light", script=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        opened.append(context)
        page = context.new_page()
        page.goto(address + path)  # until scripts, styles and pictures are there
        return page

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def paths(store):
    cable = next(i for i in store.list_incidents() if i.threat_type == "undersea")
    other = next(i for i in store.list_incidents() if i.threat_type == "drone_incursion")
    hostile = next(d for d in store.list_documents() if "onerror" in d.text)
    return {
        "now": "/",
        "incidents": "/incidents",
        "incident": f"/incidents/{cable.id}",
        "deciding": f"/incidents/{cable.id}#review",
        "review": "/review",
        "forecasts": "/forecasts",
        "reports": "/reports",
        "report": f"/reports/{cable.document_ids[0]}?at=0-22",
        "hostile": f"/reports/{hostile.id}",
        "statements": "/statements",
        "positions": "/positions?question=act-first",
        "reviewing": f"/review/{cable.id}",
        "merging": f"/incidents/{cable.id}/merge?other={other.id}",
        "known": "/incidents?as_of=2025-12-01",
        "pairs": "/pairs",
        "indicators": "/indicators",
        "posture": "/posture",
        "scorecard": "/scorecard",
        "searches": "/searches",
        "samples": "/samples",
        "sample": "/samples/december",
        "coding": "/samples/december/code",
        "shortcuts": "/shortcuts",
        "nothing": "/review?q=nosuchword",
        "alerts": "/alerts",
        "sources": "/sources",
        "about": "/about",
        "api": "/api",
        "error": "/incidents?type=nonsense",
    }


@pytest.fixture(scope="session")
def shots():
    SHOTS.mkdir(parents=True, exist_ok=True)
    return SHOTS
