"""Picture every page of the desk, light and dark, wide and narrow: to be looked through before a release."""

import argparse
import json
import shutil
import threading
import urllib.request
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tocsin.desk import DeskSettings, serve
from tocsin.desk.pages import PAGES
from tocsin.store import open_store

TARGET = Path(__file__).parents[1] / "build" / "screenshots"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PATIENCE_MS = 180_000
WIDTHS = {"light": (1280, 390), "dark": (1280,)}


def find_addresses(address: str) -> dict[str, str]:
    """Return a name and an address for every page: lists, one record and one report."""
    with urllib.request.urlopen(f"{address}incidents.json") as reply:  # noqa: S310 - our own desk
        items = json.load(reply)["items"]
    items.sort(key=lambda item: (-len(item["attribution"]["acts"]), -item["reports"], item["id"]))
    one, other = items[0], items[1]
    found = {page.path.strip("/") or "now": page.path for page in PAGES if "{" not in page.path}
    found["incident"] = f"/incidents/{one['id']}"
    found["reviewing"] = f"/review/{one['id']}"
    found["merging"] = f"/incidents/{one['id']}/merge?other={other['id']}"
    found["report"] = f"/reports/{one['document_ids'][0]}"
    found["error"] = "/incidents?type=nonsense"
    found["empty"] = "/incidents?q=nosuchword"
    return found


def take(browser: Browser, address: str, target: Path, only: set[str]) -> None:
    """Write the pictures."""
    addresses = find_addresses(address)
    for scheme, widths in WIDTHS.items():
        for width in widths:
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            for name, path in addresses.items():
                if only and name not in only:
                    continue
                page.goto(address.rstrip("/") + path)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=target / f"{name}-{scheme}-{width}.png", full_page=True)
            context.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", help="the register that `tocsin demo --no-serve` made")
    parser.add_argument("--to", type=Path, default=TARGET)
    parser.add_argument("--only", nargs="*", default=[])
    given = parser.parse_args()
    given.to.mkdir(parents=True, exist_ok=True)
    ready = threading.Event()
    found: list[str] = []

    def announce(address: str) -> None:
        """Keep the address and let the browser go on."""
        found.append(address)
        ready.set()

    with closing(open_store(given.store, create=False)) as store:
        settings = DeskSettings(analyst="Officer")
        desk = threading.Thread(
            target=serve,
            args=(store,),
            kwargs={"host": "127.0.0.1", "port": 0, "settings": settings, "announce": announce},
            daemon=True,
        )
        desk.start()
        ready.wait(timeout=60)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            take(browser, found[0], given.to, set(given.only))
            browser.close()
