"""The gate in a real browser: signing in with and without script, what each role sees, and no rule broken."""

import os
import re
from contextlib import closing
from pathlib import Path

import pytest

from desk_server import PASSWORDS, PEOPLE, make_people, run_desk
from tocsin.model.account import Role

pytestmark = pytest.mark.browser

AXE = Path(os.environ.get("TOCSIN_AXE", Path(__file__).parents[2] / "build" / "axe.min.js"))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "sign-in": "/sign-in",
    "account": "/account",
    "admin-accounts": "/admin/accounts",
    "admin-keys": "/admin/keys",
    "admin-audit": "/admin/audit",
    "admin-now": "/",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory, sample):
    from tocsin.pipeline.linking import link_register
    from tocsin.register.claims import make_claims
    from tocsin.store import open_store

    with closing(open_store(tmp_path_factory.mktemp("gate") / "register.sqlite")) as store:
        for reading in sample.make_sample().iter_readings():
            store.add_reading(reading, make_claims(reading), seen_at=sample.NOW)
        link_register(store)
        make_people(store)
        with run_desk(store) as address:
            yield store, address


@pytest.fixture
def open_context(browser):
    opened = []

    def open_one(**options):
        context = browser.new_context(**options)
        context.set_default_navigation_timeout(120_000)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


def sign_in(page, address, role, to="/account"):
    page.goto(f"{address}{to}")
    assert "/sign-in?to=" in page.url
    page.fill("input[name=name]", PEOPLE[role])
    page.fill("input[name=password]", PASSWORDS[role])
    page.click("main button")
    page.wait_for_url(f"{address}{to}")


@pytest.mark.parametrize("script", [True, False])
def test_signing_in_and_out_needs_no_script(open_context, desk, script):
    _, address = desk
    context = open_context(java_script_enabled=script)
    page = context.new_page()
    sign_in(page, address, Role.READER, to="/reports")
    assert "rita" in page.locator("header").inner_text()
    (cookie,) = [entry for entry in context.cookies() if entry["name"] == "tocsin"]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    page.click("header button:has-text('Sign out')")
    page.wait_for_url(f"{address}/sign-in")
    page.goto(f"{address}/reports")
    assert "/sign-in?to=" in page.url


def test_wrong_password_says_so_and_keeps_the_way(open_context, desk):
    _, address = desk
    page = open_context().new_page()
    page.goto(f"{address}/reports?publisher=x")
    page.fill("input[name=name]", "rita")
    page.fill("input[name=password]", "this is not the one")
    page.click("main button")
    assert "name or password is wrong" in page.locator("[role=alert]").inner_text()
    page.fill("input[name=name]", "rita")
    page.fill("input[name=password]", PASSWORDS[Role.READER])
    page.click("main button")
    page.wait_for_url(f"{address}/reports?publisher=x")


def test_analyst_decides_by_a_form_in_his_own_name(open_context, desk):
    store, address = desk
    incident = store.list_incidents()[0]
    page = open_context().new_page()
    sign_in(page, address, Role.ANALYST, to=f"/incidents/{incident.id}")
    page.locator("button[data-key=a]").click()
    page.wait_for_load_state()
    assert store.list_judgements()[-1].by == "anna"
    reader = open_context().new_page()
    sign_in(reader, address, Role.READER, to=f"/incidents/{incident.id}")
    assert reader.locator("form[action$='/decisions']").count() == 0


def test_page_elsewhere_cannot_send_a_form_with_the_session(open_context, desk, tmp_path):
    import http.server
    import threading

    store, address = desk
    body = (
        f"<form method=post action='{address}/admin/accounts'><input name=action value=add>"
        "<input name=name value=mallory><input name=role value=admin>"
        "<input name=password value='a long password here'></form><script>document.forms[0].submit()</script>"
    ).encode()

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        context = open_context()
        page = context.new_page()
        sign_in(page, address, Role.ADMIN)
        with page.expect_response(lambda reply: reply.url == f"{address}/admin/accounts") as told:
            # Another port is another origin of the same site: cookies are sent, and must not be enough.
            page.goto(f"http://127.0.0.1:{server.server_address[1]}/")
        assert told.value.status == 403
        assert store.accounts.load_account("mallory") is None
    finally:
        server.shutdown()
        server.server_close()


def test_administrator_makes_an_account_and_a_key(open_context, desk):
    store, address = desk
    page = open_context().new_page()
    sign_in(page, address, Role.ADMIN, to="/admin/accounts")
    form = page.locator("form.account")
    form.locator("input[name=name]").fill("eva")
    form.locator("input[name=password]").fill("tall trees in autumn")
    form.locator("button").click()
    page.wait_for_load_state()
    assert store.accounts.load_account("eva").role is Role.READER
    page.goto(f"{address}/admin/keys")
    form = page.locator("form.account")
    form.locator("input[name=label]").fill("feed")
    form.locator("button").click()
    words = page.locator("[role=status] code").inner_text()
    assert re.fullmatch(r"tocsin_[0-9a-f]{12}_[\w-]{43}", words)
    page.goto(f"{address}/admin/keys")
    assert words not in page.content()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_the_gate_fit_and_break_no_rule(open_context, desk, shots, width, scheme):
    _, address = desk
    context = open_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for name, path in PAGES.items():
        if name == "account":
            sign_in(page, address, Role.ADMIN)
        page.goto(address + path)
        page.screenshot(path=shots / f"{name}-{scheme}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        if AXE.exists():
            # Through the debugger, not a script element: the policy of the page stays as it is.
            page.evaluate(AXE.read_text(encoding="utf-8"))
            found = page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
            assert [
                (name, rule["id"], node["target"], node["failureSummary"])
                for rule in found["violations"]
                for node in rule["nodes"][:3]
            ] == []
    assert said == []
