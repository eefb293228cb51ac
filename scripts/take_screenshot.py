"""Take the README's picture of the desk, over the demo's register."""

import argparse
import shutil
import threading
from contextlib import closing
from pathlib import Path

from playwright.sync_api import sync_playwright

from tocsin.desk import DeskSettings, serve
from tocsin.store import open_store

TARGET = Path(__file__).parents[1] / "docs" / "images" / "desk.png"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", help="the register that `tocsin demo --no-serve` made")
    given = parser.parse_args()
    ready = threading.Event()
    found: list[str] = []

    def announce(address: str) -> None:
        """Keep the address and let the browser go on."""
        found.append(address)
        ready.set()

    with closing(open_store(given.store, create=False)) as store:
        desk = threading.Thread(
            target=serve,
            args=(store,),
            kwargs={"host": "127.0.0.1", "port": 0, "settings": DeskSettings(), "announce": announce},
            daemon=True,
        )
        desk.start()
        ready.wait(timeout=60)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            page = browser.new_page(viewport={"width": 1200, "height": 760}, color_scheme="light")
            page.goto(found[0])
            TARGET.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=str(TARGET))
            browser.close()
    print(f"written to {TARGET}")
