import re

import pytest

pytestmark = pytest.mark.browser

PAGES = ("now", "incidents", "incident", "reports", "report", "hostile", "statements", "alerts", "sources")
PAGES += (
    "reviewing",
    "merging",
    "known",
    "pairs",
    "indicators",
    "posture",
    "scorecard",
    "searches",
    "samples",
)
PAGES += ("sample", "coding", "shortcuts", "nothing", "deciding")
PAGES += ("review", "forecasts", "positions", "about", "api", "error")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_page_fits_the_screen(open_page, paths, shots, name, width, scheme):
    page = open_page(paths[name], width=width, scheme=scheme)
    page.screenshot(path=shots / f"{name}-{scheme}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
def test_page_without_script_shows_the_same(open_page, paths, name):
    def words(script):
        return re.sub(r"\s+", " ", open_page(paths[name], script=script).locator("body").inner_text())

    assert words(script=False) == words(script=True)


@pytest.mark.parametrize("name", [name for name in PAGES if name != "error"])
def test_page_breaks_no_rule_of_its_own_policy_and_loads_nothing_from_outside(browser, address, paths, name):
    context = browser.new_context()
    page = context.new_page()
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + paths[name])
    page.wait_for_load_state("networkidle")
    context.close()
    assert said == []
    assert all(url.startswith(address) for url in asked)


def test_picture_of_the_weeks_is_drawn(open_page, paths):
    page = open_page(paths["incidents"])
    assert page.evaluate("document.querySelector('.picture img').naturalWidth") > 500


def test_filter_works_without_script(open_page):
    page = open_page("/incidents", script=False)
    page.select_option("select[name=type]", "undersea")
    page.click("button:has-text('Show')")
    assert "type=undersea" in page.url
    assert page.locator("table.incidents tbody tr").count() == 1


def test_empty_filters_are_left_out_of_the_address(open_page):
    page = open_page("/incidents")
    page.select_option("select[name=type]", "undersea")
    page.click("button:has-text('Show')")
    page.wait_for_url("**type=undersea**")
    assert "since=" not in page.url


def test_quote_leads_to_its_words_in_the_report(open_page, paths):
    page = open_page(paths["incident"], script=False)
    link = page.locator("q.verbatim a").first
    words = link.inner_text()
    link.click()
    marked = "".join(page.locator(".text .here").all_inner_texts())
    assert marked == words
    assert page.locator(".text .here").first.is_visible()


def test_rows_can_be_walked_by_keyboard(open_page):
    page = open_page("/incidents")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("main .what a").nth(1).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{second}")


def test_keys_stay_letters_inside_a_field(open_page):
    page = open_page("/incidents")
    page.keyboard.press("/")
    page.keyboard.type("j/k")
    assert page.input_value("input[type=search]") == "j/k"


def test_first_tab_offers_to_skip_the_menu(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["width"] > 50
